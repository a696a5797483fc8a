"""Answering a match, taking the answer back, and saying whether it helped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from cop.introductions.models import SAID, Suggested
from cop.introductions.queries import about_whom_to_ask
from cop.kit.clock import now
from profiles.access import NoSuchMember

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet

    from cop.introductions.models import Answer
    from profiles.member import Member


async def answer_match(account_id: int, member: Member, answer: Answer) -> None:
    """Keep what somebody answers about `member`; of several answers the last one counts.

    Raises:
        NoSuchMember: they have left meanwhile.
    """
    row = Suggested(
        account_id=account_id, profile_id=member.id, answer=answer.value, answered_at=now()
    )
    pair = ["account_id", "profile_id"]
    try:
        await Suggested.bulk_create([row], on_conflict=pair, update_fields=SAID)
    except IntegrityError as error:
        raise NoSuchMember from error


async def take_back(account_id: int, member: Member) -> None:
    """Forget what was answered about `member`; no answer is no error."""
    async with in_transaction():
        await _pair(account_id, member).filter(told_at__isnull=True).delete()
        await _pair(account_id, member).update(
            answer="", answered_at=None, helped=None, helped_at=None
        )


async def say_helped(account_id: int, member: Member, *, helped: bool) -> None:
    """Keep whether it helped to meet `member`, once, where that is asked by now."""
    asked = about_whom_to_ask(account_id).filter(profile_id=member.id)
    await asked.update(helped=helped, helped_at=now())


def _pair(account_id: int, member: Member) -> QuerySet[Suggested]:
    return Suggested.filter(account_id=account_id, profile_id=member.id)
