"""Asking to join a chapter, and being asked: through HTTP, with the mails that go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import AuditRow, Block, Role
from cop.chapters.models.chapters import Chapter
from cop.kit.clock import now
from cop.kit.outbox import Mail
from profiles.models import Profile
from tests.chapters.deciding import DESK, KENYA, REQUESTS
from tests.chapters.forming import form
from tests.people import sign_in
from tests.serving import visit

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service
    from tests.chapters.deciding import Desk


async def test_who_asks_is_told_to_the_coordinator_who_approves_from_the_mail(desk: Desk) -> None:
    await desk.rule("request")
    page = (await desk.bela.get(KENYA)).text
    assert "Ask to join" in page
    for _twice in range(2):
        await desk.ask()

    written = await Mail.get()
    assert written.recipient == "cora@example.net"
    assert written.subject == "Bela Ruto asks to join Kenya"
    assert "I keep the rolls of Kisumu." in written.text
    link = f"http://127.0.0.1:8000{KENYA}/members/bela"
    assert link in written.text
    assert "bela@example.org" not in written.text + written.html
    seen = (await desk.cora.get(DESK)).text
    assert 'id="bela"' in seen
    assert "I keep the rolls of Kisumu." in seen
    assert "Property tax" in seen
    page = (await desk.cora.get(link)).text
    assert "I keep the rolls of Kisumu." in page
    assert 'value="approve"' in page
    assert (await desk.cora.get(REQUESTS)).headers["Location"] == DESK  # as in old mails
    assert await desk.state() == "requested"  # looking decides nothing
    assert not await desk.is_open()

    for _twice in range(2):
        assert await desk.decide("approve") == 303

    assert await desk.state() == "active"
    assert await desk.is_open()
    answer = await Mail.exclude(id=written.id).get()
    assert (answer.recipient, answer.subject) == (
        "own-bela@example.org",
        "You are a member of Kenya",
    )
    assert "I keep the rolls" not in (await desk.cora.get(DESK)).text
    assert await AuditRow.filter(action="membership.approved", actor_id=desk.cora_id).count() == 1


async def test_a_request_is_declined_kindly_and_may_be_made_again(desk: Desk) -> None:
    await desk.rule("request")
    await desk.ask()

    await desk.decide("refuse")

    assert await desk.state() == "declined"
    answer = await Mail.get(recipient="own-bela@example.org")
    assert "you are welcome to ask again" in answer.text
    assert "You are welcome to ask again." in (await desk.bela.get(KENYA)).text
    await desk.ask()
    assert await desk.state() == "requested"
    assert await Mail.filter(recipient="cora@example.net").count() == 1  # a day


async def test_a_request_is_taken_back(desk: Desk) -> None:
    await desk.rule("request")
    await desk.ask()
    assert "Take the request back" in (await desk.bela.get(KENYA)).text

    await desk.own("take-back")

    assert await desk.decide("approve") == 303
    assert await desk.state() == "left"
    assert "Nobody waits for an answer." in (await desk.cora.get(DESK)).text


@pytest.mark.parametrize(("deed", "state"), [("accept", "active"), ("decline", "declined")])
async def test_who_is_invited_says_yes_or_no(desk: Desk, deed: str, state: str) -> None:
    await desk.rule("invitation")
    await desk.bela.post(f"{KENYA}/join")
    assert await desk.state() == ""
    assert "Invite to Kenya" in (await desk.cora.get("/members/bela")).text

    await desk.decide("invite", "Your rolls would help us.")

    assert not await desk.is_open()
    written = await Mail.get()
    assert written.recipient == "own-bela@example.org"
    assert "Your rolls would help us." in written.text
    page = (await desk.bela.get(KENYA)).text
    assert "Your rolls would help us." in page
    assert "Invite to Kenya" not in (await desk.cora.get("/members/bela")).text
    await desk.own(deed)
    assert await desk.state() == state
    assert await desk.is_open() is (deed == "accept")
    await desk.decide("invite")
    assert await desk.state() == state  # whoever said no is left in peace


async def test_who_takes_no_messages_finds_the_invitation_here_only(desk: Desk) -> None:
    await desk.bela.post("/messages", data={"messages": "off"})

    await desk.decide("invite", "Do join us.")

    assert not await Mail.exists()
    assert "Do join us." in (await desk.bela.get(KENYA)).text


async def test_a_member_pauses_comes_back_and_leaves(desk: Desk) -> None:
    await desk.bela.post(f"{KENYA}/join")
    for deed, opened, listed in (("pause", False, False), ("resume", True, True)):
        await desk.own(deed)
        assert await desk.is_open() is opened
        assert (f'"{KENYA}"' in (await desk.cora.get("/members/bela")).text) is listed
    await desk.bela.post(f"{KENYA}/leave")

    assert await desk.state() == "left"
    assert not await desk.is_open()


@pytest.mark.parametrize("joining", ["open", "request"])
async def test_who_is_banned_cannot_come_back_until_that_is_lifted(
    desk: Desk, joining: str
) -> None:
    await desk.bela.post(f"{KENYA}/join")
    await desk.decide("ban")
    await desk.rule(joining)
    assert not await desk.is_open()

    await desk.ask()

    assert await desk.state() == "banned"
    assert f"{KENYA}/join" not in (await desk.bela.get(KENYA)).text
    assert "Bela Ruto" in (await desk.cora.get(f"{KENYA}/roster?state=banned")).text
    await desk.decide("lift")
    await desk.ask()
    assert await desk.state() == {"open": "active", "request": "requested"}[joining]


async def test_who_is_removed_leaves_nothing_open_and_may_come_back(desk: Desk) -> None:
    await desk.bela.post(f"{KENYA}/join")
    await desk.decide("remove")

    assert not await desk.is_open()
    await desk.ask()
    assert await desk.state() == "active"


async def test_nobody_else_learns_that_there_is_a_desk(
    desk: Desk, service: Service, app: ASGIApp
) -> None:
    await form(service, "country", "NG", [desk.people["chidi"]])
    await desk.rule("request")
    await desk.ask()
    async with visit(app) as other:
        await sign_in(other, "Other", [("coordinator", "nigeria")])
        for client in (other, desk.bela):
            here = await client.get(DESK)
            nowhere = await client.get("/chapters/none/desk")
            assert (here.status_code, nowhere.status_code) == (404, 404)
            assert here.text == nowhere.text.replace("/chapters/none/", "/chapters/kenya/")
            for path, data in (
                (REQUESTS, {"who": "bela", "deed": "approve"}),
                (f"{KENYA}/joining", {"joining": "open"}),
            ):
                assert (await client.post(path, data=data)).status_code == 404
    assert await desk.state() == "requested"
    assert (await Chapter.get(slug="kenya")).joining == "request"


async def test_where_nobody_coordinates_administrators_are_told_and_decide(
    desk: Desk, client: httpx2.AsyncClient
) -> None:
    await Role.all().delete()
    admin = await sign_in(client, "Admin", [("administrator", "")])
    await client.post(f"{KENYA}/joining", data={"joining": "request"})
    await desk.ask()

    assert (await Mail.get()).recipient == "admin@example.net"
    await client.post(REQUESTS, data={"who": "bela", "deed": "approve"})

    assert await desk.state() == "active"
    assert await AuditRow.filter(action="membership.approved", actor_id=admin).exists()


async def test_who_is_signed_out_is_asked_in_from_the_mail(client: httpx2.AsyncClient) -> None:
    answers = [await client.get(path) for path in (DESK, "/chapters/none/requests")]

    assert [one.status_code for one in answers] == [303, 303]


async def test_nobody_asks_whom_the_coordinators_could_not_see(desk: Desk) -> None:
    await desk.rule("request")
    await Profile.filter(slug="bela").update(visibility="hidden")

    answer = await desk.bela.post(f"{KENYA}/join")

    assert answer.status_code == 409
    assert await desk.state() == ""


async def test_who_hid_after_asking_or_blocks_the_coordinator_waits_unseen(desk: Desk) -> None:
    await desk.rule("request")
    await desk.ask()
    await Profile.filter(slug="bela").update(hidden_at=now())
    assert "Bela" not in (await desk.cora.get(DESK)).text
    assert await desk.decide("approve") == 404
    await Profile.filter(slug="bela").update(hidden_at=None)
    bela = (await Profile.get(slug="bela")).account_id
    await Block.create(account_id=bela, blocked_id=desk.cora_id)

    assert "Bela" not in (await desk.cora.get(DESK)).text
    assert await desk.decide("approve") == 404
    await desk.own("take-back")
    await Mail.all().delete()
    await desk.ask()
    assert not await Mail.exists()


async def test_the_desk_suggests_only_who_shows_what_they_are_suggested_for(
    desk: Desk, service: Service
) -> None:
    chapter = await form(service, "thematic", "property-tax", [*desk.people.values()], join=False)
    await sign_in(desk.cora, "Coral", [("coordinator", chapter.slug)])
    before = (await desk.cora.get(f"/chapters/{chapter.slug}/desk")).text
    await Profile.filter(slug="bela").update(levels={"expertise": 3})

    after = (await desk.cora.get(f"/chapters/{chapter.slug}/desk")).text

    assert [name in before for name in ("Ada Obi", "Bela Ruto", "Chidi Eze", "Dina")] == [
        *(True, True, True, False)
    ]
    assert "Bela Ruto" not in after


@pytest.mark.parametrize("deed", ["join", "ask", "approve", "nonsense", ""])
async def test_what_nobody_can_do_about_themselves_is_refused(desk: Desk, deed: str) -> None:
    await desk.rule("request")

    answer = await desk.bela.post(f"{KENYA}/place", data={"deed": deed})

    assert answer.status_code == 422
    assert await desk.state() == ""


@pytest.mark.parametrize("deed", ["accept", "join", "nonsense", ""])
async def test_a_coordinator_does_nothing_in_the_place_of_a_member(desk: Desk, deed: str) -> None:
    await desk.decide("invite")

    assert await desk.decide(deed) == 422
    assert await desk.state() == "invited"
