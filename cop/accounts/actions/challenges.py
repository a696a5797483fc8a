"""What a browser must bring back once: kept here, the key to it in the browser's cookie."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from cop.accounts.models import Challenge
from cop.accounts.queries import hash_token
from cop.kit.clock import now
from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

LASTS: Final = {"passkey": timedelta(minutes=5), "oidc": timedelta(minutes=15)}


class NotBegun(Invalid):
    """This browser did not begin it, or began it too long ago, or has finished it before."""


async def issue_challenge(kind: str, data: Mapping[str, str]) -> str:
    """Keep `data` for a few minutes and return the key to it, which is stored nowhere.

    Args:
        kind: "passkey" or "oidc", a colon and what for.
        data: what is needed when the browser comes back.
    """
    await Challenge.filter(expires_at__lte=now()).delete()
    key = secrets.token_urlsafe(32)
    await Challenge.create(
        key_hash=hash_token(key),
        kind=kind,
        data=dict(data),
        expires_at=now() + LASTS[kind.partition(":")[0]],
    )
    return key


async def take_challenge(key: str, kind: str, *, state: str | None = None) -> dict[str, str]:
    """Return what was kept under `key`; it is gone from now on.

    Args:
        key: from the browser's cookie.
        kind: what it must have been kept for.
        state: what came back in the address and must be what was sent; a wrong one, which anybody
            can send along with the browser, does not use the challenge up.

    Raises:
        NotBegun: nothing is kept there, or it was taken.
    """
    row = await Challenge.get_or_none(key_hash=hash_token(key), kind=kind, expires_at__gt=now())
    if row is None or (state is not None and not _equal(row.data.get("state", ""), state)):
        raise NotBegun(_("This was not begun in this browser, or too long ago. Begin again."))
    if not await Challenge.filter(id=row.id).delete():
        raise NotBegun(_("This was not begun in this browser, or too long ago. Begin again."))
    return row.data


def _equal(one: str, other: str) -> bool:
    return bool(one) and hmac.compare_digest(one.encode(), other.encode("utf-8", "replace"))
