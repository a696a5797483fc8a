"""Two hundred pairs down the hall, planted among colleagues who work on something else."""

from __future__ import annotations

from random import Random

from matching.graph import pairs_down_the_hall
from matching.snapshot import Person, Snapshot

PAIRS = 200
TOPICS = [f"topic-{number}" for number in range(90)]
RARE = 3


def at(institution: int | None, *topics: str) -> Person:
    return Person("KE", "africa", None, institution, topics)


def test_all_planted_pairs_are_found_and_nobody_else() -> None:
    dice, people, planted = Random(2026), dict[int, Person](), set[tuple[int, int]]()
    for institution in range(1, PAIRS + 1):
        ids = range(10 * institution, 10 * institution + 5)
        mine, other, third, more = dice.sample(TOPICS, 4)
        people |= {
            ids[0]: at(institution, mine, other),
            ids[1]: at(institution, other, mine, third),
            ids[2]: at(institution, third, more),  # one topic in common with a colleague
            ids[3]: at(institution),
            ids[4]: at(None, mine, other),  # who does not say where they work
        }
        planted.add((ids[0], ids[1]))
    snapshot = Snapshot.of(people)
    assert min(snapshot.overlap.holders) > RARE

    found = pairs_down_the_hall(snapshot.overlap, snapshot.by_institution, rare=RARE)

    assert {(pair.one, pair.other) for pair in found} == planted
    assert len(found) == PAIRS
