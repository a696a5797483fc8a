"""What a question means: its words as places, topics, roles, languages, names and free words.

The longest known term wins, from the left. What a term may mean besides is kept; what says nothing
("who knows", "experts in") is left out; what stands in quotation marks is no more than words. A
stroke (|) keeps the words before it and after it apart.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import TYPE_CHECKING, Final, TypeAlias

from cop.kit.text import tokens
from profiles.fillers import FILLERS, PLACE_CUES, SPEAKERS, SPEAKS
from profiles.lexicon import KNOWN, LARGE, Reading
from profiles.spans import QUOTED, Word, joined, read_spans, stretches, written
from search.words import LONGEST_WORD, MOST_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from profiles.lexicon import Lexicon

WORDS_OF_A_NAME: Final = range(2, 5)
LONGEST_NAME: Final = 8  # words of an institution
NAMED_AMONG: Final = 24  # words, in which an institution may be named
MOST_OFFERED: Final = 5
_CLITIC: Final = re.compile("^(?:[وفبك]?ال|لل|[وفبل])(?=\\w{3})")  # "in Kenya" is one Arabic word
_CUES: Final = FILLERS | SPEAKS | SPEAKERS


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a question, and what they mean.

    Attributes:
        kind: of its first reading; without one "name", "words", or "exact" for quoted words.
        text: as typed, from `start` to `end`.
        readings: what is looked for; several mean that it is ambiguous, and any of them counts.
        offered: what it may mean besides.
        words: of a part that is looked for by its words, folded.
    """

    kind: str
    text: str
    start: int
    end: int
    readings: tuple[Reading, ...] = ()
    offered: tuple[Reading, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def is_term(self) -> bool:
        """Say whether it is looked for by what it means, not by its words."""
        return not self.words

    @property
    def is_ambiguous(self) -> bool:
        """Say whether somebody who typed it should be asked what they mean."""
        return len(self.readings) + len(self.offered) > (1 if self.readings else 0)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of what is looked for."""
        return tuple(one.key for one in self.readings)

    @property
    def may_be_an_institution(self) -> bool:
        """Say whether it is worth asking whether an institution is called so, or longer."""
        return self.kind in {"words", "name", "city", "stakeholder"}


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question and its parts, in the order of the text."""

    text: str
    parts: tuple[Part, ...] = ()

    @property
    def terms(self) -> tuple[Part, ...]:
        """Return the parts that are looked for by what they mean."""
        return tuple(part for part in self.parts if part.is_term)

    @property
    def words(self) -> tuple[str, ...]:
        """Return what is looked for as words, each once."""
        return tuple(dict.fromkeys(word for part in self.parts for word in part.words))

    def keys(self, kind: str) -> tuple[str, ...]:
        """Return what is meant of one kind, each once."""
        meant = (one.key for part in self.parts for one in part.readings if one.kind == kind)
        return tuple(dict.fromkeys(meant))


_Item: TypeAlias = "Part | Word"


def understand(
    text: str, lexicon: Lexicon, institutions: Mapping[str, Reading] | None = None
) -> Understanding:
    """Return what `text` means; `institutions` are known by their names, as `list_names` writes."""
    text = unicodedata.normalize("NFC", text[:MOST_CHARACTERS])
    quoted = [*_read_quoted(text)]
    found = [*quoted]
    fillers: list[Part] = []
    for span in stretches(text, [(one.start, one.end) for one in quoted]):
        words = read_spans(text, span, lexicon.canonical)
        items = _mind_languages([*_read_items(text, words, lexicon, institutions or {})])
        parts = [*_gather(text, items, lexicon)]
        found += parts
        fillers += [] if parts or not words else [_as_words(text, words, lexicon)]
    parts = sorted(found or fillers, key=lambda part: part.start)  # none but fillers: then these
    if len(parts) == 1:
        parts = [_perhaps_a_name(parts[0], lexicon, alone=True)]
    return Understanding(text, tuple(parts))


def leave_out(part: Part, whole: Understanding, read: Callable[[str], Understanding]) -> str:
    """Return the text of `whole` without `part`; what else it meant it means still.

    Where the words on both sides would become one term, a stroke stays between them.
    """
    expected = _meaning(one for one in whole.parts if one is not part)
    before, after = whole.text[: part.start].rstrip(), whole.text[part.end :].lstrip()
    plainly = f"{before} {after}".strip()
    return plainly if _meaning(read(plainly).parts) == expected else f"{before} | {after}".strip()


def list_names(text: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield all that may be the name of an institution: as it is compared, and as it is typed."""
    text = unicodedata.normalize("NFC", text[:MOST_CHARACTERS])
    for span in stretches(text, [(one.start, one.end) for one in _read_quoted(text)]):
        words = read_spans(text, span, lexicon.canonical)[:NAMED_AMONG]
        for start, end in combinations(range(len(words) + 1), 2):
            if end - start <= LONGEST_NAME and words[end - 1].canonical not in FILLERS:
                yield joined(words[start:end]), written(text, words[start:end])


def _meaning(parts: Iterable[Part]) -> tuple[object, object]:
    listed = [*parts]
    terms = [(part.kind, part.readings) for part in listed if part.is_term]
    return terms, {word for part in listed for word in part.words}


def _read_quoted(text: str) -> Iterator[Part]:
    for match in QUOTED.finditer(text):
        words = _telling(match[match.lastindex or 0])
        if words:
            yield Part("exact", match[0], match.start(), match.end(), words=words)


def _read_items(
    text: str, words: Sequence[Word], lexicon: Lexicon, institutions: Mapping[str, Reading]
) -> Iterator[_Item]:
    """Yield the terms among `words`, and the words that belong to none."""
    at = 0
    while at < len(words):
        first = words[at].canonical
        lengths = {*lexicon.lengths(first), 1}
        lengths |= {name.count(" ") + 1 for name in institutions if name.startswith(first)}
        for length in sorted((one for one in lengths if at + one <= len(words)), reverse=True):
            part = _read_term(text, words[at : at + length], words[:at], lexicon, institutions)
            if part is not None:
                yield part
                at += length
                break
        else:
            yield words[at]
            at += 1


def _read_term(
    text: str,
    words: Sequence[Word],
    before: Sequence[Word],
    lexicon: Lexicon,
    institutions: Mapping[str, Reading],
) -> Part | None:
    """Return the part that `words` are, if they are a term as a whole."""
    term, typed = joined(words), written(text, words)
    if term in _CUES and typed.lower() == typed:
        return None
    start, end = words[0].start, words[-1].end
    if term in institutions:
        others = lexicon.find(term, typed)
        return Part("institution", typed, start, end, (institutions[term],), others)
    meant = lexicon.find(term, typed) or _without_clitic(term, lexicon)
    if meant:
        offered = _offer_places(term, meant, lexicon)
        return Part(meant[0].kind, typed, start, end, meant, offered)
    is_after_in = bool(before) and before[-1].canonical in PLACE_CUES
    cities = lexicon.cities(term, 0 if is_after_in else LARGE)
    if cities:
        readings = tuple(Reading("city", str(one.id), "", (one.country,)) for one in cities)
        return Part("city", typed, start, end, readings, (), _telling(typed))
    return None


def _without_clitic(term: str, lexicon: Lexicon) -> tuple[Reading, ...]:
    """Return what an Arabic term means without the "in", "and" or "of" that is written to it."""
    bare = _CLITIC.sub("", term)
    return lexicon.find(bare, bare) if bare != term else ()


def _offer_places(term: str, meant: tuple[Reading, ...], lexicon: Lexicon) -> tuple[Reading, ...]:
    """Return places that are called like a country and do not lie in it."""
    countries = {reading.key for reading in meant if reading.scheme == "country"}
    if not countries:
        return ()
    cities = (one for one in lexicon.cities(term, KNOWN) if one.country not in countries)
    return (
        *lexicon.namesakes.get(term, ()),
        *(Reading("city", str(one.id), "", (one.country,)) for one in cities),
    )[:MOST_OFFERED]


def _mind_languages(items: list[_Item]) -> list[_Item]:
    """Take "French" for the language alone where somebody speaks it."""
    spoken: set[int] = set()
    for at, item in enumerate(items):
        if isinstance(item, Word) and item.canonical in SPEAKS | SPEAKERS:
            spoken |= {*_next_to(items, range(at + 1, len(items)))}
            if item.canonical in SPEAKERS:
                spoken |= {*_next_to(items, range(at - 1, -1, -1))}
    return [_as_language(item) if at in spoken else item for at, item in enumerate(items)]


def _next_to(items: Sequence[_Item], places: range) -> Iterator[int]:
    """Yield where languages follow each other, with words between that say nothing."""
    for at in places:
        item = items[at]
        if isinstance(item, Part) and any(one.scheme == "language" for one in item.readings):
            yield at
        elif isinstance(item, Part) or item.canonical not in FILLERS:
            return


def _as_language(item: _Item) -> _Item:
    if isinstance(item, Word):
        return item
    readings = tuple(one for one in item.readings if one.scheme == "language")
    return replace(item, kind="language", readings=readings, offered=())


def _gather(text: str, items: Sequence[_Item], lexicon: Lexicon) -> Iterator[Part]:
    """Yield the terms, and the free words between them run by run; fillers are left out."""
    run: list[Word] = []
    for item in chain(items, [None]):
        if isinstance(item, Word):
            run += [] if item.canonical in _CUES else [item]
        else:
            if run:
                yield _perhaps_a_name(_as_words(text, run, lexicon), lexicon)
            run = []
            if item is not None:
                yield item


def _as_words(text: str, words: Sequence[Word], lexicon: Lexicon) -> Part:
    telling = tuple(dict.fromkeys(one for word in words for one in _telling(word.folded)))
    offered = tuple(lexicon.offered.get(words[0].canonical, ())) if len(words) == 1 else ()
    return Part(
        "words",
        written(text, words),
        words[0].start,
        words[-1].end,
        offered=offered[:MOST_OFFERED],
        words=telling,
    )


def _perhaps_a_name(part: Part, lexicon: Lexicon, *, alone: bool = False) -> Part:
    """Return `part` as a person's name where it looks like one.

    It is some unknown words with capitals; in scripts that have none, if nothing else is asked.
    """
    names = part.text.split()
    is_written_so = all(
        name[0].isupper() or (alone and name.upper() == name.lower()) for name in names
    )
    is_known = any(lexicon.knows(word) for word in part.words)
    if part.kind != "words" or not is_written_so or is_known or len(names) not in WORDS_OF_A_NAME:
        return part
    return replace(part, kind="name")


def _telling(text: str) -> tuple[str, ...]:
    """Return the words of `text` as the search compares them."""
    words = (word[:LONGEST_WORD] for word in tokens(text) if any(map(str.isalnum, word)))
    return tuple(dict.fromkeys(words))
