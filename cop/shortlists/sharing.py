"""The secret of a shared list: made of its row and this deployment's secret, and stored nowhere.

Its owner can copy it again at any time, and a stolen database opens no list.
"""

from __future__ import annotations

import secrets
from hmac import compare_digest
from typing import TYPE_CHECKING, Final

from cop.kit.secret import sign

if TYPE_CHECKING:
    from pathlib import Path

_PURPOSE: Final = "shortlist"
_LINK: Final = 12  # characters


def make_link() -> str:
    """Return what a list stores while it is shared; another one ends all links before."""
    return secrets.token_urlsafe(9)


def token_of(link: str, folder: Path) -> str:
    """Return what stands in the address of the list that stores `link`."""
    return link + sign(folder, _PURPOSE, link)


def link_of(token: str, folder: Path) -> str | None:
    """Return which link the token opens, None where it is none of ours."""
    link = token[:_LINK]
    return link if compare_digest(token.encode(), token_of(link, folder).encode()) else None
