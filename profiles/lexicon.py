"""Every word that a search understands, and what it may mean; made once a vocabulary."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from cop.kit.text import fold
from cop.vocabulary.concepts import is_acronym
from cop.vocabulary.geography import cities_called
from cop.vocabulary.spelling import numberless, plain
from profiles.fillers import FILLERS, LEVEL_CUES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cop.vocabulary.concepts import Concept, Term, Vocabulary
    from cop.vocabulary.geography import City

# scheme -> the facet in which its concepts are looked for
FACETS: Final[Mapping[str, str]] = {
    "country": "country",
    "subregion": "country",
    "region": "region",
    "topic": "topic",
    "topic-group": "topic",
    "sector": "sector",
    "stakeholder": "stakeholder",
    "level": "level",
    "discipline": "discipline",
    "language": "language",
}
_ORDER: Final = {scheme: place for place, scheme in enumerate(FACETS)}  # of several readings
LARGE: Final = 500_000  # inhabitants of a city that needs no "in" before it
KNOWN: Final = 100_000  # of one that is offered where a country is called like it
SHORTEST: Final = 3  # letters of an acronym in small letters, and of a city
MOST_MEANINGS: Final = 3  # of a piece of a label; what may be more says nothing
_NAMES: Final = frozenset(("country", "subregion", "region", "language"))
_LISTED: Final = ("topic-group", "topic", "sector", "discipline")  # a label may name several things
_PARENTS: Final = (("topic", "topic-group"), ("stakeholder", "stakeholder"))
_JOINTS: Final = re.compile(r"\s*[,/&]\s*|\s+(?:and|et|y|e)\s+|\s+و(?=ال)")
_WORD: Final = re.compile(r"[\w&+'\u2019]+")
_ASIDE: Final = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that words may mean.

    Attributes:
        facet: in which it is looked for; "" for a city, which is looked for by its words.
        values: of the facet, narrower ones too; of a city its country.
    """

    scheme: str
    key: str
    facet: str
    values: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Return its facet, but for parts of the world, which are regions, and cities."""
        return {"subregion": "region", "city": "city"}.get(self.scheme, self.facet)


Table = defaultdict[str, dict[Reading, None]]


class Lexicon:
    """Words to their meanings; words are written as `Vocabulary.canonical` writes them.

    Attributes:
        offered: words that say too little to be more than words, and what they may mean.
        namesakes: words for a country, and other countries in which a place is called so.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.canonical = vocabulary.canonical
        self._below = _read_parents(vocabulary)
        self._terms: Table = defaultdict(dict)
        self._as_written: Table = defaultdict(dict)
        self._in_small_letters: Table = defaultdict(dict)
        self._known: set[str] = set()
        self.offered: Table = defaultdict(dict)
        self.namesakes: Table = defaultdict(dict)
        readings = [
            (concept, Reading(scheme, concept.key, facet, self._values(concept)))
            for scheme, facet in FACETS.items()
            for concept in vocabulary.list(scheme)
        ]
        for concept, reading in readings:
            self._add(concept, reading)
        self._add_pieces(readings)
        for word in self._known.intersection(self._in_small_letters):
            del self._in_small_letters[word]  # "led" is the acronym of something, and a word
        self._numberless = _without_number(self._terms)
        self._lengths = _measure(chain(self._terms, self._in_small_letters, cities_called()))

    def lengths(self, word: str) -> Sequence[int]:
        """Return how many words terms have that begin with `word`, the longest first."""
        return self._lengths.get(numberless(word), (1,))

    def knows(self, word: str) -> bool:
        """Say whether `word` stands in any term."""
        return word in self._known

    def find(self, words: str, written: str) -> tuple[Reading, ...]:
        """Return all that `words`, `written` so, may mean; a plural is taken for its singular."""
        if words in FILLERS:
            return ()
        if written in self._as_written:
            return tuple(self._as_written[written])
        exact = self._terms.get(words, {}) | self._in_small_letters.get(words, {})
        facets = {reading.facet for reading in exact}
        near = {
            reading: None
            for reading in self._numberless.get(numberless(words), ())
            if reading.facet not in facets and not (exact and reading.scheme in _NAMES)
            if words.partition(" ")[0] not in FILLERS  # "the state" is not "the States"
        }
        return _narrowest(sorted(exact | near, key=lambda one: _ORDER[one.scheme]))

    def cities(self, words: str, least: int = 0) -> tuple[City, ...]:
        """Return the cities called so with at least so many inhabitants, the largest first."""
        if len(words) < SHORTEST or words in FILLERS:
            return ()
        return tuple(one for one in cities_called().get(words, ()) if one.population >= least)

    def widen(self, facet: str, values: tuple[str, ...]) -> tuple[str, ...]:
        """Return `values` with what is narrower than one of them."""
        below = (one for value in values for one in (value, *self._below.get((facet, value), ())))
        return tuple(dict.fromkeys(below))

    def _values(self, concept: Concept) -> tuple[str, ...]:
        if concept.scheme == "subregion":
            return tuple(concept.facts["countries"])
        return self.widen(FACETS[concept.scheme], (concept.key,))

    def _add(self, concept: Concept, reading: Reading) -> None:
        for term in concept.terms:
            if term.kind == "namesake":
                self.namesakes[plain(term.text)][reading] = None
            elif term.kind == "code" or term.is_exact:
                self._add_acronym(term, reading)
            else:
                self._add_words(term.text, reading)
        for label in filter(None, concept.labels.values()):
            self._add_words(label, reading)
            self._add_words(_ASIDE.sub("", label), reading)

    def _add_acronym(self, term: Term, reading: Reading) -> None:
        """Add what is known as it is written; no codes but those of countries, and none of old."""
        if term.kind == "code":
            if reading.scheme == "country" and term.text.isalpha():
                self._as_written[term.text][reading] = None
        elif term.kind != "former" or len(term.text) > SHORTEST:
            self._as_written[term.written][reading] = None
            if len(term.written) >= SHORTEST or reading.scheme == "country":
                self._in_small_letters[fold(term.written)][reading] = None

    def _add_words(self, text: str, reading: Reading) -> None:
        words = self.canonical(text)
        spoken = " ".join(one for one in _WORD.findall(text) if not is_acronym(one))
        self._known.update(self.canonical(spoken).split())
        if reading.facet == "level":  # "local" says little where everything is local
            for word in filter(None, (self.canonical(piece) for piece in _JOINTS.split(text))):
                self.offered[word][reading] = None
                for cue in LEVEL_CUES:
                    self._terms[f"{word} {cue}"][reading] = None
                    self._terms[f"{cue} {word}"][reading] = None
        elif words:
            self._terms[words][reading] = None

    def _add_pieces(self, readings: Iterable[tuple[Concept, Reading]]) -> None:
        """Add keys of several words, and what labels name beside each other ("tax and cadastre").

        Of several words they are understood; single ones ("water") say too little, unless they are
        a term already.
        """
        pieces: Table = defaultdict(dict)
        for concept, reading in readings:
            if "-" in concept.key:
                pieces[self.canonical(concept.key)][reading] = None
            for label in concept.labels.values() if concept.scheme in _LISTED else ():
                listed = _JOINTS.split(_ASIDE.sub("", label))
                for piece in map(self.canonical, listed) if len(listed) > 1 else ():
                    pieces[piece][reading] = None
        for piece, meant in pieces.items():
            if piece and len(meant) <= MOST_MEANINGS:
                said = {one.facet for one in self._terms.get(piece, ())}
                table = self._terms if said or " " in piece else self.offered
                table[piece].update({one: None for one in meant if one.facet not in said})


