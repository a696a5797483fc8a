"""Keeping a search, changing and deleting it, and giving it a feed."""

from __future__ import annotations

from typing import Final

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.models import Account, Consent
from cop.kit.clock import now
from cop.kit.errors import Conflict
from cop.kit.i18n import gettext as _
from cop.kit.i18n import mark
from cop.searches.models import PERIODS, FoundBefore, Often, SavedSearch

MOST_SEARCHES: Final = 30  # of one account
_CONSENT: Final = "alerts"
_WORDS: Final = {
    Often.OFF: mark("No mail tells me who is new in a search that I saved."),
    Often.WEEKLY: mark("Once a week a mail tells me who is new in a search that I saved."),
    Often.MONTHLY: mark("Once a month a mail tells me who is new in a search that I saved."),
}


class TooManySearches(Conflict):
    """Nobody can look after so many."""

    def __init__(self) -> None:
        super().__init__(_("You keep as many searches as one may. Delete one first."))


class NoAddress(Conflict):
    """There is no proved address that a mail could go to."""

    def __init__(self) -> None:
        super().__init__(_("To be told by mail, give your account an e-mail address first."))


async def save_search(account_id: int, name: str, question: str) -> SavedSearch:
    """Keep a question; one that is kept already stays as it is.

    Raises:
        TooManySearches: the account has as many as it may.
    """
    async with in_transaction():
        await Account.filter(id=account_id).select_for_update().first()  # one search at a time
        kept = {one.question: one for one in await SavedSearch.filter(account_id=account_id)}
        if question in kept:
            return kept[question]
        if len(kept) >= MOST_SEARCHES:
            raise TooManySearches
        return await SavedSearch.create(account_id=account_id, name=name, question=question)


async def change_search(search: SavedSearch, name: str, often: Often) -> None:
    """Call the search `name`, and tell its owner from now on so `often`.

    To ask for it is to agree to it. The first look is soon, and only notes who is there already.

    Raises:
        NoAddress: the owner has no proved address.
    """
    async with in_transaction():
        mine = SavedSearch.filter(id=search.id)
        await mine.update(name=name)
        if not await mine.exclude(often=often.value).update(often=often.value, due_at=None):
            return
        await _agree(search, often)
        if often is Often.OFF:
            await FoundBefore.filter(search_id=search.id).delete()
            await mine.update(looked_at=None)
            return
        owner = await Account.get(id=search.account_id)
        if owner.email is None or owner.verified_at is None:
            raise NoAddress
        last = search.looked_at
        await mine.update(due_at=last + PERIODS[often] if last else now())


async def end_alert(search: SavedSearch) -> None:
    """Send no more mails about the search; it is kept."""
    await change_search(search, search.name, Often.OFF)


async def delete_search(search: SavedSearch) -> None:
    """Forget the search, whom it found, and the address of its feed."""
    await SavedSearch.filter(id=search.id).delete()


async def renew_feed(search: SavedSearch, *, on: bool) -> None:
    """Give the feed an address that it never had, or none; the last one leads nowhere."""
    await SavedSearch.filter(id=search.id).update(fed_at=now() if on else None)


async def _agree(search: SavedSearch, often: Often) -> None:
    given = often is not Often.OFF
    await Consent.create(
        account_id=search.account_id, kind=_CONSENT, given=given, words=_(_WORDS[often])
    )
    action = "consent.given" if given else "consent.withdrawn"
    subject = f"account:{search.account_id}"
    await record_deed(search.account_id, action, subject, kind=_CONSENT, search=search.id)
