"""What an index is, what goes in and what is asked. A domain declares its own in its `index.py`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


DEEPEST: Final = 500  # offset; a reader who goes further narrows the search
MOST_VALUES: Final = 1_000  # of one facet


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a document: how much a word in it counts, and whether typos are forgiven."""

    weight: float = 1.0
    forgiving: bool = True


@dataclass(frozen=True, eq=False, slots=True)
class Index:
    """A named set of documents of one form.

    Attributes:
        texts: what is searched for words.
        facets: what is filtered by and counted; exact values.
        orders: what hits may be sorted by, as strings in ascending order.
        groups: facet -> the facet whose values its own are groups of: one filters by the second
            only, and that filter does not narrow the counts of either.
    """

    name: str
    texts: Mapping[str, Text]
    facets: tuple[str, ...]
    orders: tuple[str, ...]
    groups: Mapping[str, str] = field(default_factory=dict[str, str])

    def count_apart(self, query: Query) -> list[tuple[str, list[str]]]:
        """Return the facets to count by the filter that must not narrow them, "" for none."""
        apart: dict[str, list[str]] = {"": []}
        for facet in query.count:
            own = self.groups.get(facet, facet)
            apart.setdefault(own if query.filters.get(own) else "", []).append(facet)
        return [(own, facets) for own, facets in apart.items() if facets]


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found.

    Attributes:
        key: the number of a row, in digits.
        texts: what is searched, as the words in it that `cop.kit.text.tokens` makes.
    """

    key: str
    texts: Mapping[str, Collection[str]]
    facets: Mapping[str, Sequence[str]]
    orders: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """A question to an index.

    Attributes:
        words: folded words; every one must be found somewhere in the document.
        nearly: short words, too, may be misspelt, as a last resort; not in Meilisearch, which has
            one rule for all questions.
        texts: the only ones that are looked in for them; () for all, and then typos are forgiven.
        keys: the only documents that may be found; None for all.
        without: documents that are neither found nor counted.
        filters: facet -> values; any of the values of a facet, all of the facets.
        must: each is facet -> values; all of them, by any value of any facet, best of the first.
        prefer: facet -> values; among equally good matches those with one of them come first, and
            each facet counts more than all after it.
        turn: those who are equal in all this come in another order in each; 0 is by their keys.
        count: facets whose values are to be counted, each without its own filter.
        order: a name in `Index.orders`; "" is best match first, and without words the first order.
    """

    words: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    nearly: bool = False
    keys: Collection[str] | None = None
    without: Collection[str] = ()
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict[str, "Sequence[str]"])
    must: Sequence[Mapping[str, Sequence[str]]] = ()
    prefer: Mapping[str, Sequence[str]] = field(default_factory=dict[str, "Sequence[str]"])
    turn: int = 0
    count: tuple[str, ...] = ()
    order: str = ""
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found; the score has no unit and compares within one answer only."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, and how the facets divide all of it.

    Attributes:
        is_limited: no engine answered, and this is as much as could be found without one.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Sequence[tuple[str, int]]]  # value, count; the largest first
    is_limited: bool = False
