"""Who may change which saved search, and what the addresses of feeds and mails open.

What stands in these addresses is made of this deployment's secret and stored nowhere, so that a
stolen table opens none of them.
"""

from __future__ import annotations

from hmac import compare_digest
from typing import TYPE_CHECKING, Final

from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _
from cop.kit.secret import sign
from cop.kit.text import as_number
from cop.searches.models import SavedSearch
from cop.searches.queries import find_fed_search

if TYPE_CHECKING:
    from pathlib import Path

    from cop.accounts.viewer import Viewer

_FEED: Final = "feed of a saved search"
_END: Final = "end of an alert"


class NoSuchSearch(NotFound):
    """There is none, or it is somebody else's."""

    def __init__(self) -> None:
        super().__init__(_("There is no such saved search."))


async def access_search(number: str, viewer: Viewer) -> SavedSearch:
    """Return a search of `viewer`'s own.

    Raises:
        NoSuchSearch: there is none, or it is not theirs.
    """
    found = await SavedSearch.get_or_none(
        id=as_number(number) or 0, account_id=viewer.account_id or 0
    )
    if found is None:
        raise NoSuchSearch
    return found


async def access_feed(token: str, data: Path) -> SavedSearch:
    """Return the search whose feed has this address now.

    Raises:
        NoSuchSearch: none has it, or not any more.
    """
    search = await find_fed_search(_number(token))
    if search is None or not compare_digest(token.encode(), feed_token(search, data).encode()):
        raise NoSuchSearch
    return search


async def access_alert(token: str, data: Path) -> SavedSearch:
    """Return the search whose alert the token from a mail ends.

    Raises:
        NoSuchSearch: it is not ours, or the search is gone.
    """
    search = await SavedSearch.get_or_none(id=_number(token))
    if search is None or not compare_digest(token.encode(), end_token(search, data).encode()):
        raise NoSuchSearch
    return search


def feed_token(search: SavedSearch, data: Path) -> str:
    """Return what stands in the address of the feed, "" where it has none."""
    if search.fed_at is None:
        return ""
    mac = sign(data, _FEED, f"{search.id}:{search.fed_at.timestamp()}")
    return f"{search.id}-{mac[:40]}"


def end_token(search: SavedSearch, data: Path) -> str:
    """Return what ends the alert, for whoever has its mail.

    Source: RFC 8058.
    """
    return f"{search.id}-{sign(data, _END, str(search.id))[:40]}"


def _number(token: str) -> int:
    return as_number(token.partition("-")[0]) or 0
