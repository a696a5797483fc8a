"""Who may knock at an address: no address is made without saying so.

What a person may do with *this* member or *this* chapter is asked again inside, by the domain's
`access.py`.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto
from functools import wraps
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from starlette.routing import Route

from cop.accounts.session import caller, payer
from cop.accounts.viewer import NOBODY, Writes
from cop.kit.api import MOST_A_MINUTE
from cop.kit.errors import Forbidden, NotFound, Unknown
from cop.kit.i18n import gettext as _
from cop.kit.limits import spend
from cop.kit.web import go

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from cop.accounts.viewer import Viewer

    View = Callable[[Request], Awaitable[Response]]

MINUTE: Final = timedelta(minutes=1)
LONGEST_PART: Final = 80  # of an address; no key is longer, and Tortoise takes none that is
_READING: Final = frozenset({"GET", "HEAD"})


class Who(Enum):
    """The least that one must be."""

    ANYONE = auto()
    SIGNED_IN = auto()
    MEMBER = auto()
    COORDINATOR = auto()  # of some chapter; of which, the domain asks
    EDITOR = auto()  # of the vocabulary
    ADMINISTRATOR = auto()


def is_enough(viewer: Viewer, who: Who) -> bool:
    """Say whether `viewer` is at least `who`; an administrator is everything."""
    return {
        Who.ANYONE: True,
        Who.SIGNED_IN: viewer.account_id is not None,
        Who.MEMBER: viewer.is_member,
        Who.COORDINATOR: bool(viewer.coordinates) or viewer.is_administrator,
        Who.EDITOR: viewer.is_editor or viewer.is_administrator,
        Who.ADMINISTRATOR: viewer.is_administrator,
    }[who]


class Door(Route):
    """An address, and the least that one must be to knock there."""

    def __init__(
        self, path: str, view: View, name: str, who: Who, method: str, most_bytes: int | None
    ) -> None:
        """Let `view` answer whoever is enough.

        A visitor who could sign in to see a page is sent to do so; who may not see it is told, like
        everybody, that there is nothing.
        """
        self.who = who

        @wraps(view)
        async def knock(request: Request) -> Response:
            viewer = caller(request)
            fits = all(len(str(part)) <= LONGEST_PART for part in request.path_params.values())
            if fits and is_enough(viewer, who):
                return await view(request)
            if viewer.account_id is None and request.method in _READING and who is Who.SIGNED_IN:
                return go(f"/sign-in?{urlencode({'next': request.url.path})}")
            raise NotFound(_("There is nothing at this address."))

        super().__init__(path, knock, name=name, methods=[method], max_body_size=most_bytes)


def shows(path: str, view: View, name: str, who: Who) -> Door:
    """Return the address of a page."""
    return Door(path, view, name, who, "GET", None)


def saves(path: str, view: View, name: str, who: Who, most_bytes: int | None = None) -> Door:
    """Return the address of a form; its body is as large as the service allows, or `most_bytes`."""
    return Door(path, view, name, who, "POST", most_bytes)


def for_machines(
    path: str, view: View, name: str, method: str = "GET", *, decides: bool = False
) -> Door:
    """Return the address of the API, for those who do not ask too often.

    A caller whose token is none of ours is told so, instead of being taken for a stranger; and so
    is whoever would change something with a token that does not reach so far, whatever stands in
    the address. Where one only `decides`, a token for that is enough.
    """
    needed = Writes.DECISIONS if decides else Writes.ALL

    @wraps(view)
    async def knock(request: Request) -> Response:
        await spend("api", payer(request), MOST_A_MINUTE, MINUTE)
        if caller(request) is NOBODY:
            raise Unknown(_("This token is not valid, or not any more."))
        if request.method not in _READING and caller(request).writes < needed:
            reads = caller(request).writes is Writes.NOTHING
            raise Forbidden(
                _("This token only reads.") if reads else _("This token does not reach so far.")
            )
        return await view(request)

    return Door(path, knock, name, Who.ANYONE, method, None)
