"""How good a match somebody is: the overlap of topics, and a little for all else in their favour.

    score = Σ bound · part,   0 <= part <= 1,   Σ bound = 1

An ingredient gives nothing where nothing is in their favour, never more than its bound, and less as
soon as what it names is taken away: so each is a reason that can be told. g(n) = 1 - 2⁻ⁿ: each
further one counts half as much.

| ingredient    | bound | part |
|---------------|-------|------|
| `topic`       | .800  | the overlap, of what it would be with somebody who knows just the same |
| `teaches`     | .040  | worth of the topics that the asker wants to learn and the other knows |
| `learns`      | .020  | worth of the topics that the other wants to learn and the asker knows |
| `expert`      | .020  | worth of what the other knows very well and the asker knows or seeks |
| `language`    | .030  | g(working languages in common) |
| `country`     | .030  | g(countries that both live in or know, but for the one where both live) |
| `stakeholder` | .020  | 1 where both say their role and the roles differ |
| `level`       | .010  | 1 where both say their level of government and the levels differ |
| `discipline`  | .010  | g(disciplines of one) · g(of the other) where none is in common |
| `fresh`       | .010  | from 1 for a profile confirmed today down to 0 after a year |
| `seldom`      | .010  | from 1 for who stands in nobody's list down to 0 for who stands in 20 |

`matching.overlap` says what overlap is, and the worth of topics: 1 - Π (1 - w / 2w₁), with w the
weight of a topic and w₁ that of one that a single member holds. All but topics can be switched off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from matching.overlap import Overlap

    _Part = Callable[["Side", "Side", Overlap], "_Found"]

YEAR: Final = 365  # days until a profile that nobody confirms is no longer fresh
OFTEN: Final = 20  # lists of others, in which one stands as often as may be
TEACHES: Final = "teaches"
LEARNS: Final = "learns"
TOPIC: Final = "topic"  # what both know: the ingredient that is always there
NONE: Final = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Side:
    """One of two people, as far as the score looks at them; what is not told is empty.

    Attributes:
        topics: what they know.
        expert: what they know very well.
        interests: what they want to learn.
        places: countries that they live in or know.
        home: the country they live in.
        unconfirmed: days since they said that all is true; None where that is not known.
        listed: in how many lists of others they stand; None where nobody counts.
    """

    topics: frozenset[str] = NONE
    expert: frozenset[str] = NONE
    interests: frozenset[str] = NONE
    languages: frozenset[str] = NONE
    disciplines: frozenset[str] = NONE
    places: frozenset[str] = NONE
    home: str = ""
    stakeholder: str = ""
    level: str = ""
    unconfirmed: int | None = None
    listed: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that speaks for a match, and how much of the score it is, above 0.

    Attributes:
        kind: the name of the ingredient.
        values: what both say; where they differ, what the asker says.
        theirs: where they differ, what the other says.
    """

    kind: str
    weight: float
    values: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


class _Found(NamedTuple):
    """Which part of its bound an ingredient gives, and for what."""

    part: float
    values: Collection[str] = ()
    theirs: Collection[str] = ()


_NOTHING: Final = _Found(0.0)


def find_reasons(
    asker: Side, other: Side, overlap: Overlap, bounds: Mapping[str, float]
) -> Sequence[Reason]:
    """Return all that speaks for `other` as a match of `asker`; the score is the sum of weights.

    Args:
        asker: for whom somebody is sought.
        other: who may be suggested.
        overlap: says what topics weigh.
        bounds: of the ingredients that count, as `BOUNDS` has them.
    """
    reasons: list[Reason] = []
    for kind, bound in bounds.items():
        part, values, theirs = _INGREDIENTS[kind][1](asker, other, overlap)
        if part > 0:
            reasons.append(Reason(kind, bound * part, tuple(values), tuple(theirs)))
    return reasons


def total(reasons: Sequence[Reason]) -> float:
    """Return the score that these reasons make together."""
    return sum(reason.weight for reason in reasons)


def best_overlap(asker: Side, overlap: Overlap) -> float:
    """Return the overlap of `asker` with who knows just the same: nobody's is larger."""
    return overlap.compare(asker.topics, asker.topics) or 1.0


