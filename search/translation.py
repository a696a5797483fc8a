"""How our indexes, documents and questions are said to Meilisearch, and what its answers mean."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from search.index import DEEPEST, MOST_VALUES, Hit, Results
from search.ranking import place, worths
from search.sealed import LONGEST_VALUE, as_exact, beginnings, from_exact, seal
from search.words import EXACT, ONE_TYPO, PREFIX, TWO_TYPOS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from search.index import Document, Index, Query

RANKED: Final = DEEPEST + 100  # hits, of which the equal ones come in the order of their keys
KEY: Final = "id"
CUTOFF: Final = 500  # milliseconds, after which hits are ordered by what is known by then


def as_settings(index: Index) -> dict[str, Any]:
    """Return the settings of an index that holds what `as_document` makes."""
    texts = index.texts.items()
    places = [(EXACT * text.weight, f"text_{name}") for name, text in texts]
    places += [(PREFIX * text.weight, f"begin_{name}") for name, text in texts]
    strict = [f"text_{name}" for name, text in texts if not text.forgiving]
    return {
        "displayedAttributes": [KEY],
        "searchableAttributes": [place for _worth, place in sorted(places, reverse=True)],
        "filterableAttributes": [KEY, *(f"facet_{name}" for name in index.facets)],
        "sortableAttributes": [f"order_{name}" for name in index.orders],
        "rankingRules": ["sort", "words", "typo", "attributeRank"],
        "typoTolerance": {
            "enabled": True,
            # A word is longer by its mark here.
            "minWordSizeForTypos": {"oneTypo": ONE_TYPO + 1, "twoTypos": TWO_TYPOS + 1},
            "disableOnAttributes": [*(f"begin_{name}" for name in index.texts), *strict],
        },
        "faceting": {"maxValuesPerFacet": MOST_VALUES, "sortFacetValuesBy": {"*": "count"}},
        "pagination": {"maxTotalHits": 1_000_000_000},  # totals end there too
        "prefixSearch": "disabled",
        "facetSearch": False,
        "proximityPrecision": "byAttribute",
        "searchCutoffMs": CUTOFF,
    }


def as_document(index: Index, document: Document) -> dict[str, Any]:
    """Return `document` as it is kept: our own words and what they begin with, exact values."""
    made: dict[str, Any] = {KEY: as_exact(document.key)}
    for name in index.texts:
        words = {*document.texts.get(name, ())}
        made[f"text_{name}"] = _said(words)
        made[f"begin_{name}"] = _said(beginnings(words) - words)
    for name in index.facets:
        made[f"facet_{name}"] = _exact(document.facets.get(name, ()))
    for name in index.orders:
        made[f"order_{name}"] = as_exact(document.orders.get(name, ""))
    return made


def as_questions(index: Index, uid: str, query: Query) -> list[dict[str, Any]]:
    """Return what to ask at once: for the hits, for those to prefer, for each filtered facet."""
    order = order_of(index, query)
    window = min(query.offset, DEEPEST) + query.limit
    filters = [*_filters(index, query)]
    asked: dict[str, Any] = {
        "indexUid": uid,
        # Full stops keep the words from being taken for one that was cut in two.
        # In quotes they are taken without typos.
        "q": ". ".join(f'"{seal(word)}"' if query.texts else seal(word) for word in query.words),
        "matchingStrategy": "all",
        "attributesToRetrieve": [KEY],
        "attributesToSearchOn": _places(query),
        "limit": window if order else max(window, RANKED),
        "sort": [f"order_{order}:asc"] if order else [],
        "showRankingScore": not order,
        "filter": filters,
    }
    only_counted: dict[str, Any] = {"limit": 0, "sort": [], "showRankingScore": False}
    apart = dict(index.count_apart(query))
    return [
        asked | {"facets": [f"facet_{facet}" for facet in apart.pop("", ())]},
        *(asked | {"filter": [*filters, one]} for one, _worth in _betters(query) if not order),
        *(
            asked
            | only_counted
            | {
                "filter": [*_filters(index, query, but=own)],
                "facets": [f"facet_{one}" for one in facets],
            }
            for own, facets in apart.items()
        ),
    ]


def as_results(index: Index, query: Query, answers: Sequence[Mapping[str, Any]]) -> Results:
    """Return what the answers to `as_questions` say."""
    ordered = bool(order_of(index, query))
    scores = {
        str(hit[KEY]): 0.0 if ordered else float(hit["_rankingScore"])
        for answer in answers
        for hit in answer["hits"]
    }
    hits = [*scores]
    if not ordered:
        better: Counter[str] = Counter()
        for (_filter, worth), answer in zip(_betters(query), answers[1:], strict=False):
            better.update({hit[KEY]: worth for hit in answer["hits"]})
        numbers = {hit: int(from_exact(hit)) for hit in hits}
        hits.sort(key=lambda hit: (-scores[hit], -better[hit], place(numbers[hit], query.turn)))
    begin = min(query.offset, DEEPEST)
    counted = {
        facet.removeprefix("facet_"): [*_counts(values)]
        for answer in answers
        for facet, values in answer.get("facetDistribution", {}).items()
    }
    return Results(
        total=int(answers[0]["estimatedTotalHits"]),
        hits=tuple(Hit(from_exact(hit), scores[hit]) for hit in hits[begin : begin + query.limit]),
        facets={facet: counted.get(facet, []) for facet in query.count},
    )


def _places(query: Query) -> list[str]:
    return [f"{way}_{name}" for name in query.texts for way in ("text", "begin")] or ["*"]


def order_of(index: Index, query: Query) -> str:
    """Return what hits are sorted by, "" for the best match first."""
    return query.order or ("" if query.words or query.must else index.orders[0])


def one_of(name: str, values: Iterable[str]) -> str:
    """Return the filter for documents that have one of `values`."""
    return f"{name} IN [{','.join(_exact(values))}]"


def _said(words: Collection[str]) -> str:
    return " ".join(seal(word) for word in sorted(words))


def _exact(values: Iterable[str]) -> list[str]:
    return [as_exact(value) for value in values if len(value) <= LONGEST_VALUE]


def _filters(index: Index, query: Query, but: str = "") -> Iterator[str]:
    if query.keys is not None:
        yield one_of(KEY, query.keys)
    if query.without:
        yield f"NOT {one_of(KEY, query.without)}"
    for choice in query.must:
        yield _any_of(choice)
    for facet, values in query.filters.items():
        if values and facet != but and facet in index.facets:
            yield one_of(f"facet_{facet}", values)


def _betters(query: Query) -> Iterator[tuple[str, int]]:
    """Yield what makes one of equal matches better, and its worth.

    That is a choice's first facet, and then what is preferred.
    """
    for choice in query.must:
        first = next(iter(choice))
        yield _any_of({first: choice[first]}), 2 ** len(query.prefer)
    for facet, worth in worths(query):
        yield _any_of({facet: query.prefer[facet]}), worth


def _any_of(choice: Mapping[str, Sequence[str]]) -> str:
    return " OR ".join(one_of(f"facet_{facet}", values) for facet, values in choice.items())


def _counts(values: Mapping[str, int]) -> list[tuple[str, int]]:
    read = [(from_exact(value), int(count)) for value, count in values.items()]
    return sorted(read, key=lambda value: (-value[1], value[0]))
