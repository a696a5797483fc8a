"""Who may knock at which address: the one table, and the door that reads it.

An address without an entry answers 404, and fails `tests/test_permissions.py`. What a person may do
with *this* member or *this* chapter is asked again inside, by the domain's `access.py`.
"""

from __future__ import annotations

from enum import Enum, auto
from functools import wraps
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from starlette.routing import Route

from cop.accounts.session import caller
from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _
from cop.kit.web import go

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from cop.accounts.viewer import Viewer

    View = Callable[[Request], Awaitable[Response]]


_READING: Final = frozenset({"GET", "HEAD"})


class Who(Enum):
    """The least that one must be."""

    ANYONE = auto()
    SIGNED_IN = auto()
    MEMBER = auto()
    COORDINATOR = auto()  # of some chapter; of which, the domain asks
    EDITOR = auto()  # of the vocabulary
    ADMINISTRATOR = auto()


PERMISSIONS: Final[Mapping[str, Who]] = {
    # Home and countries
    "home": Who.ANYONE,
    "countries": Who.ANYONE,
    "country": Who.ANYONE,
    "about": Who.ANYONE,
    # Members
    "directory": Who.ANYONE,
    "member": Who.ANYONE,
    "me": Who.SIGNED_IN,
    # Network and chapters
    "network": Who.ANYONE,
    "chapters": Who.ANYONE,
    "chapter": Who.ANYONE,
    "proposals": Who.ADMINISTRATOR,
    "accept-proposal": Who.ADMINISTRATOR,
    # Signing in, and how pages look
    "sign-in": Who.ANYONE,
    "save-sign-in": Who.ANYONE,
    "sign-out": Who.ANYONE,
    "preferences": Who.ANYONE,
    # For machines
    "alive": Who.ANYONE,
    "ready": Who.ANYONE,
}


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


def guarded(path: str, view: View, name: str, methods: list[str] | None = None) -> Route:
    """Return the route `name`, behind its entry in the table.

    A visitor who could sign in to see a page is sent to do so; who may not see it is told, like
    everybody, that there is nothing.
    """

    @wraps(view)
    async def knock(request: Request) -> Response:
        who, viewer = PERMISSIONS.get(name), caller(request)
        if who is not None and is_enough(viewer, who):
            return await view(request)
        if viewer.account_id is None and request.method in _READING and who is Who.SIGNED_IN:
            return go(f"/sign-in?{urlencode({'next': request.url.path})}")
        raise NotFound(_("There is nothing at this address."))

    return Route(path, knock, name=name, methods=methods)
