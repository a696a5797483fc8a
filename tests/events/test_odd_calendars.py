"""Calendars that nobody means, as large as one may send: what would take long is not followed."""

from __future__ import annotations

from cop.events.components import split_calendar
from cop.events.incoming import read_calendar
from tests.events.test_importing import ZONE, calendar, event


def test_of_a_series_with_many_rules_none_is_followed() -> None:
    rules = ["RRULE:FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2"] * 8_000

    taken = read_calendar(split_calendar(calendar(event(*rules))), ZONE)

    assert taken.events == []
    assert [one.why for one in taken.unread] == [
        "It repeats too often, or in a way we do not follow; the rule is kept."
    ]


def test_zones_that_came_along_are_not_followed_through_all_times() -> None:
    """Each year of each takes milliseconds; so does a year of a rule for every day."""
    part = (
        "BEGIN:STANDARD\r\nDTSTART:19000101T000000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r\n"
        "RRULE:{}\r\nEND:STANDARD"
    )
    zone = "BEGIN:VTIMEZONE\r\nTZID:{}\r\n{}\r\nEND:VTIMEZONE"
    yearly, daily = part.format("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"), part.format("FREQ=DAILY")
    zones = [zone.format("A", yearly), zone.format("B", yearly), zone.format("C", daily)]
    lone = "BEGIN:VEVENT\r\nUID:{0}{1}\r\nDTSTART;TZID={0}:{1}0705T090000\r\nEND:VEVENT"
    events = [lone.format(name, year) for name in "AB" for year in range(2000, 2070)]

    taken = read_calendar(split_calendar(calendar(*zones, lone.format("C", 2027), *events)), ZONE)

    assert {one.plan.starts_at.hour for one in taken.events} == {6}
    assert len(taken.events) == 119
    assert {one.why for one in taken.unread} == {"It is in a time zone that we do not know."}


def test_lines_that_look_like_numbered_ones_are_all_kept() -> None:
    lines = ["X:1", "X:2", "X#1:3", "X#1:4", "X#:5"]

    taken = read_calendar(split_calendar(calendar(*lines)), ZONE)

    assert sorted(taken.kept.values()) == sorted(["VERSION:2.0", *lines])
