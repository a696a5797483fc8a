"""Forming the chapters that were proposed."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from cop.chapters.actions.making import ChapterExists, Wanted, create_chapter
from cop.chapters.actions.memberships import BULK
from cop.chapters.actions.turning import turn_chapter
from cop.chapters.models.chapters import Chapter, Kind
from cop.chapters.models.memberships import Membership, State
from cop.chapters.models.proposals import ChosenChair
from cop.chapters.rules.states import Stage, Turn
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from cop.vocabulary.concepts import Vocabulary
    from matching.proposals import Proposal


async def accept_proposal(
    proposal: Proposal, vocabulary: Vocabulary, actor: Viewer | None = None
) -> Chapter:
    """Form the chapter; its people are suggested members until they join.

    Nobody joins by being proposed: what members keep for coordinators stays closed. Its co-chairs
    are remembered as those to ask. Without `actor` the service itself does it.

    Raises:
        ChapterExists: a chapter with this scope is there already.
    """
    try:
        return await _form(proposal, vocabulary, actor)
    except IntegrityError as error:  # the database decides, whoever looked first
        raise ChapterExists(_("This chapter has been formed already.")) from error


async def _form(proposal: Proposal, vocabulary: Vocabulary, actor: Viewer | None) -> Chapter:
    async with in_transaction():
        chapter = await create_chapter(
            Wanted(Kind(proposal.kind), proposal.scope),
            vocabulary,
            state=Stage.PROPOSED,
            topics=[[one.topic, one.inside, one.outside] for one in proposal.topics],
            quality=asdict(proposal.quality),
        )
        await Membership.bulk_create(
            [
                Membership(chapter_id=chapter.id, profile_id=member, state=State.SUGGESTED)
                for member in proposal.members
            ],
            batch_size=BULK,
        )
        await ChosenChair.bulk_create(
            [ChosenChair(chapter_id=chapter.id, profile_id=one) for one in proposal.co_chairs]
        )
        await turn_chapter(actor, chapter, Turn.FORM)
        await chapter.refresh_from_db()
    return chapter
