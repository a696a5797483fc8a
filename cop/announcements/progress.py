"""How far the mails of an announcement are, in numbers of which none tells who gets them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.announcements.letters import body_keys
from cop.announcements.models import Stage
from cop.kit.mailing import count_mails

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.announcements.models import Announcement

FEW: Final = 5  # mails, of which numbers would tell who gets them


async def count_written(announcement: Announcement) -> Mapping[str, int]:
    """Return how many of its mails are in each state; none of a draft, and none of few."""
    if announcement.stage == Stage.DRAFT:
        return {}
    mails = await count_mails(body_keys(announcement.id, seen=True))
    if announcement.is_sent:
        mails.pop("stopped", None)  # it would tell that somebody has turned it off since
    return mails if sum(mails.values()) >= FEW else {}