def most_else(asker: Side, overlap: Overlap, bounds: Mapping[str, float]) -> float:
    """Return what all but topics in common and teaching give `asker` at most, whoever is asked."""
    parts = {
        TOPIC: 0.0,
        TEACHES: 0.0,
        LEARNS: overlap.worth(asker.topics),
        "expert": overlap.worth(asker.topics | asker.interests),
        "language": _growth(len(asker.languages)),
        "country": _growth(len(asker.places)),
        "stakeholder": float(bool(asker.stakeholder)),
        "level": float(bool(asker.level)),
        "discipline": _growth(len(asker.disciplines)),
    }
    return sum(bound * parts.get(kind, 1.0) for kind, bound in bounds.items())


def _topic(asker: Side, other: Side, overlap: Overlap) -> _Found:
    part = overlap.compare(asker.topics, other.topics) / best_overlap(asker, overlap)
    return _Found(part, _by_rarity(asker.topics & other.topics, overlap)) if part else _NOTHING


def _teaches(asker: Side, other: Side, overlap: Overlap) -> _Found:
    return _worth(asker.interests & other.topics, overlap)


def _learns(asker: Side, other: Side, overlap: Overlap) -> _Found:
    return _worth(other.interests & asker.topics, overlap)


def _expert(asker: Side, other: Side, overlap: Overlap) -> _Found:
    return _worth((asker.topics | asker.interests) & other.expert, overlap)


def _language(asker: Side, other: Side, _overlap: Overlap) -> _Found:
    return _in_common(asker.languages & other.languages)


def _country(asker: Side, other: Side, _overlap: Overlap) -> _Found:
    both_at_home = {asker.home} & {other.home}
    return _in_common((asker.places & other.places) - both_at_home)


def _stakeholder(asker: Side, other: Side, _overlap: Overlap) -> _Found:
    return _unlike(asker.stakeholder, other.stakeholder)


def _level(asker: Side, other: Side, _overlap: Overlap) -> _Found:
    return _unlike(asker.level, other.level)


def _discipline(asker: Side, other: Side, _overlap: Overlap) -> _Found:
    one, two = asker.disciplines, other.disciplines
    if one & two:
        return _NOTHING
    return _Found(_growth(len(one)) * _growth(len(two)), sorted(one), sorted(two))


def _fresh(_asker: Side, other: Side, _overlap: Overlap) -> _Found:
    return _Found(_falling(other.unconfirmed, YEAR))


def _seldom(_asker: Side, other: Side, _overlap: Overlap) -> _Found:
    return _Found(_falling(other.listed, OFTEN))


def _worth(topics: frozenset[str], overlap: Overlap) -> _Found:
    return _Found(overlap.worth(topics), _by_rarity(topics, overlap)) if topics else _NOTHING


def _in_common(values: frozenset[str]) -> _Found:
    return _Found(_growth(len(values)), sorted(values))


def _unlike(one: str, other: str) -> _Found:
    return _Found(1.0, (one,), (other,)) if one and other and one != other else _NOTHING


def _growth(count: int) -> float:
    """Return g(count) = 1 - 2⁻ⁿ: each further one counts half as much."""
    return 1.0 - 2.0**-count


def _falling(number: int | None, end: int) -> float:
    return 0.0 if number is None else max(0.0, 1.0 - max(number, 0) / end)


def _by_rarity(topics: frozenset[str], overlap: Overlap) -> tuple[str, ...]:
    """Return those of `topics` that count, the rarest first."""
    counting = sorted(topic for topic in topics if overlap.weight_of.get(topic))
    return tuple(sorted(counting, key=lambda topic: -overlap.weight_of[topic]))


_INGREDIENTS: Final[Mapping[str, tuple[float, _Part]]] = {
    TOPIC: (0.800, _topic),
    TEACHES: (0.040, _teaches),
    LEARNS: (0.020, _learns),
    "expert": (0.020, _expert),
    "language": (0.030, _language),
    "country": (0.030, _country),
    "stakeholder": (0.020, _stakeholder),
    "level": (0.010, _level),
    "discipline": (0.010, _discipline),
    "fresh": (0.010, _fresh),
    "seldom": (0.010, _seldom),
}
BOUNDS: Final[Mapping[str, float]] = {kind: bound for kind, (bound, _) in _INGREDIENTS.items()}
