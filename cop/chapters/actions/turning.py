"""Changing the state of a chapter as a whole, and what must hold before."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.chapters.actions.seating import end_all_seats
from cop.chapters.models.chapters import Chapter, ChapterStep
from cop.chapters.models.memberships import State
from cop.chapters.queries.memberships import list_member_ids
from cop.chapters.queries.states import list_lacking
from cop.chapters.rules.states import LACKING, MOVES, QUIET_FOR, Stage, Turn
from cop.kit.changes import record_changes
from cop.kit.clock import now
from cop.kit.errors import Conflict
from cop.kit.i18n import gettext as _
from profiles.actions.members import KIND as PROFILE
from profiles.actions.members import share_with_chapters, unshare_all

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer


class NotReady(Conflict):
    """Something must hold first; the message says what."""


async def turn_chapter(actor: Viewer | None, chapter: Chapter, turn: Turn, words: str = "") -> bool:
    """Do what the table of moves allows and say whether anything was done; twice is once.

    Args:
        actor: who does it; None is the service itself.
        chapter: to which; only its row changes.
        turn: what.
        words: why.

    Raises:
        NotReady: what must hold before does not.
    """
    move = MOVES[turn]
    async with in_transaction():
        before = (await Chapter.get(id=chapter.id)).state
        if before not in move.before:
            return False
        if lacking := await list_lacking(chapter, turn):
            raise NotReady(" ".join(_(LACKING[need]) for need in lacking))
        same = Chapter.filter(id=chapter.id, state=before)
        if not await same.update(state=move.after, state_since=now()):
            return False
        await ChapterStep.create(
            chapter_id=chapter.id,
            before=before,
            after=move.after,
            words=words,
            account_id=actor.account_id if actor else None,
        )
        await record_deed(actor, move.action, f"chapter:{chapter.slug}", reason=words)
        if Stage.CLOSED in {before, move.after}:
            await _open_or_close(chapter, is_open=move.after is not Stage.CLOSED)
        await record_changes("chapter", [chapter.id])
    return True


async def _open_or_close(chapter: Chapter, *, is_open: bool) -> None:
    """Open to coordinators what active members keep for them, or close it, and end all seats."""
    active = await list_member_ids(chapter, State.ACTIVE)
    if is_open:
        await share_with_chapters({(one, chapter.slug) for one in active})
    else:
        await end_all_seats(chapter)
        await unshare_all(chapter.slug)
    await record_changes(PROFILE, active)


async def lay_quiet_chapters_to_rest() -> int:
    """Let the chapters be dormant in which nothing was done for a year; return how many."""
    long_ago = now() - QUIET_FOR
    old = Q(state_since__lte=long_ago) | Q(state_since__isnull=True, created_at__lte=long_ago)
    rested = 0
    for chapter in await Chapter.filter(old, state=Stage.ACTIVE).order_by("id"):
        with suppress(NotReady):
            rested += await turn_chapter(None, chapter, Turn.LAPSE)
    return rested
