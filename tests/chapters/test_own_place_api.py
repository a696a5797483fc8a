"""One's own place in a chapter by program: as on its page, once, and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from cop.accounts.models import Account, ApiToken, AuditRow, Consent, Role
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership, MembershipStep
from cop.chapters.queries.staying import YEAR
from cop.kit.clock import now
from cop.kit.outbox import Mail
from profiles.models import Profile
from tests.api.tokens import bearer
from tests.chapters.deciding import REQUESTS

if TYPE_CHECKING:
    from tests.chapters.deciding import Desk

PLACE = "/api/v1/chapters/kenya/place"
WORDS = "I keep the rolls of Kisumu."


async def token_of(desk: Desk, reach: str = "deeds") -> dict[str, str]:
    """Return the header that calls as Bela; another each time."""
    bela = await Profile.get(id=desk.people["bela"].id)
    account = await Account.get(id=bela.account_id)
    return await bearer(account, reach, f"cop_{await ApiToken.all().count()}")


async def read(desk: Desk) -> dict[str, Any]:
    answer = await desk.bela.get(PLACE, headers=await token_of(desk, "own"))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def do(desk: Desk, deed: str, **more: str) -> dict[str, Any]:
    body = {"deed": deed, **more}
    answer = await desk.bela.post(PLACE, json=body, headers=await token_of(desk))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_one_joins_where_all_may_agreeing_to_its_mails_and_twice_is_once(desk: Desk) -> None:
    before = await read(desk)
    first, second = await do(desk, "join", words=WORDS), await do(desk, "join")

    assert (before["state"], before["deeds"]) == ("", ["join"])
    assert before["agreement"].startswith("Members get the announcements of Kenya by mail.")
    assert "your e-mail address" in before["shared"]
    assert (first["done"], second["done"]) == (True, False)
    assert (first["state"], first["deeds"]) == ("active", ["pause", "leave"])
    assert first["since"] == now().date().isoformat()
    assert await desk.is_open()
    assert (await Membership.get(profile_id=desk.people["bela"].id)).words == ""  # nobody asked
    assert await MembershipStep.filter(profile_id=desk.people["bela"].id).count() == 1
    assert (await AuditRow.get(action="membership.joined")).subject.startswith("profile:")
    assert (await Consent.get(kind="chapter")).words == before["agreement"]


async def test_one_asks_where_coordinators_decide_and_takes_it_back(desk: Desk) -> None:
    await desk.rule("request")

    joined = await do(desk, "join")
    asked = await do(desk, "ask", words=WORDS)

    assert (joined["done"], joined["deeds"]) == (False, ["ask"])
    assert (asked["state"], asked["words"], asked["deeds"]) == ("requested", WORDS, ["take-back"])
    assert WORDS in (await Mail.get()).text
    assert "agreement" not in asked
    taken = await do(desk, "take-back")
    assert (taken["done"], taken["state"]) == (True, "left")
    assert "words" not in taken


@pytest.mark.parametrize(("deed", "state"), [("accept", "active"), ("decline", "declined")])
async def test_an_invitation_is_read_and_answered(desk: Desk, deed: str, state: str) -> None:
    await desk.rule("invitation")
    assert (await read(desk))["deeds"] == []
    data = {"who": "bela", "deed": "invite", "words": "Do join us."}
    await desk.cora.post(REQUESTS, data=data)

    invited = await read(desk)

    assert (invited["state"], invited["words"]) == ("invited", "Do join us.")
    assert invited["deeds"] == ["accept", "decline"]
    answered = await do(desk, deed)
    assert (answered["done"], answered["state"], await desk.state()) == (True, state, state)


async def test_one_pauses_comes_back_and_leaves(desk: Desk) -> None:
    await do(desk, "join")

    said = [await do(desk, deed) for deed in ("pause", "resume", "leave", "leave")]

    assert [one["state"] for one in said] == ["paused", "active", "left", "left"]
    assert [one["done"] for one in said] == [True, True, True, False]
    assert said[0]["deeds"] == ["resume", "leave"]


async def test_after_a_year_one_says_that_one_still_wants_to_be_in_it(desk: Desk) -> None:
    assert (await do(desk, "stay"))["done"] is False
    await do(desk, "join")
    assert "stay" not in (await read(desk))["deeds"]
    await Membership.all().update(since=now() - YEAR - timedelta(days=1))
    assert (await read(desk))["deeds"] == ["pause", "leave", "stay"]

    said, again = await do(desk, "stay"), await do(desk, "stay")

    assert (said["done"], said["deeds"], again["done"]) == (True, ["pause", "leave"], False)
    assert await AuditRow.filter(action="membership.confirmed").count() == 1


async def test_what_may_not_be_is_refused_and_changes_nothing(desk: Desk) -> None:
    token = await token_of(desk)
    await desk.rule("request")
    await Profile.filter(slug="bela").update(visibility="hidden")
    unseen = await desk.bela.post(PLACE, json={"deed": "ask"}, headers=token)
    assert unseen.status_code == 409
    await Profile.filter(slug="bela").update(visibility="members")
    await Chapter.all().update(state="closed")
    closed = await desk.bela.post(PLACE, json={"deed": "ask"}, headers=token)
    assert (closed.status_code, closed.json()["title"]) == (409, "Conflict")
    assert (await read(desk))["deeds"] == []
    assert await desk.state() == ""


async def test_who_looks_after_it_steps_down_first(desk: Desk) -> None:
    await do(desk, "join")
    bela = await Profile.get(slug="bela")
    await Role.create(account_id=bela.account_id, role="coordinator", scope="kenya")

    assert (await read(desk))["deeds"] == []
    for deed in ("pause", "leave"):
        refused = await desk.bela.post(PLACE, json={"deed": deed}, headers=await token_of(desk))
        assert refused.status_code == 409
    assert await desk.state() == "active"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "deed"),
        ({"deed": "approve"}, "deed"),
        ({"deed": "join", "who": "ada"}, "who"),
        ({"deed": "join", "words": "x" * 2001}, "words"),
    ],
)
async def test_what_cannot_be_read_is_a_problem_that_says_where(
    desk: Desk, body: dict[str, str], field: str
) -> None:
    refused = await desk.bela.post(PLACE, json=body, headers=await token_of(desk))

    assert (refused.status_code, [*refused.json()["errors"]]) == (422, [field])
    assert await desk.state() == ""


async def test_without_a_profile_or_being_no_member_there_is_no_place(desk: Desk) -> None:
    cora = await desk.token("deeds")
    guest = await token_of(desk)
    await Role.create(
        account_id=(await Profile.get(slug="bela")).account_id, role="guest", scope=""
    )

    for token in ({}, cora, guest):
        absent = [
            await desk.bela.get(PLACE, headers=token),
            await desk.bela.post(PLACE, json={"deed": "join"}, headers=token),
        ]
        assert [one.status_code for one in absent] == [404, 404]
    assert await Membership.all().count() == 1  # Ada's


@pytest.mark.parametrize("reach", ["public", "members", "own", "chapters"])
async def test_a_token_that_reaches_less_does_nothing(desk: Desk, reach: str) -> None:
    refused = await desk.bela.post(
        PLACE, json={"deed": "join"}, headers=await token_of(desk, reach)
    )

    assert refused.status_code == 403
    assert await desk.state() == ""
