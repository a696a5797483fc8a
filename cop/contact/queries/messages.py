"""Reading messages: each member reads their own conversations, nobody reads another's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tortoise.expressions import Q

from cop.accounts.models import Consent
from cop.contact.models import Message
from cop.kit.clock import now
from profiles.access import see_members
from profiles.queries import find_owner, map_accounts_of, map_ids_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cop.accounts.viewer import Viewer
    from profiles.member import Member

A_DAY: Final = timedelta(days=1)
SHOWN: Final = 100  # conversations
READ: Final = 1_000  # messages, to find them


@dataclass(frozen=True, slots=True)
class Conversation:
    """What two members wrote to each other, as one of them sees it.

    Attributes:
        messages: the first first.
        account_id: of the other, None where they are gone.
        profile_id: of the other, likewise.
        member: the other, as far as the reader may see them.
    """

    messages: Sequence[Message]
    account_id: int | None
    profile_id: int | None
    member: Member | None = None

    @property
    def last(self) -> Message:
        """Return the newest message."""
        return self.messages[-1]


async def list_conversations(viewer: Viewer) -> list[Conversation]:
    """Return the conversations of `viewer`, the latest first."""
    own = await _own_profile(viewer)
    written = await Message.filter(_is_of(viewer, own)).order_by("-id").limit(READ)
    conversations = await _see(await _converse(written, viewer), viewer)
    return conversations[:SHOWN]


async def find_conversation(number: int, viewer: Viewer) -> Conversation | None:
    """Return the conversation that the message with this id is part of, if it is the viewer's."""
    own = await _own_profile(viewer)
    message = await Message.filter(_is_of(viewer, own), id=number).first()
    if message is None:
        return None
    found = await _see(await _converse([message], viewer), viewer)
    if not found or (found[0].account_id is None and found[0].profile_id is None):
        return found[0] if found else None
    one = found[0]
    theirs = Q(sender_id=viewer.account_id, recipient_id=one.profile_id or 0)
    mine = Q(sender_id=one.account_id or 0, recipient_id=own or 0)
    messages = await Message.filter(theirs | mine).order_by("id")
    return Conversation(messages, one.account_id, one.profile_id, one.member)


async def find_last_between(viewer: Viewer, profile_id: int) -> Message | None:
    """Return the newest message between `viewer` and the owner of a profile."""
    own = await _own_profile(viewer)
    owner = await find_owner(profile_id)
    sent = Q(sender_id=viewer.account_id, recipient_id=profile_id)
    received = Q(sender_id=(owner.account_id if owner else None) or 0, recipient_id=own or 0)
    return await Message.filter(sent | received).order_by("-id").first()


async def list_partners(viewer: Viewer) -> set[int]:
    """Return the profiles of those to whom `viewer` has written, or who have written to them."""
    own, mine = await _own_profile(viewer), viewer.account_id or 0
    to = Message.filter(sender_id=mine).distinct().values_list("recipient_id", flat=True)
    by = Message.filter(recipient_id=own or 0, sender_id__not_isnull=True)
    senders = await by.distinct().values_list("sender_id", flat=True)
    profiles = await map_ids_of({int(str(one)) for one in senders})
    return {int(str(one)) for one in await to}.union(profiles.values())


async def count_sent(account_id: int, *, begun: bool = False) -> int:
    """Return how many messages the account sent in a day, or how many conversations it began."""
    sent = Message.filter(sender_id=account_id, sent_at__gt=now() - A_DAY)
    return await (sent.filter(answers_id=None) if begun else sent).count()


async def takes_messages(account_id: int | None) -> bool:
    """Say whether the owner of the account lets members write to them; so it is at first."""
    if account_id is None:
        return True
    answer = await Consent.filter(account_id=account_id, kind="messages").order_by("-id").first()
    return answer is None or answer.given


async def list_silent(profiles: Collection[int]) -> set[int]:
    """Return the profiles among these whose owners let nobody write to them."""
    accounts = await map_accounts_of(profiles)
    said = Consent.filter(kind="messages", account_id__in=[*accounts.values()]).order_by("id")
    takes = {row.account_id: row.given for row in await said}
    return {one for one, account in accounts.items() if not takes.get(account, True)}


async def _own_profile(viewer: Viewer) -> int | None:
    return (await map_ids_of([viewer.account_id or 0])).get(viewer.account_id or 0)


def _is_of(viewer: Viewer, own: int | None) -> Q:
    return Q(sender_id=viewer.account_id or 0) | Q(recipient_id=own or 0)


async def _converse(written: Sequence[Message], viewer: Viewer) -> list[Conversation]:
    """Put messages, the newest first, into conversations; those with blocked people are none."""
    profile_of = await map_ids_of({one.sender_id for one in written if one.sender_id})
    account_of = await map_accounts_of({one.recipient_id for one in written})
    threads: dict[object, list[Message]] = {}
    others: dict[object, tuple[int | None, int | None]] = {}
    for message in written:
        if message.sender_id == viewer.account_id:
            profile: int | None = message.recipient_id
            account = account_of.get(message.recipient_id)
        else:
            account = message.sender_id
            profile = profile_of.get(account) if account else None
        key = profile or (f"account {account}" if account else f"message {message.id}")
        if account not in viewer.blocked:
            threads.setdefault(key, []).insert(0, message)
            others[key] = (account, profile)
    return [Conversation(messages, *others[key]) for key, messages in threads.items()]


async def _see(found: Sequence[Conversation], viewer: Viewer) -> list[Conversation]:
    """Put to each conversation what `viewer` may see of the other."""
    ids = [one.profile_id for one in found if one.profile_id]
    members = {member.id: member for member in await see_members(ids, viewer)}
    return [
        Conversation(one.messages, one.account_id, one.profile_id, members.get(one.profile_id or 0))
        for one in found
    ]
