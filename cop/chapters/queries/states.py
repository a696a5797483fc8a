"""Reading the states of chapters, and what must hold before they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.models import AuditRow
from cop.chapters.models.chapters import Chapter, ChapterStep
from cop.chapters.models.memberships import Membership, State
from cop.chapters.queries.leading import list_led_slugs
from cop.chapters.rules.states import FEWEST_JOINED, MOVES, QUIET_FOR, Need, Turn
from cop.kit.clock import now

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMINGS = (State.ACTIVE, State.REQUESTED, State.INVITED)


async def list_lacking(chapter: Chapter, turn: Turn) -> list[Need]:
    """Return what must hold before a turn, and does not."""
    return [need for need in MOVES[turn].needs if not await _holds(chapter, need)]


async def _holds(chapter: Chapter, need: Need) -> bool:
    if need is Need.LED:
        return chapter.slug in await list_led_slugs()
    places = Membership.filter(chapter_id=chapter.id)
    if need is Need.JOINED:
        return await places.filter(state=State.ACTIVE).count() >= FEWEST_JOINED
    return not (
        await places.filter(state__in=_COMINGS, since__gt=now() - QUIET_FOR).exists()
        or await AuditRow.exists(subject=f"chapter:{chapter.slug}", at__gt=now() - QUIET_FOR)
    )


async def list_steps(chapter: Chapter) -> Sequence[ChapterStep]:
    """Return the changes of a chapter's state, the last first."""
    return await ChapterStep.filter(chapter_id=chapter.id).order_by("-id")
