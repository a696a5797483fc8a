"""Writing to a member, and reading what was written."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.contact.access import (
    Other,
    access_conversation,
    access_other,
    access_writer,
    find_other,
)
from cop.contact.actions.messages import send_message, switch_messages
from cop.contact.forms.messages import WORDS_LIMIT, read_message_form, read_switch
from cop.contact.queries.messages import list_conversations, takes_messages
from cop.contact.views.openings import begin_words
from cop.kit.errors import Invalid
from cop.kit.forms import read_posted
from cop.kit.mail import Post
from cop.kit.panels import Panel
from cop.kit.web import go, opened, page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from cop.contact.queries.messages import Conversation
    from profiles.member import Member


async def show_messages(request: Request) -> Response:
    """GET /messages: one's conversations, the latest first."""
    viewer = caller(request)
    return page(
        request,
        "contact/messages.html",
        conversations=await list_conversations(viewer),
        takes=await takes_messages(viewer.account_id),
        private=True,
    )


async def save_switch(request: Request) -> Response:
    """POST /messages: let members write, or not."""
    await switch_messages(caller(request), on=read_switch(await read_posted(request)))
    return go(request.app.url_path_for("messages"))


async def show_message_form(request: Request) -> Response:
    """GET /members/{slug}/message: where one writes to a member."""
    other = await access_other(request.path_params["slug"], caller(request))
    await access_writer(caller(request))
    return _form(request, other, {"text": await begin_words(request, other.member)})


async def save_message(request: Request) -> Response:
    """POST /members/{slug}/message: send it."""
    viewer = caller(request)
    other = await access_other(request.path_params["slug"], viewer)
    writer = await access_writer(viewer)
    data = await read_posted(request)
    try:
        form = read_message_form(data)
    except Invalid as error:
        return _form(request, other, data, error)
    message = await send_message(opened(request, Post), viewer, writer, other, form)
    return go(request.app.url_path_for("conversation", id=str(message.id)))


def _form(
    request: Request, other: Other, typed: Mapping[str, str], error: Invalid | None = None
) -> Response:
    return page(
        request,
        "contact/write.html",
        other=other,
        error=error,
        typed=typed.get("text", ""),
        key=typed.get("key") or secrets.token_urlsafe(18),
        limit=WORDS_LIMIT,
        private=True,
    )


async def show_conversation(request: Request) -> Response:
    """GET /messages/{id}: what the two wrote to each other, and where one answers."""
    viewer = caller(request)
    conversation = await access_conversation(request.path_params["id"], viewer)
    return _thread(request, conversation, {})


async def save_answer(request: Request) -> Response:
    """POST /messages/{id}: answer."""
    viewer = caller(request)
    conversation = await access_conversation(request.path_params["id"], viewer)
    other = await access_other(conversation.member.slug if conversation.member else "", viewer)
    writer = await access_writer(viewer)
    data = await read_posted(request)
    try:
        form = read_message_form(data)
    except Invalid as error:
        return _thread(request, conversation, data, error)
    message = await send_message(opened(request, Post), viewer, writer, other, form)
    return go(request.app.url_path_for("conversation", id=str(message.id)))


def _thread(
    request: Request,
    conversation: Conversation,
    typed: Mapping[str, str],
    error: Invalid | None = None,
) -> Response:
    return page(
        request,
        "contact/conversation.html",
        conversation=conversation,
        error=error,
        typed=typed.get("text", ""),
        key=typed.get("key") or secrets.token_urlsafe(18),
        limit=WORDS_LIMIT,
        private=True,
    )


async def make_contact_panel(request: Request, member: Member) -> Panel | None:
    """Show on a member's page where one writes to them, blocks or reports them."""
    viewer = caller(request)
    other = await find_other(member, viewer) if viewer.is_member else None
    if other is None or other.owner.account_id == viewer.account_id:
        return None
    return Panel("contact/of_member.html", {"other": other})
