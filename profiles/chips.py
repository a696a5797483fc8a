"""What a question was understood as, ready to be shown: each part with a way to take it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from cop.kit.i18n import gettext as _
from cop.kit.i18n import join_words, mark
from cop.kit.text import fold
from cop.vocabulary.geography import get_city
from profiles.facets import NAMES
from profiles.lexicon import Lexicon
from profiles.understanding import leave_out, understand

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from cop.kit.forms import Params
    from cop.vocabulary.concepts import Vocabulary
    from profiles.directory import Answer, Found
    from profiles.ladder import Rung
    from profiles.lexicon import Reading
    from profiles.understanding import Part, Understanding

# kind of a part -> how the API calls all of that kind
KINDS: Final[Mapping[str, str]] = {
    "country": "countries",
    "region": "regions",
    "city": "cities",
    "institution": "institutions",
    "topic": "topics",
    "sector": "sectors",
    "stakeholder": "stakeholders",
    "level": "levels",
    "discipline": "disciplines",
    "language": "languages",
    "knows": "knows",
    "kind": "kinds",
    "offers": "offers",
    "chapter": "chapters",
    "confirmed": "confirmed",
}
_NAMES: Final[Mapping[str, str]] = {**NAMES, "city": mark("City")}
RUNG_NAMES: Final[Mapping[str, str]] = {
    "city": mark("In {place}"),
    "day": mark("Within a day's travel of {place}"),
    "country": mark("In {country}"),
    "knows-country": mark("Live elsewhere and know {country}"),
    "neighbour": mark("In neighbouring countries"),
    "region": mark("Elsewhere in the region"),
    "world": mark("Elsewhere in the world"),
}
_ELSEWHERE: Final = frozenset(("country", "city"))


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that words may mean, and the address of the search for it."""

    kind: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of a question.

    Attributes:
        label: what it was understood as; of free words the words.
        shared: it is a topic, and called otherwise than it was typed.
        href: the address of the search without it.
        choices: what else it may mean, or which of several.
    """

    text: str
    label: str
    is_term: bool
    shared: bool
    href: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ShownRung:
    """A step of the ladder: who is shown of it, and the address of all, "" where all are shown."""

    heading: str
    count: int
    found: Sequence[Found]
    href: str


def show_rungs(
    answer: Answer, params: Params, vocabulary: Vocabulary, language: str
) -> list[ShownRung]:
    """Return the ladder, from its upper end; nothing where everybody answers the question."""
    shown = _Shown(answer.understood, params, vocabulary, language)
    countries = join_words(vocabulary.label("country", one, language) for one in answer.countries)
    place = answer.place.label(vocabulary) if answer.place else ""
    rungs: list[ShownRung] = []
    for rung in answer.rungs if answer.is_ladder else ():
        found = [one for one in answer.found if one.rung == rung.name]
        heading = _(RUNG_NAMES[rung.name]).format(country=countries, place=place)
        is_whole = rung.count == len(found) or "city" in rung.filters  # of which there is no search
        href = "" if is_whole else shown.climbed(rung)
        rungs.append(ShownRung(heading, rung.count, found, href))
    return rungs


def show_chips(answer: Answer, params: Params, vocabulary: Vocabulary, language: str) -> list[Chip]:
    """Return the parts of the question, none where its words are looked for as they are."""
    if answer.question.exact or answer.instead:
        return []
    shown = _Shown(answer.understood, params, vocabulary, language)
    return [shown.chip(part) for part in answer.understood.parts]


def label_of(reading: Reading, part: Part, vocabulary: Vocabulary, language: str) -> str:
    """Return what a reading of `part` is called."""
    if reading.scheme == "institution":
        return part.text
    is_namesake = reading.scheme == "country" and part.readings and reading in part.offered
    if reading.scheme != "city" and not is_namesake:
        return vocabulary.label(reading.scheme, reading.key, language)
    city = None if is_namesake else get_city(int(reading.key))
    country = vocabulary.label("country", reading.values[0], language)
    return _("{city}, {country}").format(city=city.name if city else part.text, country=country)


def address(
    params: Params,
    text: str,
    added: Iterable[tuple[str, str]] = (),
    without: Collection[str] = (),
) -> str:
    """Return the address of the same search for `text`, with `added` filters, from page one."""
    left_out = {"q", "page", "exact", *without}
    kept = [pair for pair in params.multi_items() if pair[0] not in left_out]
    pairs = [*([("q", text)] if text else []), *kept]
    pairs += [pair for pair in added if pair not in pairs]
    return f"?{urlencode(pairs)}"


class _Shown:
    """A question on a page."""

    def __init__(
        self, understood: Understanding, params: Params, vocabulary: Vocabulary, language: str
    ) -> None:
        self._whole = understood
        self._params = params
        self._vocabulary = vocabulary
        self._language = language

    def chip(self, part: Part) -> Chip:
        labels = [self._label(one, part) for one in part.readings]
        is_shared = part.kind == "topic" and len(labels) == 1
        rest = self.without(part)
        return Chip(
            text=part.text,
            label=" / ".join(labels) if part.readings else part.text,
            is_term=bool(part.readings),
            shared=is_shared and fold(labels[0]) != fold(part.text),
            href=address(self._params, rest),
            choices=tuple(self._choices(part, rest)) if part.is_ambiguous else (),
        )

    def without(self, part: Part) -> str:
        """Return the text without `part`."""
        lexicon = self._vocabulary.derive(Lexicon)
        return leave_out(part, self._whole, lambda text: understand(text, lexicon))

    def climbed(self, rung: Rung) -> str:
        """Return the address of a search for all who stand on `rung`, and others like them."""
        lexicon = self._vocabulary.derive(Lexicon)
        whole = self._whole
        while parts := [one for one in whole.terms if one.kind == "country"]:
            text = leave_out(parts[0], whole, lambda text: understand(text, lexicon))
            whole = understand(text, lexicon)
        pairs = [(facet, value) for facet, values in rung.filters.items() for value in values]
        return address(self._params, whole.text, pairs, without=("country", "near"))

    def _choices(self, part: Part, rest: str) -> Iterator[Choice]:
        for one in part.readings:
            text = self._whole.text if one.scheme == "city" else rest
            yield self._choice(one, part, text)
        for one in part.offered:
            is_elsewhere = part.readings and one.scheme in _ELSEWHERE
            yield self._choice(one, part, f'{rest} "{part.text}"'.strip() if is_elsewhere else rest)

    def _choice(self, reading: Reading, part: Part, text: str) -> Choice:
        facet = reading.facet or "country"
        values = [reading.key] if reading.scheme not in {"subregion", "city"} else reading.values
        label = self._label(reading, part)
        href = address(self._params, text, [(facet, value) for value in values])
        return Choice(_(_NAMES[reading.kind]), label, href)

    def _label(self, reading: Reading, part: Part) -> str:
        return label_of(reading, part, self._vocabulary, self._language)
