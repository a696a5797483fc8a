"""A member as somebody may see them: what pages, indexes, matches and exports are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

USUAL: Final = 2  # how well a topic is known where nobody says
BEST: Final = 3


@dataclass(frozen=True, slots=True)
class Tag:
    """One value of a list: a concept's key, or the member's own words."""

    key: str
    text: str = ""
    level: int = USUAL

    @property
    def value(self) -> str:
        """Return the key, or the words where there is no concept."""
        return self.key or self.text


@dataclass(frozen=True, slots=True)
class Workplace:
    """The institution of a member, as far as a list needs it."""

    id: int
    slug: str
    name: str
    country: str
    kind: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A profile as one viewer may see it. What is hidden and what is empty look the same.

    Attributes:
        chapters: that they have joined and the viewer may know of, by slug; whoever finds them
            finds them there.
        closely: filled fields that only a coordinator or an administrator sees here.
        notes: what its owner, coordinators and administrators should know: "held" back for its
            name; "mixed-script", which the owner is not told.
    """

    id: int
    slug: str
    name: str
    joined_at: datetime
    confirmed_at: datetime | None
    photo: str = ""
    email: str = ""
    country: str = ""
    city: str = ""
    city_id: int | None = None
    institution: Workplace | None = None
    unit: str = ""
    position: str = ""
    stakeholder: str = ""
    government_level: str = ""
    bio: str = ""
    website: str = ""
    orcid: str = ""
    gender: str = ""
    disciplines: tuple[Tag, ...] = ()
    sectors: tuple[Tag, ...] = ()
    expertise: tuple[Tag, ...] = ()
    interests: tuple[Tag, ...] = ()
    languages: tuple[Tag, ...] = ()
    countries_known: tuple[Tag, ...] = ()
    offers: tuple[Tag, ...] = ()
    seeks: tuple[Tag, ...] = ()
    chapters: frozenset[str] = frozenset()
    closely: frozenset[str] = field(default=frozenset(), compare=False)
    notes: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def topics(self) -> tuple[str, ...]:
        """Return the keys of the topics they know."""
        return tuple(tag.key for tag in self.expertise if tag.key)
