"""Calendars as others write them: Google, Outlook, Apple and older ones. RFC 5545."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.events.components import split_calendar
from cop.events.forgetting import forgotten, leave_out
from cop.events.incoming import read_calendar
from cop.kit.clock import now
from tests.events.test_importing import ZONE, calendar, event

if TYPE_CHECKING:
    from cop.events.incoming import Taken

YEAR = now().year + 1
BRUSSELS = "DTSTART;TZID=Europe/Brussels:"


def read(*parts: str) -> Taken:
    return read_calendar(split_calendar(calendar(*parts)), ZONE)


def one(*lines: str, uid: str = "1") -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"))


def starts(taken: Taken) -> list[str]:
    """Return when meetings begin, in UTC, as 07-06 07:00."""
    found = sorted(made.plan.starts_at for made in taken.events)
    assert not taken.unread
    return [f"{at:%m-%d %H:%M}" for at in found]


@pytest.mark.parametrize(
    ("zone", "summer", "winter"),
    [
        ("W. Europe Standard Time", "07:00", "08:00"),
        ('"Eastern Standard Time"', "13:00", "14:00"),
        ("Romance Standard Time", "07:00", "08:00"),
        ("US/Eastern", "13:00", "14:00"),
        ("Etc/GMT+5", "14:00", "14:00"),
    ],
)
def test_a_series_keeps_to_the_clocks_of_its_zone_by_whatever_name_and_without_its_rules(
    zone: str, summer: str, winter: str
) -> None:
    taken = read(one(f"DTSTART;TZID={zone}:{YEAR}0706T090000", "RRULE:FREQ=MONTHLY;COUNT=6"))

    assert (starts(taken)[0], starts(taken)[-1]) == (f"07-06 {summer}", f"12-06 {winter}")


def test_a_series_in_universal_time_follows_no_clocks_of_its_calendar() -> None:
    taken = read(
        "X-WR-TIMEZONE:America/New_York",
        one(f"DTSTART:{YEAR}0706T130000Z", "RRULE:FREQ=MONTHLY;COUNT=6"),
    )

    assert {at[-5:] for at in starts(taken)} == {"13:00"}
    assert {made.plan.zone for made in taken.events} == {"America/New_York"}


def test_times_without_a_zone_are_those_of_the_calendar_else_of_who_imports() -> None:
    floating = one(f"DTSTART:{YEAR}0706T090000")

    assert starts(read("X-WR-TIMEZONE:Asia/Manila", floating)) == ["07-06 01:00"]
    assert starts(read(floating)) == ["07-06 06:00"]


def test_days_are_whole_and_one_taken_out_of_a_series_of_days_is_out() -> None:
    taken = read(
        one(
            f"DTSTART;VALUE=DATE:{YEAR}0706",
            f"DTEND;VALUE=DATE:{YEAR}0708",
            "RRULE:FREQ=WEEKLY;COUNT=3",
            f"EXDATE;VALUE=DATE:{YEAR}0713",
        )
    )

    assert starts(taken) == ["07-05 21:00", "07-19 21:00"]
    assert {made.plan.minutes for made in taken.events} == {2 * 24 * 60}


def test_further_dates_are_added_and_several_lines_take_dates_out() -> None:
    taken = read(
        one(
            f"{BRUSSELS}{YEAR}0706T090000",
            "RRULE:FREQ=DAILY;COUNT=4",
            f"RDATE;TZID=Europe/Brussels:{YEAR}0801T100000,{YEAR}0802T100000",
            f"RDATE;VALUE=PERIOD:{YEAR}0803T100000Z/PT1H",
            f"EXDATE;TZID=Europe/Brussels:{YEAR}0707T090000",
            f"EXDATE:{YEAR}0708T070000Z",
        )
    )

    assert starts(taken) == [
        *("07-06 07:00", "07-09 07:00"),
        *("08-01 08:00", "08-02 08:00", "08-03 10:00"),
    ]


def test_one_of_a_series_moved_or_cancelled_stands_in_its_place_wherever_it_is_written() -> None:
    moved = one(
        f"RECURRENCE-ID:{YEAR}0713T070000Z", f"{BRUSSELS}{YEAR}0714T110000", "SUMMARY:Moved"
    )
    cancelled = one(
        f"RECURRENCE-ID;TZID=Europe/Brussels:{YEAR}0720T090000",
        f"{BRUSSELS}{YEAR}0720T090000",
        "STATUS:CANCELLED",
    )
    series = one(f"{BRUSSELS}{YEAR}0706T090000", "RRULE:FREQ=WEEKLY;COUNT=4", "SUMMARY:Weekly")

    taken = read(moved, series, cancelled)

    assert starts(taken) == ["07-06 07:00", "07-14 09:00", "07-20 07:00", "07-27 07:00"]
    states = {f"{made.plan.starts_at:%d}": made.state for made in taken.events}
    assert states == {"06": "announced", "14": "announced", "20": "cancelled", "27": "announced"}
    assert [made.plan.title for made in taken.events].count("Moved") == 1


def test_a_rule_that_ends_on_a_day_holds_on_that_day() -> None:
    taken = read(one(f"{BRUSSELS}{YEAR}0706T090000", f"RRULE:FREQ=DAILY;UNTIL={YEAR}0708"))

    assert starts(taken) == ["07-06 07:00", "07-07 07:00", "07-08 07:00"]


def test_a_line_folded_within_a_letter_is_one_line_again() -> None:
    data = calendar(event("SUMMARY:Réunion"))
    folded = data.replace("é".encode(), b"\xc3\r\n \xa9")

    [made] = read_calendar(split_calendar(folded), ZONE).events

    assert made.plan.title == "Réunion"


def test_a_colon_in_quotes_does_not_end_the_name_of_a_line() -> None:
    [component] = split_calendar(
        calendar(one('X-A;B="c:d":e', 'SUMMARY;ALTREP="cid:1":f'))
    ).components

    assert (component.first("X-A"), component.first("SUMMARY")) == ("e", "f")


def test_a_rule_that_takes_dates_out_by_a_rule_is_kept_and_not_half_followed() -> None:
    taken = read(
        one(f"{BRUSSELS}{YEAR}0706T090000", "RRULE:FREQ=DAILY;COUNT=4", "EXRULE:FREQ=WEEKLY")
    )

    assert (taken.events, len(taken.unread)) == ([], 1)
    assert any("EXRULE" in text for text in taken.kept.values())


def test_the_address_of_a_call_is_found_where_outlook_writes_it() -> None:
    link = "https://teams.example.org/l/1"
    [made] = read(
        one(
            f"DTSTART:{YEAR}0706T090000Z",
            "LOCATION:Microsoft Teams Meeting",
            f"X-MICROSOFT-SKYPETEAMSMEETINGURL:{link}",
        )
    ).events

    assert (made.plan.link, made.plan.place) == (link, "Microsoft Teams Meeting")


def test_a_calendar_of_nobody_in_question_is_taken_as_it_is() -> None:
    split = split_calendar(calendar(event("ATTENDEE:mailto:a@example.org", "X-B:not@an@address")))

    assert leave_out(split, forgotten({"b@example.org", "Bela Ruto"})) == split
