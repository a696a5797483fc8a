"""What somebody asks the directory, and what it says to the search."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from cop.kit.clock import now
from cop.vocabulary.geography import region_of
from cop.vocabulary.places import get_place
from profiles.index import (
    CONFIRMED,
    EVIDENCE,
    EXPERT,
    FACETS,
    FRESHNESS,
    GROUPS,
    RARELY_COUNTED,
    fresh_months,
)
from profiles.ladder import place_filters
from profiles.lexicon import Lexicon
from profiles.understanding import Understanding
from search.index import Query
from search.words import MOST_WORDS, is_cut, leave_empty_out, read_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cop.vocabulary.concepts import Vocabulary
    from cop.vocabulary.places import Place
    from profiles.lexicon import Reading
    from profiles.understanding import Part

PAGE_SIZE: Final = 20
# Of these a member has one: who asks for two of them asks for either. Of topics for both.
ONE_EACH: Final = frozenset(("stakeholder", "level", "institution"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What somebody asks the directory.

    Attributes:
        is_cut: they wrote more than is read.
        exact: the words are looked for as they are, whatever they may mean.
        ladder: where a country has few, others follow who may help.
        near: a place, as it was written; those near it follow.
        place: which it is, once somebody has looked.
    """

    text: str = ""
    is_cut: bool = False
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    order: str = ""
    page: int = 1
    size: int = PAGE_SIZE
    exact: bool = False
    ladder: bool = True
    near: str = ""
    place: Place | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question, understood.

    Attributes:
        countries: that are asked for, by name or filter.
        is_cut: there are more words than are looked for.
        elsewhere: the same query, wherever somebody lives.
    """

    understood: Understanding
    query: Query
    elsewhere: Query
    countries: tuple[str, ...] = ()
    is_cut: bool = False


def widen(question: Question, vocabulary: Vocabulary) -> Question:
    """Return the question with its place, and its filters with all that is narrower than they are.

    Raises:
        PlaceUnclear: it names no place, or several.
    """
    lexicon = vocabulary.derive(Lexicon)
    place = get_place(question.near, vocabulary) if question.near else None
    filters = {facet: lexicon.widen(facet, values) for facet, values in question.filters.items()}
    if asked := filters.get(CONFIRMED):
        filters[CONFIRMED] = tuple(fresh_months(now(), max(FRESHNESS[one] for one in asked)))
    return replace(question, filters=filters, place=place)


def read_exactly(question: Question) -> Asked:
    """Return the question with its words taken as they are."""
    query = _query(question, read_words(question.text), ())
    filters = {facet: one for facet, one in question.filters.items() if facet != "country"}
    asked = Asked(
        understood=Understanding(question.text),
        query=query,
        elsewhere=replace(query, filters=filters, count=(), offset=0),
        countries=question.filters.get("country", ()),
        is_cut=is_cut(question.text),
    )
    return _around(question.place, asked)


def read_meaning(question: Question, understood: Understanding, vocabulary: Vocabulary) -> Asked:
    """Return the question as it is `understood`."""
    must = _wanted([part for part in understood.terms if not _is_place(part)])
    places = [part for part in understood.terms if _is_place(part)]
    named, where = _where([one for part in places for one in part.readings], vocabulary)
    filters = dict(question.filters)
    words = leave_empty_out(understood.words)
    offered = [one for part in understood.parts for one in part.offered if one.facet == "topic"]
    anywhere = _query(question, words[:MOST_WORDS], must)
    if offered:
        meant = {"topic": [key for one in offered for key in one.values]}
        anywhere = replace(anywhere, prefer={**meant, **anywhere.prefer})
    chosen = filters.pop("country", ())
    countries = (one for one in named or chosen if not (named and chosen) or one in chosen)
    asked = Asked(
        understood=understood,
        query=replace(anywhere, must=(*must, where)) if where else anywhere,
        countries=() if where and not named else tuple(countries),
        elsewhere=replace(anywhere, filters=filters, count=(), offset=0),
        is_cut=len(words) > MOST_WORDS,
    )
    return _around(question.place, asked)


def _around(place: Place | None, asked: Asked) -> Asked:
    """Return the question at `place`; what else it says of places holds elsewhere too."""
    if place is None:
        return asked
    return replace(
        asked,
        query=replace(asked.query, must=(*asked.query.must, place_filters(place))),
        elsewhere=replace(asked.query, count=(), offset=0),
        countries=(place.country,),
    )


def _query(
    question: Question, words: tuple[str, ...], must: Sequence[Mapping[str, Sequence[str]]]
) -> Query:
    return Query(
        words=words,
        must=must,
        filters=dict(question.filters),
        prefer=_preferred([*must, question.filters]),
        turn=now().date().toordinal() // 7,  # a week
        count=tuple(
            one
            for one in (*FACETS, *GROUPS)
            if one not in RARELY_COUNTED or question.filters.get(one)
        ),
        order=question.order,
        limit=question.size,
        offset=(question.page - 1) * question.size,
    )


def count_fresh(months: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return for each value of `FRESHNESS` how many were counted in its months."""
    counted = dict(months)
    since = {
        value: sum(counted.get(month, 0) for month in fresh_months(now(), most))
        for value, most in FRESHNESS.items()
    }
    return [(value, count) for value, count in since.items() if count]


def _preferred(choices: Sequence[Mapping[str, Sequence[str]]]) -> dict[str, Sequence[str]]:
    """Return who of equals comes first: who knows it best, who writes of it, who is fresh."""
    topics = [topic for choice in choices for topic in choice.get("topic", ())]
    known: dict[str, Sequence[str]] = {EXPERT: topics, EVIDENCE: topics} if topics else {}
    return known | {CONFIRMED: fresh_months(now())}


def _is_place(part: Part) -> bool:
    return all(one.facet in {"country", "region"} for one in part.readings)


def _wanted(terms: Sequence[Part]) -> tuple[Mapping[str, tuple[str, ...]], ...]:
    """Return what must be answered: each term, but either of those of which one has only one."""
    either: dict[str, tuple[str, ...]] = {}
    each: list[Mapping[str, tuple[str, ...]]] = []
    for part in terms:
        values: dict[str, tuple[str, ...]] = {}
        for reading in part.readings:
            values[reading.facet] = (*values.get(reading.facet, ()), *reading.values)
        (facet, *others) = values
        if facet in ONE_EACH and not others:
            either[facet] = (*either.get(facet, ()), *values[facet])
        else:
            each.append(values)
    return (*each, *({facet: values} for facet, values in either.items()))


def _where(
    places: Sequence[Reading], vocabulary: Vocabulary
) -> tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]:
    """Return the countries that are named, and what is to be answered by a country or region.

    "Kenya, Africa" is Kenya, "Kenya, South Asia" is either, and then nobody asks for Kenya only.
    """
    named = tuple(one.key for one in places if one.scheme == "country")
    within = [value for one in places if one.scheme == "subregion" for value in one.values]
    regions = [value for one in places if one.scheme == "region" for value in one.values]
    if any(one in within or region_of(vocabulary, one) in regions for one in named):
        within, regions = [], []
    where = {"country": (*named, *within), "region": tuple(regions)}
    return () if within or regions else named, {one: keys for one, keys in where.items() if keys}
