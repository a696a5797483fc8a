"""Forming chapters and joining them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from tortoise.transactions import in_transaction

from cop.chapters.models import Chapter, Membership, State
from cop.chapters.queries import scope_name
from cop.kit.changes import record_changes
from cop.kit.errors import Conflict
from cop.kit.i18n import gettext as _
from cop.kit.text import slugify
from profiles.actions.members import share_with_chapters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from cop.vocabulary.concepts import Vocabulary
    from matching.proposals import Proposal


class ChapterExists(Conflict):
    """Somebody formed this chapter a moment ago."""


async def accept_proposal(proposal: Proposal, vocabulary: Vocabulary) -> Chapter:
    """Form the chapter; its people are suggested members until they join.

    Nobody joins by being proposed: what members keep for coordinators stays closed.

    Raises:
        ChapterExists: a chapter with this scope is there already.
    """
    async with in_transaction():
        if await Chapter.filter(kind=proposal.kind, scope=proposal.scope).exists():
            raise ChapterExists(_("This chapter has been formed already."))
        base = slugify(scope_name(proposal.kind, proposal.scope, vocabulary, "en"), "chapter")
        taken = await Chapter.filter(slug__startswith=base).count()
        chapter = await Chapter.create(
            slug=f"{base}-{taken + 1}" if taken else base,
            kind=proposal.kind,
            scope=proposal.scope,
            topics=[[one.topic, one.inside, one.outside] for one in proposal.topics],
            quality=asdict(proposal.quality),
        )
        await Membership.bulk_create(
            [
                Membership(chapter_id=chapter.id, profile_id=member, state=State.SUGGESTED)
                for member in proposal.members
            ],
            batch_size=500,
        )
        await record_changes("chapter", [chapter.id])
    return chapter


async def join_chapters(joining: Collection[tuple[int, Chapter]]) -> None:
    """Make members active in chapters, and open to these chapters' coordinators."""
    async with in_transaction():
        for profile_id, chapter in joining:
            place = Membership.filter(chapter_id=chapter.id, profile_id=profile_id)
            if not await place.update(state=State.ACTIVE):
                await Membership.create(chapter=chapter, profile_id=profile_id, state=State.ACTIVE)
        await share_with_chapters({(profile_id, chapter.slug) for profile_id, chapter in joining})
        await record_changes("chapter", sorted(_ids(joining)))


def _ids(joining: Iterable[tuple[int, Chapter]]) -> set[int]:
    return {chapter.id for _profile, chapter in joining}
