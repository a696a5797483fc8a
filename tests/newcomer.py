"""Somebody who has signed in and has no profile yet, and what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cop.accounts.actions.sessions import begin_session
from cop.accounts.email import email_key
from cop.accounts.models import Account
from cop.kit.clock import now

if TYPE_CHECKING:
    import httpx2

ANSWERS: dict[str, Any] = {
    "name": "Esi Mensah",
    "country": "KE",
    "city": "Nairobi",
    "institution": "univ. of Nairobi",
    "position": "Economist",
    "stakeholder": "academia",
    "has": ["sectors", "expertise", "languages", "listed"],
    "sectors": ["public-finance"],
    "expertise": ["property-tax"],
    "expertise_typed": "WASH; moon dust",
    "languages_typed": "Swahili",
    "listed": "yes",
    "version": "0",
}


async def arrive(client: httpx2.AsyncClient, email: str = "esi@example.org") -> Account:
    """Sign the visitor in as somebody new, whose address is proved."""
    account = await Account.create(
        name="esi", email=email, email_key=email_key(email), verified_at=now()
    )
    client.cookies.set("session", await begin_session(account))
    return account
