"""People as they stand in pictures: a short name, a shape, a link."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cop.kit.i18n import current_language
from cop.vocabulary.shapes import stakeholder_shape
from profiles.access import see_members
from profiles.names import short_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cop.accounts.viewer import Viewer
    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member


@dataclass(frozen=True, slots=True)
class Depicted:
    """What a mark in a picture needs to know of a person."""

    name: str
    short_name: str
    slug: str
    shape: int
    href: str
    country: str
    place: str


async def people_in_picture(
    path: Callable[..., str], ids: Iterable[int], viewer: Viewer, vocabulary: Vocabulary
) -> Mapping[int, Depicted]:
    """Return those of `ids` whom `viewer` may see, ready to be drawn."""
    members = await see_members(ids, viewer)
    short = {member.id: short_name(member.name) for member in members}
    times = Counter(short.values())
    return {
        member.id: Depicted(
            member.name,
            short[member.id] if times[short[member.id]] == 1 else member.name,
            member.slug,
            stakeholder_shape(vocabulary, member.stakeholder),
            path("member", slug=member.slug),
            member.country,
            _place(member, vocabulary),
        )
        for member in members
    }


def _place(member: Member, vocabulary: Vocabulary) -> str:
    return vocabulary.label("country", member.country, current_language())
