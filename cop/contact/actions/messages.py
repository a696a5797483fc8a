"""Writing to a member, who learns no address by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tortoise.transactions import in_transaction

from cop.accounts.models import Account, Consent
from cop.contact.models import Message
from cop.contact.queries.messages import count_sent, find_last_between
from cop.kit.clock import now
from cop.kit.errors import Conflict, TooMany
from cop.kit.i18n import gettext as _
from cop.kit.i18n import ngettext

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from cop.contact.access import Other
    from cop.kit.mail import Post
    from profiles.member import Member

CONVERSATIONS_A_DAY: Final = 10  # begun
MESSAGES_A_DAY: Final = 30
KEPT_FOR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Draft:
    """Words, and the key that their form was given: the same twice is one message."""

    text: str
    key: str


class TakesNoMessages(Conflict):
    """The member has switched messages off."""

    def __init__(self) -> None:
        super().__init__(_("This member takes no messages."))


class WroteTooMuch(TooMany):
    """More messages in a day than one person would write."""


async def send_message(
    post: Post, viewer: Viewer, writer: Member, other: Other, draft: Draft
) -> Message:
    """Keep the words and mail them to the one member they are for; a repeat is the same message.

    Raises:
        TakesNoMessages: they do not want any.
        WroteTooMuch: the sender has written enough for a day.
    """
    account_id = viewer.account_id or 0
    key = f"{account_id}:{draft.key}"
    async with in_transaction():
        await Account.filter(id=account_id).select_for_update().first()  # one message at a time
        if repeated := await Message.get_or_none(key=key):
            return repeated
        if not other.takes_messages:
            raise TakesNoMessages
        earlier = await find_last_between(viewer, other.member.id)
        await _spare(account_id, begins=earlier is None)
        message = await Message.create(
            key=key,
            sender_id=account_id,
            recipient_id=other.member.id,
            answers_id=earlier.id if earlier else None,
            text=draft.text,
        )
        if other.owner.address:
            await post.queue(
                other.owner.address,
                "message",
                language=other.owner.language,
                key=f"message:{message.id}",
                writer=writer,
                message=message,
            )
    return message


async def _spare(account_id: int, *, begins: bool) -> None:
    """Refuse what is more than a person would write in a day."""
    if await count_sent(account_id) >= MESSAGES_A_DAY:
        raise WroteTooMuch(
            ngettext(
                "You have sent %(num)s message within a day, and that is as many as we send on. "
                "Write again tomorrow.",
                "You have sent %(num)s messages within a day, and that is as many as we send on. "
                "Write again tomorrow.",
                MESSAGES_A_DAY,
            )
            % {"num": MESSAGES_A_DAY}
        )
    if begins and await count_sent(account_id, begun=True) >= CONVERSATIONS_A_DAY:
        raise WroteTooMuch(
            ngettext(
                "You have written to %(num)s new person within a day. You may answer; "
                "to write to others, wait until tomorrow.",
                "You have written to %(num)s new people within a day. You may answer; "
                "to write to others, wait until tomorrow.",
                CONVERSATIONS_A_DAY,
            )
            % {"num": CONVERSATIONS_A_DAY}
        )


async def switch_messages(viewer: Viewer, *, on: bool) -> None:
    """Let members write to this person, or not."""
    words = _("Members may write to me through this service; nobody learns my address.")
    await Consent.create(account_id=viewer.account_id, kind="messages", given=on, words=words)


async def forget_old_messages() -> None:
    """Delete the messages of more than twelve months ago."""
    await Message.filter(sent_at__lt=now() - KEPT_FOR).delete()
