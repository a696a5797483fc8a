"""The page of matches: whom it suggests, and that nobody is suggested twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, Block
from cop.introductions.models import Suggested
from cop.kit.clock import now
from profiles.models import Profile
from tests.contact.writing import send
from tests.introductions.meeting import answer, pass_days, settle_company, suggested
from tests.people import change, settle, sign_in, sign_in_as

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from tests.contact.writing import Two


async def test_the_page_says_whom_to_meet_why_and_who_is_down_the_hall(met: Two) -> None:
    page = (await met.ada.get("/matches")).text

    assert await suggested(met.ada) == ["bela", "chidi"]
    assert 'Both: <a href="/members?topic=' in page
    assert "Dina" not in page
    assert "Down the hall" in page
    assert "only you see them" in page
    assert await suggested(met.ada, "?within=country") == ["bela"]
    assert (await met.ada.get("/matches")).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("said", ["irrelevant", "known", "accepted", "later"])
async def test_whoever_was_answered_about_is_not_suggested_again(met: Two, said: str) -> None:
    response = await answer(met.ada, "bela", said, within="region")

    assert response.status_code == 303
    assert await suggested(met.ada) == ["chidi"]
    assert await suggested(met.bela) == ["ada", "chidi"]  # who is told nothing
    await pass_days(29)
    assert await suggested(met.ada) == ["chidi"]


async def test_who_was_put_off_comes_back_after_30_days_and_the_others_never(met: Two) -> None:
    await answer(met.ada, "bela", "later")
    await answer(met.ada, "chidi", "irrelevant")

    await pass_days(31)

    assert await suggested(met.ada) == ["bela"]
    await pass_days(1_000)
    assert await suggested(met.ada) == ["bela"]


async def test_a_dismissal_says_so_at_once_and_can_be_undone_there(met: Two) -> None:
    response = await answer(met.ada, "bela", "irrelevant", within="country")
    assert response.headers["location"] == "/matches?within=country&answered=bela"
    page = (await met.ada.get(response.headers["location"])).text
    assert "<bdi>Bela Ruto</bdi> is not suggested to you again." in page
    assert 'action="/matches/with/bela/undo"' in page

    undone = await met.ada.post("/matches/with/bela/undo", data={"within": "country"})

    assert undone.headers["location"] == "/matches?within=country"
    assert await suggested(met.ada) == ["bela", "chidi"]
    assert not await Suggested.exists()
    assert "suggested to you again" not in (await met.ada.get("/matches?answered=bela")).text


async def test_whoever_hides_or_blocks_is_neither_suggested_nor_named(
    service: Service, met: Two
) -> None:
    await answer(met.ada, "bela", "known")
    assert "Bela Ruto" in (await met.ada.get("/matches/answers")).text
    ada = await Profile.get(slug="ada")
    await Block.create(
        account_id=(await Profile.get(slug="bela")).account_id, blocked_id=ada.account_id
    )
    await change(service, met.people["chidi"], hidden_at=now())

    assert await suggested(met.ada) == []
    assert "Nobody new here now" in (await met.ada.get("/matches")).text
    for path in ("/matches/answers", "/matches?answered=bela"):
        assert "Bela" not in (await met.ada.get(path)).text
    for slug in ("bela", "chidi", "nobody"):
        assert (await answer(met.ada, slug, "later")).status_code == 404
        assert (await met.ada.post(f"/matches/with/{slug}/undo")).status_code == 404
        assert (await met.ada.get(f"/matches/with/{slug}/introduction")).status_code == 404


async def test_who_writes_with_somebody_needs_no_suggestion(met: Two) -> None:
    await send(met.ada, "bela", "Shall we compare rates?")

    assert await suggested(met.ada) == ["chidi"]
    assert await suggested(met.bela) == ["chidi"]


async def test_nobody_answers_about_themselves_or_says_what_cannot_be_said(met: Two) -> None:
    assert (await answer(met.ada, "ada", "known")).status_code == 409
    assert (await answer(met.ada, "bela", "marvellous")).status_code == 422
    assert (await answer(met.ada, "bela", "")).status_code == 422
    assert not await Suggested.exists()


async def test_visitors_sign_in_and_newcomers_make_a_profile_first(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await settle_company(service)
    assert (await client.get("/matches")).headers["location"].startswith("/sign-in")
    account = await sign_in(client)
    page = (await client.get("/matches")).text
    assert "Make your profile" in page
    assert (await client.get("/matches/with/ada/introduction")).status_code == 404

    await Profile.filter(id=people["ada"].id).update(account_id=account)
    assert await suggested(client) == ["bela", "chidi"]
    await Account.filter(id=account).update(joined_at=None)
    assert "Make your profile" in (await client.get("/matches")).text


async def test_who_cannot_be_found_is_told_that_they_cannot_write(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await settle_company(service)
    await sign_in_as(client, people["ada"])
    assert "Members cannot find you now" not in (await client.get("/matches")).text

    await client.post("/me/hide")

    assert "Members cannot find you now" in (await client.get("/matches")).text
