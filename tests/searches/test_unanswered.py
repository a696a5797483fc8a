"""What nobody answers: noted without who asked, and without whom it may be about."""

from __future__ import annotations

import json
from datetime import timedelta
from html import unescape
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import pytest

from cop.accounts.models import Block
from cop.kit.clock import now
from cop.searches.actions import unanswered
from cop.searches.actions.unanswered import (
    ENOUGH_DAYS,
    KEPT_FOR,
    MOST_WAITING,
    SEALED_FOR,
    forget_old_questions,
)
from cop.searches.models import Unanswered
from tests.people import settle, sign_in
from tests.searches.keeping import join
from tests.serving import visit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
GOOGLE = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/140 Safari/537"
)
NOTED = "learn what nobody answers, but not who asked"


@pytest.fixture
async def asker(service: Service, app: ASGIApp) -> AsyncGenerator[httpx2.AsyncClient]:
    """A member with a browser, where four people are."""
    await settle(service)
    async with visit(app) as browser:
        browser.headers["User-Agent"] = FIREFOX
        await sign_in(browser, "Asker")
        yield browser


async def ask(
    service: Service, asker: httpx2.AsyncClient, text: str, days: int = 1, **more: Any
) -> str:
    """Ask once a day, and return the last answer."""
    page = ""
    for _ in range(days):
        await Unanswered.all().update(last_on=now().date() - timedelta(days=1))
        page = (await asker.get("/members", params={"q": text, **more})).text
        await service.unanswered.write()
    return page


async def stored() -> str:
    """Return all that is stored of questions."""
    return json.dumps(await Unanswered.all().values(), default=str, ensure_ascii=False)


async def shown(app: ASGIApp) -> str:
    """Return the page of the editors."""
    async with visit(app) as editor:
        await sign_in(editor, f"Editor-{token_hex(4)}", [("editor", "")])
        page = await editor.get("/administration/unanswered")
        assert page.status_code == 200
        return unescape(page.text)


async def test_what_the_vocabulary_knows_is_noted_at_once_and_counted_once_a_minute(
    service: Service, asker: httpx2.AsyncClient, app: ASGIApp
) -> None:
    for text in ("solid waste in Egypt", "Egypt solid waste", "solid waste Égypte"):
        assert NOTED in (await asker.get("/members", params={"q": text})).text
    await service.unanswered.write()
    row = await Unanswered.get()
    assert (row.times, row.days, row.words, row.is_open) == (1, 1, "", True)
    assert ["country:EG"] in row.terms

    for _ in range(13):
        await ask(service, asker, "solid waste Egypt")

    page = await shown(app)
    assert '<td class="num"><span class="lbl">Asked </span>14</td>' in page
    assert "Egypt" in page


async def test_a_few_are_not_counted_and_the_most_asked_stands_first(
    service: Service, asker: httpx2.AsyncClient, app: ASGIApp
) -> None:
    await ask(service, asker, "property tax Mali")  # others who know the topic are found
    await ask(service, asker, "solid waste Peru", 4)
    await ask(service, asker, "solid waste Japan", 5)

    page = await shown(app)

    assert "Mali" not in page
    assert page.index("Japan") < page.index("Peru")
    assert page.count("Asked </span><5</td>") == 1
    assert page.count("Asked </span>5</td>") == 1


async def test_other_words_are_sealed_until_they_were_asked_on_five_days(
    service: Service, asker: httpx2.AsyncClient, app: ASGIApp
) -> None:
    await ask(service, asker, "Municipal sukuk Egypt", ENOUGH_DAYS - 1)
    kept = await stored()
    assert "sukuk" not in kept
    assert "EG" not in kept
    assert "sukuk" not in await shown(app)

    await ask(service, asker, "egypt sukuk municipal")

    page = await shown(app)
    assert "sukuk" in page
    assert "Egypt" in page
    assert "/administration/vocabulary/word?word=" in page


NEVER_NOTED = (
    "Jane Muriuki",
    "jane muriuki Kenia Muriuki",
    "Muriuki",
    "waste Muriuki",
    "waste Egypt jane@example.org",
    "who knows jane@example.org",
    "dina haddad",
    "haddad waste Egypt",
    "+254 700 123456",
    "sukuk 2026",
    '"jane muriuki"',
    "دينا حداد",
    "one two three four five six seven eight nine zzyx",
)


async def test_no_name_address_or_number_is_ever_noted(
    service: Service, asker: httpx2.AsyncClient, app: ASGIApp
) -> None:
    for text in NEVER_NOTED:
        await ask(service, asker, text, ENOUGH_DAYS + 1)
        assert not await Unanswered.filter(is_open=True).exists(), text

    assert "Nothing was asked lately" in await shown(app)
    kept = (await stored()).lower()
    for word in ("muriuki", "jane", "haddad", "حداد", "2026 sukuk", "700 123"):
        assert word not in kept


