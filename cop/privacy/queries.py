"""Reading what a person has decided, and what was done with their data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from tortoise.expressions import Q

from cop.accounts.models import Account, AuditRow, Consent
from cop.kit.personal import Person
from profiles.fields import FIELDS
from profiles.queries import find_profile_of

if TYPE_CHECKING:
    from datetime import datetime

MOST_DEEDS: Final = 50


@dataclass(frozen=True, slots=True)
class Deed:
    """One row of the trail as the person concerned reads it.

    Attributes:
        who: the name; "" is somebody who has left, None the service itself.
        is_own: it was their own deed.
        fields: which fields of the profile it was about.
    """

    at: datetime
    who: str | None
    is_own: bool
    action: str
    fields: tuple[str, ...]


async def get_person(account_id: int) -> Person:
    """Return all by which rows about the person are found."""
    profile = await find_profile_of(account_id)
    account = await Account.get_or_none(id=account_id)
    addresses = {account.email if account else None, profile.email if profile else None}
    return Person(
        account_id,
        profile.id if profile else None,
        tuple(sorted(address for address in addresses if address)),
    )


async def list_consents(account_id: int) -> list[Consent]:
    """Return all that the person agreed to or took back, the last first."""
    return await Consent.filter(account_id=account_id).order_by("-id")


async def find_consent(account_id: int, kind: str) -> Consent | None:
    """Return what the person last said about `kind`."""
    return await Consent.filter(account_id=account_id, kind=kind).order_by("-id").first()


async def list_refusals(kind: str, accounts: list[int]) -> set[int]:
    """Return which of `accounts` have taken back, or refused, consent to `kind`."""
    rows = Consent.filter(kind=kind, account_id__in=accounts).order_by("id")
    said = {row.account_id: row.given for row in await rows}
    return {account for account, given in said.items() if not given}


async def list_own_trail(person: Person) -> list[Deed]:
    """Return what was done with the profile and the account of the person, the last first."""
    subjects = [f"account:{person.account_id}", f"profile:{person.profile_id}"]
    rows = await AuditRow.filter(Q(subject__in=subjects)).order_by("-id").limit(MOST_DEEDS)
    actors = {row.actor_id for row in rows if row.actor_id is not None}
    names = {one.id: one.name for one in await Account.filter(id__in=list(actors))}
    return [
        Deed(
            row.at,
            None if row.actor_id is None else names.get(row.actor_id, ""),
            row.actor_id == person.account_id,
            row.action,
            _fields(row),
        )
        for row in rows
    ]


def _fields(row: AuditRow) -> tuple[str, ...]:
    fields = cast(
        "list[str] | dict[str, object]", row.detail.get("fields", row.detail.get("levels", []))
    )
    return tuple(name for name in fields if name in FIELDS)
