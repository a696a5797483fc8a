"""Forms that could not be taken are shown again, with what was typed and what is wrong with it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from cop.kit.errors import Conflict, CopError, Invalid, NotFound

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    View = Callable[[Request], Awaitable[Response]]
    ShowAgain = Callable[[Request, CopError], Awaitable[Response]]


def shown_again_by(show: ShowAgain) -> Callable[[View], View]:
    """Let `show` answer, with the error's status, where the view refuses what was sent."""

    def decorate(save: View) -> View:
        @wraps(save)
        async def save_or_show(request: Request) -> Response:
            try:
                return await save(request)
            except Invalid as error:
                return await show(request, error)
            except Conflict as error:
                try:
                    return await show(request, error)
                except NotFound:  # what others did meanwhile left nothing to show
                    raise error from None

        return save_or_show

    return decorate
