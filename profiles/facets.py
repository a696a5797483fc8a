"""The filters of the directory, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.kit.i18n import gettext as _
from cop.kit.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cop.vocabulary.concepts import Vocabulary
    from profiles.directory import Answer

UNFOLDED: Final = 5  # options shown before "more"
MOST_OPTIONS: Final = 50
NAMES: Final[Mapping[str, str]] = {
    "country": mark("Country"),
    "region": mark("Region"),
    "sector": mark("Sector"),
    "topic": mark("Topic"),
    "stakeholder": mark("Stakeholder"),
    "level": mark("Level of government"),
    "discipline": mark("Discipline"),
    "language": mark("Language"),
    "institution": mark("Institution"),
    "knows": mark("Knows the country"),
}
SCHEMES: Final = {"knows": ("country",), "topic": ("topic", "topic-group")}  # if called otherwise


@dataclass(frozen=True, slots=True)
class Option:
    """One value to filter by."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter."""

    name: str
    label: str
    options: Sequence[Option]

    @property
    def unfolded(self) -> Sequence[Option]:
        """Return the options to show at once: the largest, and all that are chosen."""
        return [one for at, one in enumerate(self.options) if at < UNFOLDED or one.chosen]

    @property
    def folded(self) -> Sequence[Option]:
        """Return the options behind "more", as many as a person may look through."""
        return [one for one in self.options[UNFOLDED:MOST_OPTIONS] if not one.chosen]


def show_facets(
    answer: Answer, vocabulary: Vocabulary, language: str, names: Sequence[str]
) -> list[Facet]:
    """Return the filters `names` with their values, the largest first."""
    return [
        Facet(name, _(NAMES[name]), [*_options(name, answer, vocabulary, language)])
        for name in names
        if answer.facets.get(name) or answer.question.filters.get(name)
    ]


def filter_label(name: str, value: str, vocabulary: Vocabulary, language: str) -> str:
    """Return what a chosen value is called."""
    found = (vocabulary.get(scheme, value) for scheme in SCHEMES.get(name, (name,)))
    return next((concept.label(language) for concept in found if concept), value)


def _options(name: str, answer: Answer, vocabulary: Vocabulary, language: str) -> Iterator[Option]:
    chosen = answer.question.filters.get(name, ())
    counted = dict(answer.facets.get(name, ()))
    counted |= {value: 0 for value in chosen if value not in counted}
    for value, count in counted.items():
        label = filter_label(name, value, vocabulary, language)
        yield Option(value, label, count, value in chosen)
