"""The desk through HTTP: what needs its coordinators, and figures of whom they may find only."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import Account, Block
from cop.chapters.actions.memberships import join_chapters
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership, MembershipStep, State
from cop.kit.clock import now
from profiles.actions.members import create_profiles
from profiles.fields import Level
from profiles.models import Profile
from tests.chapters.deciding import DESK, KENYA
from tests.people import like, refresh

if TYPE_CHECKING:
    from cop.app import Service
    from tests.chapters.deciding import Desk

LONG_AGO = timedelta(days=400)


async def join_all(desk: Desk) -> None:
    chapter = await Chapter.get(slug="kenya")
    await join_chapters([(one.id, chapter) for one in desk.people.values()])


def duties(page: str) -> dict[str, str]:
    """Return the link of each duty by what it says."""
    listed = page.partition('class="mini duties')[2].partition("</ul>")[0]
    return {words: href for href, words in re.findall(r'<a href="([^"]+)">([^<]+)</a>', listed)}


async def test_what_needs_somebody_stands_first_with_the_next_step(desk: Desk) -> None:
    assert duties((await desk.cora.get(DESK)).text) == {}
    await desk.rule("request")
    await desk.ask()
    await Membership.filter(profile_id=desk.people["ada"].id).update(since=now() - LONG_AGO)
    await Profile.filter(slug="ada").update(confirmed_at=now() - LONG_AGO)
    await Membership.create(
        chapter=await Chapter.get(slug="kenya"), profile=desk.people["chidi"], state="active"
    )
    await Profile.filter(slug="chidi").update(confirmed_at=now() - LONG_AGO)  # joined just now

    page = (await desk.cora.get(DESK)).text

    assert duties(page) == {
        "1 person asks to join": "#requested",
        "1 member has been quiet for a year": (f"{KENYA}/roster?still=quiet&amp;sort=confirmed"),
        "1 profile was not confirmed for half a year": (
            f"{KENYA}/roster?still=unconfirmed&amp;sort=confirmed"
        ),
    }
    assert "In common with the chapter:" in page
    quiet = (await desk.cora.get(f"{KENYA}/roster?still=quiet")).text
    assert ("Ada Obi" in quiet, "Chidi Eze" in quiet) == (True, False)


async def test_who_hides_is_in_no_figure(desk: Desk, service: Service) -> None:
    await join_all(desk)
    await refresh(service)
    with_bela = (await desk.cora.get(DESK)).text
    assert "Nobody waits for an answer." in with_bela
    await desk.bela.post("/me/hide")
    await refresh(service)

    without = (await desk.cora.get(DESK)).text
    await Profile.filter(slug="bela").delete()
    await refresh(service)
    gone = (await desk.cora.get(DESK)).text

    assert with_bela != without
    assert without == gone


async def test_the_chapter_is_balanced_by_what_members_show_each_other(
    desk: Desk, service: Service
) -> None:
    await join_all(desk)
    await refresh(service)

    page = (await desk.cora.get(DESK)).text.partition('id="balance"')[2]

    counted = dict(re.findall(r"&amp;(\w+=[\w-]+)\">.*?class=\"n\">(\d+)<", page))
    assert counted["country=KE"] == "2"
    assert counted["stakeholder=academia"] == "2"
    assert counted["language=en"] == "2"
    assert "language=ha" not in counted  # Chidi keeps it to himself
    assert "country=EG" not in counted  # Dina is hidden from members


async def test_gender_is_counted_of_those_who_show_it_to_the_coordinator(desk: Desk) -> None:
    await join_all(desk)
    chapter = await Chapter.get(slug="kenya")
    more = await create_profiles([like("ada", f"g{at}") for at in range(3)], published=True)
    await join_chapters([(one.id, chapter) for one in more])
    await Profile.all().update(gender="woman")
    await Profile.filter(slug__in=["bela", "chidi"]).update(gender="man")
    await Profile.filter(slug="g0").update(levels={"gender": Level.ME})
    await Profile.filter(slug="g1").update(gender="")

    said = await genders(desk)

    assert re.findall(r"<span>(\w+)</span>.*?>(\d+)</span>", said) == [("Woman", "3"), ("Man", "2")]
    assert "5 of 7 members let you see it." in said
    await Profile.filter(slug="dina").update(hidden_at=now())
    too_few = await genders(desk)
    assert "Too few have said it to tell anything." in too_few
    assert "Woman" not in too_few
    await Profile.all().update(gender="")
    assert await genders(desk) == too_few


async def genders(desk: Desk) -> str:
    page = (await desk.cora.get(DESK)).text
    return page.partition('id="genders"')[2].partition("</section>")[0]


async def test_each_step_is_kept_with_what_was_before_and_who_did_it(desk: Desk) -> None:
    await MembershipStep.all().delete()
    await desk.rule("request")
    await desk.ask()
    await desk.decide("approve")
    await desk.own("pause")

    steps = await MembershipStep.all().order_by("id")

    bela = (await Profile.get(slug="bela")).account_id
    assert [(one.before, one.after, one.account_id) for one in steps] == [
        (State.NEW, State.REQUESTED, bela),
        (State.REQUESTED, State.ACTIVE, desk.cora_id),
        (State.ACTIVE, State.PAUSED, bela),
    ]
    asked, approved, paused = steps
    assert asked.stood_since is None
    assert asked.at - timedelta(seconds=5) < (approved.stood_since or now()) <= approved.at
    assert paused.stood_since is not None


async def test_the_trail_tells_who_did_what_and_names_nobody_who_hides(desk: Desk) -> None:
    await desk.rule("request")
    await desk.ask()
    await desk.decide("approve")

    page = (await desk.cora.get(f"{KENYA}/trail")).text

    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    told = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in rows]
    assert any(one.endswith("Cora Bela Ruto : Member") for one in told)
    assert any(one.endswith("The member Bela Ruto : Asks to join") for one in told)
    assert any(one.endswith("Cora Set how one becomes a member of a chapter") for one in told)
    await desk.bela.post("/me/hide")
    assert "Bela" not in (await desk.cora.get(f"{KENYA}/trail")).text
    assert (await desk.bela.get(f"{KENYA}/trail")).status_code == 404


async def test_a_request_taken_back_is_not_told_as_leaving(desk: Desk) -> None:
    await desk.rule("request")
    await desk.ask()
    await desk.own("take-back")

    for place in ("trail", "members/bela"):
        page = (await desk.cora.get(f"{KENYA}/{place}")).text
        assert "Request taken back" in page
        assert "Has left" not in page


async def test_past_the_last_page_of_the_trail_stands_the_last(desk: Desk) -> None:
    await desk.rule("request")
    await desk.ask()

    page = await desk.cora.get(f"{KENYA}/trail?page=7", follow_redirects=True)

    assert "Asks to join" in page.text
    assert page.url.query == b"page=1"


async def test_no_trail_names_a_coordinator_whom_the_viewer_may_not_find(desk: Desk) -> None:
    await join_all(desk)
    paths = (f"{KENYA}/trail", f"{KENYA}/members/bela", f"/api/v1{KENYA}/trail")
    eze = await create_sample_account("Dr Eze", "eze@example.net", [("coordinator", "kenya")])
    await Profile.filter(slug="chidi").update(account_id=eze.id)
    await MembershipStep.filter(profile_id=desk.people["bela"].id).update(account_id=eze.id)

    async def named() -> set[bool]:
        token = await desk.token("own")
        return {"Dr Eze" in (await desk.cora.get(one, headers=token)).text for one in paths}

    assert await named() == {True}
    await Profile.filter(slug="chidi").update(hidden_at=now())
    assert await named() == {False}
    await Profile.filter(slug="chidi").update(hidden_at=None)
    await Block.create(account_id=eze.id, blocked_id=desk.cora_id)
    assert await named() == {False}


async def test_where_nobody_is_written_to_the_trail_names_no_administrator(desk: Desk) -> None:
    await desk.bela.post(f"{KENYA}/join")
    boss = await create_sample_account("The Boss", "boss@example.net", [("administrator", "")])
    await MembershipStep.filter(profile_id=desk.people["bela"].id).update(account_id=boss.id)
    await Account.filter(id=desk.cora_id).update(verified_at=None)

    assert "The Boss" not in (await desk.cora.get(f"{KENYA}/trail")).text
