"""The states of a chapter: every turn from every state, what must hold, and what follows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, AuditRow, Role
from cop.accounts.viewer import ADMINISTRATOR, Viewer
from cop.chapters.access import may_turn
from cop.chapters.actions.memberships import ChapterClosed, take_step
from cop.chapters.actions.turning import NotReady, lay_quiet_chapters_to_rest, turn_chapter
from cop.chapters.models.chapters import Chapter, ChapterStep
from cop.chapters.models.memberships import Membership, State
from cop.chapters.models.seats import Seat
from cop.chapters.rules.memberships import Deed, Step
from cop.chapters.rules.states import LACKING, MOVES, QUIET_FOR, Need, Stage, Turn
from cop.kit.changes import Change
from cop.kit.clock import now
from profiles.actions.members import create_profiles
from tests.chapters.deciding import KENYA
from tests.chapters.forming import form
from tests.databases import empty
from tests.people import like, settle, sign_in

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from tests.chapters.deciding import Desk

# Said again, apart from the table that is tried: from where a turn leads where.
LEADS: dict[Turn, dict[str, str]] = {
    Turn.FORM: {"proposed": "forming"},
    Turn.OPEN: {"forming": "active"},
    Turn.REST: {"active": "dormant"},
    Turn.LAPSE: {"active": "dormant"},
    Turn.WAKE: {"dormant": "active"},
    Turn.CLOSE: dict.fromkeys(("proposed", "forming", "active", "dormant"), "closed"),
    Turn.REOPEN: {"closed": "forming"},
}
LONG_AGO = now() - QUIET_FOR - timedelta(days=1)


async def ready(service: Service, state: str = "active") -> Chapter:
    """Make a chapter of five, led by somebody, in which nothing was done for long."""
    people = await create_profiles([like("ada", f"m{at}") for at in range(5)], published=True)
    chapter = await form(service, "country", "KE", people)
    account = await Account.create(name="Cora")
    await Role.create(account=account, role="coordinator", scope=chapter.slug)
    await Membership.all().update(since=LONG_AGO)
    await empty(AuditRow)
    await ChapterStep.all().delete()
    await Chapter.filter(id=chapter.id).update(state=state, state_since=LONG_AGO)
    return await Chapter.get(id=chapter.id)


@pytest.mark.parametrize("turn", [*Turn])
@pytest.mark.parametrize("state", [*Stage])
async def test_every_turn_leads_where_it_should_or_does_nothing(
    service: Service, state: Stage, turn: Turn
) -> None:
    chapter = await ready(service, state)
    await Change.all().delete()
    after = LEADS[turn].get(state)

    did = [await turn_chapter(ADMINISTRATOR, chapter, turn, "So we agreed.") for _each in "ab"]

    now_there = await Chapter.get(id=chapter.id)
    assert did == [after is not None, False]
    assert now_there.state == (after or state)
    steps = [(one.before, one.after, one.words) for one in await ChapterStep.all()]
    assert steps == ([(state, after, "So we agreed.")] if after else [])
    trail = [(one.action, one.subject) for one in await AuditRow.all()]
    assert trail == ([(MOVES[turn].action, f"chapter:{chapter.slug}")] if after else [])
    assert await Change.filter(kind="chapter").count() == len(steps)
    assert now_there.state_since
    assert (now_there.state_since > LONG_AGO) is (after is not None)


@pytest.mark.parametrize(("turn", "state"), [(Turn.OPEN, "forming"), (Turn.WAKE, "dormant")])
async def test_a_chapter_that_nobody_leads_is_not_active(
    service: Service, turn: Turn, state: str
) -> None:
    chapter = await ready(service, state)
    await Role.all().delete()

    with pytest.raises(NotReady, match=LACKING[Need.LED]):
        await turn_chapter(ADMINISTRATOR, chapter, turn)

    assert (await Chapter.get()).state == state


async def test_a_chapter_of_four_is_still_forming(service: Service) -> None:
    chapter = await ready(service, "forming")
    one = await Membership.all().first()
    assert one
    await Membership.filter(id=one.id).update(state=State.PAUSED)

    with pytest.raises(NotReady, match=LACKING[Need.JOINED]):
        await turn_chapter(ADMINISTRATOR, chapter, Turn.OPEN)


async def test_a_chapter_where_nothing_is_done_for_a_year_becomes_dormant_by_itself(
    service: Service,
) -> None:
    chapter = await ready(service)

    assert [await lay_quiet_chapters_to_rest() for _each in "ab"] == [1, 0]

    step = await ChapterStep.get()
    assert (step.before, step.after, step.account_id) == ("active", "dormant", None)
    assert (await AuditRow.get(action="chapter.fell-quiet")).subject == f"chapter:{chapter.slug}"


@pytest.mark.parametrize("done", ["joined", "asked", "said", "woken", "new"])
async def test_a_chapter_where_something_was_done_stays_active(service: Service, done: str) -> None:
    chapter = await ready(service)
    one = await Membership.all().first()
    assert one
    if done in {"joined", "asked"}:
        state = {"joined": State.ACTIVE, "asked": State.REQUESTED}[done]
        await Membership.filter(id=one.id).update(since=now(), state=state)
    if done == "said":
        await AuditRow.create(action="chapter.described", subject="chapter:kenya", detail={})
    if done == "woken":
        await Chapter.all().update(state_since=now())
    if done == "new":  # from before states were kept
        await Chapter.all().update(state_since=None)

    assert await lay_quiet_chapters_to_rest() == 0
    assert (await Chapter.get(id=chapter.id)).state == "active"


async def test_who_left_is_no_sign_of_life(service: Service) -> None:
    await ready(service)
    one = await Membership.all().first()
    assert one
    await Membership.filter(id=one.id).update(since=now(), state=State.LEFT)

    assert await lay_quiet_chapters_to_rest() == 1


@pytest.mark.parametrize("deed", [Deed.JOIN, Deed.ASK, Deed.ACCEPT, Deed.APPROVE, Deed.INVITE])
async def test_nobody_comes_into_a_closed_chapter(service: Service, deed: Deed) -> None:
    people = await settle(service)
    chapter = await form(service, "country", "KE", [people["ada"]], join=False)
    before = {Deed.ACCEPT: "invited", Deed.APPROVE: "requested"}.get(deed, "suggested")
    await Membership.all().update(state=before)
    await turn_chapter(ADMINISTRATOR, chapter, Turn.CLOSE, "Done.")

    step = Step(deed, chapter, people["ada"].id)
    with pytest.raises(ChapterClosed, match="closed"):
        await take_step(service.post, service.vocabulary, ADMINISTRATOR, step)

    assert (await Membership.get()).state == before


async def test_one_may_leave_a_closed_chapter(service: Service) -> None:
    people = await settle(service)
    chapter = await form(service, "country", "KE", [people["ada"]])
    await turn_chapter(ADMINISTRATOR, chapter, Turn.CLOSE, "Done.")

    step = Step(Deed.LEAVE, chapter, people["ada"].id)
    assert await take_step(service.post, service.vocabulary, ADMINISTRATOR, step)


async def test_a_closed_chapter_opens_nothing_to_its_coordinators(desk: Desk) -> None:
    await desk.bela.post(f"{KENYA}/join")
    assert await desk.is_open()
    for turn, opened in ((Turn.CLOSE, False), (Turn.REOPEN, True)):
        await turn_chapter(ADMINISTRATOR, await Chapter.get(), turn, "So we agreed.")
        seen = (await desk.cora.get("/members/bela")).text
        assert ("bela@example.org" in seen) is opened


async def test_closing_a_chapter_ends_its_seats_and_their_roles(service: Service) -> None:
    chapter = await ready(service)
    member = await Membership.all().first()
    assert member
    await Seat.create(chapter=chapter, profile_id=member.profile_id, kind="co-chair", state="held")

    await turn_chapter(ADMINISTRATOR, chapter, Turn.CLOSE, "Done.")

    assert (await Seat.get()).state == "ended"


def test_who_may_turn_what() -> None:
    cora = Viewer(account_id=1, is_member=True, coordinates=frozenset({"kenya"}))
    member = Viewer(account_id=2, is_member=True)

    theirs = {one for one in Turn if may_turn(cora, "kenya", one)}

    assert theirs == {Turn.OPEN, Turn.REST, Turn.WAKE}
    assert {one for one in Turn if may_turn(ADMINISTRATOR, "kenya", one)} == {*Turn} - {Turn.LAPSE}
    assert not any(may_turn(member, "kenya", one) for one in Turn)
    assert not any(may_turn(cora, "nigeria", one) for one in Turn)
    assert MOVES.keys() == {*Turn}


async def test_a_coordinator_lets_the_chapter_rest_and_says_why(desk: Desk) -> None:
    await Chapter.all().update(state="active")
    path = f"{KENYA}/state"

    unsaid = await desk.cora.post(path, data={"turn": "rest", "words": " "})
    said = await desk.cora.post(path, data={"turn": "rest", "words": "Elections until May."})

    assert (unsaid.status_code, said.status_code) == (422, 303)
    assert "Say why, in a few words." in unsaid.text
    page = (await desk.cora.get(f"{KENYA}/settings")).text
    assert "Elections until May." in page
    assert "Wake it again" in page
    assert "It rests for now." in (await desk.bela.get(KENYA)).text


@pytest.mark.parametrize("turn", ["close", "lapse", "nonsense", ""])
async def test_a_coordinator_does_nothing_in_the_place_of_administrators_or_the_service(
    desk: Desk, turn: str
) -> None:
    await Chapter.all().update(state="active")

    answer = await desk.cora.post(f"{KENYA}/state", data={"turn": turn, "words": "Now."})

    assert answer.status_code == (403 if turn in {"close", "lapse"} else 422)
    assert (await Chapter.get()).state == "active"


async def test_what_is_missing_is_said_in_words(desk: Desk) -> None:
    answer = await desk.cora.post(f"{KENYA}/state", data={"turn": "open"})

    assert answer.status_code == 409
    assert "It needs five members who have joined." in answer.text
    assert (await Chapter.get()).state == "forming"


async def test_an_administrator_closes_a_chapter_and_nobody_is_asked_to_join(
    desk: Desk, client: httpx2.AsyncClient
) -> None:
    await sign_in(client, "Admin", [("administrator", "")])

    data = {"turn": "close", "words": "It has done its work."}
    assert (await client.post(f"{KENYA}/state", data=data)).status_code == 303

    page = (await desk.bela.get(KENYA)).text
    assert "Nobody joins it any more." in page
    assert f"{KENYA}/join" not in page
    refused = await desk.bela.post(f"{KENYA}/join")
    assert refused.status_code == 409
    assert "This chapter is closed." in refused.text
    assert KENYA not in (await desk.bela.get("/countries/KE")).text
    assert 'id="closed"' in (await desk.bela.get("/chapters")).text


async def test_what_a_proposal_becomes_is_forming_and_its_story_begins(
    service: Service,
) -> None:
    people = await settle(service)
    chapter = await form(service, "country", "KE", [people["ada"]])

    assert chapter.state == "forming"
    step = await ChapterStep.get()
    assert (step.before, step.after) == ("proposed", "forming")


async def test_a_chapter_that_is_only_proposed_is_seen_by_administrators_alone(
    desk: Desk, client: httpx2.AsyncClient
) -> None:
    await Chapter.all().update(state="proposed")
    await sign_in(client, "Admin", [("administrator", "")])

    answers = [await one.get(KENYA) for one in (desk.bela, desk.cora, client)]

    assert [one.status_code for one in answers] == [404, 404, 200]
