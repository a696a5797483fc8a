"""How often somebody may do something. Counted in this process, forgotten when it ends."""

from __future__ import annotations

import time
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Final

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from cop.kit.errors import TooMany
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from datetime import timedelta

    from starlette.requests import Request

_storage: Final = MemoryStorage()  # the asynchronous one asks a thread for every key it holds
_counted: Final = MovingWindowRateLimiter(_storage)


async def spend(what: str, who: str, most: int, per: timedelta) -> None:
    """Count one more `what` of `who`, who may do `most` in the time `per`.

    Raises:
        TooMany: they have done as many already; it says when the next is free.
    """
    limit = RateLimitItemPerSecond(most, int(per.total_seconds()))
    if not _counted.hit(limit, what, who):
        free = _counted.get_window_stats(limit, what, who).reset_time
        wait = max(1, round(free - time.time()))
        raise TooMany(_("That is too often. Wait a little and try again."), wait)


def forget_spent() -> None:
    """Let everybody begin anew."""
    _storage.reset()


def network_of(request: Request) -> str:
    """Return where a request comes from: an address, or of IPv6 the /64 that one household has."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:  # a socket on this machine
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)
