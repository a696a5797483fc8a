"""Calendars that come in: nothing is lost, twice is once, and hostile ones end soon."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.events.components import BadCalendar, split_calendar
from cop.events.incoming import read_calendar
from cop.events.models import KeptComponent, Meeting
from cop.kit.clock import now
from cop.kit.outbox import Mail
from tests.events.gathering import MEETINGS

if TYPE_CHECKING:
    import httpx2

    from tests.events.gathering import Gathering

IMPORT = f"{MEETINGS}/import"
FEED = (Path(__file__).parent / "working_group.ics").read_bytes()
ZONE = "Africa/Nairobi"


def calendar(*events: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def event(*lines: str, uid: str = "one@example.org", start: str = "20270105T090000Z") -> str:
    own = (f"UID:{uid}", f"DTSTART:{start}", *lines)
    return "\r\n".join(("BEGIN:VEVENT", *own, "END:VEVENT"))


def properties(data: bytes) -> set[tuple[str, ...]]:
    """Return every property of a calendar, unfolded, with the component it stands in."""
    text = re.sub("\r?\n[ \t]", "", data.decode())
    kinds: list[str] = []
    found: set[tuple[str, ...]] = set()
    uid = ""
    for line in filter(None, re.split("\r?\n", text)):
        word, _colon, rest = line.partition(":")
        if word == "BEGIN":
            kinds.append(rest)
        elif word == "END":
            kinds.pop()
        else:
            uid = rest if word == "UID" else uid
            found.add((*kinds, line))
    return found


async def preview(gathering: Gathering, data: bytes) -> httpx2.Response:
    files = {"text": ("feed.ics", data, "text/calendar")}
    form = {"zone": ZONE, "audience": "public"}
    return await gathering.cora.post(f"{IMPORT}/preview", files=files, data=form)


async def take_in(gathering: Gathering, data: bytes) -> str:
    form = {"text": data.decode(), "zone": ZONE, "audience": "public"}
    answer = await gathering.cora.post(IMPORT, data=form)
    assert answer.status_code == 200, answer.text
    return answer.text


def counts(page: str) -> list[int]:
    return [int(one) for one in re.findall(r"<dd>(\d+) <small>", page)]


async def test_a_feed_is_previewed_taken_in_and_comes_out_with_all_it_held(
    gathering: Gathering,
) -> None:
    answer = await preview(gathering, FEED)
    assert answer.status_code == 200
    assert "It is no event; it is kept as it is." in answer.text
    assert "It repeats too often, or in a way we do not follow; the rule is kept." in answer.text
    assert "It does not say when it begins, or not in a way we can read." in answer.text
    new, changed, unchanged, kept = counts(answer.text)
    assert (changed, unchanged, kept) == (0, 0, 3)
    assert new > 5
    assert not await Meeting.exists()

    await take_in(gathering, FEED)

    assert await Meeting.all().count() == new
    export = (await gathering.cora.get(f"{MEETINGS}/export.ics")).content
    ours = {one for one in properties(FEED) if one[-1].startswith(("VERSION", "PRODID"))}
    assert properties(FEED) - ours <= properties(export)
    assert max(len(line) for line in export.split(b"\r\n")) <= 75
    # and what came out goes in again without a change
    assert counts((await preview(gathering, export)).text) == [0, 0, new, 3]


async def test_a_second_import_changes_only_what_has_changed(gathering: Gathering) -> None:
    await take_in(gathering, FEED)
    stored = await Meeting.all().count()
    rewritten = FEED.replace(b"DTSTAMP:20261001", b"DTSTAMP:20261002")
    assert counts((await preview(gathering, rewritten)).text)[:3] == [0, 0, stored]

    moved = FEED.replace(b"SUMMARY:Moved", b"SUMMARY:Moved again")
    assert counts(await take_in(gathering, moved))[:3] == [0, 1, stored - 1]

    assert await Meeting.filter(title="Moved again").count() == 1
    assert await Meeting.all().count() == stored


async def test_who_registered_is_told_of_what_an_import_cancels(gathering: Gathering) -> None:
    await take_in(gathering, calendar(event("SUMMARY:Rates", "SEQUENCE:3")))
    await gathering.ada.post(f"{MEETINGS}/1/registration", data={"coming": "yes"})
    for _twice in range(2):
        await take_in(gathering, calendar(event("SUMMARY:Rates", "STATUS:CANCELLED")))

    meeting = await Meeting.get()
    assert (meeting.state, meeting.sequence) == ("cancelled", 4)
    assert (await Mail.get()).subject == "Cancelled: Rates"


async def test_what_a_series_has_no_more_is_cancelled_and_the_rest_stays(
    gathering: Gathering,
) -> None:
    first = now() + timedelta(days=2)
    start, second = f"{first:%Y%m%dT%H%M%SZ}", f"{first + timedelta(days=7):%Y%m%dT%H%M%SZ}"
    weekly = event("SUMMARY:Weekly", "RRULE:FREQ=WEEKLY;COUNT=3", start=start)
    await take_in(gathering, calendar(weekly))
    shorter = weekly.replace("END:VEVENT", f"EXDATE:{second}\r\nEND:VEVENT")

    assert counts(await take_in(gathering, calendar(shorter)))[:3] == [0, 1, 2]

    states = await Meeting.all().order_by("starts_at").values_list("state", flat=True)
    assert states == ["announced", "cancelled", "announced"]
    assert counts((await preview(gathering, calendar(shorter))).text)[:3] == [0, 0, 2]


async def test_two_entries_by_one_name_are_both_kept(gathering: Gathering) -> None:
    twins = calendar("X-A:1", "X-A:2", *(event(f"SUMMARY:{one}") for one in ("A", "B", "C")))
    page = await take_in(gathering, twins)

    assert counts(page) == [1, 0, 0, 2]
    assert "Another entry of this file has its name (UID)." in page
    export = (await gathering.cora.get(f"{MEETINGS}/export.ics")).content
    assert properties(twins) <= properties(export)


async def test_what_is_changed_here_is_kept_by_an_import_and_goes_out(
    gathering: Gathering,
) -> None:
    await take_in(gathering, FEED)
    await Meeting.filter(title="Moved").update(place="Kisumu", sequence=4)

    await take_in(gathering, FEED)

    assert (await Meeting.get(title="Moved")).place == "Kisumu"
    export = (await gathering.cora.get(f"{MEETINGS}/export.ics")).text
    assert "LOCATION:Kisumu" in export
    assert "SEQUENCE:4" in export
    assert "X-FOO;BAR=baz:something" in export


async def test_addresses_that_came_with_a_calendar_leave_only_to_its_coordinators(
    gathering: Gathering,
) -> None:
    await take_in(gathering, FEED)

    assert "me@example.org" in (await gathering.cora.get(f"{MEETINGS}/export.ics")).text
    for path in (f"{MEETINGS}.ics", MEETINGS, "/api/v1/chapters/kenya/meetings"):
        answer = await gathering.guest.get(path)
        assert "Quarterly, call" in answer.text.replace("\\,", ",")
        assert "me@example.org" not in answer.text


async def test_what_a_calendar_calls_private_is_for_members_whatever_is_chosen(
    gathering: Gathering,
) -> None:
    await take_in(gathering, calendar(event("SUMMARY:Secret", "CLASS:PRIVATE")))

    assert not (await Meeting.get()).is_public


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Choose a file."),
        (b"\xff\xfe" + FEED, "This file is not written in UTF-8"),
        (FEED.decode().encode("utf-16"), "This file is not written in UTF-8"),
        (b"<html></html>", "This is no calendar"),
        (FEED[: len(FEED) // 2], "This calendar is cut off."),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", "This calendar is damaged"),
        (b"BEGIN:VCALENDAR\r\nX:" + b"a" * 450_000, "This file is larger than 400 kB."),
        (b"BEGIN:VCALENDAR\r\nX:\0\r\nEND:VCALENDAR", "A field holds what no text can hold."),
        (calendar(*[event()] * 1_001), "This calendar has more than 1000 entries."),
        (calendar(*["X:"] * 90_000), "This calendar has more than 1000 entries."),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    gathering: Gathering, data: bytes, sentence: str
) -> None:
    answer = await preview(gathering, data)

    assert answer.status_code == 422
    assert sentence in answer.text


BOMBS = (
    "FREQ=SECONDLY",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3;BYSECOND=1,2,3",
    "FREQ=DAILY;INTERVAL=999999999",
    "FREQ=YEARLY;COUNT=99999999999999999999",
    "FREQ=DAILY;UNTIL=99991231T235959Z",
    "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 900),
    "FREQ=NEVER",
    "INTERVAL=1",
)


@pytest.mark.parametrize("rule", BOMBS)
def test_a_rule_that_never_ends_makes_no_flood_of_meetings(rule: str) -> None:
    events = [event(f"RRULE:{rule}", uid=str(number)) for number in range(100)]

    taken = read_calendar(split_calendar(calendar(*events)), ZONE)

    assert len(taken.events) <= 40 * 120
    assert len(taken.unread) >= 60


def test_a_zone_in_a_file_makes_no_zone_for_other_files() -> None:
    bomb = (
        "BEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nRRULE:FREQ=SECONDLY\r\n"
        "TZOFFSETFROM:+0000\r\nTZOFFSETTO:{}\r\nEND:STANDARD"
    )
    own = "BEGIN:VTIMEZONE\r\nTZID:Own\r\n{}\r\nEND:VTIMEZONE"
    plain = bomb.replace("RRULE:FREQ=SECONDLY\r\n", "")
    lone = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Own:20270105T120000\r\n{}END:VEVENT"
    within = lone.format(own.format(bomb.format("+0500")) + "\r\n")

    files = {
        "five": calendar(own.format(plain.format("+0500")), lone.format("")),
        "three": calendar(own.format(plain.format("+0300")), lone.format("")),
        "bomb": calendar(own.format(bomb.format("+0500")), lone.format("")),
        "within": calendar(within),
        "none": calendar(lone.format("")),
    }
    taken = {name: read_calendar(split_calendar(data), ZONE) for name, data in files.items()}

    assert [one.plan.starts_at.hour for one in taken["five"].events] == [7]
    assert [one.plan.starts_at.hour for one in taken["three"].events] == [9]
    for name in ("bomb", "within", "none"):
        assert (taken[name].events, len(taken[name].unread)) == ([], 1)


WORDS = st.sampled_from(
    ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "RRULE:FREQ=DAILY", "DTSTART:",
     "DTSTART:20270105", "DTEND:20250101T000000Z", "DURATION:-P1W", "RDATE:x", "EXDATE:20270105",
     "RECURRENCE-ID:1", "UID:", "SUMMARY", "SUMMARY;:", " folded",
     "DTSTART;TZID=Nowhere:20270105T09",
     "RRULE:FREQ=MONTHLY;BYDAY=XX", "STATUS:CANCELLED", "DTSTART;VALUE=DATE:20271301", ";=:,\\"]
)  # fmt: skip


@given(st.lists(WORDS | st.text(max_size=30), max_size=25))
def test_any_lines_are_read_or_refused_with_a_sentence(lines: list[str]) -> None:
    try:
        split = split_calendar(calendar("BEGIN:VEVENT", *lines, "END:VEVENT"))
    except BadCalendar:
        return
    taken = read_calendar(split, ZONE)

    assert all(one.why for one in taken.unread)
    assert len(taken.events) + len(taken.unread) >= 1


@pytest.mark.parametrize("start", ["00010101T000000", "19891231T000000Z", "99991231T235959Z"])
def test_what_is_too_far_away_is_kept_and_no_meeting(start: str) -> None:
    taken = read_calendar(split_calendar(calendar(event(start=start))), ZONE)

    assert [one.why for one in taken.unread] == ["It is too far away."]
    assert len(taken.kept) == 2  # and the version


async def test_the_first_of_a_series_is_held_or_to_come_by_its_own_time(
    gathering: Gathering,
) -> None:
    first = now() - timedelta(days=1)
    text = event("SUMMARY:Weekly", "RRULE:FREQ=WEEKLY;COUNT=3", start=f"{first:%Y%m%dT%H%M%SZ}")

    await take_in(gathering, calendar(text))

    states = await Meeting.all().order_by("starts_at").values_list("state", flat=True)
    assert states == ["held", "announced", "announced"]
    assert await KeptComponent.filter(key__startswith="series:").count() == 1
