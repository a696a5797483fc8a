"""What of a question that nobody answers may be noted, without giving away whom it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from cop.kit.text import fold
from cop.searches.models import LONGEST_WORDS
from profiles.facets import SCHEMES
from profiles.lexicon import FACETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cop.vocabulary.concepts import Vocabulary
    from profiles.directory import Answer

MOST_WORDS: Final = 6  # that the vocabulary does not know; who writes more tells a story
_FILTERS: Final = frozenset(FACETS.values())

Term: TypeAlias = "tuple[str, ...]"  # "scheme:key", several where any of them is meant


class _NotNoted(Exception):
    """It may be about somebody, or say what a viewer may not."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it may be noted: what of it the vocabulary knows, and the other words."""

    terms: tuple[Term, ...]
    words: tuple[str, ...]


def read_asked(answer: Answer, vocabulary: Vocabulary) -> Asked | None:
    """Return what of an unanswered question may be noted, None where nothing may.

    Only what was looked for on all rungs counts. Whatever is or may be the name of a person, an
    address or a number is not noted, nor quoted words, nor where somebody works: an institution is
    understood only by those who may find somebody there.
    """
    asked = answer.question
    is_whole = bool(asked.text) and asked.ladder and not asked.exact and not asked.near
    if not is_whole or answer.found or answer.total or answer.is_limited or "@" in asked.text:
        return None
    try:
        terms = {*_terms(answer), *_filters(answer, vocabulary)}
        words = tuple(dict.fromkeys(_words(answer)))
    except _NotNoted:
        return None
    if len(words) > MOST_WORDS or len(" ".join(words)) > LONGEST_WORDS or not (terms or words):
        return None
    return Asked(tuple(sorted(terms)), words)


def _terms(answer: Answer) -> Iterator[Term]:
    for part in answer.understood.parts:
        if part.is_term:
            if any(one.scheme not in FACETS for one in part.readings):
                raise _NotNoted
            facet = part.readings[0].facet  # "waste" is a topic, and the sector besides
            meant = [one for one in part.readings if one.facet == facet]
            yield tuple(sorted(f"{one.scheme}:{one.key}" for one in meant))


def _filters(answer: Answer, vocabulary: Vocabulary) -> Iterator[Term]:
    for facet, values in answer.question.filters.items():
        if facet not in _FILTERS:
            raise _NotNoted
        yield tuple(sorted(_concept(facet, value, vocabulary) for value in values))


def _concept(facet: str, value: str, vocabulary: Vocabulary) -> str:
    for scheme in SCHEMES.get(facet, (facet,)):
        if vocabulary.get(scheme, value):
            return f"{scheme}:{value}"
    raise _NotNoted


def _words(answer: Answer) -> Iterator[str]:
    """Yield the words that the vocabulary does not know, and the names of towns, folded.

    A capital may begin a name; but for that of the first word, which telephones write themselves.
    """
    for at, part in enumerate(answer.understood.parts):
        if part.is_term:
            continue
        typed = part.text.split()
        rest = typed[1:] if at == 0 and len(answer.question.text.split()) > 1 else typed
        is_name = part.kind == "words" and any(word[0].isupper() for word in rest)
        if part.kind not in {"words", "city"} or is_name or any(map(str.isdigit, part.text)):
            raise _NotNoted
        yield from fold(part.text).split()
