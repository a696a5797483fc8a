"""What a coordinator who wants to stop looks through, and who may take over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cop.chapters.models.memberships import State
from cop.chapters.queries.leading import coordinators_of
from cop.chapters.queries.memberships import list_member_ids
from cop.chapters.queries.seated import Candidate, see_candidates, see_seated
from cop.chapters.rules.seats import SeatKind, SeatState
from profiles.access import find_seen, see_members
from profiles.queries import list_ids_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter
    from cop.chapters.queries.seated import Seated
    from profiles.member import Member
    from search.engine import Engine


@dataclass(frozen=True, slots=True)
class HandOver:
    """What is open, and between whom one chooses.

    Attributes:
        requests: so many wait for an answer.
        invitations: so many were not answered.
        leaders: others who look after the chapter, whom the viewer sees.
        others: so many do whom the viewer does not see.
        asked: who was asked to, and has not answered.
        candidates: active members who could be asked.
    """

    requests: int
    invitations: int
    leaders: Sequence[Member]
    others: int
    asked: Sequence[Seated]
    candidates: Sequence[Candidate]

    @property
    def everybody(self) -> list[Member]:
        """Return all who are shown."""
        others = [*self.asked, *self.candidates]
        return [*self.leaders, *(one.member for one in others)]


async def see_hand_over(chapter: Chapter, viewer: Viewer, text: str, engine: Engine) -> HandOver:
    """Return what `viewer`, who looks after `chapter`, has to hand over, and to whom they could.

    Args:
        chapter: to hand over.
        viewer: who does.
        text: how the name of who is to succeed begins, "" for anybody.
        engine: finds them.
    """
    acting = coordinators_of(chapter.slug).filter(account__banned_at=None)
    leading = {one.account_id for one in await acting}
    others = leading - {viewer.account_id}
    leaders = await see_members(await list_ids_of(others), viewer)
    offered = await see_seated(chapter, viewer, SeatState.OFFERED)
    asked = [one for one in offered if one.seat.kind == SeatKind.COORDINATOR]
    taken = {*await list_ids_of(leading), *(one.member.id for one in asked)}
    return HandOver(
        len(await find_seen(await list_member_ids(chapter, State.REQUESTED), viewer)),
        len(await find_seen(await list_member_ids(chapter, State.INVITED), viewer)),
        leaders,
        len(others) - len(leaders),
        asked,
        await see_candidates(chapter, text, engine, viewer, taken),
    )
