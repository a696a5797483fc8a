"""Why a member was found: from what the viewer sees of them, whatever the index says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from cop.kit.i18n import current_language
from cop.kit.text import tokens
from profiles.answering import Answering, Way, way_among
from profiles.fields import FIELDS
from profiles.index import FIELD_OF, TEXTS, concepts_of, said, words_of
from search.words import is_among

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cop.vocabulary.concepts import Concept, Vocabulary
    from profiles.member import Member

SNIPPET: Final = 80  # characters on either side of the first word found in a long text
SHARED: Final = 80  # characters of a text that others may have too: a city, an institution
MOST_OF_ONE: Final = 3  # reasons from one facet


Ways = tuple["Way | None", ...]  # for each word that was asked
Answers = tuple["Place", Ways]
_ASKED: Final = (Way.AS_WRITTEN, Way.FORGIVEN)


@dataclass(frozen=True, slots=True)
class Place:
    """Where words may stand: in which text of the index, from which field of the member.

    It is a concept, or words of the member's own.
    """

    text: str
    field: str
    concept: Concept | None
    own_words: str = ""


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
        given = (key for key, value in said(member, facet, vocabulary) if value in values)
        for key in islice(given, MOST_OF_ONE):
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
    *facts, story = words_of(member)
    found = [*_find_concepts(member, asked, vocabulary), *_find_words(facts, asked)]
    places = sorted(found, key=_by_worth, reverse=True)
    if not all(any(ways[at] in _ASKED for _, ways in places) for at in range(len(asked))):
        places += _find_words([story], asked)
    given: set[tuple[str, str, str]] = set()
    for at, word in enumerate(asked):
        place = _find_place(places, at)
        if place is None:
            continue
        key = place.concept.key if place.concept else ""
        name = (place.field, key, place.own_words)
        if name not in given:
            given.add(name)
            yield Why(place.field, key, _tell(place, word, asked, vocabulary))


def _tell(
    place: Place, word: str, asked: tuple[str, ...], vocabulary: Vocabulary
) -> tuple[tuple[str, bool], ...]:
    """Return the words of `place` in which `word` was found, cut into parts."""
    if place.concept is None:
        return tuple(_parts(place.own_words, asked))
    _written, forgiven, nearly = vocabulary.derive(Answering).words_for(word)
    labels = ((label, among) for among in (forgiven, nearly) for label in place.concept.words())
    return _label_parts(
        next(label for label, among in labels if not among.isdisjoint(tokens(label))), asked
    )


def _by_worth(answer: Answers) -> tuple[int, float]:
    place, ways = answer
    return sum(way in _ASKED for way in ways), TEXTS[place.text].weight


def _find_place(places: Sequence[Answers], at: int) -> Place | None:
    """Return the first place that holds the word `at` as it was asked for, else with a typo."""
    for way in Way:
        for place, ways in places:
            if ways[at] is way and (way is Way.AS_WRITTEN or TEXTS[place.text].forgiving):
                return place
    return None


def _find_concepts(
    member: Member, asked: tuple[str, ...], vocabulary: Vocabulary
) -> Iterator[Answers]:
    """Yield the concepts of `member` that answer any word that was asked."""
    answering = vocabulary.derive(Answering)
    known = [answering.ways_of(one) for one in asked]
    for text, field, scheme, key in concepts_of(member):
        ways = tuple([one.get((scheme, key)) for one in known])
        if any(ways):
            yield Place(text, field, vocabulary.get(scheme, key)), ways


def _find_words(said: Iterable[tuple[str, str, str]], asked: tuple[str, ...]) -> Iterator[Answers]:
    """Yield what is said in words and answers any word that was asked."""
    for text, field, words in said:
        ways = (_ways if len(words) > SHARED else _same_ways)(words, asked)
        if any(ways):
            yield Place(text, field, None, words), ways


def _ways(words: str, asked: tuple[str, ...]) -> Ways:
    found = tokens(words)
    return tuple([way_among(one, found) for one in asked])


# A page asks the same of the same cities and institutions for every member on it.
_same_ways: Final = lru_cache(maxsize=65_536)(_ways)


def _parts(text: str, words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Cut `text` at what was asked for; a long one to where it first stands."""
    pieces = [
        (piece, any(is_among(asked, tokens(piece)) for asked in words)) for piece in text.split()
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


@lru_cache(maxsize=4_096)
def _label_parts(label: str, asked: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """Return the same of a label, which most of those who are found on a page share."""
    return tuple(_parts(label, asked))
