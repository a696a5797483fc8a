"""How members are found: the question goes to the search, the answer comes out of `visible`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from cop.kit.paging import count_pages
from profiles.access import see_members
from profiles.finding import find_members
from profiles.houses import map_slugs_of
from profiles.index import CONFIRMED
from profiles.ladder import CITY, COUNTRY, THIN, WORLD, Rung, list_rungs, list_rungs_near
from profiles.lexicon import Lexicon, Reading
from profiles.question import Question, count_fresh, read_exactly, read_meaning, widen
from profiles.reasons import explain
from profiles.understanding import list_names, understand
from search.index import DEEPEST, Query

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cop.accounts.viewer import Viewer
    from cop.vocabulary.concepts import Vocabulary
    from cop.vocabulary.places import Place
    from profiles.member import Member
    from profiles.question import Asked
    from profiles.reasons import Why
    from profiles.understanding import Understanding
    from search.engine import Engine
    from search.index import Hit, Results

TELLING: Final = 2  # words of which each may be misspelt


@dataclass(frozen=True, slots=True)
class Found:
    """A member who was found, as the viewer may see them."""

    member: Member
    score: float
    why: tuple[Why, ...]
    rung: str

    @property
    def hit_topics(self) -> frozenset[str]:
        """Return the topics among the reasons."""
        return frozenset(why.key for why in self.why if why.field == "expertise" and why.key)


class Instead(StrEnum):
    """Who is shown instead of those who answer what was understood."""

    NOT = ""
    EXACTLY = "exact"  # who answers the exact words
    NEARLY = "nearly"  # who has words like them


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A page of members, and how all that were found divide.

    Attributes:
        understood: what the question was taken for.
        is_cut: they asked for more than was looked for.
        total: of those who answer the question; who stands on other rungs is not among them.
        countries: that were asked for, by name, filter or place.
        place: around which was looked.
        rungs: where those who are found stand, the nearest first; none but the first as a rule.
        instead: nobody answers what was understood, and who is shown for that.
    """

    question: Question
    understood: Understanding
    words: tuple[str, ...]
    is_cut: bool
    total: int
    found: tuple[Found, ...]
    facets: Mapping[str, Sequence[tuple[str, int]]]
    countries: tuple[str, ...]
    place: Place | None
    rungs: tuple[Rung, ...]
    instead: Instead
    is_limited: bool = False  # see `Results`

    @property
    def pages(self) -> int:
        """Return how many pages the answer has."""
        return count_pages(self.total, self.question.size)

    @property
    def is_exact(self) -> bool:
        """Say whether the words were looked for as they are."""
        return self.question.exact or self.instead is Instead.EXACTLY

    @property
    def is_ladder(self) -> bool:
        """Say whether some are shown who do not answer the question itself."""
        return len(self.rungs) > 1


