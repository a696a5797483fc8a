"""The cookie of a browser that has asked for six digits: they work nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.actions.codes import LIFE

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.kit.settings import Settings


def read_browser(request: Request, settings: Settings) -> str:
    """Return what the browser holds, "" where it has not asked for digits."""
    return request.cookies.get(_name(settings), "")


def set_browser(response: Response, settings: Settings, browser: str) -> None:
    """Let the browser hold `browser` as long as its digits work."""
    response.set_cookie(
        _name(settings),
        browser,
        max_age=int(LIFE.total_seconds()),
        secure=settings.base.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def clear_browser(response: Response, settings: Settings) -> None:
    """Take the cookie back; the digits are used."""
    response.delete_cookie(
        _name(settings), secure=settings.base.scheme == "https", httponly=True, samesite="lax"
    )


def _name(settings: Settings) -> str:
    return "__Host-digits" if settings.base.scheme == "https" else "digits"
