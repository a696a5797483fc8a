"""What two members have in common, and who is close to both, as a viewer may see them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from matching.peers import matcher_for
from profiles.access import NoSuchMember, see_member, see_members
from profiles.saying import list_said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cop.accounts.viewer import Viewer
    from matching.matcher import Matcher
    from matching.overlap import Overlap, SharedTopic
    from profiles.member import Member, Tag

ALIKE: Final = (
    "institution",
    "city",
    "country",
    "stakeholder",
    "government_level",
    "sectors",
    "disciplines",
    "languages",
    "countries_known",
    "interests",
)
BETWEEN: Final = 3
_CANDIDATES: Final = 12  # more than are shown: some may have changed or hid


@dataclass(frozen=True, slots=True)
class Alike:
    """A field in which two members say the same, and what."""

    field: str
    tags: Sequence[Tag]


@dataclass(frozen=True, slots=True)
class Between:
    """Somebody close to both, with what they share with each, the rarest first."""

    member: Member
    with_one: Sequence[SharedTopic]
    with_other: Sequence[SharedTopic]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two members side by side.

    Attributes:
        topics: that both know, the rarest first.
        holders: how many members know all of these.
        alike: what else both say.
        between: who is close to both, the closest first.
    """

    one: Member
    other: Member
    topics: Sequence[SharedTopic]
    holders: int
    alike: Sequence[Alike]
    between: Sequence[Between]

    @property
    def people(self) -> Sequence[Member]:
        """Return all who are shown."""
        return [self.one, self.other, *(between.member for between in self.between)]


async def see_pair(matcher: Matcher, slug: str, other_slug: str, viewer: Viewer) -> Pair:
    """Return what two members have in common, from what `viewer` sees of both now.

    Raises:
        NoSuchMember: there is no such member, or not for this viewer; or they are one.
        Unavailable: the matcher is still reading the members after a start.
    """
    one, other = await see_member(slug, viewer), await see_member(other_slug, viewer)
    if one.id == other.id:
        raise NoSuchMember
    overlap = (await matcher_for(matcher, viewer)).snapshot(viewer.audience).overlap
    topics = _shared(overlap, one, other)
    found = await asyncio.to_thread(overlap.between, one.id, other.id, _CANDIDATES)
    between = [
        Between(member, _shared(overlap, one, member), _shared(overlap, other, member))
        for member in await see_members(found, viewer)
    ]
    return Pair(
        one,
        other,
        topics,
        overlap.count_holders([shared.topic for shared in topics]),
        [*_alike(one, other)],
        [third for third in between if third.with_one and third.with_other][:BETWEEN],
    )


def _shared(overlap: Overlap, one: Member, other: Member) -> list[SharedTopic]:
    return overlap.describe({*one.topics}.intersection(other.topics))


def _alike(one: Member, other: Member) -> Iterator[Alike]:
    for name in ALIKE:
        said, theirs = dict(list_said(one, name)), dict(list_said(other, name))
        tags = [tag for same, tag in said.items() if same in theirs]
        if tags:
            yield Alike(name, tags)
