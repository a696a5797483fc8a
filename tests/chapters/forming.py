"""Chapters for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.chapters.actions.memberships import join_chapters
from cop.chapters.proposals.accepting import accept_proposal
from matching.proposals import Proposal, Quality, TypicalTopic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.chapters.models.chapters import Chapter
    from cop.running import Service
    from profiles.models import Profile


async def form(
    service: Service, kind: str, scope: str, members: Sequence[Profile], *, join: bool = True
) -> Chapter:
    """Form a chapter of these members; they join it, unless they are only suggested."""
    proposal = Proposal(
        kind=kind,
        scope=scope,
        members=tuple(member.id for member in members),
        countries=(),
        topics=(TypicalTopic("property-tax", 0.9, 0.1),),
        co_chairs=(),
        quality=Quality(modularity=0.5, conductance=0.1, coverage=0.9, stability=1.0),
    )
    chapter = await accept_proposal(proposal, service.vocabulary)
    if join:
        await join_chapters([(member.id, chapter) for member in members])
    return chapter
