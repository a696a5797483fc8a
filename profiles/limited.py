"""What the database finds while no search engine answers: less, and seen by the same eyes.

Words are looked for in names (without typos), countries and topics only. The database proposes
whom the audience may find, what `visible` leaves of them decides. Fields that they keep closed cost
time all the same, and the time is short.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.accounts.viewer import AS_AUDIENCE, Audience
from cop.kit.text import tokens
from profiles.access import see
from profiles.answering import Answering, Way
from profiles.fields import FLOOR, Level
from profiles.index import MEMBERS, describe
from profiles.queries import Sought, iterate_sought
from search.index import DEEPEST, Hit, Results
from search.words import is_among

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member
    from search.index import Document, Index, Query

MOST: Final = 200  # found; who wants more waits for the engine
SECONDS: Final = 0.3  # spent on looking
_LEVELS: Final = {Audience.PUBLIC: Level.PUBLIC, Audience.MEMBERS: Level.MEMBERS}


@dataclass(frozen=True, slots=True)
class _Found:
    document: Document
    named: int  # words that stand in the name


class Limited:
    """Answers in the place of an engine."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    async def find(self, index: Index, query: Query) -> Results:
        """Answer `query` with up to `MOST` members, counted among themselves only."""
        vocabulary = self._vocabulary
        audience = next(one for one, members in MEMBERS.items() if members is index)
        found: list[_Found] = []
        until = time.monotonic() + SECONDS
        async for profiles in iterate_sought(
            [_sought(word, vocabulary) for word in query.words]
            + [
                Sought("", choice.get("country", ()), choice.get("topic", ()))
                for choice in query.must
                if choice.keys() <= {"country", "topic"}
            ],
            [one for one, floor in FLOOR.items() if floor <= _LEVELS[audience]],
            countries=query.filters.get("country", ()),
            topics=query.filters.get("topic", ()),
            ids=None if query.keys is None else [int(key) for key in query.keys],
        ):
            for member in see(profiles, AS_AUDIENCE[audience]):
                found.extend(_matched(member, query, vocabulary))
            if len(found) >= MOST or time.monotonic() > until:
                break
        return _as_results(found[:MOST], query)


def _sought(word: str, vocabulary: Vocabulary) -> Sought:
    """Return what in the database may answer `word`."""
    ways = vocabulary.derive(Answering).ways_of(word)

    def keys(scheme: str) -> list[str]:
        return [
            key for (kind, key), way in ways.items() if kind == scheme and way is not Way.NEARLY
        ]

    return Sought(word, keys("country"), keys("topic"))


def _matched(member: Member, query: Query, vocabulary: Vocabulary) -> Iterator[_Found]:
    """Yield `member` if they answer `query` with what is seen of them."""
    name = tokens(member.name)
    named = [word for word in query.words if is_among(word, name, forgiving=False)]
    others = _words_of_concepts(member, vocabulary)
    if all(word in named or is_among(word, others) for word in query.words) and str(
        member.id
    ) not in set(query.without):
        document = describe(member, vocabulary)
        filters = [{facet: values} for facet, values in query.filters.items() if values]
        if all(
            any(
                not set(values).isdisjoint(document.facets.get(facet, ()))
                for facet, values in choice.items()
            )
            for choice in (*filters, *query.must)
        ):
            yield _Found(document, len(named))


def _words_of_concepts(member: Member, vocabulary: Vocabulary) -> set[str]:
    concepts = [("topic", key) for key in member.topics] + [("country", member.country)]
    known = (one for one in concepts if vocabulary.get(*one))
    return {word for one in known for word in vocabulary.tokens(*one)}


def _as_results(found: Sequence[_Found], query: Query) -> Results:
    order = query.order or "by_name"
    ranked = sorted(
        found, key=lambda one: (not query.order and -one.named, one.document.orders[order])
    )
    begin = min(query.offset, DEEPEST)
    return Results(
        total=len(ranked),
        hits=tuple(
            Hit(one.document.key, float(one.named)) for one in ranked[begin : begin + query.limit]
        ),
        facets={facet: _count(facet, ranked) for facet in query.count},
        is_limited=True,
    )


def _count(facet: str, found: Sequence[_Found]) -> list[tuple[str, int]]:
    counts = Counter(value for one in found for value in one.document.facets.get(facet, ()))
    return sorted(counts.items(), key=lambda value: (-value[1], value[0]))
