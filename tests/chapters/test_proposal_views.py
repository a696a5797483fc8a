"""Proposals through HTTP: looked at, changed, formed, dismissed and taken back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from cop.accounts.models import Account, AuditRow
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership
from cop.chapters.models.proposals import ChosenChair, DismissedProposal
from cop.chapters.proposals.dismissing import LEAST_ALIKE, MOST_GROWN
from profiles.actions.members import Draft, create_profiles
from profiles.models import Profile
from tests.chapters.forming import form
from tests.chapters.test_forming import gather, match
from tests.people import settle, sign_in, tags

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

ADMINISTRATOR = [("administrator", "")]
BRIDGE = "bridge:health+public-finance"
ONE = "/chapters/proposals/one?proposal=bridge%3Ahealth%2Bpublic-finance"


async def offered(client: httpx2.AsyncClient) -> bool:
    """Say whether the bridge is proposed."""
    page = (await client.get("/chapters/proposals")).text
    return f'value="{BRIDGE}"' in page


async def ticked(client: httpx2.AsyncClient, name: str) -> list[str]:
    page = (await client.get(ONE)).text
    return re.findall(rf'name="{name}" value="([^"]+)" checked', page)


async def accept(client: httpx2.AsyncClient, **data: Any) -> httpx2.Response:
    where = "/chapters/proposals?proposal=bridge%3Ahealth%2Bpublic-finance"
    return await client.post(where, data={"proposal": BRIDGE} | data)


async def dismiss(client: httpx2.AsyncClient, **data: Any) -> httpx2.Response:
    where = "/chapters/proposals/dismiss?proposal=bridge%3Ahealth%2Bpublic-finance"
    return await client.post(where, data={"proposal": BRIDGE} | data)


async def test_a_proposal_says_who_why_and_how_well_in_plain_words(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await gather(service)
    await form(service, "thematic", "wash", people[:3], join=False)
    await sign_in(client, "Admin", ADMINISTRATOR)

    page = (await client.get(ONE)).text

    assert "Health · Public finance</h1>" in page
    assert "The nearest chapter is" in page
    assert "3 of these" in page
    assert "have somebody close to them here." in page
    assert "Kenya" in page
    for word in ("modularity", "conductance", "stability", "coverage"):
        assert word not in page.lower()


async def test_who_was_left_out_is_not_suggested_and_the_chosen_are_to_be_asked(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather(service)
    await sign_in(client, "Admin", ADMINISTRATOR)
    everybody = await ticked(client, "member")
    assert len(everybody) > 10
    left_out, chair = everybody[3], everybody[5]

    answer = await accept(
        client,
        listed=" ".join(everybody),
        member=[one for one in everybody if one != left_out],
        chair=[chair],
    )

    assert answer.status_code == 303
    suggested = await Membership.all().values_list("profile__slug", flat=True)
    assert {*suggested} == {*everybody} - {left_out}
    assert await ChosenChair.all().values_list("profile__slug", flat=True) == [chair]
    page = (await client.get("/chapters/proposals")).text
    assert f"/members/{chair}" in page.partition("Chapters that nobody leads")[2]


async def test_accepted_from_the_list_everybody_is_suggested(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather(service)
    await sign_in(client, "Admin", ADMINISTRATOR)
    everybody, chairs = await ticked(client, "member"), await ticked(client, "chair")

    await client.post("/chapters/proposals", data={"proposal": BRIDGE})

    assert await Membership.all().count() == len(everybody)
    chosen = await ChosenChair.all().values_list("profile__slug", flat=True)
    assert {*chosen} == {*chairs}


@pytest.mark.parametrize(
    ("kept", "chairs", "reason"),
    [
        (1, 0, "Leave at least two people in."),
        (20, 5, "Choose at most four co-chairs."),
        (2, 4, "Choose co-chairs from those who stay in."),
    ],
)
async def test_a_choice_that_makes_no_chapter_is_shown_again_as_it_was(
    service: Service, client: httpx2.AsyncClient, kept: int, chairs: int, reason: str
) -> None:
    await gather(service)
    await sign_in(client, "Admin", ADMINISTRATOR)
    everybody = await ticked(client, "member")

    answer = await accept(
        client, listed=" ".join(everybody), member=everybody[:kept], chair=everybody[:chairs]
    )

    assert answer.status_code == 422
    assert reason in answer.text
    assert len(re.findall(r'name="member" value="[^"]+" checked', answer.text)) == kept
    assert len(re.findall(r'name="chair" value="[^"]+" checked', answer.text)) == chairs
    assert await Chapter.all().count() == 0


async def test_dismissed_is_not_proposed_again_until_it_is_taken_back(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather(service)
    account = await sign_in(client, "Admin", ADMINISTRATOR)
    assert await offered(client)

    answer = await dismiss(client, why="other", words="They meet <b>already</b>.")

    assert answer.status_code == 303
    assert not await offered(client)
    assert (await client.get(ONE)).status_code == 404
    page = (await client.get("/chapters/proposals")).text
    assert "Something else, in my words" in page
    assert "They meet &lt;b&gt;already&lt;/b&gt;." in page
    row = await DismissedProposal.get()
    back = await client.post("/chapters/proposals/restore", data={"dismissed": str(row.id)})
    assert back.status_code == 303
    assert await offered(client)
    deeds = await AuditRow.filter(subject=f"proposal:{row.id}").order_by("id")
    assert [(one.action, one.actor_id) for one in deeds] == [
        ("proposal.dismissed", account),
        ("proposal.restored", account),
    ]
    assert "already" not in str([one.detail for one in deeds])


async def test_a_dismissed_group_of_other_people_is_proposed_again(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await gather(service)
    await sign_in(client, "Admin", ADMINISTRATOR)
    size = len(await ticked(client, "member"))
    await dismiss(client, why="later")

    await Profile.filter(id=people[0].id).delete()
    await match(service)
    assert not await offered(client)  # one less is not another group

    row = DismissedProposal.all()
    await row.update(size=int(size / MOST_GROWN) - 1)
    assert await offered(client)
    await row.update(size=size, sketch="0" * 64)
    assert LEAST_ALIKE > 0.3
    assert await offered(client)


async def test_of_whom_a_dismissed_group_was_made_nothing_is_kept(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await gather(service)
    account = await sign_in(client, "Admin", ADMINISTRATOR)
    await dismiss(client, why="apart")
    before = await DismissedProposal.all().values()

    await Profile.filter(id__in=[one.id for one in people]).delete()
    await Account.filter(id=account).delete()

    (row,) = await DismissedProposal.all().values()
    assert row == before[0] | {"account_id": None}
    assert row.keys() == {
        "id", "kind", "scope", "size", "sketch", "why", "words", "account_id", "at",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({}, "Choose a reason."),
        ({"why": "boredom"}, "Choose a reason."),
        ({"why": "other"}, "Write a few words."),
        ({"why": "other", "words": "x" * 501}, "It is longer than 500 characters."),
    ],
)
async def test_a_dismissal_needs_a_reason(
    service: Service, client: httpx2.AsyncClient, data: dict[str, str], reason: str
) -> None:
    await gather(service)
    await sign_in(client, "Admin", ADMINISTRATOR)

    answer = await dismiss(client, **data)

    assert answer.status_code == 422
    assert reason in answer.text
    assert "Not this one" in answer.text
    assert await DismissedProposal.all().count() == 0


async def test_dismissed_twice_is_dismissed_once_for_the_last_reason(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather(service)
    await sign_in(client, "Admin", ADMINISTRATOR)
    await dismiss(client, why="later")
    await DismissedProposal.all().update(sketch="0" * 64)  # it has changed since

    await dismiss(client, why="unled")

    assert [one.why for one in await DismissedProposal.all()] == ["unled"]
    assert not await offered(client)


@pytest.mark.parametrize("number", ["", "x", "0", "99999"])
async def test_only_what_was_dismissed_is_taken_back(
    service: Service, client: httpx2.AsyncClient, number: str
) -> None:
    await settle(service)
    await sign_in(client, "Admin", ADMINISTRATOR)

    answer = await client.post("/chapters/proposals/restore", data={"dismissed": number})

    assert answer.status_code in {404, 422}


async def test_a_chapter_that_has_become_two_is_named(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await gather(service)
    far = await gather_others(service)
    chapter = await form(service, "thematic", "wash", [*people[:16], *far])
    await match(service)
    await sign_in(client, "Admin", ADMINISTRATOR)

    page = (await client.get("/chapters/proposals")).text.partition("have become two")[2]

    assert f"/chapters/{chapter.slug}" in page
    assert "Its members form two groups: 16 work more on" in page


async def gather_others(service: Service) -> list[Profile]:
    """Fourteen who know something else than those of `gather`."""
    made = await create_profiles(
        [
            Draft(
                {"name": f"Other {at}", "slug": f"other-{at}", "country": "KE"},
                {"expertise": tags("electricity", "land-governance")},
            )
            for at in range(14)
        ],
        published=True,
    )
    await match(service)
    return list(made)


@pytest.mark.parametrize("roles", [[], [("coordinator", "kenya")], [("editor", "")]])
async def test_nobody_else_dismisses_or_takes_back(
    service: Service, client: httpx2.AsyncClient, roles: list[tuple[str, str]]
) -> None:
    await settle(service)
    row = await DismissedProposal.create(
        kind="country", scope="KE", size=12, sketch="0" * 64, why="later"
    )
    await sign_in(client, "Other", roles)

    answers = [
        await client.get("/chapters/proposals/one", params={"proposal": "country:KE"}),
        await dismiss(client, why="later"),
        await client.post("/chapters/proposals/restore", data={"dismissed": str(row.id)}),
    ]

    assert {one.status_code for one in answers} <= {403, 404}
    assert await DismissedProposal.all().count() == 1
