"""Members with planted communities: each is of an archetype that no matcher is told.

An archetype draws topics from its groups, and sectors and disciplines of its own, by the weights of
`archetypes.csv`. A third of the members are of two, one topic in seven is any at all, and many hold
a topic of their first sector: nobody is found by rule. The demo community was drawn so.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cop.vocabulary.actions import OWN_VOCABULARY
from cop.vocabulary.source import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

TABLE: Final = Path(__file__).with_name("archetypes.csv")
OF_TWO: Final = 0.35  # of the members
OWN: Final = 0.85  # of the topics of who is of one archetype; the others are any
OWN_OF_TWO: Final = 0.62  # of who is of two
EITHER: Final = 0.9
OF_SECTOR: Final = 0.7  # of those whose first sector is not everybody's
EVERYBODYS: Final = ("general-public-services", "public-finance")
TOPICS: Final = 8  # of an archetype that is made up
FEWEST: Final = 2  # topics of a member
MOST: Final = 12
MORE: Final = 3.2  # than the fewest, on average
FALL: Final = 0.45  # the nth topic of a group is drawn n to the power of -FALL times as often

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Planted:
    """A made-up member; `markers` are sectors and disciplines, each called differently."""

    topics: tuple[str, ...]
    markers: tuple[str, ...]
    archetype: str


@dataclass(frozen=True, slots=True)
class _Archetype:
    topics: Weights
    sectors: Weights
    disciplines: Weights


def draw_planted(size: int, seed: int) -> list[Planted]:
    """Return so many members, the same for the same `seed`."""
    generator = _Generator(seed)
    return [generator.draw() for _ in range(size)]


def draw_among(communities: int, size: int, seed: int) -> list[Planted]:
    """Return so many members of as many archetypes, which are made up by chance as well."""
    generator = _Generator(seed)
    generator.make_up(communities)
    return [generator.draw() for _ in range(size)]


def read_planted(folder: Path) -> list[Planted]:
    """Return members that were drawn elsewhere, from `members.csv` and `truth.csv`."""
    truth = {row["id"]: row["archetype"] for row in _rows(folder / "truth.csv")}
    return [
        Planted(
            tuple(row["expertise"].split("|")),
            _markers(row["sectors"].split("|"), row["disciplines"].split("|")),
            truth[row["id"]],
        )
        for row in _rows(folder / "members.csv")
    ]


class _Generator:
    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._vocabulary = [*read_vocabulary(OWN_VOCABULARY)]
        topics = [one for one in self._vocabulary if one.scheme == "topic"]
        groups: defaultdict[str, list[str]] = defaultdict(list)
        self._of_sector: defaultdict[str, list[str]] = defaultdict(list)
        for topic in topics:
            groups[topic.parent].append(topic.key)
            for sector in topic.facts["sectors"]:
                self._of_sector[sector].append(topic.key)
        self._any = {topic.key: 1.0 for topic in topics}
        rows = _rows(TABLE)
        self._archetypes = {row["archetype"]: _as_archetype(row, groups) for row in rows}
        self._shares = {row["archetype"]: float(row["weight"]) for row in rows}

    def make_up(self, communities: int) -> None:
        """Put archetypes of few topics, sectors and disciplines in place of the table's."""
        self._archetypes = {
            f"archetype-{at}": _Archetype(
                {one: 1 / place**FALL for place, one in enumerate(self._some("topic", TOPICS), 1)},
                dict.fromkeys(self._some("sector", 2), 1.0),
                dict.fromkeys(self._some("discipline", 2), 1.0),
            )
            for at in range(communities)
        }
        self._shares = dict.fromkeys(self._archetypes, 1.0)

    def _some(self, scheme: str, count: int) -> list[str]:
        keys = [one.key for one in self._vocabulary if one.scheme == scheme]
        return self._chance.sample(keys, count)

    def draw(self) -> Planted:
        chance = self._chance
        name = self._one(self._shares)
        own = self._archetypes[name]
        is_of_two = chance.random() < OF_TWO
        other = self._archetypes[self._one(self._shares)] if is_of_two else own
        topics = self._topics(own, other)
        sectors = dict.fromkeys(
            self._one((own if chance.random() < 0.8 else other).sectors)
            for _ in range(1 + (chance.random() < 0.45) + (chance.random() < 0.15))
        )
        first = next(iter(sectors))
        if first not in EVERYBODYS and chance.random() < OF_SECTOR:
            topics = {chance.choice(self._of_sector[first]): None} | topics
        disciplines = dict.fromkeys(
            self._one(own.disciplines) for _ in range(1 + (chance.random() < 0.3))
        )
        return Planted(tuple(topics), _markers(sectors, disciplines), name)

    def _topics(self, own: _Archetype, other: _Archetype) -> dict[str, None]:
        count = min(MOST, FEWEST + int(self._chance.expovariate(1 / MORE)))
        topics: dict[str, None] = {}
        while len(topics) < count:
            lot = self._chance.random()
            if lot < (OWN if own is other else OWN_OF_TWO):
                source = own.topics
            else:
                source = other.topics if own is not other and lot < EITHER else self._any
            topics[self._one(source)] = None
        return topics

    def _one(self, weights: Weights) -> str:
        return self._chance.choices([*weights], [*weights.values()])[0]


def _as_archetype(row: Mapping[str, str], groups: Mapping[str, Sequence[str]]) -> _Archetype:
    topics = {
        topic: weight / place**FALL
        for group, weight in _weights(row["groups"]).items()
        for place, topic in enumerate(groups[group], 1)
    }
    return _Archetype(topics, _weights(row["sectors"]), _weights(row["disciplines"]))


def _weights(written: str) -> Weights:
    pairs = (pair.split(":") for pair in written.split("|"))
    return {name: float(weight) for name, weight in pairs}


def _markers(sectors: Collection[str], disciplines: Collection[str]) -> tuple[str, ...]:
    return (
        *(f"sector:{one}" for one in sectors if one),
        *(f"discipline:{one}" for one in disciplines if one),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return [*csv.DictReader(source)]
