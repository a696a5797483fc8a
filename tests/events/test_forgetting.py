"""Whoever is erased is in no calendar that was imported, also when it is imported again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cop.accounts.models import Account
from cop.accounts.queries import get_account
from cop.events.actions.forgetting import forget_in_calendars
from cop.events.components import split_calendar
from cop.events.forgetting import forgotten
from cop.events.incoming import read_calendar
from cop.events.models import KeptComponent, Meeting
from cop.privacy.actions.erasure import erase
from profiles.models import Profile
from tests.events.gathering import MEETINGS
from tests.events.test_importing import ZONE, calendar, counts, event, take_in

if TYPE_CHECKING:
    from cop.running import Service
    from tests.events.gathering import Gathering

SERIES = event(
    "SUMMARY:Weekly with Ada Obi",
    "RRULE:FREQ=WEEKLY;COUNT=3",
    "ATTENDEE;CN=Ada:mailto:Own-Ada@Example.org",
    uid="weekly:own-ada@example.org",
)
FILE = calendar(
    "X-WR-CALNAME:own-ada@example.org",
    "X-WR-CALDESC:Rates",
    event(
        "SUMMARY:Rates",
        "DESCRIPTION:Ask own-ada@example.org or mada@example.org\\, says ADA  OBI (not Ada Obison)",
        "ORGANIZER;CN=Ada Obi:mailto:other@example.org",
        "ATTENDEE;CN=Bela:mailto:bela@example.org",
        'X-ALT-DESC;FMTTYPE=text/html:<a href="mailto:own-ada%40example.org">ask</a>',
        "COMMENT:Write to\\nown-ada@example.org\\nAda Obi",
        "X-FOO:kept",
    ),
    event("SUMMARY:Named", uid="own-ada@example.org"),
    SERIES,
    "BEGIN:VJOURNAL\r\nUID:t\r\nCONTACT:Ada Obi\r\nSUMMARY:diary\r\nEND:VJOURNAL",
)


async def all_kept() -> str:
    meetings = await Meeting.all().values_list("title", "description", "uid", "kept")
    beside = await KeptComponent.all().values_list("text", flat=True)
    return "\n".join([*("\n".join(map(str, one)) for one in meetings), *map(str, beside)])


async def erase_ada(service: Service, gathering: Gathering) -> None:
    ada = await Profile.get(id=gathering.people["ada"].id)
    account = await get_account(ada.account_id or 0)
    assert account.email == "own-ada@example.org"
    await erase(account, ada, service.settings)


async def test_nothing_of_somebody_erased_is_left_of_an_imported_calendar_and_all_else_is(
    service: Service, gathering: Gathering
) -> None:
    await take_in(gathering, FILE)
    stored = await Meeting.all().count()
    assert stored == 5

    await erase_ada(service, gathering)

    kept = await all_kept()
    assert not re.search(r"own-ada|ada\s+obi\b", kept, re.IGNORECASE)
    assert "Ask  or mada@example.org\\, says  (not Ada Obison)" in kept
    assert "COMMENT:Write to\\n\\n\n" in kept
    for line in ("ATTENDEE;CN=Bela:mailto:bela@example.org", "X-FOO:kept", "X-WR-CALDESC:Rates"):
        assert line in kept
    assert await Meeting.all().count() == stored
    export = (await gathering.cora.get(f"{MEETINGS}/export.ics")).content
    taken = read_calendar(split_calendar(export), ZONE)
    assert (len(taken.events), len(taken.unread)) == (stored, 1)
    assert b"own-ada" not in export.lower()


async def test_a_calendar_that_comes_again_does_not_bring_back_the_address_of_who_was_erased(
    service: Service, gathering: Gathering
) -> None:
    plain = calendar(event("SUMMARY:Rates", "ORGANIZER;CN=Ada:mailto:own-ada@example.org"))
    await take_in(gathering, plain)
    await erase_ada(service, gathering)
    assert not await Account.filter(email="own-ada@example.org").exists()

    assert counts(await take_in(gathering, plain))[:3] == [0, 0, 1]

    assert "own-ada" not in await all_kept()


async def test_what_was_written_here_is_not_taken_for_a_calendar_that_came_in(
    gathering: Gathering,
) -> None:
    await gathering.plan(title="With Ada Obi")

    await forget_in_calendars({"Ada Obi"})

    assert (await Meeting.get()).title == "With Ada Obi"


def test_a_name_of_one_word_may_be_any_word_and_stays() -> None:
    gone = forgotten({"Grace", "@grace", "grace@example.org"})

    assert gone.cut_lines("SUMMARY:A grace period") == "SUMMARY:A grace period"
    assert gone.cut_lines("ATTENDEE;EMAIL=GRACE@EXAMPLE.ORG:x\nUID:1") == "UID:1"


def test_a_long_line_without_an_address_is_searched_soon() -> None:
    text = "X-A:" + "a" * 400_000

    assert forgotten({"ada@example.org"}).cut_lines(text) == text
