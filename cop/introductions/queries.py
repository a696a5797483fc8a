"""Reading what members answered to their matches, and who is to be told of new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tortoise.expressions import Q

from cop.accounts.queries import is_reached
from cop.introductions.models import ASKED_AFTER, LATER, Answer, Digest, Suggested
from cop.kit.clock import now

if TYPE_CHECKING:
    from datetime import datetime

    from tortoise.queryset import QuerySet

    from cop.accounts.viewer import Viewer


FEW: Final = 10  # the page asks about one, but some may not be seen any more


async def list_set_aside(account_id: int) -> set[int]:
    """Return the profiles that the member has answered about; who was put off comes back."""
    back = Q(answer=Answer.LATER.value, answered_at__lte=now() - LATER)
    return await _ids(_answered(account_id).exclude(back))


async def list_told(account_id: int) -> set[int]:
    """Return the profiles that a mail has named to the member."""
    return await _ids(Suggested.filter(account_id=account_id, told_at__isnull=False))


async def list_accepted(viewer: Viewer) -> set[int]:
    """Return the profiles that `viewer` wants to meet."""
    mine = Suggested.filter(account_id=viewer.account_id or 0, answer=Answer.ACCEPTED.value)
    return await _ids(mine)


async def list_answered(account_id: int) -> list[Suggested]:
    """Return all that the member has answered, the last answer first."""
    return await _answered(account_id).order_by("-answered_at", "-id")


async def find_answered(account_id: int, profile_id: int) -> Suggested | None:
    """Return what the member has answered about a profile."""
    return await _answered(account_id).filter(profile_id=profile_id).first()


def about_whom_to_ask(account_id: int) -> QuerySet[Suggested]:
    """Return the rows of those of whom the member is asked by now whether it helped."""
    return Suggested.filter(
        account_id=account_id,
        answer=Answer.ACCEPTED.value,
        answered_at__lte=now() - ASKED_AFTER,
        helped__isnull=True,
    )


async def list_to_ask(account_id: int) -> list[int]:
    """Return a few profiles of whom to ask whether it helped, who has waited longest first."""
    ripe = about_whom_to_ask(account_id).order_by("answered_at", "id").limit(FEW)
    return [one.profile_id for one in await ripe]


async def has_digest(account_id: int) -> bool:
    """Say whether the member is told of new matches by mail."""
    return await Digest.exists(account_id=account_id)


async def find_last_told(account_id: int) -> datetime | None:
    """Return when a mail last named somebody to the member."""
    told = Suggested.filter(account_id=account_id, told_at__isnull=False)
    last = await told.order_by("-told_at").first()
    return last.told_at if last else None


async def list_due(moment: datetime, most: int) -> list[Digest]:
    """Return who is to be told now and can be, with their accounts, the longest due first."""
    reached = Digest.filter(is_reached("account__"), due_at__lte=moment)
    return await reached.order_by("due_at", "id").limit(most).select_related("account")


def _answered(account_id: int) -> QuerySet[Suggested]:
    return Suggested.filter(account_id=account_id).exclude(answer="")


async def _ids(found: QuerySet[Suggested]) -> set[int]:
    return {int(str(one)) for one in await found.values_list("profile_id", flat=True)}
