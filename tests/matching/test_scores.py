"""How good a match somebody is, and that every reason given is one."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import matching.scores
from cop.kit.errors import Invalid
from matching.matcher import choose_bounds
from matching.overlap import Overlap
from matching.scores import BOUNDS, OFTEN, YEAR, Side, find_reasons, total
from tests.matching.worlds import TOPICS, World, worlds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matching.scores import Reason

FOUR = Overlap.of({1: ["rare", "other"], 2: ["half"], 3: ["half"], 4: []})
README = Path(__file__).parents[2] / "README.md"


def some(*values: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=4)


sides = st.builds(
    Side,
    topics=some(*TOPICS[:8]),
    expert=some(*TOPICS[:8]),
    interests=some(*TOPICS[:8]),
    languages=some("en", "fr", "sw", "ar"),
    disciplines=some("law", "economics", "planning"),
    places=some("KE", "NG", "GH"),
    stakeholder=st.sampled_from(["", "ministry", "university"]),
    level=st.sampled_from(["", "local", "central"]),
    unconfirmed=st.none() | st.integers(0, 2 * YEAR),
    listed=st.none() | st.integers(0, 2 * OFTEN),
).flatmap(
    lambda side: st.sampled_from(["", *sorted(side.places)]).map(
        lambda home: replace(side, home=home)
    )
)


def reasons(asker: Side, other: Side, overlap: Overlap = FOUR) -> dict[str, Reason]:
    return {one.kind: one for one in find_reasons(asker, other, overlap, BOUNDS)}


def score(asker: Side, other: Side, overlap: Overlap) -> float:
    return total(find_reasons(asker, other, overlap, BOUNDS))


# reason -> where what it names stands: with the asker, with the other
NAMED_IN = {
    "topic": ("topics", "topics"),
    "teaches": ("interests", ""),
    "learns": ("", "interests"),
    "expert": ("", "expert"),
    "language": ("languages", "languages"),
    "country": ("places", "places"),
    "stakeholder": ("stakeholder", "stakeholder"),
    "level": ("level", "level"),
    "discipline": ("disciplines", "disciplines"),
    "fresh": ("", "unconfirmed"),
    "seldom": ("", "listed"),
}


def less(side: Side, name: str, value: str) -> Side:
    """Return the same person without one thing that they say."""
    if name in {"stakeholder", "level"}:
        return replace(side, **{name: ""})
    poorer = replace(side, **{name: getattr(side, name) - {value}})
    return replace(poorer, home="") if (name, side.home) == ("places", value) else poorer


def without(reason: Reason, asker: Side, other: Side) -> Iterator[tuple[Side, Side]]:
    """Yield the two people without one thing that the reason names, in every way."""
    mine, their = NAMED_IN[reason.kind]
    if reason.kind in {"fresh", "seldom"}:
        yield asker, replace(other, **{their: None})
        yield asker, replace(other, **{their: getattr(other, their) + 1})
        return
    if mine:
        yield from ((less(asker, mine, value), other) for value in reason.values)
    if their:
        values = reason.theirs or reason.values
        yield from ((asker, less(other, their, value)) for value in values)


@given(world=worlds, asker=sides, other=sides)
def test_whatever_a_reason_names_raises_the_score(world: World, asker: Side, other: Side) -> None:
    overlap = Overlap.of(world)
    before = find_reasons(asker, other, overlap, BOUNDS)
    assume(before)

    for reason in before:
        poorer = [*without(reason, asker, other)]
        assert poorer, reason
        for pair in poorer:
            assert score(*pair, overlap) < total(before), reason


@given(world=worlds, asker=sides, other=sides)
def test_no_ingredient_gives_more_than_its_bound_and_all_give_one(
    world: World, asker: Side, other: Side
) -> None:
    found = find_reasons(asker, other, Overlap.of(world), BOUNDS)

    kinds = [reason.kind for reason in found]
    assert kinds == [kind for kind in BOUNDS if kind in kinds]
    for reason in found:
        assert 0 < reason.weight <= BOUNDS[reason.kind] + 1e-12
    assert total(found) <= 1 + 1e-12


def test_topics_are_four_fifths_and_all_else_is_one_fifth() -> None:
    assert sum(BOUNDS.values()) == pytest.approx(1)
    assert BOUNDS["topic"] == 0.8


def test_the_bounds_are_those_that_are_written_down() -> None:
    for text in (matching.scores.__doc__ or "", README.read_text()):
        rows = re.findall(r"^\| `(\w+)` +\| +(\.\d+) +\|", text, re.MULTILINE)
        assert {kind: float(bound) for kind, bound in rows} == BOUNDS


def test_who_knows_what_one_wants_to_learn_counts_by_how_rare_it_is() -> None:
    """One of four members: w₁ = ln(4). Two of four: ln(2), half of that."""

    def taught(*topics: str) -> Reason:
        asker, other = Side(interests=frozenset(topics)), Side(topics=frozenset(topics))
        assert reasons(other, asker)["learns"].values == reasons(asker, other)["teaches"].values
        return reasons(asker, other)["teaches"]

    assert taught("rare").weight == pytest.approx(0.04 * 1 / 2)
    assert taught("half").weight == pytest.approx(0.04 * 1 / 4)
    assert taught("rare", "other").weight == pytest.approx(0.04 * 3 / 4)
    assert taught("half", "rare").weight == pytest.approx(0.04 * (1 - 1 / 2 * 3 / 4))
    assert taught("half", "rare").values == ("rare", "half")


def test_what_nobody_or_everybody_knows_is_no_reason() -> None:
    everybody = Overlap.of({1: ["a"], 2: ["a"]})
    one, two = Side(topics=frozenset("ab")), Side(interests=frozenset("ab"))

    assert reasons(one, one, everybody) == {}
    assert reasons(two, one, everybody) == {}
    assert reasons(one, one, Overlap.of({1: ["a"]})) == reasons(one, one, Overlap.of({})) == {}


def test_topics_in_common_count_as_their_overlap() -> None:
    both = frozenset({"rare", "half"})

    found = reasons(Side(topics=both), Side(topics=frozenset({"half"})))["topic"]

    assert found.values == ("half",)
    # In units of ln(2) topics weigh 2 and 1; two hold 1, two topics are 2: a margin of 3 · 6 / 4.
    overlap, same = 1 / ((4.5 + 3) * (4.5 + 1)) ** 0.5, 3 / (4.5 + 3)
    assert found.weight == pytest.approx(0.8 * overlap / same, rel=1e-3)
    assert reasons(Side(topics=both), Side(topics=both))["topic"].weight == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("asker", "other", "kind", "part"),
    [
        (Side(languages=frozenset({"en"})), Side(languages=frozenset({"en"})), "language", 1 / 2),
        (
            Side(languages=frozenset({"en", "fr"})),
            Side(languages=frozenset({"fr", "en", "sw"})),
            "language",
            3 / 4,
        ),
        (Side(places=frozenset({"GH"})), Side(places=frozenset({"GH"})), "country", 1 / 2),
        (
            Side(places=frozenset({"GH", "KE"}), home="KE"),
            Side(places=frozenset({"GH", "KE"}), home="GH"),
            "country",
            3 / 4,
        ),
        (Side(stakeholder="ministry"), Side(stakeholder="university"), "stakeholder", 1),
        (Side(level="local"), Side(level="central"), "level", 1),
        (
            Side(disciplines=frozenset({"law"})),
            Side(disciplines=frozenset({"economics", "planning"})),
            "discipline",
            1 / 2 * 3 / 4,
        ),
        (Side(), Side(unconfirmed=0), "fresh", 1),
        (Side(), Side(unconfirmed=73), "fresh", 4 / 5),
        (Side(), Side(listed=0), "seldom", 1),
        (Side(), Side(listed=15), "seldom", 1 / 4),
    ],
)
def test_each_ingredient_gives_the_part_that_is_written_down(
    asker: Side, other: Side, kind: str, part: float
) -> None:
    assert {one: found.weight for one, found in reasons(asker, other).items()} == {
        kind: pytest.approx(BOUNDS[kind] * part)
    }


@pytest.mark.parametrize(
    ("asker", "other"),
    [
        (Side(languages=frozenset({"en"})), Side(languages=frozenset({"fr"}))),
        (
            Side(places=frozenset({"KE"}), home="KE"),
            Side(places=frozenset({"KE"}), home="KE"),
        ),
        (Side(stakeholder="ministry"), Side(stakeholder="ministry")),
        (Side(stakeholder="ministry"), Side()),
        (Side(level="local"), Side(level="local")),
        (
            Side(disciplines=frozenset({"law"})),
            Side(disciplines=frozenset({"law", "planning"})),
        ),
        (Side(disciplines=frozenset({"law"})), Side()),
        (Side(unconfirmed=0, listed=0), Side()),
        (Side(), Side(unconfirmed=YEAR, listed=OFTEN)),
        (Side(), Side(unconfirmed=5 * YEAR, listed=1_000)),
    ],
)
def test_what_does_not_speak_for_somebody_counts_nothing(asker: Side, other: Side) -> None:
    assert reasons(asker, other) == {}


def test_what_is_switched_off_gives_no_reason() -> None:
    asker, other = Side(languages=frozenset({"en"})), Side(languages=frozenset({"en"}), listed=0)

    found = find_reasons(asker, other, FOUR, choose_bounds({"language", "fresh"}))

    assert [reason.kind for reason in found] == ["seldom"]


@pytest.mark.parametrize("name", ["moon", "topic", "Fresh"])
def test_what_cannot_be_switched_off_is_refused_by_name(name: str) -> None:
    with pytest.raises(Invalid, match=f"“{name}”: choose from teaches, learns, expert"):
        choose_bounds({name, "fresh"})