async def test_only_whole_questions_of_people_that_nobody_answers_count(
    service: Service, asker: httpx2.AsyncClient
) -> None:
    asked = {"q": "solid waste Egypt"}
    for more in (
        {"exact": "1"},
        {"ladder": "0"},
        {"institution": "x"},
        {"sector": "jane-muriuki"},
    ):
        await asker.get("/members", params=asked | more)
    for agent in (GOOGLE, "curl/8.0", ""):
        await asker.get("/members", params=asked, headers={"User-Agent": agent})
    await asker.head("/members", params=asked)
    await asker.get("/members", params={"q": "property tax"})
    await asker.get("/members", params={"country": "EG", "topic": "solid-waste"})
    await service.unanswered.write()
    assert not await Unanswered.exists()

    await asker.get("/members", params=asked | {"sector": "public-finance"})
    await service.unanswered.write()
    assert ["sector:public-finance"] in (await Unanswered.get()).terms


async def test_who_finds_nobody_because_of_a_block_is_not_noted(
    service: Service, asker: httpx2.AsyncClient
) -> None:
    account = await sign_in(asker, "Bela")
    other = await sign_in(asker, "Chidi")
    await Block.create(account_id=account, blocked_id=other)

    await ask(service, asker, "solid waste Egypt")

    assert not await Unanswered.exists()


async def test_a_search_waits_for_no_write_and_a_flood_fills_no_memory(
    service: Service, asker: httpx2.AsyncClient
) -> None:
    for at in range(MOST_WAITING + 3):
        word = "zz" + "".join(chr(97 + int(digit)) for digit in str(at))
        page = (await asker.get("/members", params={"q": f"{word} waste"})).text
    assert NOTED not in page
    assert not await Unanswered.exists()

    await service.unanswered.write()

    assert await Unanswered.all().count() == MOST_WAITING


async def test_an_editor_asks_again_and_is_done(
    service: Service, asker: httpx2.AsyncClient, app: ASGIApp
) -> None:
    await ask(service, asker, "sukuk guinea solid waste", ENOUGH_DAYS)
    row = await Unanswered.get()
    assert row.is_open
    page = await shown(app)
    link = page.split('href="/members?', 1)[1].split('"', 1)[0]

    times = row.times
    await asker.get(f"/members?{link}")
    await service.unanswered.write()
    assert (await Unanswered.get(id=row.id)).times == times + 1

    async with visit(app) as editor:
        await sign_in(editor, "Other", [("editor", "")])
        done = await editor.post("/administration/unanswered", data={"question": row.id})
        assert done.status_code == 303
        assert (await editor.post("/administration/unanswered")).status_code == 404
    assert not await Unanswered.exists()


async def test_who_sees_some_members_only_does_not_say_that_nobody_answers(
    service: Service, asker: httpx2.AsyncClient, app: ASGIApp
) -> None:
    assert asker
    async with visit(app) as visitor:
        visitor.headers["User-Agent"] = FIREFOX
        page = await ask(service, visitor, "solid waste Egypt")

    assert NOTED not in page
    assert not await Unanswered.exists()


async def test_words_are_sealed_again_when_somebody_is_called_so(
    service: Service, asker: httpx2.AsyncClient
) -> None:
    await ask(service, asker, "sukuk Egypt", ENOUGH_DAYS)
    await forget_old_questions()
    assert (await Unanswered.get()).words == "sukuk"

    await join(service, "Amal Sukuk")
    await forget_old_questions()

    assert "sukuk" not in await stored()


async def test_where_there_is_no_room_the_oldest_sealed_question_goes(
    service: Service, asker: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unanswered, "MOST_KEPT", 2)
    await ask(service, asker, "solid waste Egypt")
    await ask(service, asker, "sukuk Egypt")

    await ask(service, asker, "solid waste Peru")

    assert await Unanswered.filter(is_open=True).count() == 2


async def test_questions_are_kept_for_a_year_and_sealed_ones_for_three_months(
    service: Service, asker: httpx2.AsyncClient
) -> None:
    await ask(service, asker, "solid waste Egypt")
    await ask(service, asker, "sukuk Egypt")
    for age, left in ((SEALED_FOR, 2), (SEALED_FOR + timedelta(days=1), 1), (KEPT_FOR, 1)):
        await Unanswered.all().update(last_on=now().date() - age)
        await forget_old_questions()
        assert await Unanswered.all().count() == left
    await Unanswered.all().update(last_on=now().date() - KEPT_FOR - timedelta(days=1))
    await forget_old_questions()
    assert not await Unanswered.exists()
