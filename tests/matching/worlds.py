"""Small worlds of members and topics, and what they have in common counted by hand."""

from __future__ import annotations

from math import log

import numpy as np
from hypothesis import strategies as st

World = dict[int, set[str]]
TOPICS = [f"t{number:02}" for number in range(30)]

ids = st.integers(1, 10_000)
holdings = st.one_of(
    st.sets(st.sampled_from(TOPICS), max_size=12),
    st.sets(st.sampled_from(TOPICS[:3]), max_size=3),  # hubs, and many who hold the same
    st.sets(st.sampled_from(TOPICS), min_size=25),
)
worlds = st.dictionaries(ids, holdings, min_size=1, max_size=40)


def weight(holders: int, members: int) -> int:
    """The whole-number weight of a topic: ln(N / n), in units of 1/1024."""
    return round(1024 * log(members / holders))


def brute_force(world: World, most: int, within: dict[int, bool]) -> dict[int, list[tuple]]:
    """Score everybody against everybody and sort: scores descending, then ids."""
    members, topics = sorted(world), sorted({topic for held in world.values() for topic in held})
    holds = np.array([[topic in world[one] for topic in topics] for one in members], dtype=np.int64)
    holds = holds.reshape(len(members), len(topics))
    weights = [weight(int(count), len(members)) for count in holds.sum(axis=0)]
    common = (holds * np.array(weights, dtype=np.int64)) @ holds.T
    margin = round(3 * int(common.diagonal().sum()) / max(int(holds.sum()), 1))
    held = common.diagonal() + margin
    found = {}
    for row, member in enumerate(members):
        scored = [
            (members[at], float(common[row, at] / np.sqrt(held[row] * held[at])))
            for at in range(len(members))
            if at != row and common[row, at] and within.get(members[at], True)
        ]
        found[member] = sorted(scored, key=lambda one: (-one[1], one[0]))[:most]
    return found


def pairs(peers: list) -> list[tuple[int, float]]:
    return [(peer.member, peer.score) for peer in peers]
