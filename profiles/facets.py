"""The filters of the directory, ready to be shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from cop.kit.i18n import gettext as _
from cop.kit.i18n import mark
from profiles.houses import list_institutions
from profiles.index import CONFIRMED, GROUPS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence

    from cop.accounts.viewer import Viewer
    from cop.kit.forms import Params
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
    "kind": mark("Kind of institution"),
    "knows": mark("Knows the country"),
    "offers": mark("Offers"),
    "chapter": mark("Chapter"),
    CONFIRMED: mark("Written or confirmed"),
}
SCHEMES: Final = {  # if called otherwise
    "knows": ("country",),
    "topic": ("topic", "topic-group"),
    "offers": ("offer",),
}
VALUES: Final[Mapping[str, Mapping[str, str]]] = {  # of facets whose values are no concepts
    "kind": {  # as `profiles.names.guess_institution_kind` says
        "university": mark("University or school of administration"),
        "ministry": mark("Ministry or secretariat"),
        "municipality": mark("Municipality or district"),
        "region": mark("Regional or state government"),
        "association": mark("Association of governments or people"),
        "parliament": mark("Parliament or audit office"),
        "research": mark("Research institute"),
        "development-partner": mark("Development partner"),
        "civil-society": mark("Civil society organization"),
        "facility": mark("School, clinic or utility"),
        "company": mark("Company or consultancy"),
    },
    CONFIRMED: {
        "6": mark("In the last 6 months"),
        "18": mark("In the last 18 months"),
    },
}

_GROUPED: Final = {of: groups for groups, of in GROUPS.items()}

# What tells a viewer how the values of a facet are called that are rows of a table, in a language.
Teller: TypeAlias = (
    "Callable[[Iterable[str], Viewer, Vocabulary, str], Awaitable[Mapping[str, str]]]"
)


@dataclass(frozen=True, slots=True)
class Tellers:
    """Who tells how values are called, by facet; `cop.domains` says it for all domains.

    Attributes:
        follow: asks for what values in a question have become since it was written.
    """

    by_facet: Mapping[str, Teller]
    follow: Callable[[Params, Viewer], Awaitable[Params]]


@dataclass(frozen=True, slots=True)
class Labels:
    """What the values of facets are called in one language."""

    vocabulary: Vocabulary
    language: str
    told: Mapping[str, Mapping[str, str]]

    def of(self, facet: str, value: str) -> str:
        """Return what a value is called; what nobody knows is returned as it is."""
        if value in self.told.get(facet, ()):
            return self.told[facet][value]
        if facet in VALUES:
            return _(VALUES[facet][value]) if value in VALUES[facet] else value
        for scheme in SCHEMES.get(facet) or (facet,):
            if concept := self.vocabulary.get(scheme, value):
                return concept.label(self.language)
        return value


@dataclass(frozen=True, slots=True)
class Option:
    """One value to filter by.

    Attributes:
        chosen: by itself.
        within: what it is the group of; to choose it is to choose all of them.
    """

    value: str
    label: str
    count: int
    chosen: bool
    within: Sequence[Option] = ()

    @property
    def is_open(self) -> bool:
        """Say whether it, or something within, is chosen."""
        return self.chosen or any(one.chosen for one in self.within)


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter."""

    name: str
    label: str
    options: Sequence[Option]

    @property
    def unfolded(self) -> Sequence[Option]:
        """Return the options to show at once: the largest, and all that are chosen."""
        return [one for at, one in enumerate(self.options) if at < UNFOLDED or one.is_open]

    @property
    def folded(self) -> Sequence[Option]:
        """Return the options behind "more", as many as a person may look through."""
        return [one for one in self.options[UNFOLDED:MOST_OPTIONS] if not one.is_open]

    @property
    def chosen(self) -> Sequence[Option]:
        """Return what is chosen, in groups or alone."""
        every = (one for option in self.options for one in (option, *option.within))
        return [one for one in every if one.chosen]


async def label_values(
    answer: Answer, tellers: Tellers, viewer: Viewer, vocabulary: Vocabulary, language: str
) -> Labels:
    """Return the names of all values that were counted.

    Whose name is asked for has members whom the viewer may find: else it could be hidden.
    """
    counted = {facet: [*dict(answer.facets.get(facet, ()))] for facet in tellers.by_facet}
    told = {
        facet: await tellers.by_facet[facet](values, viewer, vocabulary, language)
        for facet, values in counted.items()
        if values
    }
    return Labels(vocabulary, language, told)


async def tell_institutions(
    slugs: Iterable[str], _viewer: Viewer, _vocabulary: Vocabulary, _language: str
) -> Mapping[str, str]:
    """Return what these institutions are called, in all languages alike."""
    return {one.slug: one.name for one in await list_institutions([*slugs])}


def show_facets(answer: Answer, labels: Labels, names: Sequence[str]) -> list[Facet]:
    """Return the filters `names` with their values, the largest first."""
    facets = [Facet(name, _(NAMES[name]), [*_options(name, answer, labels)]) for name in names]
    return [facet for facet in facets if facet.options]


def _options(name: str, answer: Answer, labels: Labels) -> Iterator[Option]:
    chosen = answer.question.filters.get(name, ())
    counted = dict(answer.facets.get(name, ()))
    grouped: defaultdict[str, list[Option]] = defaultdict(list)
    groups = dict(answer.facets.get(_GROUPED.get(name, ""), ()))
    concepts = labels.vocabulary.list(name) if groups else ()
    parents = {concept.key: concept.parent for concept in concepts}
    for value in dict.fromkeys((*counted, *chosen)):
        if value in groups:
            continue
        option = Option(value, labels.of(name, value), counted.get(value, 0), value in chosen)
        grouped[parents.get(value, "")].append(option)
    for group, count in groups.items():
        within = grouped.pop(group, [])
        yield Option(group, labels.of(name, group), count, group in chosen, within)
    for others in grouped.values():
        yield from others
