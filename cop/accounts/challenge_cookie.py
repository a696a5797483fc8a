"""The short-lived cookie with the key to what this browser must bring back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.actions.challenges import LASTS
from cop.kit.settings import Settings
from cop.kit.web import opened

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def set_challenge(response: Response, settings: Settings, kind: str, key: str) -> None:
    """Give the browser the key; Lax, for a provider sends it back by a link from elsewhere."""
    response.set_cookie(
        _name(settings, kind),
        key,
        max_age=int(LASTS[kind.partition(":")[0]].total_seconds()),
        secure=settings.base.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def clear_challenge(response: Response, settings: Settings, kind: str) -> None:
    """Take the key back."""
    response.delete_cookie(
        _name(settings, kind), secure=settings.base.scheme == "https", httponly=True
    )


def challenge_key(request: Request, kind: str) -> str:
    """Return the key that the browser has, "" when it has none."""
    return request.cookies.get(_name(opened(request, Settings), kind), "")


def _name(settings: Settings, kind: str) -> str:
    prefix = "__Host-" if settings.base.scheme == "https" else ""
    return f"{prefix}challenge-{kind.replace(':', '-')}"
