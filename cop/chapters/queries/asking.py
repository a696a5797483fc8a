"""How a member stands to a chapter: what they ask, and what was answered by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.accounts.models import AuditRow
from cop.chapters.models.memberships import State
from cop.chapters.queries.memberships import find_place_of
from cop.chapters.queries.people import see_topics
from cop.chapters.rules.memberships import MOVES, Deed
from profiles.access import see_members
from profiles.queries import list_ids_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter
    from cop.chapters.queries.memberships import Place
    from profiles.member import Member
    from search.engine import Engine

_ANSWERS: Final = {MOVES[deed].action: deed for deed in (Deed.APPROVE, Deed.REFUSE)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a coordinator decided; `who` is "" where the reader does not find them as a member."""

    deed: Deed
    who: str
    is_own: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Asking:
    """How somebody stands to a chapter, who may ask to join, or have asked.

    Attributes:
        shared: the chapter's topics that they know, the first first.
        answer: how they came to stand so; None where something else was done since.
    """

    place: Place
    shared: Sequence[str]
    answer: Answer | None

    @property
    def is_open(self) -> bool:
        """Say whether it waits for an answer."""
        return self.place.state is State.REQUESTED


async def see_asking(chapter: Chapter, member: Member, engine: Engine, viewer: Viewer) -> Asking:
    """Return how `member` stands to `chapter`, for `viewer`, who looks after it."""
    place = await find_place_of(chapter, member.id)
    topics = await see_topics(chapter, engine, viewer)
    shared = [topic for topic in topics if topic in member.topics]
    return Asking(place, shared, await _find_answer(chapter, member, place.state, viewer))


async def _find_answer(
    chapter: Chapter, member: Member, state: State, viewer: Viewer
) -> Answer | None:
    """Return how the last request was answered, by the trail, if it led to `state`."""
    trail = AuditRow.filter(subject=f"profile:{member.id}", action__in=[*_ANSWERS]).order_by("-id")
    last = next((row for row in await trail if row.detail["chapter"] == chapter.slug), None)
    if last is None or MOVES[_ANSWERS[last.action]].after is not state:
        return None
    is_own = last.actor_id is not None and last.actor_id == viewer.account_id
    actors = await see_members(await list_ids_of([last.actor_id or 0]), viewer)
    who = actors[0].name if actors else ""
    return Answer(_ANSWERS[last.action], who, is_own, last.at)
