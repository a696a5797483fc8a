"""Races about announcements: two who write a draft, and one who sends what another writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.viewer import ADMINISTRATOR
from cop.announcements.actions.writing import (
    AlreadySent,
    change_draft,
    keep_draft,
    send,
)
from cop.announcements.models import Announcement
from cop.announcements.wording import Draft, Words
from cop.kit.errors import Conflict, WrittenMeanwhile
from tests.races.ground import at_once, told

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.races.ground import Ground


async def two_write_a_draft(_ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One of them is told that the other was faster."""
    for _each in range(pairs):
        one = await keep_draft(ADMINISTRATOR, None, _saying("First."))
        outcomes = await at_once(
            *[lambda o=one, w=words: change_draft(o, _saying(w), 1) for words in ("One.", "Other.")]
        )
        yield told(outcomes, WrittenMeanwhile)
        await Announcement.all().delete()


async def a_draft_is_changed_while_it_is_sent(_ground: Ground, pairs: int) -> AsyncIterator[str]:
    """What goes out is what was looked at, or whoever sends is told."""
    for _each in range(pairs):
        one = await keep_draft(ADMINISTRATOR, None, _saying("First."))
        changed, sent = outcomes = await at_once(
            lambda o=one: change_draft(o, _saying("Other."), 1),
            lambda o=one: send(ADMINISTRATOR, o, 1),
        )
        yield told(outcomes, Conflict)
        stands = await Announcement.get(id=one.id)
        there = stands.words["en"]["text"], stands.stage
        is_late = isinstance(changed, AlreadySent)
        if there != (("First.", "sending") if is_late else ("Other.", "draft")):
            yield f"lost: {there} after {changed!r} and {sent!r}"
        await Announcement.all().delete()


def _saying(text: str) -> Draft:
    return Draft([Words("en", "We meet", text)], "en", "", is_public=False)
