"""Who may write to whom, read which messages and decide about which reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cop.accounts.viewer import ANY_MEMBER
from cop.contact.queries.messages import Conversation, find_conversation, takes_messages
from cop.kit.errors import Conflict, NotFound
from cop.kit.i18n import gettext as _
from cop.kit.text import as_number
from profiles.access import NoSuchMember, see_member
from profiles.queries import Owner, find_own_slug, find_owner

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from cop.contact.models import Message
    from profiles.member import Member


class NoSuchMessage(NotFound):
    """There is none, or it is not this person's to read."""

    def __init__(self) -> None:
        super().__init__(_("There is no such message."))


class MustBeSeen(Conflict):
    """Whoever writes must be somebody to the one who reads."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "To write to members, have a profile that members can find: "
                "who gets your words must be able to see who you are."
            )
        )


class IsOneself(Conflict):
    """One can neither write to oneself nor block or report oneself."""

    def __init__(self) -> None:
        super().__init__(_("That is your own profile."))


@dataclass(frozen=True, slots=True)
class Other:
    """A member one may deal with: as they are seen, and who stands behind them.

    That somebody has no e-mail address is not seen: they find what was written when they sign in.
    """

    member: Member
    owner: Owner
    takes_messages: bool


async def access_other(slug: str, viewer: Viewer) -> Other:
    """Return the member `slug`, to be written to, blocked or reported by `viewer`.

    Raises:
        NoSuchMember: there is none, or not for this viewer.
        IsOneself: it is the viewer.
    """
    other = await find_other(await see_member(slug, viewer), viewer)
    if other is None:
        raise NoSuchMember
    if other.owner.account_id is not None and other.owner.account_id == viewer.account_id:
        raise IsOneself
    return other


async def find_other(member: Member, viewer: Viewer) -> Other | None:
    """Return who stands behind a member whom `viewer` sees, None where the two are blocked."""
    owner = await find_owner(member.id)
    if owner is None or owner.account_id in viewer.blocked:
        return None
    return Other(member, owner, await takes_messages(owner.account_id))


async def access_writer(viewer: Viewer) -> Member:
    """Return `viewer` as members see them, for those whom they write to.

    Raises:
        MustBeSeen: members do not see them.
    """
    slug = await find_own_slug(viewer.account_id) if viewer.account_id else None
    if slug is None:
        raise MustBeSeen
    try:
        return await see_member(slug, ANY_MEMBER)
    except NoSuchMember as error:
        raise MustBeSeen from error


async def access_conversation(number: str, viewer: Viewer) -> Conversation:
    """Return the conversation of `viewer` that holds the message with this number.

    Raises:
        NoSuchMessage: there is none, or it is somebody else's, or with somebody blocked.
    """
    conversation = await find_conversation(as_number(number) or 0, viewer)
    if conversation is None:
        raise NoSuchMessage
    return conversation


async def access_received(number: str, viewer: Viewer) -> tuple[Conversation, Message]:
    """Return a message that somebody wrote to `viewer`, with all of the conversation.

    Raises:
        NoSuchMessage: there is none, or the viewer wrote it.
    """
    conversation = await access_conversation(number, viewer)
    for message in conversation.messages:
        if message.id == as_number(number) and message.sender_id != viewer.account_id:
            return conversation, message
    raise NoSuchMessage
