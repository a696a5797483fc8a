"""What ties two members, and through whom one is reached."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from matching.overlap import Overlap
from matching.ties import Tie, TieKind, Way, find_ways, tell_ties
from profiles.member import Member, Tag, Workplace

HOUSE = Workplace(1, "ministry", "Ministry", "KE")
OTHER = Workplace(2, "university", "University", "KE")
HELD = {1: ("tax", "land"), 2: ("tax", "land"), 3: ("tax",), 4: ("water",), 5: ()}
OVERLAP = Overlap.of(HELD)


def make(number: int, *topics: str, **values: Any) -> Member:
    expertise = tuple(Tag(topic) for topic in topics or HELD[number])
    joined = datetime(2026, 1, 1, tzinfo=UTC)
    return Member(
        id=number,
        slug=f"m{number}",
        name=f"Member {number}",
        joined_at=joined,
        confirmed_at=None,
        expertise=expertise,
        **values,
    )


def tell(one: Member, other: Member) -> list[Tie]:
    return [*tell_ties([(one.id, other.id)], {one.id: one, other.id: other}, OVERLAP)]


def test_a_tie_says_what_is_shared_the_rarest_first_and_how_much_it_is() -> None:
    (tie,) = tell(make(1), make(2))

    assert tie.topics == ("land", "tax")
    assert tie.weight == OVERLAP.score(1, 2) > 0
    assert tie.kinds == [TieKind.OVERLAP]
    assert tie.ids == (1, 2)


def test_the_same_house_and_a_chapter_in_common_are_further_kinds() -> None:
    one = make(1, institution=HOUSE, chapters=frozenset({"kenya", "tax"}))

    (both,) = tell(one, make(2, institution=HOUSE, chapters=frozenset({"kenya"})))
    (chapter,) = tell(one, make(3, institution=OTHER, chapters=frozenset({"tax"})))
    (neither,) = tell(one, make(3, chapters=frozenset({"water"})))

    assert both.kinds == [TieKind.OVERLAP, TieKind.INSTITUTION, TieKind.CHAPTER]
    assert chapter.kinds == [TieKind.OVERLAP, TieKind.CHAPTER]
    assert neither.kinds == [TieKind.OVERLAP]


def test_who_is_not_seen_or_shows_nothing_shared_is_not_tied() -> None:
    one = make(1, institution=HOUSE)

    assert tell(one, make(4, institution=HOUSE)) == []
    assert tell(one, make(2, "water")) == []  # hides what they hold
    assert [*tell_ties([(1, 2)], {1: one}, OVERLAP)] == []


def test_who_is_two_steps_away_is_reached_by_the_strongest_weaker_tie() -> None:
    """From 1 to 4 over 2 the weaker tie is 0.3, over 3 it is 0.4; 5 is three steps away."""
    members = {number: make(number) for number in HELD}
    weights = {(1, 2): 0.9, (2, 4): 0.3, (3, 1): 0.5, (3, 4): 0.4, (2, 3): 0.8, (4, 5): 1.0}
    ties = [
        Tie(members[one], members[other], weight, (f"{one}-{other}",), [TieKind.OVERLAP])
        for (one, other), weight in weights.items()
    ]

    assert find_ways(ties, 1) == {
        2: Way(None, ("1-2",)),
        3: Way(None, ("3-1",)),
        4: Way(members[3], ("3-4",)),
    }
    assert find_ways(ties, 9) == {}
