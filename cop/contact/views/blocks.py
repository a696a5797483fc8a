"""Blocking somebody, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.contact.access import access_conversation, access_other
from cop.contact.actions.blocks import block_account, lift_block
from cop.contact.forms.blocks import read_block
from cop.contact.queries.blocks import list_blocks
from cop.kit.forms import read_posted
from cop.kit.web import go, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def show_blocks(request: Request) -> Response:
    """GET /account/blocks: whom one has blocked."""
    blocks = await list_blocks(caller(request))
    return page(request, "contact/blocks.html", blocks=blocks, private=True)


async def save_block(request: Request) -> Response:
    """POST /members/{slug}/block: block a member."""
    viewer = caller(request)
    other = await access_other(request.path_params["slug"], viewer)
    await block_account(viewer, other.owner.account_id)
    return go(request.app.url_path_for("blocks"))


async def save_block_of_sender(request: Request) -> Response:
    """POST /messages/{id}/block: block whom one wrote with."""
    viewer = caller(request)
    conversation = await access_conversation(request.path_params["id"], viewer)
    await block_account(viewer, conversation.account_id)
    return go(request.app.url_path_for("blocks"))


async def save_unblock(request: Request) -> Response:
    """POST /account/blocks: take a block back."""
    await lift_block(caller(request), read_block(await read_posted(request)))
    return go(request.app.url_path_for("blocks"))
