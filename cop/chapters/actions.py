"""Forming chapters and joining them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from cop.chapters.models import Chapter, ChosenChair, Membership, State
from cop.chapters.queries import scope_name
from cop.kit.changes import record_changes
from cop.kit.errors import Conflict
from cop.kit.i18n import gettext as _
from cop.kit.text import slugify
from profiles.actions.members import KIND as PROFILE
from profiles.actions.members import share_with_chapters, unshare

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from cop.vocabulary.concepts import Vocabulary
    from matching.proposals import Proposal


class ChapterExists(Conflict):
    """Somebody formed this chapter a moment ago."""


async def accept_proposal(proposal: Proposal, vocabulary: Vocabulary) -> Chapter:
    """Form the chapter; its people are suggested members until they join.

    Nobody joins by being proposed: what members keep for coordinators stays closed. Its co-chairs
    are remembered as those to ask.

    Raises:
        ChapterExists: a chapter with this scope is there already.
    """
    try:
        return await _form(proposal, vocabulary)
    except IntegrityError as error:  # the database decides, whoever looked first
        raise ChapterExists(_("This chapter has been formed already.")) from error


async def _form(proposal: Proposal, vocabulary: Vocabulary) -> Chapter:
    async with in_transaction():
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
        await ChosenChair.bulk_create(
            [ChosenChair(chapter_id=chapter.id, profile_id=one) for one in proposal.co_chairs]
        )
        await record_changes("chapter", [chapter.id])
    return chapter


async def join_chapters(joining: Collection[tuple[int, Chapter]]) -> None:
    """Make members active in chapters, and open to these chapters' coordinators."""
    async with in_transaction():
        await Membership.bulk_create(
            [
                Membership(chapter_id=chapter.id, profile_id=profile_id, state=State.ACTIVE)
                for profile_id, chapter in joining
            ],
            ignore_conflicts=True,  # whoever was suggested, or joins twice at once, has a place
            batch_size=500,
        )
        for chapter_id in sorted(_ids(joining)):
            ids = [profile_id for profile_id, chapter in joining if chapter.id == chapter_id]
            places = Membership.filter(chapter_id=chapter_id, profile_id__in=ids)
            await places.exclude(state=State.ACTIVE).update(state=State.ACTIVE)
        await share_with_chapters({(profile_id, chapter.slug) for profile_id, chapter in joining})
        await record_changes(PROFILE, sorted({profile_id for profile_id, _chapter in joining}))
        await record_changes("chapter", sorted(_ids(joining)))


async def leave_chapter(profile_id: int, chapter: Chapter) -> None:
    """End the membership; the chapter's coordinators see no more than other members from now on.

    To leave what one has not joined is no error.
    """
    async with in_transaction():
        await unshare(profile_id, chapter.slug)
        joined = Membership.filter(chapter=chapter, profile_id=profile_id, state=State.ACTIVE)
        if await joined.delete():
            await record_changes(PROFILE, [profile_id])
            await record_changes("chapter", [chapter.id])


def _ids(joining: Iterable[tuple[int, Chapter]]) -> set[int]:
    return {chapter.id for _profile, chapter in joining}


async def move_memberships(from_id: int, to_id: int) -> dict[str, Any]:
    """Give the memberships of one profile to another; return what `return_memberships` needs.

    Where both are in a chapter, one who has joined stays joined. Call it inside a transaction.
    """
    own = {one.chapter_id: one for one in await Membership.filter(profile_id=to_id)}
    moved: list[int] = []
    dropped: list[dict[str, Any]] = []
    raised: list[int] = []
    for one in await Membership.filter(profile_id=from_id):
        there = own.get(one.chapter_id)
        if there is None:
            moved.append(one.id)
            continue
        since = one.since.isoformat()
        dropped.append({"chapter_id": one.chapter_id, "state": one.state, "since": since})
        if one.state == State.ACTIVE and there.state != State.ACTIVE:
            raised.append(there.id)
    await Membership.filter(id__in=moved).update(profile_id=to_id)
    await Membership.filter(id__in=raised).update(state=State.ACTIVE)
    await record_changes("chapter", sorted({*own, *[one["chapter_id"] for one in dropped]}))
    return {"from": from_id, "to": to_id, "moved": moved, "dropped": dropped, "raised": raised}


async def return_memberships(record: dict[str, Any]) -> None:
    """Take back what `move_memberships` did. Call it inside a transaction."""
    places = Membership.filter(id__in=record["moved"], profile_id=record["to"])
    await places.update(profile_id=record["from"])
    await Membership.filter(id__in=record["raised"]).update(state=State.SUGGESTED)
    for one in record["dropped"]:
        if await Chapter.exists(id=one["chapter_id"]):
            since = datetime.fromisoformat(one["since"])
            await Membership.create(
                **one | {"since": since, "profile_id": record["from"]},
            )
    await record_changes("chapter", sorted({one["chapter_id"] for one in record["dropped"]}))
