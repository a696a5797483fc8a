"""Why a member was found: from what the viewer sees of them, whatever the index says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from cop.kit.i18n import current_language
from cop.kit.text import tokens
from profiles.fields import FIELDS
from profiles.index import FIELD_OF, TEXTS, findable, said
from search.words import WordList, is_among

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from cop.vocabulary.concepts import Vocabulary
    from profiles.index import Findable
    from profiles.member import Member
    from search.words import Answering

SNIPPET: Final = 80  # characters on either side of the first word found in a long text
MOST_OF_ONE: Final = 3  # reasons from one facet


class Way(Enum):
    """How a word may answer, from the strictest."""

    AS_WRITTEN = "as written"
    FORGIVEN = "with typos"
    NEARLY = "nearly"  # `Query.nearly`


_ASKED: Final = (Way.AS_WRITTEN, Way.FORGIVEN)
Ways = tuple["Way | None", ...]  # for each word that was asked
Answers = tuple["Findable", Ways]


@dataclass(frozen=True, slots=True)
class Why:
    """One reason why a member was found: the field, and the concept or the words in it.

    `parts` cuts the words into (text, whether it was asked for).
    """

    field: str
    key: str
    parts: tuple[tuple[str, bool], ...]


def explain(
    member: Member,
    words: Sequence[str],
    must: Sequence[Mapping[str, Sequence[str]]],
    vocabulary: Vocabulary,
) -> tuple[Why, ...]:
    """Say what of `member`, as the viewer sees them, answers what was meant, and which words."""
    terms = [why for choice in must for why in _explain_terms(member, choice, vocabulary)]
    given = {(why.field, why.key) for why in terms if why.key}
    found = explain_words(member, words, vocabulary) if words else ()
    return (*terms, *(why for why in found if (why.field, why.key) not in given))


def _explain_terms(
    member: Member, choice: Mapping[str, Sequence[str]], vocabulary: Vocabulary
) -> Iterator[Why]:
    """Say by which concepts `member` answers one of the values of one of the facets."""
    for facet, values in choice.items():
        field = FIELD_OF[facet]
        answers = (key for key, value in said(member, facet, vocabulary) if value in values)
        for key in islice(answers, MOST_OF_ONE):
            name = _own_name(member, field)
            label = name or vocabulary.label(FIELDS[field].scheme, key, current_language())
            yield Why(field, key, ((label, True),))


def _own_name(member: Member, field: str) -> str:
    """Return what the value of a field is called that is no concept."""
    if field == "institution" and member.institution:
        return member.institution.name
    return member.city if field == "city" else ""


def explain_words(member: Member, words: Sequence[str], vocabulary: Vocabulary) -> Iterator[Why]:
    """Say where `words` stand in what the viewer sees of `member`.

    Each word is explained once: by the place that answers most of the words, then counts most. What
    is told at length is looked at for those words only that nothing else answers.
    """
    asked = tuple(words)
    *facts, story = findable(member, vocabulary)
    known = [vocabulary.derive(_list_words).answering(one) for one in asked]
    answers = [(place, _find_ways(place, asked, known, vocabulary)) for place in facts]
    places = sorted(
        ((place, ways) for place, ways in answers if any(ways)), key=_by_worth, reverse=True
    )
    if not all(any(ways[at] in _ASKED for _, ways in places) for at in range(len(asked))):
        places.append((story, _ways(tuple(story.tokens(vocabulary)), asked)))
    given: set[tuple[str, str, str]] = set()
    for at, word in enumerate(asked):
        place = _find_place(places, at)
        if place is None:
            continue
        key = place.concept.key if place.concept else ""
        name = (place.field, key, place.own_words)
        if name not in given:
            given.add(name)
            matched = place.own_words or next(
                text
                for way in (Way.FORGIVEN, Way.NEARLY)
                for text in place.words()
                if _is_asked(text, word, way)
            )
            yield Why(place.field, key, tuple(_parts(matched, words)))


def _by_worth(answer: Answers) -> tuple[int, float]:
    place, ways = answer
    return sum(way in _ASKED for way in ways), TEXTS[place.text].weight


def _find_place(places: Sequence[Answers], at: int) -> Findable | None:
    """Return the first place that holds the word `at` as it was asked for, else with a typo."""
    for way in Way:
        for place, ways in places:
            if ways[at] is way and (way is Way.AS_WRITTEN or TEXTS[place.text].forgiving):
                return place
    return None


def _find_ways(
    place: Findable, asked: tuple[str, ...], known: Sequence[Answering], vocabulary: Vocabulary
) -> Ways:
    """Return the strictest way in which `place` answers each word that was asked."""
    words = place.tokens(vocabulary)
    if place.concept is None or place.concept.retired:
        return _same_ways(tuple(words), asked)
    return tuple(_strictest(words, answering) for answering in known)


def _strictest(words: Collection[str], answering: Answering) -> Way | None:
    written, forgiven, nearly = answering
    if nearly.isdisjoint(words):
        return None
    if not written.isdisjoint(words):
        return Way.AS_WRITTEN
    return Way.NEARLY if forgiven.isdisjoint(words) else Way.FORGIVEN


def _list_words(vocabulary: Vocabulary) -> WordList:
    """Return the words of all concepts that members may name."""
    schemes = {field.scheme for field in FIELDS.values() if field.scheme}
    concepts = (concept for scheme in schemes for concept in vocabulary.list(scheme))
    return WordList(word for one in concepts for word in vocabulary.tokens(one.scheme, one.key))


def _ways(words: tuple[str, ...], asked: tuple[str, ...]) -> Ways:
    return tuple(next((way for way in Way if _is_among(one, words, way)), None) for one in asked)


# A page asks the same of the same cities and institutions for every member on it.
_same_ways: Final = lru_cache(maxsize=65_536)(_ways)


def _is_among(asked: str, words: Collection[str], way: Way) -> bool:
    return is_among(asked, words, forgiving=way is not Way.AS_WRITTEN, nearly=way is Way.NEARLY)


def _parts(text: str, words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Cut `text` at what was asked for; a long one to where it first stands."""
    pieces = [
        (piece, any(_is_among(asked, tokens(piece), Way.FORGIVEN) for asked in words))
        for piece in text.split()
    ]
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


@lru_cache(maxsize=65_536)
def _is_asked(text: str, asked: str, way: Way) -> bool:
    return _is_among(asked, tokens(text), way)