async def search_members(
    engine: Engine, vocabulary: Vocabulary, question: Question, viewer: Viewer
) -> Answer:
    """Answer `question` for `viewer`: hits, counts and reasons from what they may see only.

    Where nobody answers what was understood, those who answer the exact words do, if they are more
    than the name of a country that others know; and then those who nearly do.

    Raises:
        PlaceUnclear: the place it asks for is none, or several.
    """
    wide = widen(question, vocabulary)
    asked = await read_asked(engine, vocabulary, wide, viewer)
    results = await find_members(engine, asked.query, viewer)
    steps = [_first(wide, asked, results)]
    instead = None
    if asked.query.words and not results.total:  # a name may sound like a place: rather itself
        instead = await _answer_exactly(engine, wide, asked, viewer)
    if instead is None and not results.is_limited:
        steps += await _climb(engine, vocabulary, wide, asked, results, viewer)
    if instead is None and not any(step.hits for step in steps):
        instead = await _answer_instead(engine, wide, asked, viewer)
    if instead is not None:
        results, steps = instead.results, [_first(wide, instead.asked, instead.results)]
    last = min(count_pages(results.total, question.size), DEEPEST // question.size)
    if question.page > last:  # people have left since the address was made
        question = replace(question, page=last)
        return await search_members(engine, vocabulary, question, viewer)
    return Answer(
        question=question,
        understood=asked.understood,
        words=steps[0].asked.query.words,
        is_cut=question.is_cut or steps[0].asked.is_cut,
        total=results.total,
        found=await _see(steps, vocabulary, viewer),
        facets={**results.facets, CONFIRMED: count_fresh(results.facets[CONFIRMED])},
        countries=asked.countries,
        place=wide.place,
        rungs=tuple(step.rung for step in steps),
        instead=instead.way if instead else Instead.NOT,
        is_limited=results.is_limited,
    )


@dataclass(frozen=True, slots=True)
class _Other:
    """Another question, and its answer, instead of one that nobody answers."""

    way: Instead
    asked: Asked
    results: Results


async def _answer_exactly(
    engine: Engine, question: Question, asked: Asked, viewer: Viewer
) -> _Other | None:
    """Return who answers the exact words, where more than words was understood."""
    if not asked.understood.terms:
        return None
    words = read_exactly(question)
    found = await find_members(engine, words.query, viewer)
    return _Other(Instead.EXACTLY, words, found) if found.total else None


async def _answer_instead(
    engine: Engine, question: Question, asked: Asked, viewer: Viewer
) -> _Other | None:
    """Return who answers the exact words, else who has words like them; one alone is too few."""
    exactly = None
    if not asked.query.words:  # else that was tried
        exactly = await _answer_exactly(engine, question, asked, viewer)
    words = read_exactly(question)
    if exactly or question.exact or len(words.query.words) < TELLING:
        return exactly
    nearly = replace(words, query=replace(words.query, nearly=True))
    found = await find_members(engine, nearly.query, viewer)
    return _Other(Instead.NEARLY, nearly, found) if found.total else None


@dataclass(frozen=True, slots=True)
class _Step:
    """Who is shown of one rung, and what they were asked."""

    rung: Rung
    asked: Asked
    hits: Sequence[Hit]


def _first(question: Question, asked: Asked, results: Results) -> _Step:
    """Return those who answer the question itself."""
    where = COUNTRY if asked.countries else WORLD
    name = CITY if question.place and question.place.city else where
    return _Step(Rung(name, results.total), asked, results.hits)


async def read_asked(
    engine: Engine, vocabulary: Vocabulary, question: Question, viewer: Viewer
) -> Asked:
    """Return the question as it is understood, with the institutions the viewer may know."""
    if question.exact:
        return read_exactly(question)
    lexicon = vocabulary.derive(Lexicon)
    understood = understand(question.text, lexicon)
    if any(part.may_be_an_institution for part in understood.parts):
        named = await _named_institutions(engine, understood.text, lexicon, viewer)
        understood = understand(question.text, lexicon, named) if named else understood
    return read_meaning(question, understood, vocabulary)


async def _named_institutions(
    engine: Engine, text: str, lexicon: Lexicon, viewer: Viewer
) -> Mapping[str, Reading]:
    """Return the institutions that `text` names, those in which the viewer may find somebody.

    Others are not understood: that they are there could be what somebody hides.
    """
    names = dict(list_names(text, lexicon))
    slugs = await map_slugs_of(names.values())
    if not slugs:
        return {}
    every = tuple(dict.fromkeys(slug for found in slugs.values() for slug in found))
    query = Query(must=({"institution": every},), count=("institution",), limit=1)
    counted = dict((await find_members(engine, query, viewer)).facets["institution"])
    seen = {
        name: tuple(slug for slug in slugs.get(written, ()) if slug in counted)
        for name, written in names.items()
    }
    return {
        name: Reading("institution", found[0], "institution", found)
        for name, found in seen.items()
        if found
    }


async def _climb(
    engine: Engine,
    vocabulary: Vocabulary,
    question: Question,
    asked: Asked,
    results: Results,
    viewer: Viewer,
) -> list[_Step]:
    """Return who stands on the rungs under a country that has few, or around a place.

    Until the page is full.
    """
    steps: list[_Step] = []
    room = question.size - results.total
    is_thin = question.place or results.total < THIN
    if not (question.ladder and asked.countries and is_thin):
        return steps
    above = [hit.key for hit in results.hits]
    for rung in (
        list_rungs_near(vocabulary, question.place)
        if question.place
        else list_rungs(vocabulary, asked.countries)
    ):
        if room <= 0:
            break
        must = (*asked.elsewhere.must, *([rung.filters] if rung.filters else []))
        query = replace(asked.elsewhere, must=must, without=above, limit=room)
        found = await find_members(engine, query, viewer)
        if found.total:
            step = replace(asked, query=query)
            steps.append(_Step(replace(rung, count=found.total), step, found.hits))
        above += [hit.key for hit in found.hits]
        room -= found.total
    return steps


async def _see(steps: Sequence[_Step], vocabulary: Vocabulary, viewer: Viewer) -> tuple[Found, ...]:
    """Return the members who were found, as the viewer may see them, with the reasons for each."""
    hits = {int(hit.key): (hit.score, step) for step in steps for hit in step.hits}
    found: list[Found] = []
    for member in await see_members(hits, viewer):
        score, step = hits[member.id]
        query = step.asked.query
        why = explain(member, query.words, query.must, vocabulary)
        found.append(Found(member, score, why, step.rung.name))
    return tuple(found)
