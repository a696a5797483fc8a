"""How members are found: the question goes to the search, the answer comes out of `visible`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cop.accounts.viewer import AS_AUDIENCE, Audience
from cop.kit.clock import now
from cop.kit.text import tokens
from profiles.access import see, see_members
from profiles.index import CONFIRMED, COUNTED, MEMBERS, TEXTS, describe, findable, fresh_months
from profiles.limited import find_anyhow
from profiles.queries import iterate_ids, list_ids_of, list_profiles
from search.index import DEEPEST, Document, Query
from search.words import is_among, read_words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping, Sequence

    from cop.accounts.viewer import Viewer
    from cop.vocabulary.concepts import Vocabulary
    from cop.vocabulary.queries import VocabularyWatch
    from profiles.index import Findable
    from profiles.member import Member
    from search.engine import Engine
    from search.index import Results

PAGE_SIZE: Final = 20
SNIPPET: Final = 80  # characters on either side of the first word found in a long text


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What somebody asks the directory; `is_cut` when they asked for more than is looked for."""

    text: str = ""
    is_cut: bool = False
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    order: str = ""
    page: int = 1
    size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Why:
    """One reason why a member was found: the field, and the concept or the words in it.

    `parts` cuts the words into (text, whether it was asked for).
    """

    field: str
    key: str
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A member who was found, as the viewer may see them."""

    member: Member
    score: float
    why: tuple[Why, ...]

    @property
    def hit_topics(self) -> frozenset[str]:
        """Return the topics among the reasons."""
        return frozenset(why.key for why in self.why if why.field == "expertise" and why.key)


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of members, and how all that were found divide."""

    question: Question
    words: tuple[str, ...]
    total: int
    found: tuple[Found, ...]
    facets: Mapping[str, Sequence[tuple[str, int]]]
    is_limited: bool = False  # see `Results`

    @property
    def pages(self) -> int:
        """Return how many pages the answer has."""
        return max(1, -(-self.total // self.question.size))


async def search_members(
    engine: Engine, vocabulary: Vocabulary, question: Question, viewer: Viewer
) -> Answer:
    """Answer `question` for `viewer`: hits, counts and reasons from what they may see only."""
    words = read_words(question.text)
    query = Query(
        words=words,
        filters=question.filters,
        prefer={CONFIRMED: fresh_months(now())},
        count=COUNTED,
        order=question.order,
        limit=question.size,
        offset=(question.page - 1) * question.size,
    )
    results = await find_members(engine, query, viewer)
    last = min(max(1, -(-results.total // question.size)), DEEPEST // question.size)
    if question.page > last:  # people have left since the address was made
        question = replace(question, page=last)
        return await search_members(engine, vocabulary, question, viewer)
    scores = {int(hit.key): hit.score for hit in results.hits}
    members = await see_members(scores, viewer)
    found = tuple(
        Found(member, scores[member.id], tuple(explain(member, words, vocabulary)))
        for member in members
    )
    return Answer(question, words, results.total, found, results.facets, results.is_limited)


async def find_members(engine: Engine, query: Query, viewer: Viewer) -> Results:
    """Answer `query` from what `viewer` may find; the hits are ids, to be seen by `see_members`."""
    if viewer.blocked:
        ids = await list_ids_of(viewer.blocked)
        query = replace(query, without=[str(one) for one in ids])
    return await find_anyhow(engine, query, viewer.audience)


async def count_members(
    engine: Engine, viewer: Viewer, *facets: str, **filters: tuple[str, ...]
) -> Results:
    """Count the members `viewer` may find, by the values of `facets`."""
    return await find_members(engine, Query(filters=filters, count=facets, limit=1), viewer)


async def nearest_questions(
    engine: Engine, question: Question, viewer: Viewer
) -> list[tuple[Question, int]]:
    """Return up to three simpler questions that find somebody, for one that finds nobody.

    Without its filters, then each of its words alone.
    """
    tries = [Question(text=question.text)] if question.filters and question.text else []
    words = read_words(question.text)
    tries += [Question(text=word) for word in words if len(words) > 1]
    found: list[tuple[Question, int]] = []
    for simpler in tries[:6]:
        query = Query(words=read_words(simpler.text), limit=1)
        results = await find_members(engine, query, viewer)
        if results.total:
            found.append((simpler, results.total))
    return found[:3]


def explain(member: Member, words: Sequence[str], vocabulary: Vocabulary) -> Iterator[Why]:
    """Say where `words` stand in what the viewer sees of `member`.

    Each word is explained once: by the place that answers most of the words, then counts most.
    """
    places = sorted(
        findable(member, vocabulary),
        key=lambda place: (
            -sum(_answers(place, word, vocabulary, forgiving=True) for word in words),
            -TEXTS[place.text].weight,
        ),
    )
    given: set[tuple[str, str, str]] = set()
    for word in words:
        place = _find_place(places, word, vocabulary)
        if place is None:
            continue
        key = place.concept.key if place.concept else ""
        name = (place.field, key, place.own_words)
        if name not in given:
            given.add(name)
            matched = next(text for text in place.words() if _is_asked(text, word))
            yield Why(place.field, key, tuple(_parts(matched, words)))


def _find_place(places: Sequence[Findable], asked: str, vocabulary: Vocabulary) -> Findable | None:
    """Return the first place that holds a word as it was asked for, else with a typo."""
    for forgiving in (False, True):
        for place in places:
            if forgiving <= TEXTS[place.text].forgiving and _answers(
                place, asked, vocabulary, forgiving=forgiving
            ):
                return place
    return None


def _answers(place: Findable, asked: str, vocabulary: Vocabulary, *, forgiving: bool) -> bool:
    if place.concept:
        words = vocabulary.tokens(place.concept.scheme, place.concept.key)
        return _concept_answers(words, asked, forgiving)
    return is_among(asked, tokens(place.own_words), forgiving=forgiving)


@lru_cache(maxsize=65_536)  # a page asks the same of the same concepts for every member on it
def _concept_answers(
    words: frozenset[str],
    asked: str,
    forgiving: bool,  # noqa: FBT001  a cache tells calls apart by place
) -> bool:
    return is_among(asked, words, forgiving=forgiving)


def _parts(text: str, words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Cut `text` at what was asked for; a long one to where it first stands."""
    pieces = [(piece, any(_is_asked(piece, asked) for asked in words)) for piece in text.split()]
    first = next((at for at, (_piece, asked) in enumerate(pieces) if asked), 0)
    reach = SNIPPET // 8 if len(text) > 2 * SNIPPET else len(pieces)
    start = max(0, first - reach)
    if start:
        yield "… ", False
    run = ""
    for piece, asked in pieces[start : first + reach]:
        if asked:
            yield run, False
            yield piece, True
            run = " "
        else:
            run += f"{piece} "
    yield run + ("…" if len(pieces) > first + reach else ""), False


def _is_asked(text: str, asked: str) -> bool:
    return is_among(asked, tokens(text))


class MemberSource:
    """The members, for `search.sync`."""

    kind = "profile"
    indexes = tuple(MEMBERS.values())

    def __init__(self, words: VocabularyWatch) -> None:
        self._words = words

    async def prepare(self) -> None:
        await self._words.refresh()

    async def describe(self, keys: Sequence[str]) -> Mapping[str, Sequence[Document]]:
        vocabulary = self._words.vocabulary
        profiles = await list_profiles([int(key) for key in keys])
        return {
            MEMBERS[audience].name: [
                describe(member, vocabulary) for member in see(profiles, AS_AUDIENCE[audience])
            ]
            for audience in Audience
        }

    async def all_keys(self) -> AsyncIterator[Sequence[str]]:
        async for ids in iterate_ids():
            yield [str(one) for one in ids]
