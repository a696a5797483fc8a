"""How well matching finds whom others have judged worth meeting: people as documents and queries.

Documents are people and what they know, queries are people who ask; topics are words, with hyphens.
Who asks under the id of a document is that person, and does not find themselves.
"""

from __future__ import annotations

import re
import statistics
from typing import TYPE_CHECKING

from matching.overlap import Overlap
from tests.relevance.ndcg import DEPTH, ndcg
from tests.relevance.plain import PlainCosine
from tests.relevance.trec import read_docs, read_qrels, read_queries

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Nearest = Callable[[frozenset[str], int], Sequence[int]]

_TOPIC = re.compile(r"\w+(?:-\w+)*")


def score_people(collection: Path) -> list[tuple[str, int, float]]:
    """Return the mean nDCG of our overlap and of the plain cosine on a folder as TREC has them."""
    people = [(name, _topics(text)) for name, text in read_docs(collection)]
    holdings = {at: topics for at, (_, topics) in enumerate(people)}
    judged = read_qrels(collection)
    asked = [(key, _topics(text)) for key, text in read_queries(collection) if key in judged]
    overlap = Overlap.of(holdings)

    def nearest(topics: frozenset[str], most: int) -> Sequence[int]:
        return [peer.member for peer in overlap.nearest(topics, most)]

    def score(ask: Nearest) -> float:
        return statistics.fmean(
            ndcg([name for name in found if name != key], judged[key])
            for key, topics in asked
            for found in [[people[at][0] for at in ask(topics, DEPTH + 1)]]
        )

    return [
        (f"{collection.name}, {what}", len(asked), score(ask))
        for what, ask in (("overlap", nearest), ("plain cosine", PlainCosine(holdings).nearest))
    ]


def _topics(text: str) -> frozenset[str]:
    return frozenset(_TOPIC.findall(text.casefold()))
