"""Accounts, as administrators see them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.accounts.actions.roles import NoSuchAccount
from cop.accounts.models import Account, AuditRow, Role
from cop.accounts.queries import list_sessions
from cop.accounts.viewer import ADMINISTRATOR
from cop.chapters.queries.chapters import list_chapters
from cop.kit.i18n import gettext as _
from cop.kit.text import fold
from profiles.access import visible
from profiles.queries import find_profile_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from cop.vocabulary.concepts import Vocabulary

PAGE_SIZE: Final = 50
MOST_DEEDS: Final = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """An account in a list; the address is on its own page, where looking leaves a trace."""

    id: int
    name: str
    roles: Sequence[tuple[str, str]]
    joined_at: datetime | None
    banned_at: datetime | None


@dataclass(frozen=True, slots=True)
class Opened:
    """One account with all that administrators decide about."""

    account: Account
    roles: Sequence[tuple[str, str]]
    sessions: int
    slug: str | None
    kept_hidden: bool
    deeds: Sequence[AuditRow]


async def search_accounts(text: str, page: int) -> tuple[Sequence[Listed], int]:
    """Return a page of the accounts whose name or address holds `text`, and how many there are.

    Names are compared folded, which no database does for us, so all are read.
    """
    rows = await Account.all().order_by("-id").values_list("id", "name", "email_key")
    asked, address = fold(text), text.strip().casefold()
    found = [
        int(one)
        for one, name, email in rows
        if not address or (asked and asked in fold(str(name))) or (email and address in str(email))
    ]
    shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    accounts = {one.id: one for one in await Account.filter(id__in=shown)}
    roles = await _list_roles(shown)
    listed = [
        Listed(one, account.name, roles[one], account.joined_at, account.banned_at)
        for one in shown
        if (account := accounts.get(one))
    ]
    return listed, len(found)


async def get_account(account_id: int) -> Opened:
    """Return one account.

    Raises:
        NoSuchAccount: nobody has this id.
    """
    account = await Account.get_or_none(id=account_id)
    if account is None:
        raise NoSuchAccount(_("There is no such account."))
    profile = await find_profile_of(account_id)
    member = visible(profile, ADMINISTRATOR) if profile else None  # None where it is hidden
    deeds = AuditRow.filter(subject=f"account:{account_id}").order_by("-id").limit(MOST_DEEDS)
    return Opened(
        account,
        (await _list_roles([account_id]))[account_id],
        len(await list_sessions(account_id)),
        member.slug if member else None,
        bool(profile and profile.kept_hidden_at),
        await deeds,
    )


async def list_scopes(vocabulary: Vocabulary, language: str) -> list[tuple[str, str]]:
    """Return the chapters that a role may be for, as (slug, name)."""
    return [
        (one.chapter.slug, one.name)
        for one in await list_chapters(vocabulary, language, ADMINISTRATOR)
    ]


async def name_accounts(ids: Collection[int | None]) -> Mapping[int, str]:
    """Return the names of these accounts; those that are deleted are missing."""
    known = [one for one in ids if one is not None]
    rows = await Account.filter(id__in=known).values_list("id", "name")
    return {int(one): str(name) for one, name in rows}


async def _list_roles(ids: Sequence[int]) -> Mapping[int, list[tuple[str, str]]]:
    roles: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in await Role.filter(account_id__in=list(ids)).order_by("role", "scope"):
        roles[row.account_id].append((row.role, row.scope))
    return roles
