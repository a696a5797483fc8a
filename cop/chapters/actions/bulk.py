"""One deed about many members at once: looked at first, then done, and taken back for a week."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed, record_deeds
from cop.chapters.actions.memberships import settle_places, take_steps
from cop.chapters.models.memberships import BulkDeed, Membership, MembershipStep, State
from cop.chapters.rules.memberships import MOVES, Deed, Step
from cop.kit.changes import record_changes
from cop.kit.clock import now
from cop.kit.errors import Conflict, Invalid, NotFound
from cop.kit.i18n import gettext as _
from profiles.access import see_members_at
from profiles.actions.members import KIND as PROFILE
from profiles.actions.members import hold_profiles

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter
    from cop.kit.mail import Post
    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member

DEEDS: Final = (Deed.INVITE, Deed.APPROVE, Deed.REFUSE, Deed.REMOVE)
MOST: Final = 500  # members at once
UNDONE_WITHIN: Final = timedelta(days=7)


class TooLate(Conflict):
    """It was done more than a week ago, or has been taken back."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """What is to be done about whom, by slug; `words` go with an invitation."""

    deed: Deed
    slugs: Sequence[str]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom a deed would be about, and about whom it would do nothing, with how they stand."""

    affected: Sequence[Member]
    others: Sequence[tuple[Member, State]]
    unknown: int  # who is not there, or not for this viewer


async def preview_bulk(chapter: Chapter, bulk: Bulk, viewer: Viewer) -> Preview:
    """Return what `bulk` would do now.

    Raises:
        Invalid: too many are named.
    """
    if len(bulk.slugs) > MOST:
        raise Invalid(_("Choose at most {most} people at once.").format(most=MOST))
    members = await see_members_at(bulk.slugs, viewer)
    states = await map_states(chapter, [one.id for one in members])
    fits = MOVES[bulk.deed].before
    return Preview(
        [one for one in members if states[one.id] in fits],
        [(one, states[one.id]) for one in members if states[one.id] not in fits],
        len(bulk.slugs) - len(members),
    )


async def map_states(chapter: Chapter, ids: Collection[int]) -> dict[int, State]:
    """Return how each of these members stands to the chapter now."""
    places = await Membership.filter(chapter_id=chapter.id, profile_id__in=list(ids))
    return dict.fromkeys(ids, State.NEW) | {one.profile_id: State(one.state) for one in places}


async def do_bulk(
    post: Post, vocabulary: Vocabulary, actor: Viewer, chapter: Chapter, bulk: Bulk
) -> tuple[BulkDeed, Preview]:
    """Do one deed about all it fits; return the row by which it is taken back, and whom it fits.

    Raises:
        Invalid: it fits nobody, or too many are named.
        NoSuchMember: somebody has gone meanwhile; nothing was done.
    """
    preview = await preview_bulk(chapter, bulk, actor)
    if not preview.affected:
        raise Invalid(_("There is nobody this can be done with now."))
    steps = [Step(bulk.deed, chapter, one.id, bulk.words) for one in preview.affected]
    async with in_transaction():
        row = await BulkDeed.create(
            chapter_id=chapter.id, account_id=actor.account_id, deed=bulk.deed
        )
        done = await take_steps(post, vocabulary, actor, steps, row.id)
        subject = f"chapter:{chapter.slug}"
        await record_deed(actor, "membership.many", subject, deed=bulk.deed, how_many=len(done))
    return row, preview


async def get_bulk(chapter: Chapter, number: int) -> BulkDeed:
    """Return a deed about many members of `chapter`.

    Raises:
        NotFound: there is none with this number.
    """
    row = await BulkDeed.get_or_none(id=number, chapter_id=chapter.id)
    if row is None:
        raise NotFound(_("There is nothing at this address."))
    return row


async def list_steps_of(row: BulkDeed) -> list[MembershipStep]:
    """Return the steps that were taken by a deed about many."""
    return await MembershipStep.filter(bulk_id=row.id).order_by("id")


def may_be_undone(row: BulkDeed) -> bool:
    """Say whether a deed about many can be taken back yet."""
    return row.undone_at is None and row.at > now() - UNDONE_WITHIN


async def undo_bulk(actor: Viewer, chapter: Chapter, row: BulkDeed) -> None:
    """Take a deed about many back for everybody with whom nothing else was done since.

    Mails that have left stay where they are, and notes that went with a removal are gone.

    Raises:
        TooLate: it was done more than a week ago, or has been taken back.
    """
    async with in_transaction():
        recent = BulkDeed.filter(id=row.id, undone_at=None, at__gt=now() - UNDONE_WITHIN)
        if not await recent.update(undone_at=now()):
            raise TooLate(_("This cannot be taken back any more."))
        steps = await list_steps_of(row)
        ids = [one.profile_id for one in steps]
        await hold_profiles(ids)
        last = await _list_last(chapter, ids)
        places = await map_states(chapter, ids)
        taken = [one for one in steps if one.id in last and places[one.profile_id] == one.after]
        await _put_back(actor, chapter, taken)
        subject = f"chapter:{chapter.slug}"
        await record_deed(actor, "membership.undone-many", subject, how_many=len(taken))


async def _list_last(chapter: Chapter, ids: Collection[int]) -> set[int]:
    """Return of each of these members the last step in the chapter."""
    steps = MembershipStep.filter(chapter_id=chapter.id, profile_id__in=list(ids)).order_by("id")
    return {*{one.profile_id: one.id for one in await steps}.values()}


async def _put_back(actor: Viewer, chapter: Chapter, steps: Sequence[MembershipStep]) -> None:
    """Let members stand as before these steps, and since when they did."""
    step_of, moment = {one.profile_id: one for one in steps}, now()
    places = await Membership.filter(chapter_id=chapter.id, profile_id__in=[*step_of])
    back: defaultdict[State, list[int]] = defaultdict(list)
    for one in places:
        step = step_of[one.profile_id]
        one.state, one.words, one.since = step.before, "", step.stood_since or moment
        back[State(step.before)].append(one.profile_id)
    await Membership.bulk_update(places, ["state", "words", "since"], batch_size=MOST)
    for state, ids in back.items():
        await settle_places(chapter, ids, state)
    never = Membership.filter(chapter_id=chapter.id, profile_id__in=back[State.NEW])
    await never.filter(state=State.NEW).delete()
    await MembershipStep.bulk_create(
        [
            MembershipStep(
                chapter_id=chapter.id,
                profile_id=one.profile_id,
                account_id=actor.account_id,
                before=one.after,
                stood_since=one.at,
                after=one.before,
            )
            for one in steps
        ]
    )
    ids = sorted(step_of)
    await record_deeds(
        actor, "membership.undone", [f"profile:{one}" for one in ids], chapter=chapter.slug
    )
    await record_changes(PROFILE, ids)
    await record_changes("chapter", [chapter.id])
