"""Who reads what was announced, and whom a segment may choose."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from re import findall
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from defusedxml.ElementTree import fromstring

from cop.accounts.models import Account
from cop.announcements.models import Announcement, Stage
from cop.chapters.models.chapters import Chapter
from cop.kit.atom import ATOM
from profiles.fields import Level
from tests.announcements.announcing import LONG_AGO, WORDS, do, draft, mails, prepare
from tests.api.tokens import bearer
from tests.chapters.deciding import KENYA
from tests.people import change, sign_in

if TYPE_CHECKING:
    import httpx2

    from tests.announcements.announcing import Hall

ARCHIVE = f"{KENYA}/announcements"
API = f"/api/v1{ARCHIVE}"


async def size(client: httpx2.AsyncClient, **asked: str) -> str:
    answer = await client.get(f"/announcements/size?{urlencode({'for': 'kenya', **asked})}")
    assert answer.status_code == 200
    return answer.text


async def test_members_read_all_others_only_what_is_public_and_the_feed_no_more(
    hall: Hall, client: httpx2.AsyncClient
) -> None:
    private = await hall.send()
    public = await hall.send(**{"title-en": "Open day", "public": "yes"})
    hidden_draft = await hall.write(**{"title-en": "Not yet"})

    for who, reads in ((hall.ada, True), (hall.cora, True), (hall.chidi, False), (client, False)):
        archive = (await who.get(ARCHIVE)).text
        panel = (await who.get(KENYA)).text
        assert "Open day" in archive
        assert "Open day" in panel
        assert ("We meet in Kisumu" in archive) is reads
        assert ("We meet in Kisumu" in panel) is reads
        assert (await who.get(private)).status_code == (200 if reads else 404)
        assert (await who.get(public)).status_code == 200
        writes = who is hall.cora
        assert (await who.get(hidden_draft)).status_code == (200 if writes else 404)
        feed = fromstring((await who.get(f"{ARCHIVE}.atom")).content)
        titles = [one.text for one in feed.iterfind(f"{{{ATOM}}}entry/{{{ATOM}}}title")]
        assert titles == ["Open day"]
    for name, many in (("Ada Obi", 2), ("Chidi Eze", 1)):
        owner = await Account.get(name=name)
        told = (await client.get(API, headers=await bearer(owner))).json()["announcements"]
        assert len(told) == many
    assert [one["title"] for one in (await client.get(API)).json()["announcements"]] == ["Open day"]


async def test_the_archive_and_the_api_have_pages_to_the_very_first(
    hall: Hall, client: httpx2.AsyncClient
) -> None:
    chapter = await Chapter.get(slug="kenya")
    words = [{"en": {"title": f"Letter {number:03}.", "text": "Hello"}} for number in range(61)]
    await Announcement.bulk_create(
        [
            Announcement(
                chapter=chapter, words=one, language="en", stage=Stage.SENT,
                sent_at=LONG_AGO + timedelta(days=day), is_public=day % 2 == 0,
            )
            for day, one in enumerate(words)
        ]
    )  # fmt: skip
    draft = await hall.write(**{"title-en": "A draft of mine"})
    owner = await Account.get(name="Ada Obi")

    for who, step, pages in ((hall.ada, 1, 3), (hall.cora, 1, 3), (client, 2, 2)):
        expected = [f"Letter {number:03}." for number in range(60, -1, -step)]
        shown = [(await who.get(f"{ARCHIVE}?page={at}")).text for at in range(1, pages + 1)]
        listed = [findall(r"<bdi>(Letter \d+\.)</bdi>", page) for page in shown]
        assert [*chain(*listed)] == expected
        assert {*map(len, listed[:-1])} == {30}
        assert [draft in page for page in shown] == [who is hall.cora] + [False] * (pages - 1)
        headers = await bearer(owner) if who is hall.ada else {}
        if who is not hall.cora:
            told = [
                (await client.get(f"{API}?page={at}", headers=headers)).json()
                for at in range(1, pages + 1)
            ]
            assert [one["title"] for page in told for one in page["announcements"]] == expected
            assert {(one["total"], one["pages"]) for one in told} == {(len(expected), pages)}
    beyond = (await client.get(f"{API}?page=900")).json()
    assert (beyond["page"], len(beyond["announcements"])) == (2, 1)
    assert (await client.get(f"{API}?page=0")).status_code == 422


async def test_machines_read_what_is_told_to_all_members_with_a_member_s_token(
    hall: Hall, client: httpx2.AsyncClient
) -> None:
    await Announcement.create(
        words={"en": {"title": "To all", "text": "Hello"}}, language="en",
        stage=Stage.SENT, sent_at=LONG_AGO,
    )  # fmt: skip
    address = "/api/v1/announcements"
    owner = await Account.get(name="Chidi Eze")
    headers = await bearer(owner)

    told = (await client.get(address, headers=headers)).json()
    assert [one["title"] for one in told["announcements"]] == ["To all"]
    assert (await client.get(address)).json()["announcements"] == []
    await Account.filter(id=owner.id).update(joined_at=None)
    assert (await client.get(address, headers=headers)).json()["total"] == 0
    assert (await hall.cora.get("/announcements")).text.count("To all") == 1


@pytest.mark.parametrize("way", ["leave", "removed"])
async def test_who_left_or_was_removed_reads_nothing_private_any_more(hall: Hall, way: str) -> None:
    path = await hall.send()
    assert (await hall.bela.get(path)).status_code == 200
    if way == "leave":
        await hall.bela.post(f"{KENYA}/leave")
    else:
        await hall.cora.post(f"{KENYA}/requests", data={"who": "bela", "deed": "remove"})

    assert (await hall.bela.get(path)).status_code == 404
    assert "Kisumu" not in (await hall.bela.get(ARCHIVE)).text
    owner = await Account.get(id=hall.accounts["bela"])
    told = await hall.bela.get(API, headers=await bearer(owner))
    assert told.json()["announcements"] == []


async def test_coordinators_of_other_chapters_and_members_hear_404_everywhere(
    hall: Hall, client: httpx2.AsyncClient
) -> None:
    path = await hall.write()
    await sign_in(client, "Nia", [("coordinator", "nigeria")])
    for who in (client, hall.ada):
        for get in (f"{path}/desk", f"{path}/edit", path, "/announcements/size?for=kenya",
                    "/announcements/new?for=kenya", "/announcements/new?for="):  # fmt: skip
            assert (await who.get(get)).status_code == 404, get
        for deed in ("test", "send", "stop", "delete"):
            assert await do(who, path, deed) == 404
        for where in (f"{path}/edit", "/announcements/new"):
            answer = await who.post(where, data={"for": "kenya", **WORDS})
            assert answer.status_code == 404
    assert await Announcement.all().count() == 1
    own = await draft(client, for_="nigeria")
    assert (await hall.cora.get(f"{own}/desk")).status_code == 404
    assert await do(hall.cora, "/announcements/999999", "send") == 404


async def test_a_segment_is_asked_as_a_member_would_ask_it(hall: Hall) -> None:
    assert "for 2 people" in await size(hall.cora, q="property tax")
    assert "for 1 person" in await size(hall.cora, q="water")  # Dina knows it, too, but hides
    assert "for 3 people" in await size(hall.cora)
    # Chidi answers it, and is no member of this chapter.
    assert "for 0 people" in await size(hall.cora, to="country=NG")

    path = await hall.send(q="property tax")

    assert {*await mails()} == {"own-ada@example.org", "own-bela@example.org"}
    assert "property" in (await hall.cora.get(f"{path}/desk")).text.lower()


async def test_twins_that_differ_in_what_bela_keeps_for_coordinators_choose_the_same(
    hall: Hall,
) -> None:
    """Cora sees the topics that Bela keeps for coordinators; they choose nobody all the same."""
    asked = {"q": "", "to": "topic=valuation-cadastre"}
    levels = {"expertise": Level.CHAPTERS.value}
    assert "for 2 people" in await size(hall.cora, **asked)
    await change(hall.service, hall.people["bela"], levels=levels)
    assert "topic=valuation-cadastre" in (await hall.cora.get("/members/bela")).text

    assert "for 1 person" in await size(hall.cora, **asked)
    path = await hall.write(**asked)
    page = (await hall.cora.get(f"{path}/desk")).text
    await do(hall.cora, path, "send")
    await prepare(hall.service)

    assert "for 1 person" in page
    assert {*await mails()} == {"own-ada@example.org"}


async def test_the_form_counts_without_script_and_keeps_what_was_typed(hall: Hall) -> None:
    saved = {"question": "topic=property-tax", "name": "Tax people"}
    await hall.cora.post("/searches", data=saved)

    typed = {"for": "kenya", "deed": "count", "title-en": "Half", "to": "topic=property-tax"}
    page = (await hall.cora.post("/announcements/new", data=typed)).text

    assert "It is for 2 people." in page
    assert 'value="Half"' in page
    assert '<option value="topic=property-tax" selected>Tax people</option>' in page
    assert not await Announcement.exists()
    half = await hall.cora.post("/announcements/new", data=typed | {"deed": "look"})
    assert half.status_code == 422
    assert "Write the text, too." in half.text
    empty = await hall.cora.post("/announcements/new", data={"for": "kenya"})
    assert empty.status_code == 422
    long = await hall.cora.post(
        "/announcements/new", data={"for": "kenya", **WORDS, "title-en": "x" * 121}
    )
    assert long.status_code == 422
    given = (await hall.cora.get("/announcements/new?for=kenya&topic=wash&chapter=nigeria")).text
    assert "topic=wash" in given


async def test_a_draft_is_changed_and_deleted(hall: Hall) -> None:
    path = await hall.write()
    changed = {**WORDS, "version": "1", "title-ar": "اجتماع", "text-ar": "يوم الجمعة", "q": "water"}
    assert (await hall.cora.post(f"{path}/edit", data=changed)).status_code == 303
    edit = (await hall.cora.get(f"{path}/edit")).text
    assert "اجتماع" in edit
    assert 'value="water"' in edit
    desk = (await hall.cora.get(f"{path}/desk")).text
    assert 'dir="rtl"' in desk
    assert "It is for 1 person." in desk

    assert await do(hall.cora, path, "delete") == 303

    assert not await Announcement.exists()
    assert await do(hall.cora, path, "delete") == 404


async def test_of_two_who_change_a_draft_the_later_is_told_and_sees_both(hall: Hall) -> None:
    path = await hall.write()
    number = path.rpartition("/")[2]
    theirs = {**WORDS, "version": "1", "title-en": "Theirs"}
    for _twice in range(2):  # what changes nothing is no conflict
        assert (await hall.cora.post(f"{path}/edit", data=theirs)).status_code == 303
    mine = {**WORDS, "version": "1", "title-en": "Mine"}

    half = await hall.cora.post(f"{path}/edit", data={**mine, "text-en": ""})
    counted = await hall.cora.post(f"{path}/edit", data={**mine, "deed": "count"})
    late = await hall.cora.post(f"{path}/edit", data=mine)

    assert (half.status_code, counted.status_code, late.status_code) == (422, 200, 409)
    for shown in (half, counted):  # nobody was told yet
        assert 'name="version" value="1"' in shown.text
    assert "Somebody else changed this page after you opened it." in late.text
    assert 'value="Mine"' in late.text
    assert f'<a href="{path}/desk"><bdi lang="en">Theirs</bdi></a>' in late.text
    assert 'name="version" value="2"' in late.text
    assert (await Announcement.get(id=number)).words["en"]["title"] == "Theirs"
    assert (await hall.cora.post(f"{path}/edit", data={**mine, "version": "2"})).status_code == 303
    assert (await Announcement.get(id=number)).words["en"]["title"] == "Mine"


async def test_what_was_changed_after_a_look_is_not_sent_unseen(hall: Hall) -> None:
    path = await hall.write()
    theirs = {**WORDS, "version": "1", "title-en": "Theirs"}
    assert (await hall.cora.post(f"{path}/edit", data=theirs)).status_code == 303

    unsaid = await hall.cora.post(f"{path}/desk", data={"deed": "send"})
    late = await hall.cora.post(f"{path}/desk", data={"deed": "send", "version": "1"})

    assert (unsaid.status_code, late.status_code) == (422, 409)
    assert "Somebody else changed this page after you opened it." in late.text
    assert "Theirs" in late.text
    assert 'name="version" value="2"' in late.text
    assert (await Announcement.get()).stage == "draft"
    assert await do(hall.cora, path, "send", version=2) == 303
    assert (await Announcement.get()).stage == "sending"
