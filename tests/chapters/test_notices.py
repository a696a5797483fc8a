"""What chapters tell by mail: at once, together, or never."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, Block, Role
from cop.chapters.actions.gathering import TOLD, tell_gathered
from cop.chapters.actions.paces import next_moment
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership, State
from cop.chapters.models.notices import Notice, Often
from cop.kit.clock import now
from cop.kit.outbox import Mail
from cop.running import hourly, make_service
from profiles.actions.members import create_profiles
from profiles.models import Profile
from tests.chapters.deciding import DESK, KENYA
from tests.chapters.telling import BELA, CORA, choose, subjects, tell
from tests.people import like

if TYPE_CHECKING:
    from cop.running import Service
    from tests.chapters.deciding import Desk


@pytest.mark.parametrize("often", ["daily", "weekly"])
async def test_requests_wait_and_come_together_in_one_mail(
    desk: Desk, service: Service, often: str
) -> None:
    await choose(desk.cora, often)
    await desk.rule("request")
    await desk.ask()
    await Membership.create(
        chapter_id=(await Chapter.get(slug="kenya")).id,
        profile=desk.people["chidi"],
        state=State.REQUESTED,
        words="And I.",
    )
    waiting = await Notice.get()
    assert waiting.due_at == next_moment(Often(often), waiting.at)
    await Notice.create(
        account_id=desk.cora_id,
        chapter_id=waiting.chapter_id,
        about="request",
        profile=desk.people["chidi"],
        due_at=waiting.due_at,
    )
    assert await tell_gathered(service.post, service.vocabulary) == 0
    assert not await Mail.exists()
    assert "I keep the rolls of Kisumu." in (await desk.cora.get(DESK)).text  # the page waits not

    assert await tell(service) == 1

    written = await Mail.get()
    assert (written.recipient, written.subject) == (CORA, "What waits for you in your chapters")
    for said in (
        "Bela Ruto asks to join Kenya.",
        "I keep the rolls of Kisumu.",
        f"http://127.0.0.1:8000{KENYA}/members/bela",
        "Chidi Eze asks to join Kenya.",
        "And I.",
    ):
        assert said in written.text
    assert "@example.org" not in written.text
    assert not await Notice.exists()
    assert await tell(service) == 0


async def test_what_was_answered_or_hidden_or_blocked_meanwhile_is_not_told(
    desk: Desk, service: Service
) -> None:
    await choose(desk.cora, "daily")
    await desk.rule("request")
    await desk.ask()
    await desk.decide("approve")
    assert await tell(service) == 0
    await Membership.filter(profile=desk.people["bela"]).update(state=State.LEFT)
    for hide in ("hide", "block"):
        await desk.ask()
        bela = Profile.filter(slug="bela")
        if hide == "hide":
            await bela.update(hidden_at=now())
        else:
            await Block.create(account_id=(await bela.get()).account_id, blocked_id=desk.cora_id)

        assert await tell(service) == 0

        await bela.update(hidden_at=None)
        await desk.own("take-back")
    assert await subjects(CORA) == []


async def test_who_looks_after_the_chapter_no_more_is_told_nothing(
    desk: Desk, service: Service
) -> None:
    await choose(desk.cora, "daily")
    await desk.rule("request")
    await desk.ask()
    await Role.filter(account_id=desk.cora_id).delete()

    assert await tell(service) == 0

    assert not await Mail.exists()


async def test_never_is_never_but_the_page_shows_it(desk: Desk, service: Service) -> None:
    await choose(desk.cora, "off")
    await choose(desk.bela, "off")
    await desk.rule("request")
    await desk.ask()
    assert "I keep the rolls of Kisumu." in (await desk.cora.get(DESK)).text
    await desk.decide("approve")

    assert await tell(service) == 0
    assert not await Mail.exists()


async def test_answers_to_ones_own_request_do_not_wait(desk: Desk) -> None:
    await choose(desk.bela, "weekly")
    await desk.rule("request")
    await desk.ask()

    await desk.decide("approve")

    assert await subjects(BELA) == ["You are a member of Kenya"]


async def test_an_invitation_waits_and_is_told_while_it_stands(
    desk: Desk, service: Service
) -> None:
    await choose(desk.bela, "daily")
    await desk.decide("invite", "Your rolls would help us.")
    assert not await Mail.exists()
    assert "Your rolls would help us." in (await desk.bela.get(KENYA)).text

    assert await tell(service) == 1

    written = await Mail.get()
    assert written.recipient == BELA
    assert "Your rolls would help us." in written.text
    await desk.own("decline")
    await desk.rule("request")
    await desk.ask()
    await desk.decide("refuse")
    await desk.decide("invite")
    await desk.bela.post("/messages", data={"messages": "off"})
    assert await tell(service) == 0


async def test_a_claim_of_another_worker_holds_until_it_is_old(
    desk: Desk, service: Service
) -> None:
    await choose(desk.cora, "daily")
    await desk.rule("request")
    await desk.ask()
    await Notice.all().update(due_at=now() + timedelta(minutes=20))  # another worker has it
    assert await tell_gathered(service.post, service.vocabulary) == 0

    await Notice.all().update(due_at=now() - timedelta(minutes=1))  # which died

    assert await tell_gathered(service.post, service.vocabulary) == 1


async def test_a_mail_tells_only_so_many_and_how_many_more_there_are(
    desk: Desk, service: Service
) -> None:
    await choose(desk.cora, "daily")
    values = {"visibility": "public", "country": "NG", "city": "", "city_id": None}
    drafts = [like("bela", f"asks-{at:02}", name=f"Asker {at}", **values) for at in range(TOLD + 2)]
    chapter = await Chapter.get(slug="kenya")
    for one in await create_profiles(drafts, published=True):
        await Membership.create(chapter=chapter, profile=one, state=State.REQUESTED)
        await Notice.create(
            account_id=desk.cora_id, chapter=chapter, about="request", profile=one, due_at=now()
        )

    assert await tell(service) == 1

    text = (await Mail.get()).text
    assert text.count(f"{KENYA}/members/asks-") == TOLD
    assert "2 more are on the pages of your chapters." in text


async def test_it_is_written_in_the_readers_language_and_looked_after_hourly(
    desk: Desk, service: Service
) -> None:
    await choose(desk.cora, "daily")
    await desk.rule("request")
    await desk.ask()
    await Account.filter(id=desk.cora_id).update(language="fr")
    await Notice.all().update(due_at=now())
    fresh = make_service(service.settings, service.words, service.engine)

    for deed in hourly(fresh):
        if getattr(deed, "func", None) is tell_gathered:
            await deed()

    assert "/members/bela" in (await Mail.get()).text
    assert "asks to join" not in (await Mail.get()).text
