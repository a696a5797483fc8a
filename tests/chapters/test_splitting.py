"""A part of a chapter's members made a chapter of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import AuditRow, Role
from cop.accounts.viewer import ADMINISTRATOR
from cop.chapters.actions.making import Wanted
from cop.chapters.actions.splitting import CannotSplit, Cut, cut_half, split_chapter
from cop.chapters.models.chapters import Chapter, Kind
from cop.chapters.models.memberships import Membership, MembershipStep, State
from matching.drift import Half
from matching.proposals import TypicalTopic
from profiles.access import see_members
from profiles.models import Profile, SharedWith
from tests.chapters.forming import form
from tests.chapters.merging import make, merge
from tests.people import settle, sign_in, sign_in_as
from tests.serving import visit

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service

SPLIT = "/chapters/sub-saharan-africa/split"


async def africa(service: Service) -> Chapter:
    people = await settle(service)
    joined = [people[one] for one in ("ada", "bela", "chidi")]
    chapter = await form(service, "regional", "ssa", joined)
    await Chapter.filter(id=chapter.id).update(joining="request")
    await create_sample_account("Cora", "cora@example.net", [("coordinator", chapter.slug)])
    return chapter


async def states(slug: str) -> set[tuple[str, str]]:
    rows = await Membership.filter(chapter__slug=slug).select_related("profile")
    return {(one.profile.slug, one.state) for one in rows}


async def shared(slug: str) -> set[str]:
    rows = await SharedWith.filter(chapter=slug).values_list("profile_id", flat=True)
    return {one.slug for one in await Profile.filter(id__in=[*rows])}


@pytest.mark.parametrize(
    ("part", "slug", "inside"),
    [
        ("country:KE", "kenya", {"ada", "bela"}),
        ("topic:property-tax", "property-tax", {"ada", "bela", "chidi"}),
    ],
)
@pytest.mark.parametrize("lead", ["same", "others"])
async def test_members_are_active_at_once_only_under_those_who_see_them_already(
    service: Service,
    client: httpx2.AsyncClient,
    part: str,
    slug: str,
    inside: set[str],
    lead: str,
) -> None:
    first = await africa(service)
    before = await states(first.slug), await shared(first.slug)
    await sign_in(client, roles=[("administrator", "")])

    page = (await client.get(SPLIT, params={"part": part})).text
    answer = await client.post(SPLIT, data={"part": part, "lead": lead})

    assert all(f'value="{one}"' in page for one in inside)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/chapters/{slug}")
    state = "active" if lead == "same" else "suggested"
    assert await states(slug) == {(one, state) for one in inside}
    assert await shared(slug) == (inside if lead == "same" else set())
    steps = await MembershipStep.filter(chapter__slug=slug, after=State.ACTIVE).count()
    assert steps == (len(inside) if lead == "same" else 0)  # growth is that of the roster
    assert await Role.filter(scope=slug, role="coordinator").count() == (lead == "same")
    assert (await states(first.slug), await shared(first.slug)) == before
    assert (await Chapter.get(slug=slug)).joining == "request"
    row = await AuditRow.get(action="chapter.split")
    assert (row.subject, row.detail["out_of"]) == (f"chapter:{slug}", first.slug)


async def test_who_loses_the_tick_stays_out_and_one_alone_is_no_chapter(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await africa(service)
    await sign_in(client, roles=[("administrator", "")])
    sent = {"part": "topic:property-tax", "lead": "same", "listed": "ada bela chidi"}

    alone = await client.post(SPLIT, data=sent | {"member": "ada"})
    two = await client.post(SPLIT, data=sent | {"member": ["ada", "chidi"]})

    assert alone.status_code == 422
    assert "Leave at least two people in." in alone.text
    assert two.status_code == 303
    assert await states("property-tax") == {("ada", "active"), ("chidi", "active")}


@pytest.mark.parametrize("part", ["half:0", "half:2", "country:XX", "nonsense", ""])
async def test_by_what_nobody_is_split_is_refused(
    service: Service, client: httpx2.AsyncClient, part: str
) -> None:
    await africa(service)
    await sign_in(client, roles=[("administrator", "")])

    looked = await client.get(SPLIT, params={"part": part})
    answer = await client.post(SPLIT, data={"part": part, "lead": "same"})

    assert (looked.status_code, answer.status_code) == (422 if part else 200, 422)
    assert all("Who belongs together" in one.text for one in (looked, answer))
    assert await Chapter.all().count() == 1


async def test_a_chapter_that_is_there_is_not_made_again(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await africa(service)
    await sign_in(client, roles=[("administrator", "")])

    answers = [
        await client.post(SPLIT, data={"part": "country:KE", "lead": "same"}) for _twice in range(2)
    ]

    assert [one.status_code for one in answers] == [303, 409]
    assert await Membership.filter(chapter__slug="kenya").count() == 2


async def test_what_is_part_of_another_chapter_is_not_split(service: Service) -> None:
    first = await africa(service)
    await make(service, "Kept")
    await merge(service, first.slug, "kept")
    cut = Cut(Wanted(Kind.COUNTRY, "KE"), [])

    with pytest.raises(CannotSplit):
        await split_chapter(ADMINISTRATOR, first, cut, service.vocabulary, is_led_alike=True)

    assert await Chapter.filter(kind="country").count() == 0


async def test_a_half_is_called_by_its_topics_and_only_its_own_are_in_it(service: Service) -> None:
    people = await settle(service)
    seen = await see_members([people[one].id for one in ("ada", "chidi")], ADMINISTRATOR)
    topics = tuple(TypicalTopic(one, 0.9, 0.1) for one in ("wash", "property-tax", "gender"))

    cut = cut_half(seen, Half((people["ada"].id, people["bela"].id), topics))

    assert (cut.wanted.kind, cut.wanted.scope) == ("thematic", "property-tax+wash")
    assert [one.slug for one in cut.members] == ["ada"]


async def test_what_is_kept_for_coordinators_opens_to_no_new_ones_by_a_split(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp
) -> None:
    await africa(service)
    await sign_in(client, roles=[("administrator", "")])
    await client.post(SPLIT, data={"part": "country:KE", "lead": "others"})

    async with visit(app) as newcomer, visit(app) as bela:
        await sign_in(newcomer, "Kofi", [("coordinator", "kenya")])
        before = (await newcomer.get("/members/bela")).text
        await sign_in_as(bela, await Profile.get(slug="bela"))
        await Chapter.filter(slug="kenya").update(joining="open")
        await bela.post("/chapters/kenya/join")
        after = (await newcomer.get("/members/bela")).text

    assert "bela@example.org" not in before
    assert "bela@example.org" in after
    assert ("bela", State.ACTIVE) in await states("kenya")
