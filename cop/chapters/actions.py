"""Forming chapters, joining and leaving them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.models import Consent
from cop.chapters.leading import end_leading
from cop.chapters.making import ChapterExists, Wanted, create_chapter
from cop.chapters.memberships import AGREED, AGREEING, MOVES, Deed
from cop.chapters.models import Chapter, ChosenChair, Kind, Membership, State
from cop.chapters.notices import tell
from cop.chapters.queries import hold_chapters
from cop.chapters.scopes import chapter_name
from cop.chapters.seating import end_seats_of
from cop.chapters.states import Stage, Turn
from cop.chapters.turning import turn_chapter
from cop.kit.changes import record_changes
from cop.kit.clock import now
from cop.kit.errors import Conflict
from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _
from profiles.access import NoSuchMember
from profiles.actions.members import KIND as PROFILE
from profiles.actions.members import hold_profiles, share_with_chapters, unshare

if TYPE_CHECKING:
    from collections.abc import Collection

    from cop.accounts.viewer import Viewer
    from cop.chapters.memberships import Move, Step
    from cop.chapters.models import Joining
    from cop.kit.mail import Post
    from cop.vocabulary.concepts import Vocabulary
    from matching.proposals import Proposal


class ChapterClosed(Conflict):
    """Nobody comes in any more."""


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
            batch_size=500,
        )
        await ChosenChair.bulk_create(
            [ChosenChair(chapter_id=chapter.id, profile_id=one) for one in proposal.co_chairs]
        )
        await turn_chapter(actor, chapter, Turn.FORM)
        await chapter.refresh_from_db()
    return chapter


async def take_step(post: Post, vocabulary: Vocabulary, actor: Viewer, step: Step) -> bool:
    """Do what the table of moves allows and say whether anything was done; twice is once.

    Where the member is active afterwards, the chapter's coordinators see what they keep for
    coordinators; else no more than other members do.

    Raises:
        NoSuchMember: they have gone meanwhile.
        StillCoordinates: they look after the chapter, and would pause or leave it.
        LastCoordinator: they are put out, and nobody else looks after the chapter.
        ChapterClosed: nobody comes in any more.
    """
    try:
        return await _take(post, vocabulary, actor, step)
    except IntegrityError as error:
        raise NoSuchMember from error


async def _take(post: Post, vocabulary: Vocabulary, actor: Viewer, step: Step) -> bool:
    move, slug, member = MOVES[step.deed], step.chapter.slug, step.profile_id
    async with in_transaction():
        await hold_profiles([member])  # as whoever merges them does first
        if not await _change_state(step, move):
            return False
        await end_leading(actor, step)
        if move.after is State.ACTIVE:
            await share_with_chapters({(member, slug)})
        else:
            await unshare(member, slug)
            await end_seats_of(member, step.chapter)
        await record_deed(actor, move.action, f"profile:{member}", chapter=slug)
        await tell(post, vocabulary, step)
        await _agree(vocabulary, actor, step)
        if move.is_seen:
            await record_changes(PROFILE, [member])
            await record_changes("chapter", [step.chapter.id])
    return True


async def _agree(vocabulary: Vocabulary, actor: Viewer, step: Step) -> None:
    """Keep in which words the member agreed to the chapter's mails, where joining is their deed."""
    if step.deed in AGREEING and actor.account_id is not None:
        called = chapter_name(step.chapter, vocabulary, current_language())
        await Consent.create(
            account_id=actor.account_id,
            kind="chapter",
            given=True,
            words=_(AGREED).format(chapter=called),
        )


async def _change_state(step: Step, move: Move) -> bool:
    """Change the one row, in a state that allows it, and say whether it was."""
    chapter_id = step.chapter.id
    held = await hold_chapters(chapter_id)  # nobody merges or closes it meanwhile
    if held and move.leads_in and held[0].state == Stage.CLOSED:
        raise ChapterClosed(_("This chapter is closed. Nobody joins it any more."))
    if not held or (move.joining and held[0].joining != move.joining):
        return False
    if State.NEW in move.before:
        row = Membership(chapter_id=chapter_id, profile_id=step.profile_id, state=State.NEW)
        await Membership.bulk_create([row], ignore_conflicts=True)
    place = Membership.filter(
        chapter_id=chapter_id, profile_id=step.profile_id, state__in=[*move.before]
    )
    goes_on = step.deed in {Deed.PAUSE, Deed.RESUME}  # being a member does, in a way
    values = {"state": move.after, "words": step.words} | ({} if goes_on else {"since": now()})
    return bool(await place.update(**values))


async def set_joining(actor: Viewer, chapter: Chapter, joining: Joining) -> None:
    """Say how one becomes a member from now on; who is one stays one."""
    async with in_transaction():
        other = Chapter.filter(id=chapter.id).exclude(joining=joining)
        if await other.update(joining=joining):
            subject = f"chapter:{chapter.slug}"
            await record_deed(actor, "chapter.joining-set", subject, joining=joining)
            await record_changes("chapter", [chapter.id])


async def join_chapters(joining: Collection[tuple[int, Chapter]]) -> None:
    """Let many join at once who have nothing to do with these chapters yet, or are suggested."""
    async with in_transaction():
        await Membership.bulk_create(
            [
                Membership(chapter_id=chapter.id, profile_id=profile_id, state=State.ACTIVE)
                for profile_id, chapter in joining
            ],
            ignore_conflicts=True,
            batch_size=500,
        )
        for chapter in {chapter.id: chapter for _profile, chapter in joining}.values():
            ids = [profile_id for profile_id, one in joining if one.id == chapter.id]
            places = Membership.filter(chapter_id=chapter.id, profile_id__in=ids)
            await places.filter(state=State.SUGGESTED).update(state=State.ACTIVE, since=now())
            active = await places.filter(state=State.ACTIVE).values_list("profile_id", flat=True)
            await share_with_chapters({(int(str(one)), chapter.slug) for one in active})
        await record_changes(PROFILE, sorted({profile_id for profile_id, _chapter in joining}))
        await record_changes("chapter", sorted({chapter.id for _profile, chapter in joining}))