def _narrowest(readings: list[Reading]) -> tuple[Reading, ...]:
    """Leave out what is called like a part of it: a region of the world, a group of topics."""
    keys = {(one.scheme, one.key) for one in readings}
    has_part = any(one.scheme == "subregion" for one in readings)
    return tuple(
        one
        for one in readings
        if not (one.scheme == "region" and has_part)
        and not (one.scheme == "topic-group" and any(("topic", key) in keys for key in one.values))
    )


def _read_parents(vocabulary: Vocabulary) -> Mapping[tuple[str, str], list[str]]:
    """Return (facet, key) -> what stands under it."""
    below: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for scheme, parents in _PARENTS:
        for concept in vocabulary.list(scheme):
            if vocabulary.get(parents, concept.parent):
                below[FACETS[scheme], concept.parent].append(concept.key)
    return below


def _without_number(terms: Table) -> Table:
    table: Table = defaultdict(dict)
    for words, readings in terms.items():
        if len(words) > SHORTEST:
            table[numberless(words)].update(readings)
    return table


def _measure(terms: Iterable[str]) -> Mapping[str, Sequence[int]]:
    """Return for the stem of each first word how many words its terms have, the longest first."""
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for words in terms:
        lengths[numberless(words.partition(" ")[0])].add(words.count(" ") + 1)
    return {stem: sorted(found, reverse=True) for stem, found in lengths.items()}
