"""Putting people on a shortlist, noting something about them, and taking them off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from cop.kit.clock import now
from cop.kit.errors import Conflict
from cop.kit.i18n import gettext as _
from cop.shortlists.access import NoSuchShortlist, access_shortlist
from cop.shortlists.actions.lists import make_shortlist
from cop.shortlists.models import Shortlist, Shortlisted
from cop.shortlists.queries import list_entries
from profiles.access import NoSuchMember, find_seen, see_members_at

if TYPE_CHECKING:
    from collections.abc import Collection

    from cop.accounts.viewer import Viewer
    from profiles.member import Member

MOST_PEOPLE: Final = 200  # on a list, of those whom its owner sees


@dataclass(frozen=True, slots=True)
class Keeping:
    """Whom to keep on which list.

    Attributes:
        number: of the list, "" for a new one.
        name: of the new one.
    """

    slugs: tuple[str, ...]
    number: str
    name: str


class ShortlistFull(Conflict):
    """A list of so many is short no more."""

    def __init__(self) -> None:
        super().__init__(
            _("A list holds up to {most} people. Take somebody off first.").format(most=MOST_PEOPLE)
        )


async def keep(keeping: Keeping, viewer: Viewer) -> Shortlist:
    """Put whom the viewer sees of those named on a list of theirs, and return it.

    Raises:
        NoSuchMember: they see none of them.
        NoSuchShortlist: the list is none of theirs.
        TooManyShortlists: they have no room for another list.
        ShortlistFull: it would hold too many.
    """
    members = await see_members_at(keeping.slugs, viewer)
    if not members:
        raise NoSuchMember
    if keeping.number:
        shortlist = await access_shortlist(keeping.number, viewer)
    else:
        shortlist = await make_shortlist(cast("int", viewer.account_id), keeping.name)
    await keep_members(shortlist, members, viewer)
    return shortlist


async def keep_members(shortlist: Shortlist, members: Collection[Member], viewer: Viewer) -> None:
    """Put members on a list; who stands there already stays as they are.

    Whom the owner does not see any more is not counted: a full list must not tell that somebody
    has hidden.

    Raises:
        ShortlistFull: it would hold too many.
        NoSuchShortlist: it has been deleted meanwhile.
        NoSuchMember: somebody has left meanwhile.
    """
    try:
        async with in_transaction():
            if not await Shortlist.filter(id=shortlist.id).update(changed_at=now()):
                raise NoSuchShortlist
            there = [entry.profile_id for entry in await list_entries(shortlist.id)]
            added = [member for member in members if member.id not in there]
            if len(await find_seen(there, viewer)) + len(added) > MOST_PEOPLE:
                raise ShortlistFull
            await Shortlisted.bulk_create(
                [Shortlisted(shortlist_id=shortlist.id, profile_id=member.id) for member in added],
                ignore_conflicts=True,
            )
    except IntegrityError as error:
        raise NoSuchMember from error


async def note(shortlist: Shortlist, member: Member, text: str) -> None:
    """Note something about a member on a list, "" to note nothing.

    Raises:
        NoSuchMember: they are not on it.
    """
    entry = Shortlisted.filter(shortlist_id=shortlist.id, profile_id=member.id)
    if not await entry.update(note=text):
        raise NoSuchMember


async def take_off(shortlist: Shortlist, member: Member) -> None:
    """Take a member off a list, with the note; who is not on it is no error."""
    await Shortlisted.filter(shortlist_id=shortlist.id, profile_id=member.id).delete()


async def move_entries(from_id: int, to_id: int) -> dict[str, Any]:
    """Put one profile on all lists in place of another; return what `return_entries` needs.

    Where both are on a list, the notes are joined. The record holds no words of theirs: it outlives
    the list. Call it inside a transaction.
    """
    there = {one.shortlist_id: one for one in await Shortlisted.filter(profile_id=to_id)}
    moved: list[int] = []
    dropped: list[int] = []
    for one in await Shortlisted.filter(profile_id=from_id):
        kept = there.get(one.shortlist_id)
        if kept is None:
            moved.append(one.id)
            continue
        dropped.append(one.shortlist_id)
        joined = "\n".join(filter(None, (kept.note, one.note)))
        await Shortlisted.filter(id=kept.id).update(note=joined)
    await Shortlisted.filter(id__in=moved).update(profile_id=to_id)
    return {"from": from_id, "to": to_id, "moved": moved, "dropped": dropped}


async def return_entries(record: dict[str, Any]) -> None:
    """Take back what `move_entries` did; joined notes stay joined. Call it inside a transaction."""
    moved = Shortlisted.filter(id__in=record["moved"], profile_id=record["to"])
    await moved.update(profile_id=record["from"])
    left = await Shortlist.filter(id__in=record["dropped"]).values_list("id", flat=True)
    await Shortlisted.bulk_create(
        [Shortlisted(shortlist_id=one, profile_id=record["from"]) for one in left]
    )
