"""An editor's work: words become topics, topics change, members' tags follow, through HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import AuditRow
from cop.kit.changes import Change, last_change
from cop.vocabulary.models import ConceptRow, Proposal
from profiles.fields import Level, Visibility
from profiles.member import Tag
from profiles.models import ProfileTag
from tests.administration.desk import EDITOR, ROOT, decide, keys_of, make, preview_of
from tests.people import refresh, settle, sign_in

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service


@pytest.fixture
async def editor(client: httpx2.AsyncClient) -> int:
    return await sign_in(client, "Edith", EDITOR)


@pytest.mark.usefixtures("editor")
async def test_unknown_words_are_listed_the_most_used_first(client: httpx2.AsyncClient) -> None:
    await make("ann", Tag("", "Beekeeping"), Tag("", "Honey"))
    await make("ben", Tag("", "bee-keeping"))
    await make("cid", Tag("", "beekeeping"))

    shown = (await client.get(ROOT)).text

    assert shown.index("eekeeping") < shown.index("Honey")
    assert "Swahili" in shown
    assert "bee-keeping" in shown  # two words, so another


@pytest.mark.usefixtures("editor")
async def test_without_a_word_there_is_nothing_to_decide(client: httpx2.AsyncClient) -> None:
    assert (await client.get(f"{ROOT}/word?word=+")).status_code == 404
    assert (await client.get(f"{ROOT}/word?word=Honey")).status_code == 200


@pytest.mark.usefixtures("editor")
async def test_a_word_that_somebody_hides_is_not_listed(client: httpx2.AsyncClient) -> None:
    await make("ann", Tag("", "Falconry"), levels={"expertise": Level.ME.value})
    await make("ben", Tag("", "Tarot"), visibility=Visibility.HIDDEN.value)

    shown = (await client.get(ROOT)).text

    assert "Falconry" not in shown
    assert "Tarot" not in shown


async def test_a_word_becomes_a_topic_of_everybody_who_uses_it(
    client: httpx2.AsyncClient, editor: int, service: Service
) -> None:
    ann = await make("ann", Tag("", "Beekeeping"), Tag("wash"))
    ben = await make("ben", Tag("", "BEEKEEPING"), levels={"expertise": Level.ME.value})
    deed = {"kind": "add", "word": "Beekeeping", "label-en": "Beekeeping", "label-fr": "Apiculture"}
    change = await last_change()

    text = await preview_of(client, **deed)
    assert "Ann" in text
    assert "Ben" not in text
    assert "It affects 1 member" in text
    answer = await decide(client, **deed)

    assert answer.status_code == 303
    assert await keys_of(ann) == ["beekeeping", "wash"]
    assert await keys_of(ben) == ["beekeeping"]
    assert [one.key for one in service.vocabulary.find("apiculture", "topic")] == ["beekeeping"]
    assert "Beekeeping" in (await client.get(f"{ROOT}/topics/beekeeping")).text
    changes = await Change.filter(id__gt=change).values_list("kind", "key")
    assert {("vocabulary", "topic"), ("profile", str(ann.id)), ("profile", str(ben.id))} <= {
        *changes
    }
    row = await AuditRow.get(action="topic.added")
    assert (row.actor_id, row.subject) == (editor, "topic:beekeeping")
    assert (await client.post(f"{ROOT}/deeds", data=deed)).status_code == 409


@pytest.mark.usefixtures("editor")
async def test_a_word_becomes_a_word_for_a_topic(
    client: httpx2.AsyncClient, service: Service
) -> None:
    ann = await make("ann", Tag("", "Latrines and taps", 3), Tag("wash", level=1))

    await decide(client, kind="alias", word="Latrines and taps", into="wash")

    rows = await ProfileTag.filter(profile_id=ann.id, field="expertise").values_list("key", "level")
    assert list(rows) == [("wash", 3)]
    assert [one.key for one in service.vocabulary.find("latrines and taps", "topic")] == ["wash"]


@pytest.mark.usefixtures("editor")
async def test_a_declined_word_is_asked_about_once(client: httpx2.AsyncClient) -> None:
    ann = await make("ann", Tag("", "Tarot"))

    await decide(client, kind="decline", word="Tarot")

    assert "Tarot" not in (await client.get(ROOT)).text
    assert await keys_of(ann) == ["Tarot"]
    assert await AuditRow.exists(action="topic.declined")


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize(
    ("deed", "state"),
    [
        ({"kind": "add", "label-en": "Beekeeping"}, "added"),
        ({"kind": "alias", "into": "wash"}, "alias"),
        ({"kind": "decline"}, "declined"),
    ],
)
async def test_a_proposal_is_decided_once(
    client: httpx2.AsyncClient, deed: dict[str, str], state: str
) -> None:
    proposal = await Proposal.create(label="Beekeeping", folded="beekeeping", reason="We need it")
    assert "We need it" in (await client.get(ROOT)).text
    deed |= {"word": "Beekeeping", "proposal": str(proposal.id)}

    assert (await decide(client, **deed)).status_code == 303
    again = await client.post(f"{ROOT}/deeds", data=deed)

    assert (await Proposal.get(id=proposal.id)).state == state
    assert again.status_code == 409


@pytest.mark.usefixtures("editor")
async def test_a_topic_is_renamed_and_gets_synonyms(
    client: httpx2.AsyncClient, service: Service
) -> None:
    people = await settle(service)
    shown = (await client.get(f"{ROOT}/topics/wash")).text
    version = (await ConceptRow.get(scheme="topic", key="wash")).version
    deed = {
        "kind": "change",
        "topic": "wash",
        "version": version,
        "label-en": "Water & more",
        "parent": service.vocabulary.get("topic", "wash").parent,  # type: ignore[union-attr]
        "terms": "fr:eau potable\nTaps\n\n xx:odd",
    }
    assert "See whom it affects" in shown

    assert (await decide(client, **deed)).status_code == 303

    await refresh(service)
    assert service.vocabulary.label("topic", "wash", "fr") == "Water & more"
    assert service.vocabulary.find("eau potable", "topic")
    assert "Water &amp; more" in (await client.get(f"/members/{people['ada'].slug}")).text
    row = await AuditRow.get(action="topic.changed")
    assert row.detail["was"]
    stale = await client.post(f"{ROOT}/deeds", data=deed)
    assert stale.status_code == 409


@pytest.mark.usefixtures("editor")
async def test_two_topics_become_one(client: httpx2.AsyncClient, service: Service) -> None:
    people = await settle(service)
    both = await make("ann", Tag("wash", level=1), Tag("property-tax", level=3))
    deed = {"kind": "merge", "topic": "property-tax", "version": 1, "into": "wash"}

    text = await preview_of(client, **deed)
    await decide(client, **deed)

    assert "It affects 4 members" in text  # Ada, Bela, Chidi, Ann; Dina has none of it
    assert await keys_of(people["chidi"]) == ["wash"]
    rows = await ProfileTag.filter(profile_id=both.id, field="expertise").values_list(
        "key", "level"
    )
    assert list(rows) == [("wash", 3)]
    assert [one.key for one in service.vocabulary.find("property tax", "topic")] == ["wash"]
    assert service.vocabulary.label("topic", "property-tax", "en") == "Property tax"
    assert (await client.get(f"{ROOT}/topics/property-tax")).status_code == 404


@pytest.mark.usefixtures("editor")
async def test_a_topic_is_split_by_a_word_and_by_hand(
    client: httpx2.AsyncClient, service: Service
) -> None:
    people = await settle(service)
    by_word = (await client.get(f"{ROOT}/topics/property-tax/split?word=professor")).text
    assert f'value="{people["ada"].id}" checked' in by_word
    assert "Bela" not in by_word

    await decide(
        client,
        kind="split",
        topic="property-tax",
        version=1,
        member=[people["ada"].id, people["dina"].id],
        **{"label-en": "Land rates"},
    )

    assert "land-rates" in await keys_of(people["ada"])
    assert "property-tax" not in await keys_of(people["ada"])
    assert "property-tax" in await keys_of(people["bela"])
    assert await keys_of(people["dina"]) == ["wash"]
    fresh = service.vocabulary.get("topic", "land-rates")
    assert fresh
    assert fresh.parent == service.vocabulary.get("topic", "property-tax").parent  # type: ignore[union-attr]


@pytest.mark.usefixtures("editor")
async def test_a_retired_topic_is_offered_no_more_and_stays_readable(
    client: httpx2.AsyncClient, service: Service
) -> None:
    people = await settle(service)

    await decide(client, kind="retire", topic="property-tax", version=1)

    assert not service.vocabulary.find("property tax", "topic")
    assert "Property tax" in (await client.get(f"/members/{people['ada'].slug}")).text
    assert await AuditRow.exists(action="topic.retired")


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize(
    "deed",
    [
        {"kind": "add", "word": "x", "label-en": "Property tax"},
        {"kind": "alias", "word": "Property tax", "into": "wash"},
        {"kind": "alias", "word": "x", "into": "nowhere"},
        {"kind": "merge", "topic": "wash", "version": 1, "into": "wash"},
        {"kind": "change", "topic": "wash", "version": 7, "label-en": "Water"},
        {"kind": "add", "word": "x"},
        {"kind": "explode"},
        {"kind": "add", "label-en": "x" * 121},
    ],
)
async def test_what_cannot_be_done_changes_nothing(
    client: httpx2.AsyncClient, deed: dict[str, str]
) -> None:
    before = await ConceptRow.all().order_by("id").values()

    answer = await client.post(f"{ROOT}/deeds", data=deed)

    assert answer.status_code in {404, 409, 422}
    assert await ConceptRow.all().order_by("id").values() == before
    assert not await AuditRow.exists(action__startswith="topic.")


@pytest.mark.usefixtures("editor")
async def test_a_key_that_no_topic_can_have_is_refused(client: httpx2.AsyncClient) -> None:
    for field in ("topic", "into"):
        wish = {"kind": "merge", "topic": "wash", "version": "1", "into": "cities"}
        wish[field] = "x" * 81
        previewed = await client.get(f"{ROOT}/preview", params=wish)
        sent = await client.post(f"{ROOT}/deeds", data=wish)
        for answer in (previewed, sent):
            assert answer.status_code == 422, field
            assert "It is longer than 80 characters." in answer.text
