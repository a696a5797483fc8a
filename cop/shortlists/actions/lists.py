"""Making, changing and sharing shortlists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from cop.accounts.models import Account
from cop.kit.clock import now
from cop.kit.errors import Conflict
from cop.kit.i18n import gettext as _
from cop.shortlists.access import NoSuchShortlist
from cop.shortlists.models import Shortlist
from cop.shortlists.sharing import make_link

MOST_LISTS: Final = 50


@dataclass(frozen=True, slots=True)
class Draft:
    """How a list is called, and whether its link shows the notes."""

    name: str
    description: str
    with_notes: bool


class TooManyShortlists(Conflict):
    """Nobody can look after so many."""

    def __init__(self) -> None:
        super().__init__(_("You have as many lists as one may have. Delete one first."))


class NameTaken(Conflict):
    """Another list of theirs is called so."""

    def __init__(self) -> None:
        super().__init__(_("You have another list of this name."))


async def make_shortlist(account_id: int, name: str) -> Shortlist:
    """Return the list of the account that is called `name`, made where there is none.

    Raises:
        TooManyShortlists: the account has as many as it may.
    """
    async with in_transaction():
        await _take_turn(account_id)
        own = Shortlist.filter(account_id=account_id)
        found = await own.filter(name=name).first()
        if found is not None:
            return found
        if await own.count() >= MOST_LISTS:
            raise TooManyShortlists
        return await Shortlist.create(account_id=account_id, name=name)


async def change_shortlist(shortlist: Shortlist, draft: Draft) -> None:
    """Give a list another name and description, and say whether its link shows the notes.

    Raises:
        NameTaken: another list of the same account is called so.
        NoSuchShortlist: it has been deleted meanwhile.
    """
    try:
        async with in_transaction():
            await _take_turn(shortlist.account_id)
            changed = await Shortlist.filter(id=shortlist.id).update(
                name=draft.name,
                description=draft.description,
                with_notes=draft.with_notes,
                changed_at=now(),
            )
    except IntegrityError as error:  # the database decides, whoever looked first
        raise NameTaken from error
    if not changed:
        raise NoSuchShortlist


async def delete_shortlist(shortlist: Shortlist) -> None:
    """Delete a list, with its notes and its link; one that is gone already is no error."""
    await Shortlist.filter(id=shortlist.id).delete()


async def renew_link(shortlist: Shortlist) -> None:
    """Share a list by a new link; the one before opens nothing from now on."""
    await Shortlist.filter(id=shortlist.id).update(link=make_link())


async def end_link(shortlist: Shortlist) -> None:
    """Share a list no more."""
    await Shortlist.filter(id=shortlist.id).update(link=None)


async def _take_turn(account_id: int) -> None:
    """Let one tab of the account after another name lists. Call it inside a transaction."""
    await Account.filter(id=account_id).select_for_update()
