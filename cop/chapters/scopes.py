"""What a chapter is about, as it is written, called, and asked of members.

A scope is written as keys joined by "+": of regions, a country, topics or sectors, as its kind has
them. Keys of another scheme stand behind it, and a place within which behind "@":
"wb-region:ssf", "topic-group:local-pfm+local-revenue@subregion:sahel".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.chapters.models.chapters import Kind
from cop.vocabulary.regions import OWN, countries_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from cop.chapters.models.chapters import Chapter
    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member

_USUAL: Final[Mapping[str, str]] = {
    Kind.REGIONAL: OWN,
    Kind.COUNTRY: "country",
    Kind.THEMATIC: "topic",
    Kind.BRIDGE: "sector",
    Kind.FREE: "",
}
_FACETS: Final = frozenset((OWN, "country", "topic", "topic-group", "sector"))


@dataclass(frozen=True, slots=True)
class About:
    """What is said of somebody, or of a country, that scopes are about."""

    country: str
    topics: Collection[str]
    sectors: Collection[str] = ()

    @classmethod
    def member(cls, member: Member) -> About:
        """Return what is said of a member, as they are seen."""
        return cls(member.country, member.topics, [tag.key for tag in member.sectors])


@dataclass(frozen=True, slots=True)
class Part:
    """Keys of one scheme; one of them is enough."""

    scheme: str
    keys: tuple[str, ...]

    def name(self, vocabulary: Vocabulary, language: str) -> str:
        """Return what they are called."""
        return " · ".join(vocabulary.label(self.scheme, key, language) for key in self.keys)

    def filters(self, vocabulary: Vocabulary) -> Mapping[str, tuple[str, ...]]:
        """Return the facet and its values by which the directory finds who is in it."""
        if self.scheme in _FACETS:
            return {self.scheme: self.keys}
        return {"country": self.countries(vocabulary) or ("",)}  # where nobody lives

    def countries(self, vocabulary: Vocabulary) -> tuple[str, ...]:
        """Return the countries of a place, none of a theme."""
        if self.scheme == "country":
            return self.keys
        return tuple(
            sorted(c for key in self.keys for c in countries_in(vocabulary, self.scheme, key))
        )

    def said_by(self, about: About, vocabulary: Vocabulary) -> set[str]:
        """Return which of the keys are said of somebody."""
        if self.scheme == "topic":
            said = about.topics
        elif self.scheme == "topic-group":
            topics = (vocabulary.get("topic", key) for key in about.topics)
            said = [one.parent for one in topics if one]
        elif self.scheme == "sector":
            said = about.sectors
        elif self.scheme == "country":
            said = [about.country]
        else:
            places = ((key, countries_in(vocabulary, self.scheme, key)) for key in self.keys)
            said = [key for key, countries in places if about.country in countries]
        return {*said}.intersection(self.keys)


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds a chapter together: all of its parts; a free one has none."""

    parts: tuple[Part, ...]

    def name(self, vocabulary: Vocabulary, language: str) -> str:
        """Return what it is called: "Property tax · Valuation", "Health (Sahel)"."""
        first, *within = [part.name(vocabulary, language) for part in self.parts] or [""]
        return f"{first} ({within[0]})" if within else first

    def holds(self, about: About, vocabulary: Vocabulary) -> bool:
        """Say whether somebody of whom this is said is in its reach."""
        return bool(self.parts) and all(part.said_by(about, vocabulary) for part in self.parts)


def read_scope(kind: str, text: str) -> Scope:
    """Read what stands in `Chapter.scope`."""
    usual = _USUAL[kind]
    if not usual:
        return Scope(())
    first, _at, within = text.partition("@")
    parts = [(first, usual), *([(within, OWN)] if within else [])]
    return Scope(tuple(_read_part(part, scheme) for part, scheme in parts))


def write_scope(kind: str, first: Part, within: Part | None = None) -> str:
    """Write what stands in `Chapter.scope`; keys go in their order, so that equal is the same."""
    text = _write_part(first, _USUAL[kind])
    return f"{text}@{_write_part(within, OWN)}" if within else text


def scope_name(kind: str, text: str, vocabulary: Vocabulary, language: str) -> str:
    """Return what a scope is called in `language`."""
    return read_scope(kind, text).name(vocabulary, language)


def chapter_name(chapter: Chapter, vocabulary: Vocabulary, language: str) -> str:
    """Return its own name, in English or else any where `language` has none, or its scope's."""
    if chapter.names:
        ours, english = chapter.names.get(language), chapter.names.get("en")
        return ours or english or next(iter(chapter.names.values()))
    return scope_name(chapter.kind, chapter.scope, vocabulary, language)


def _read_part(text: str, usual: str) -> Part:
    scheme, colon, keys = text.rpartition(":")
    return Part(scheme if colon else usual, tuple(keys.split("+")))


def _write_part(part: Part, usual: str) -> str:
    keys = "+".join(sorted({*part.keys}))
    return keys if part.scheme == usual else f"{part.scheme}:{keys}"
