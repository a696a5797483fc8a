"""What a chapter's coordinators decide about: who asks, who is invited, suggested or in, or banned.

Everybody is seen as the coordinator sees them now: who asked and has hidden since waits unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.chapters.models import State
from cop.chapters.people import see_topics
from cop.chapters.queries import list_member_ids, list_places
from cop.chapters.scopes import About, read_scope
from profiles.access import find_seen, see_members

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cop.accounts.viewer import Viewer
    from cop.chapters.models import Chapter, Membership
    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member
    from search.engine import Engine

SIZE: Final = 20  # members on a page
MOST: Final = 50  # in each other list
LOOKED_AT: Final = 200  # of those whom the graph suggests
SUGGESTED: Final = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody, how they stand to the chapter, and its topics that they know, the first first."""

    member: Member
    state: State
    since: datetime | None
    words: str
    shared: Sequence[str]


@dataclass(frozen=True, slots=True)
class Desk:
    """Who stands how to a chapter; of those who are in, active or paused, one page."""

    requested: Sequence[Standing]
    invited: Sequence[Standing]
    suggested: Sequence[Standing]
    members: Sequence[Standing]
    banned: Sequence[Standing]
    total: int

    @property
    def everybody(self) -> list[Member]:
        """Return all who stand on the page."""
        lists = (self.requested, self.invited, self.suggested, self.members, self.banned)
        return [one.member for each in lists for one in each]


async def see_desk(
    chapter: Chapter, engine: Engine, vocabulary: Vocabulary, viewer: Viewer, *, page: int
) -> Desk:
    """Return what `viewer`, who coordinates `chapter`, decides about."""
    topics = await see_topics(chapter, engine, viewer)
    inside = await _find(chapter, viewer, State.ACTIVE, State.PAUSED)

    async def waiting(state: State) -> list[Standing]:
        return await _see((await _find(chapter, viewer, state))[:MOST], topics, viewer)

    return Desk(
        await waiting(State.REQUESTED),
        await waiting(State.INVITED),
        await _see_suggested(chapter, topics, vocabulary, viewer),
        await _see(inside[(page - 1) * SIZE : page * SIZE], topics, viewer),
        await waiting(State.BANNED),
        len(inside),
    )


async def _find(chapter: Chapter, viewer: Viewer, *states: State) -> list[Membership]:
    """Return the places in these states of whom `viewer` may find, the longest first."""
    places = await list_places(chapter, *states)
    seen = await find_seen([one.profile_id for one in places], viewer)
    return [one for one in places if one.profile_id in seen]


async def _see(
    places: Sequence[Membership], topics: Sequence[str], viewer: Viewer
) -> list[Standing]:
    rows = {one.profile_id: one for one in places}
    return [
        Standing(
            member,
            State(rows[member.id].state),
            rows[member.id].since,
            rows[member.id].words,
            _shared(topics, member),
        )
        for member in await see_members(rows, viewer)
    ]


async def _see_suggested(
    chapter: Chapter, topics: Sequence[str], vocabulary: Vocabulary, viewer: Viewer
) -> list[Standing]:
    """Return whom the graph suggests, who shows the viewer what they are suggested for."""
    ids = (await list_member_ids(chapter, State.SUGGESTED))[:LOOKED_AT]
    scope = read_scope(chapter.kind, chapter.scope)
    found = [
        Standing(member, State.SUGGESTED, None, "", _shared(topics, member))
        for member in await see_members(ids, viewer)
        if not scope.parts or scope.holds(About.member(member), vocabulary)
    ]
    return sorted(found, key=lambda one: -len(one.shared))[:SUGGESTED]


def _shared(topics: Sequence[str], member: Member) -> list[str]:
    return [topic for topic in topics if topic in member.topics]
