"""Who may edit a profile for its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.actions.delegations import accept_delegation, ask_assistant, end_delegation
from cop.accounts.session import caller
from cop.kit.again import shown_again_by
from cop.kit.forms import read_posted
from cop.kit.web import go
from profiles.forms.assistants import read_assistant, read_delegation
from profiles.views.editing import show_kept

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


@shown_again_by(show_kept)
async def save_assistant(request: Request) -> Response:
    """POST /me/assistants: ask somebody by their address, known to us or not."""
    await ask_assistant(caller(request), read_assistant(await read_posted(request)))
    return go(f"{request.app.url_path_for('profile')}#assistants")


async def save_acceptance(request: Request) -> Response:
    """POST /me/assistants/accept: edit for somebody who asks for it."""
    await accept_delegation(caller(request), read_delegation(await read_posted(request)))
    return go(request.app.url_path_for("me"))


async def save_end(request: Request) -> Response:
    """POST /me/assistants/end: let somebody edit no longer, or edit for them no longer."""
    await end_delegation(caller(request), read_delegation(await read_posted(request)))
    return go(request.app.url_path_for("me"))
