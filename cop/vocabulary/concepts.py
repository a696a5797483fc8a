"""Concepts and the words for them: what a text means, what a concept is called."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from cop.kit.text import fold, tokens, without_article
from cop.vocabulary.spelling import numberless, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

T = TypeVar("T")
TermKind = Literal["synonym", "code", "former", "part", "demonym", "namesake"]

_ACRONYM: Final = re.compile(r"(?=.*[A-Z])[^a-z]{1,4}")

_WORD: Final = re.compile(r"[\w&+]+(?:[-/][\w&+]+)*")

# A namesake lies in the country, and is called like another one: Georgia in the United States.
_NO_WORDS: Final = frozenset(("code", "namesake"))

LONGEST_TERM: Final = 8  # words that a term in a text may have
MOST_CANDIDATES: Final = 10_000  # of a one-letter beginning, before they are ranked


@dataclass(frozen=True, slots=True)
class Term:
    """A word for a concept beside its labels.

    Acronyms that are also words (LoCAL), and all of up to four capitals, are `exact`: they are
    recognised only as they are written.
    """

    text: str
    language: str = ""  # "" where it is used in all
    kind: TermKind = "synonym"

    @property
    def is_exact(self) -> bool:
        """Say whether case matters."""
        return self.kind != "code" and is_acronym(self.text)

    @property
    def written(self) -> str:
        """Return the term as a person writes it."""
        return self.text.removeprefix("=")


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing the community talks about."""

    scheme: str
    key: str
    parent: str = ""
    rank: int = 0
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    terms: tuple[Term, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    retired: bool = False

    def label(self, language: str) -> str:
        """Return what it is called in `language`, in English where there is no such label."""
        return self.labels.get(language) or self.labels.get("en") or self.key

    def words(self) -> Iterator[str]:
        """Yield its labels and terms in all languages, without codes and namesakes."""
        yield from filter(None, self.labels.values())
        yield from (term.written for term in self.terms if term.kind not in _NO_WORDS)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A concept that what was typed so far may become, and the word of it that matched."""

    concept: Concept
    matched: str


def is_acronym(text: str) -> bool:
    """Say whether case matters in `text`: it begins with "=", or is one to four capitals."""
    return text.startswith("=") or bool(_ACRONYM.fullmatch(text))


class Vocabulary:
    """All concepts of the community, with a lookup from words.

    It changes as a whole only, by `become`: whoever asks sees either the old or the new one.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._by_key = {(concept.scheme, concept.key): concept for concept in concepts}
        self._by_scheme: defaultdict[str, list[Concept]] = defaultdict(list)
        for concept in sorted(self._by_key.values(), key=lambda one: (one.rank, one.key)):
            self._by_scheme[concept.scheme].append(concept)
        self._variants = _read_variants(self._by_scheme.get("variant", ()))
        longest_first = sorted(self._variants, key=len, reverse=True)
        self._variant_pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
        self._tokens: dict[tuple[str, str], frozenset[str]] = {}
        self._derived: dict[object, Any] = {}
        self._exact: defaultdict[str, list[Concept]] = defaultdict(list)
        self._folded: defaultdict[str, list[Concept]] = defaultdict(list)
        self._codes: defaultdict[str, list[Concept]] = defaultdict(list)
        for concept in self._living():
            self._add_words(concept)

    def become(self, fresh: Vocabulary) -> None:
        """Hold from now on what `fresh` holds, for everybody who has this object."""
        self.__dict__ = dict(fresh.__dict__)

    def derive(self, make: Callable[[Vocabulary], T]) -> T:
        """Return what `make` makes of the vocabulary, made once until it changes."""
        derived = self._derived  # of this content, should it change meanwhile
        if make not in derived:
            derived[make] = make(self)
        return derived[make]

    def get(self, scheme: str, key: str) -> Concept | None:
        """Return the concept `key`, retired or not, or None."""
        return self._by_key.get((scheme, key))

    def label(self, scheme: str, key: str, language: str) -> str:
        """Return what the concept is called; an unknown key is returned as it is."""
        concept = self._by_key.get((scheme, key))
        return concept.label(language) if concept else key

    def tokens(self, scheme: str, key: str) -> frozenset[str]:
        """Return all words of a concept, folded, in all languages."""
        found = self._tokens.get((scheme, key))
        if found is None:
            concept = self._by_key[scheme, key]
            found = frozenset(word for words in concept.words() for word in tokens(words))
            self._tokens[scheme, key] = found
        return found

    def list(self, scheme: str, *, retired: bool = False) -> tuple[Concept, ...]:
        """Return the concepts of `scheme` in their order, `retired`: also those used no more."""
        return tuple(one for one in self._by_scheme.get(scheme, ()) if retired or not one.retired)

    def find(self, text: str, *schemes: str) -> tuple[Concept, ...]:
        """Return every concept of `schemes` that `text` as a whole may mean, in scheme order.

        Several answers mean that the text is ambiguous; it is for the caller to ask. A plural is
        taken for its singular, and the other way round, where neither is a word of its own.
        """
        found = {
            (concept.scheme, concept.key): concept
            for table, word in (
                (self._exact, text.strip()),
                (self._folded, self.canonical(text)),
                (self._codes, fold(text)),
            )
            for concept in table.get(word, ())
            if concept.scheme in schemes
        }
        if not found:
            found = {
                (concept.scheme, concept.key): concept
                for concept in self._numberless.get(numberless(self.canonical(text)), ())
                if concept.scheme in schemes
            }
        order = {scheme: place for place, scheme in enumerate(schemes)}
        return tuple(sorted(found.values(), key=lambda one: (order[one.scheme], one.rank, one.key)))

    def suggest(
        self, text: str, *schemes: str, language: str = "en", limit: int = 8
    ) -> list[Suggestion]:
        """Return concepts one of whose words begins with `text`, the likeliest first.

        Matches at the start of a term come before matches inside it, words of `language` before
        others, short terms before long ones.
        """
        typed = plain(text)
        if not typed:
            return []
        best: dict[tuple[str, str], tuple[tuple[object, ...], Suggestion]] = {}
        starts = self._starts
        first = bisect_left(starts, typed, key=lambda entry: entry[0])
        for start, place, word, concept in starts[first : first + MOST_CANDIDATES]:
            if not start.startswith(typed):
                break
            if concept.scheme not in schemes:
                continue
            foreign = word not in (concept.label(language), text.strip())
            rank = (place > 0, foreign, len(start), concept.rank, concept.key)
            key = (concept.scheme, concept.key)
            if key not in best or rank < best[key][0]:
                best[key] = (rank, Suggestion(concept, word))
        ranked = sorted(best.values(), key=lambda entry: entry[0])
        return [suggestion for _, suggestion in ranked[:limit]]

    def find_within(self, text: str, scheme: str) -> list[tuple[Concept, str]]:
        """Return the concepts that a long text speaks of, the likeliest first, and by which words.

        Longer terms win over the shorter ones inside them; words that may mean several concepts
        say nothing. A term of many words, or said often, counts more.
        """
        weights: defaultdict[str, int] = defaultdict(int)
        said: dict[str, tuple[Concept, str]] = {}
        folded = " ".join(map(without_article, fold(text).split()))
        usual = self._variant_pattern.sub(lambda match: self._variants[match[0]], folded)
        written = _WORD.findall(text)
        for words, table in ((usual.split(), self._folded), (written, self._exact)):
            for concept, term, length in _longest_terms(words, table, scheme):
                weights[concept.key] += length * length
                said.setdefault(concept.key, (concept, term))
        order = sorted(said, key=lambda key: (-weights[key], said[key][0].rank, key))
        return [said[key] for key in order]

    def canonical(self, text: str) -> str:
        """Return `text` folded, with spelling variants (-isation, planejamento) made one."""
        if not self._variants:
            return plain(text)
        return self._variant_pattern.sub(lambda match: self._variants[match[0]], plain(text))

    def _living(self) -> Iterator[Concept]:
        for concepts in self._by_scheme.values():
            yield from (one for one in concepts if not one.retired and one.scheme != "variant")

    @cached_property
    def _numberless(self) -> Mapping[str, list[Concept]]:
        """Return all that is found by its words, in plural and singular alike."""
        table: defaultdict[str, list[Concept]] = defaultdict(list)
        for words, concepts in self._folded.items():
            for concept in concepts:
                _append_once(table[numberless(words)], concept)
        return table

    @cached_property
    def _starts(self) -> list[tuple[str, int, str, Concept]]:
        """Return all that can be typed, sorted; made when somebody first types."""
        starts = [
            (" ".join(words[at:]), at, word, concept)
            for concept in self._living()
            for word in dict.fromkeys(concept.words())
            for spelling in self._spellings(self.canonical(word))
            for words in [spelling.split()]
            for at in range(len(words))
        ]
        return sorted(starts, key=lambda entry: (entry[0], entry[1], entry[2], entry[3].key))

    def _add_words(self, concept: Concept) -> None:
        self._codes[fold(concept.key)].append(concept)
        for term in concept.terms:
            if term.kind == "namesake":
                continue
            if term.kind == "code":
                self._codes[fold(term.text)].append(concept)
            elif term.is_exact:
                self._exact[term.written].append(concept)
            else:
                self._add_folded(term.text, concept)
        for label in filter(None, concept.labels.values()):
            self._add_folded(label, concept)

    def _add_folded(self, text: str, concept: Concept) -> None:
        _append_once(self._folded[self.canonical(text)], concept)

    def _spellings(self, canonical: str) -> Iterator[str]:
        """Yield a canonical text and what it looks like in the spelling variants."""
        yield canonical
        for variant, standard in self._variants.items():
            if standard in canonical:
                yield canonical.replace(standard, variant)


def _longest_terms(
    words: Sequence[str], table: Mapping[str, list[Concept]], scheme: str
) -> Iterator[tuple[Concept, str, int]]:
    """Yield the concept, the term and its number of words, from the left, each word once."""
    at = 0
    while at < len(words):
        step = 1
        for end in range(min(len(words), at + LONGEST_TERM), at, -1):
            term = " ".join(words[at:end])
            meant = [one for one in table.get(term, ()) if one.scheme == scheme]
            if len(meant) == 1:
                yield meant[0], term, end - at
                step = end - at
                break
        at += step


def _append_once(concepts: list[Concept], concept: Concept) -> None:
    if concept not in concepts:
        concepts.append(concept)


def _read_variants(concepts: Collection[Concept]) -> dict[str, str]:
    """Return variant -> the spelling it stands for, both as `Vocabulary.canonical` writes."""
    return {plain(term.text): plain(concept.key) for concept in concepts for term in concept.terms}
