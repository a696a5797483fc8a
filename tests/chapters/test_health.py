"""Growth and waiting, counted from steps by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cop.chapters.models.memberships import INSIDE, State
from cop.chapters.queries.health import count_answers, count_months
from cop.chapters.queries.stands import Change

NOVEMBER = datetime(2026, 11, 26, tzinfo=UTC)


def step(who: int, before: str, after: str, at: datetime, waited: float = 0) -> Change:
    stood = at - timedelta(days=waited)
    return Change(who, State(before), stood, State(after), at)


def test_members_by_month_are_who_came_and_had_not_gone_by_its_end() -> None:
    changes = [
        step(1, "", "active", datetime(2025, 1, 5, tzinfo=UTC)),  # before the first month
        step(2, "", "active", datetime(2026, 9, 30, tzinfo=UTC)),
        step(3, "invited", "active", datetime(2026, 10, 1, tzinfo=UTC)),
        step(2, "active", "paused", datetime(2026, 10, 2, tzinfo=UTC)),  # is one still
        step(1, "active", "left", datetime(2026, 11, 1, tzinfo=UTC)),
        step(4, "", "invited", datetime(2026, 11, 2, tzinfo=UTC)),
    ]

    months = count_months(changes, NOVEMBER, months=3)

    assert [(one.first, one.members, one.came, one.went) for one in months] == [
        (date(2026, 9, 1), 2, 1, 0),
        (date(2026, 10, 1), 3, 1, 0),
        (date(2026, 11, 1), 2, 0, 1),
    ]


def test_a_year_ends_between_two_months() -> None:
    months = count_months([], datetime(2027, 2, 1, tzinfo=UTC), months=4)

    assert [one.first for one in months] == [
        *(date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1))
    ]


@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.sampled_from([*State]), st.integers(0, 900)),
        max_size=40,
    )
)
def test_whoever_comes_and_goes_the_last_month_counts_who_is_in(
    steps: list[tuple[int, State, int]],
) -> None:
    changes = [
        step(who, "", after, NOVEMBER - timedelta(days=900 - days))
        for who, after, days in sorted(steps, key=lambda one: one[2])
    ]

    months = count_months(changes, NOVEMBER)

    last = {one.profile_id: one.after for one in changes}
    assert months[-1].members == sum(state in INSIDE for state in last.values())
    assert all(
        later.members == earlier.members + later.came - later.went
        for earlier, later in pairwise(months)
    )
    assert all(one.members >= 0 for one in months)


def test_answers_are_counted_by_how_long_they_took() -> None:
    changes = [
        *(step(at, "requested", "active", NOVEMBER, waited) for at, waited in enumerate((0, 1, 3))),
        step(4, "requested", "declined", NOVEMBER, 5),
        step(5, "requested", "banned", NOVEMBER, 30),
        step(6, "requested", "left", NOVEMBER, 2),  # took it back: nobody answered
        step(7, "invited", "active", NOVEMBER, 2),  # nor asked
        step(8, "requested", "active", NOVEMBER - timedelta(days=400), 2),  # long ago
    ]

    answers = count_answers(changes, NOVEMBER - timedelta(days=365))

    assert answers.within == [(1, 2), (3, 1), (7, 1), (14, 0), (None, 1)]
    assert (answers.total, answers.median) == (5, 3)


def test_where_nothing_was_asked_nothing_was_answered() -> None:
    answers = count_answers([], NOVEMBER)

    assert (answers.total, answers.median) == (0, 0)
