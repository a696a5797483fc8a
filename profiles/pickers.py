"""What a picker offers for the words typed into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.kit.i18n import current_language
from cop.kit.text import fold
from cop.vocabulary.geography import suggest_cities
from profiles.fields import FIELDS
from profiles.finding import count_members
from profiles.houses import suggest_institutions

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from cop.vocabulary.concepts import Concept, Vocabulary
    from search.engine import Engine

MOST: Final = 8
_FACETS: Final = {
    "expertise": "topic",
    "interests": "topic",
    "languages": "language",
    "institution": "institution",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose.

    Attributes:
        value: what the form keeps.
        label: what it is called.
        also: the word for it that was found, where that is not its label.
        members: how many have it, as far as the viewer may know.
    """

    value: str
    label: str
    also: str = ""
    members: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """What is offered in one picker; `own` are words that no option means."""

    field: str
    options: tuple[Option, ...] = ()
    own: str = ""

    @property
    def may_propose(self) -> bool:
        """Say whether the words could become a topic."""
        return bool(self.own) and FIELDS[self.field].scheme == "topic"


class Pickers:
    """Looks words up for one viewer."""

    def __init__(self, vocabulary: Vocabulary, engine: Engine, viewer: Viewer) -> None:
        self._vocabulary = vocabulary
        self._engine = engine
        self._viewer = viewer

    async def find(self, field: str, typed: str, country: str = "") -> Choice:
        """Return what `typed` may mean in `field`; an institution or city near `country`."""
        if field == "city":
            cities = suggest_cities(typed, country)
            return Choice(
                field,
                tuple(
                    Option(one.name, one.name, unless_equal(one.name, name)) for one, name in cities
                ),
            )
        if field == "institution":
            return await self._institutions(typed, country)
        scheme, language = FIELDS[field].scheme, current_language()
        if not scheme:
            return Choice(field)
        found = [
            (one.concept, one.matched)
            for one in self._vocabulary.suggest(typed, scheme, language=language, limit=MOST)
        ]
        meant = self._vocabulary.find(typed, scheme)
        known = {concept.key for concept, _ in found}
        found += [(concept, typed) for concept in meant if concept.key not in known]
        own = "" if meant else " ".join(typed.split())
        return Choice(field, await self._options(field, found), own)

    async def read(self, text: str, chosen: tuple[str, ...]) -> Choice:
        """Return the topics that a text speaks of, without those that are `chosen`."""
        found = [
            (concept, word)
            for concept, word in self._vocabulary.find_within(text, "topic")
            if concept.key not in chosen
        ]
        return Choice("expertise", await self._options("expertise", found[:MOST]))

    async def _options(self, field: str, found: list[tuple[Concept, str]]) -> tuple[Option, ...]:
        counts = await self._counts(field)
        language = current_language()
        return tuple(
            Option(
                concept.key,
                concept.label(language),
                unless_equal(concept.label(language), word),
                counts.get(concept.key, 0),
            )
            for concept, word in found
        )

    async def _institutions(self, typed: str, country: str) -> Choice:
        counts = await self._counts("institution")
        found = await suggest_institutions(typed, country, counts)
        return Choice(
            "institution",
            tuple(
                Option(
                    one.name,
                    one.name,
                    self._vocabulary.label("country", one.country, current_language())
                    if one.country
                    else "",
                    counts[one.slug],
                )
                for one in found
            ),
        )

    async def _counts(self, field: str) -> dict[str, int]:
        """Return how many members have each value, as the viewer may know."""
        if field not in _FACETS:
            return {}
        facet = _FACETS[field]
        return dict((await count_members(self._engine, self._viewer, facet)).facets[facet])


def unless_equal(label: str, word: str) -> str:
    """Return the word by which something was found, "" where its label says it."""
    return "" if fold(word) in fold(label) else word
