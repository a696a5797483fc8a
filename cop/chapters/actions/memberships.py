"""Joining chapters and leaving them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed, record_deeds
from cop.accounts.models import Consent
from cop.chapters.actions.leading import end_leading
from cop.chapters.actions.notes import bring_notes
from cop.chapters.actions.notices import tell
from cop.chapters.actions.seating import end_seats_of
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import NOTED, Membership, MembershipNote, MembershipStep, State
from cop.chapters.models.seats import Seat
from cop.chapters.queries.chapters import hold_chapters
from cop.chapters.rules.memberships import AGREED, AGREEING, MOVES, Deed
from cop.chapters.rules.seats import TAKEN
from cop.chapters.rules.states import Stage
from cop.chapters.scopes import chapter_name
from cop.contact.access import access_writer
from cop.kit.changes import record_changes
from cop.kit.clock import now
from cop.kit.errors import Conflict
from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _
from profiles.access import NoSuchMember
from profiles.actions.members import KIND as PROFILE
from profiles.actions.members import hold_profiles, share_with_chapters, unshare_many

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Joining
    from cop.chapters.rules.memberships import Move, Step
    from cop.kit.mail import Post
    from cop.vocabulary.concepts import Vocabulary


BULK: Final = 500  # rows in a statement


_GOES_ON: Final = frozenset({Deed.PAUSE, Deed.RESUME})  # being a member does, in a way


class ChapterClosed(Conflict):
    """Nobody comes in any more."""


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
    return bool(await take_steps(post, vocabulary, actor, [step]))


async def take_own_step(post: Post, vocabulary: Vocabulary, actor: Viewer, step: Step) -> bool:
    """Take a step about one's own place, as `take_step` does.

    Raises:
        MustBeSeen: they ask, and whoever decides would not see who does.
    """
    if step.deed is Deed.ASK:
        await access_writer(actor)
    return await take_step(post, vocabulary, actor, step)


async def take_steps(
    post: Post,
    vocabulary: Vocabulary,
    actor: Viewer,
    steps: Sequence[Step],
    bulk_id: int | None = None,
) -> set[int]:
    """Do one deed about members of one chapter, and return about whom anything was done.

    Args:
        post: where mails about it are written.
        vocabulary: what the chapter is called.
        actor: who does it.
        steps: of the same deed in the same chapter, at least one.
        bulk_id: the `BulkDeed` that it is done by.

    Raises:
        NoSuchMember: somebody has gone meanwhile; nothing was done.
    """
    move, chapter = MOVES[steps[0].deed], steps[0].chapter
    try:
        async with in_transaction():
            await hold_profiles([one.profile_id for one in steps])  # as who merges them does first
            taken = await _change_states(steps, move)
            if not taken:
                return set()
            done = {one.profile_id for one in taken}
            await end_leading(actor, [one for one in steps if one.profile_id in done])
            for one in taken:
                one.account_id, one.bulk_id = actor.account_id, bulk_id
            await MembershipStep.bulk_create(taken, batch_size=BULK)
            await settle_places(chapter, done, move.after)
            subjects = [f"profile:{one}" for one in sorted(done)]
            await record_deeds(actor, move.action, subjects, chapter=chapter.slug)
            await tell(post, vocabulary, [one for one in steps if one.profile_id in done])
            if done:
                await _agree(vocabulary, actor, steps[0])
            if move.is_seen:
                await record_changes(PROFILE, sorted(done))
                await record_changes("chapter", [chapter.id])
            return done
    except IntegrityError as error:
        raise NoSuchMember from error


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


async def _change_states(steps: Sequence[Step], move: Move) -> list[MembershipStep]:
    """Change the rows that are in a state that allows it, and return what was changed.

    Between the look and the update nobody else changes them: they are held.
    """
    chapter_id, ids = steps[0].chapter.id, [one.profile_id for one in steps]
    held = await hold_chapters(chapter_id)  # nobody merges or closes it meanwhile
    if held and move.leads_in and held[0].state == Stage.CLOSED:
        raise ChapterClosed(_("This chapter is closed. Nobody joins it any more."))
    if not held or (move.joining and held[0].joining != move.joining):
        return []
    if State.NEW in move.before:
        await Membership.bulk_create(
            [Membership(chapter_id=chapter_id, profile_id=one, state=State.NEW) for one in ids],
            ignore_conflicts=True,
            batch_size=BULK,
        )
    places = (
        await Membership.filter(chapter_id=chapter_id, profile_id__in=ids, state__in=[*move.before])
        .order_by("id")
        .select_for_update()
    )
    values: dict[str, object] = {"state": move.after, "words": steps[0].words}
    if steps[0].deed not in _GOES_ON:
        values["since"] = now()
    await Membership.filter(id__in=[one.id for one in places]).update(**values)
    return [
        MembershipStep(
            chapter_id=chapter_id,
            profile_id=one.profile_id,
            before=one.state,
            stood_since=one.since if one.state else None,
            after=move.after,
        )
        for one in places
    ]


async def settle_places(chapter: Chapter, ids: Collection[int], state: State) -> None:
    """Open or close what members keep for coordinators, now that they are in `state`.

    Seats of who is not active end. Notes about who is not in the chapter any more go.
    """
    if state is State.ACTIVE:
        await share_with_chapters({(one, chapter.slug) for one in ids})
        await bring_notes(chapter, ids)
    else:
        await unshare_many(ids, chapter.slug)
        for one in await Seat.filter(
            chapter_id=chapter.id, profile_id__in=list(ids), state__in=TAKEN
        ):
            await end_seats_of(one.profile_id, chapter)
    if state not in NOTED:
        await MembershipNote.filter(chapter_id=chapter.id, profile_id__in=list(ids)).delete()


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
    profiles = sorted({profile_id for profile_id, _chapter in joining})
    async with in_transaction():
        inside = Membership.filter(profile_id__in=profiles, state=State.ACTIVE)
        before = {(one.chapter_id, one.profile_id) for one in await inside}
        await Membership.bulk_create(
            [
                Membership(chapter_id=chapter.id, profile_id=profile_id, state=State.ACTIVE)
                for profile_id, chapter in joining
            ],
            ignore_conflicts=True,
            batch_size=BULK,
        )
        for chapter in {chapter.id: chapter for _profile, chapter in joining}.values():
            ids = [profile_id for profile_id, one in joining if one.id == chapter.id]
            places = Membership.filter(chapter_id=chapter.id, profile_id__in=ids)
            await places.filter(state=State.SUGGESTED).update(state=State.ACTIVE, since=now())
            active = [one.profile_id for one in await places.filter(state=State.ACTIVE)]
            await share_with_chapters({(one, chapter.slug) for one in active})
            await MembershipStep.bulk_create(
                [
                    MembershipStep(chapter_id=chapter.id, profile_id=one, after=State.ACTIVE)
                    for one in active
                    if (chapter.id, one) not in before
                ],
                batch_size=BULK,
            )
        await record_changes(PROFILE, profiles)
        await record_changes("chapter", sorted({chapter.id for _profile, chapter in joining}))
