"""Calendars as other programs read them: zones, instants, text, folding, sequence."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from cop.chapters.models.chapters import Chapter
from cop.events.access import Seen
from cop.events.calendar import write_calendar
from cop.events.foreign import offset_at
from cop.events.models import Meeting
from cop.events.vtimezone import write_zone
from cop.events.zones import known_zones, list_zones, resolve, wall_time
from cop.kit.text import clean_line, clean_text
from tests.events.gathering import MEETINGS

if TYPE_CHECKING:
    from tests.events.gathering import Gathering

KENYA = Chapter(id=1, slug="kenya", kind="country", scope="KE", topics=[], quality={})
ZONES = sorted(known_zones())


def seen(start: datetime, zone: str, **values: str) -> Seen:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    meeting = Meeting(
        **{"title": "Rates", "description": ""} | values,
        chapter_id=1, number=1, state="announced", starts_at=start, minutes=90, zone=zone,
        uid="u@example.org", changed_at=at, created_at=at,
    )  # fmt: skip
    return Seen(meeting, KENYA, (), "", hides_link=False, runs=False)


def read_instant(data: bytes, name: str) -> datetime:
    """Return when the event is by the calendar alone, as another library and ours read it."""
    calendar = Calendar.from_ical(data)
    event = calendar.walk("VEVENT")[0]
    wall = event[name].dt
    tzid = event[name].params.get("TZID")
    if tzid is None:
        return wall
    zones = tzical(StringIO("".join(zone_text(one) for one in calendar.walk("VTIMEZONE"))))
    theirs = wall.replace(tzinfo=zones.get(str(tzid))).astimezone(UTC)
    ours = offset_at({str(one["TZID"]): zone_text(one) for one in calendar.walk("VTIMEZONE")},
                     str(tzid), wall.replace(tzinfo=None))  # fmt: skip
    assert ours == wall.replace(tzinfo=UTC) - theirs
    return theirs


def zone_text(zone: Any) -> str:
    return zone.to_ical().decode().replace("\r\n", "\n")


def test_two_hundred_zones_and_dates_come_out_as_the_same_instants() -> None:
    dice = random.Random(14)
    for _each in range(200):
        zone = dice.choice(ZONES)
        minutes = dice.randrange(0, 12 * 365 * 24 * 60)
        start = datetime(2022, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
        data = write_calendar("Kenya", [seen(start, zone)], "http://127.0.0.1:8000")

        assert read_instant(data, "DTSTART") == start, (zone, start)
        assert read_instant(data, "DTEND") == start + timedelta(minutes=90), (zone, start)


@pytest.mark.parametrize("hours", range(-3, 4))
@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_around_the_hour_at_which_clocks_change_instants_are_right(day: str, hours: int) -> None:
    change = datetime.fromisoformat(f"{day}T01:00:00+00:00")
    start = change + timedelta(hours=hours, minutes=15)
    data = write_calendar("Kenya", [seen(start, "Europe/Brussels")], "http://127.0.0.1:8000")

    assert read_instant(data, "DTSTART") == start


def test_a_zone_that_saves_daylight_says_both_around_the_event() -> None:
    written = write_zone("Europe/Brussels", [datetime(2026, 12, 3, tzinfo=UTC)])
    changes = [(one.name, one["DTSTART"].dt, str(one["TZOFFSETTO"].to_ical()))
               for one in written.subcomponents]  # fmt: skip

    assert changes[1:] == [
        ("DAYLIGHT", datetime.fromisoformat("2026-03-29T02:00"), "+0200"),
        ("STANDARD", datetime.fromisoformat("2026-10-25T03:00"), "+0100"),
        ("DAYLIGHT", datetime.fromisoformat("2027-03-28T02:00"), "+0200"),
        ("STANDARD", datetime.fromisoformat("2027-10-31T03:00"), "+0100"),
    ]


OUTLOOK = """BEGIN:VTIMEZONE
TZID:Customized
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE"""


@pytest.mark.parametrize("days", range(0, 2_000, 13))
def test_a_zone_that_came_with_a_calendar_follows_its_own_rules(days: int) -> None:
    wall = datetime.fromisoformat("2024-01-01T12:00") + timedelta(days=days)

    offset = offset_at({"Customized": OUTLOOK}, "Customized", wall)

    assert offset == wall.replace(tzinfo=ZoneInfo("Europe/Brussels")).utcoffset()


LINE = st.text(max_size=120).filter(lambda text: "\0" not in text)


@given(LINE, LINE)
def test_any_text_comes_back_as_it_was_and_no_line_is_longer_than_75_octets(
    title: str, description: str
) -> None:
    try:
        title, description = clean_line(title), clean_text(description)
    except ValueError:
        return
    start = datetime(2026, 12, 3, 12, tzinfo=UTC)
    one = seen(start, "Africa/Nairobi", title=title, description=description)
    data = write_calendar("Kenya", [one], "http://127.0.0.1:8000")

    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    event = Calendar.from_ical(data).walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == title
    page = "http://127.0.0.1:8000/chapters/kenya/meetings/1"
    expected = "\n\n".join(filter(None, (description, page)))
    assert str(event["DESCRIPTION"]) == expected


@given(
    st.sampled_from(ZONES), st.datetimes(*map(datetime.fromisoformat, ("2020-01-01", "2035-01-01")))
)
def test_a_wall_time_that_is_taken_is_shown_again_as_it_was_typed(
    zone: str, wall: datetime
) -> None:
    wall = wall.replace(second=0, microsecond=0, fold=0)
    try:
        moment = resolve(wall, zone)
    except ValueError:
        both = {wall.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1)}
        assert len(both) == 2
        return

    assert wall_time(moment, zone).replace(tzinfo=None) == wall


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "ar"])
def test_every_zone_on_offer_can_be_chosen_and_has_a_name(language: str) -> None:
    offered = [one for zones in list_zones(language).values() for one in zones]

    assert len(offered) > 400
    assert {zone for zone, _name in offered} <= known_zones()
    assert all(name for _zone, name in offered)


async def test_each_change_counts_and_a_cancelled_meeting_says_so(gathering: Gathering) -> None:
    await gathering.announce(audience="public")
    events = []
    for deed in ("", "edit", "same", "cancel"):
        if deed in {"edit", "same"}:
            await gathering.edit(audience="public", title="Land rates again")
        elif deed:
            await gathering.step(deed)
        answer = await gathering.guest.get(f"{MEETINGS}.ics")
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        events.append(Calendar.from_ical(answer.content).walk("VEVENT")[0])

    assert len({str(one["UID"]) for one in events}) == 1
    numbers = [int(one["SEQUENCE"]) for one in events]
    assert numbers == [1, 2, 2, 3]
    assert [str(one["STATUS"]) for one in events] == ["CONFIRMED"] * 3 + ["CANCELLED"]
    assert events[1]["LAST-MODIFIED"].dt == events[2]["LAST-MODIFIED"].dt


async def test_a_calendar_that_has_not_changed_is_not_sent_again(gathering: Gathering) -> None:
    await gathering.announce(audience="public")
    first = await gathering.guest.get(f"{MEETINGS}.ics")

    again = await gathering.guest.get(
        f"{MEETINGS}.ics", headers={"If-None-Match": first.headers["etag"]}
    )

    assert (again.status_code, again.content) == (304, b"")
