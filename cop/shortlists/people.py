"""The people of shortlists, as a viewer may see them; who has vanished is not counted either."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cop.shortlists.queries import list_entries, list_places, list_shortlists
from profiles.access import find_seen, see_members

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from cop.shortlists.models import Shortlist
    from profiles.member import Member


@dataclass(frozen=True, slots=True)
class Kept:
    """A member on a list; `note` is "" where there is none, or none is told."""

    member: Member
    note: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A list of one's own, and how many people one sees on it."""

    shortlist: Shortlist
    people: int


async def see_people(shortlist: Shortlist, viewer: Viewer, *, noted: bool) -> list[Kept]:
    """Return whom `viewer` may see of a list, in the order they were added, `noted` with notes."""
    entries = {entry.profile_id: entry for entry in await list_entries(shortlist.id)}
    return [
        Kept(member, entries[member.id].note if noted else "")
        for member in await see_members(entries, viewer)
    ]


async def see_shortlists(viewer: Viewer) -> list[Counted]:
    """Return the lists of `viewer`, the last changed first."""
    lists = await list_shortlists(viewer.account_id or 0)
    places = await list_places([one.id for one in lists])
    seen = await find_seen({profile for _list, profile in places}, viewer)
    people = Counter(one for one, profile in places if profile in seen)
    return [Counted(one, people[one.id]) for one in lists]
