"""Rules of series, compared with dateutil's where that comes to an end."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st
from icalendar import vRecur

from cop.events.repeating import read_rule, walk

FIRST = datetime.fromisoformat("2026-01-29T14:30")
DAYS = "MO TU WE TH FR SA SU".split()


@st.composite
def rules(draw: st.DrawFn) -> str:
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 5))}"]
    numbered = freq in {"MONTHLY", "YEARLY"}
    day = st.sampled_from(DAYS)
    nth = st.builds("{}{}".format, st.sampled_from([1, 2, 3, 4, -1, -2]), day) if numbered else day
    if draw(st.booleans()):
        kind = draw(st.sampled_from([day, nth]))  # theirs wants both at once where they are mixed
        parts.append("BYDAY=" + ",".join(draw(st.lists(kind, min_size=1, max_size=3))))
    if draw(st.booleans()):
        months = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4))
        parts.append("BYMONTH=" + ",".join(map(str, months)))
    if freq != "WEEKLY" and draw(st.booleans()):
        days = draw(
            st.lists(st.integers(1, 28) | st.sampled_from([-1, -5]), min_size=1, max_size=9)
        )
        parts.append("BYMONTHDAY=" + ",".join(map(str, days)))
    # Of the first week theirs knows only what is left of it.
    if len(parts) > 2 and freq != "WEEKLY" and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from([1, 2, -1]))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(day)}")
    return ";".join(parts)


@given(rules(), st.integers(0, 400))
def test_a_rule_gives_the_days_that_another_library_gives(text: str, shift: int) -> None:
    first = FIRST + timedelta(days=shift)
    last = first + timedelta(days=900)
    ours = [*walk(read_rule(vRecur.from_ical(text)), first, last)]
    assume(len(ours) > 3)  # theirs seeks what comes seldom, or never, until the year 9999

    theirs = [*islice(rrulestr(text, dtstart=first), len(ours) + 1)]

    assert theirs[: len(ours)] == ours
    assert theirs[-1] > last


@pytest.mark.parametrize("text", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYDAY=60MO"])
def test_a_rule_that_never_fits_comes_to_an_end(text: str) -> None:
    assert [*walk(read_rule(vRecur.from_ical(text)), FIRST, FIRST + timedelta(days=4_000))] == []
