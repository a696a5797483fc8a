"""One chapter made part of another: its people go along, its history stays; and taking that back.

Its own rows stay as they were, and count no more; who comes along has a step in the other, so that
its growth is that of its roster. Nobody becomes an active member of a chapter
that they did not join, for its coordinators see more of them: where others coordinate it than
those who do already, they are invited.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.models import Role
from cop.accounts.viewer import RoleName
from cop.chapters.actions.memberships import BULK
from cop.chapters.actions.moving import stronger
from cop.chapters.actions.notices import tell
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership, MembershipStep, State
from cop.chapters.queries.chapters import hold_chapters
from cop.chapters.rules.memberships import Deed, Step
from cop.kit.changes import record_changes
from cop.kit.clock import now
from cop.kit.errors import Conflict
from cop.kit.i18n import gettext as _
from profiles.actions.members import KIND as PROFILE
from profiles.actions.members import hold_profiles, share_with_chapters, unshare_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.accounts.viewer import Viewer
    from cop.chapters.actions.movers import ChapterMovers, Merging, Record
    from cop.kit.mail import Post
    from cop.vocabulary.concepts import Vocabulary

_BOTH: Final = 2
_TOLD_AS: Final = {State.INVITED: Deed.INVITE, State.REQUESTED: Deed.ASK}


class CannotMerge(Conflict):
    """One of the two is part of another chapter by now, or they are one."""


class CannotTakeBack(Conflict):
    """It was taken back before, or something has changed since."""


@dataclass(frozen=True, slots=True)
class Fate:
    """Where somebody of the chapter that goes will stand in the other.

    Attributes:
        place: theirs in the one that goes.
        there: theirs in the other; None where they never stood to it.
        after: the state that holds then.
    """

    place: Membership
    there: Membership | None
    after: State

    @property
    def before(self) -> State:
        """Return how they stand to the chapter that stays until then."""
        return State(self.there.state) if self.there else State.NEW

    @property
    def words(self) -> str:
        """Return what they asked with, or were invited with, where that comes along."""
        return self.place.words if self.after == self.place.state else ""


def work_out(own: State, there: State, *, is_led_alike: bool) -> State:
    """Return how somebody stands to the chapter that stays, who stood so to the two.

    The stronger holds, but an active member is only invited where others would see more of them
    than do now; and whoever has declined is not invited again.
    """
    comes = State.INVITED if own is State.ACTIVE and not is_led_alike else own
    if comes is State.INVITED and there is State.DECLINED:
        return there
    return stronger(comes, there)


async def list_fates(merging: Merging) -> list[Fate]:
    """Return where everybody of the chapter that goes will stand, the longest first."""
    alike = await _is_led_alike(merging)
    there = {one.profile_id: one for one in await Membership.filter(chapter=merging.kept)}
    fates: list[Fate] = []
    for place in await Membership.filter(chapter=merging.gone).order_by("since", "id"):
        own = there.get(place.profile_id)
        before = State(own.state) if own else State.NEW
        after = work_out(State(place.state), before, is_led_alike=alike)
        fates.append(Fate(place, own, after))
    return fates


async def merge_chapters(
    actor: Viewer, merging: Merging, movers: ChapterMovers, post: Post, vocabulary: Vocabulary
) -> None:
    """Make one chapter part of the other; its address leads there from now on.

    Raises:
        CannotMerge: one of them is part of another one by now, or they are one.
    """
    gone, kept = merging.gone, merging.kept
    async with in_transaction():
        await hold_profiles(await _list_people(gone))
        if len(await hold_chapters(gone.id, kept.id)) < _BOTH:
            raise CannotMerge(_("One of these chapters is part of another one already."))
        people = await _list_people(gone)  # somebody may have joined until it was held
        moved = [one for one in await list_fates(merging) if one.after is not one.before]
        record: Record = {"places": await _move_places(actor, kept, moved)}
        record["along"] = await movers.move(merging)
        await unshare_many(people, gone.slug)
        await _open_active(kept, people)
        await Chapter.filter(id=gone.id).update(merged_into_id=kept.id, merge=record)
        await record_deed(actor, "chapter.merged", f"chapter:{gone.slug}", into=kept.slug)
        for one in moved:
            profile = one.place.profile_id
            detail = {"chapter": kept.slug, "from": gone.slug, "to": one.after}
            await record_deed(actor, "membership.moved", f"profile:{profile}", **detail)
            if one.after in _TOLD_AS:
                step = Step(_TOLD_AS[one.after], kept, profile, one.words)
                await tell(post, vocabulary, [step])
        await record_changes(PROFILE, people)
        await record_changes("chapter", [gone.id, kept.id])


async def take_back_merge(actor: Viewer, merging: Merging, movers: ChapterMovers) -> None:
    """Make two chapters of one again, as they were.

    Raises:
        CannotTakeBack: that was done already, one is part of a third by now, or somebody who came
            along stands otherwise to the chapter since.
    """
    gone, kept = merging.gone, merging.kept
    async with in_transaction():
        people = await _list_people(gone)
        await hold_profiles(people)
        is_standing = await hold_chapters(kept.id)
        held = await Chapter.filter(id=gone.id, merged_into_id=kept.id).select_for_update().first()
        if not is_standing or held is None or held.merge is None:
            raise CannotTakeBack(_("These two are not one chapter any more."))
        await _return_places(kept, held.merge["places"])
        await movers.take_back(merging, held.merge["along"])
        await Chapter.filter(id=gone.id).update(merged_into_id=None, merge=None)
        await _open_active(kept, people)
        await _open_active(gone, people)
        await record_deed(actor, "chapter.unmerged", f"chapter:{gone.slug}", out_of=kept.slug)
        await record_changes(PROFILE, people)
        await record_changes("chapter", [gone.id, kept.id])


async def _is_led_alike(merging: Merging) -> bool:
    """Say whether all who coordinate the chapter that stays coordinate the other already."""
    led = Role.filter(role=RoleName.COORDINATOR.value)
    there = await led.filter(scope=merging.kept.slug).values_list("account_id", flat=True)
    here = await led.filter(scope=merging.gone.slug).values_list("account_id", flat=True)
    return {*there} <= {*here}


async def _list_people(chapter: Chapter) -> list[int]:
    places = Membership.filter(chapter=chapter).order_by("profile_id")
    return [int(str(one)) for one in await places.values_list("profile_id", flat=True)]


async def _move_places(actor: Viewer, kept: Chapter, moved: Sequence[Fate]) -> Record:
    """Give places in the chapter that stays; return what `_return_places` needs."""
    made = {
        one.place.profile_id: Membership(
            chapter_id=kept.id,
            profile_id=one.place.profile_id,
            state=one.after,
            words=one.words,
            since=one.place.since if one.after == one.place.state else now(),
        )
        for one in moved
        if one.there is None
    }
    await Membership.bulk_create([*made.values()], batch_size=BULK)
    changed: list[list[object]] = []
    for one in moved:
        if there := one.there:
            changed.append([there.id, one.after, there.state, there.since.isoformat()])
            place = Membership.filter(id=there.id)
            await place.update(state=one.after, since=now(), words=one.words)
    rows = await Membership.filter(chapter=kept, profile_id__in=[*made])
    record = {"made": [[one.id, one.state] for one in rows], "changed": changed}
    return record | {"steps": await _keep_steps(actor, kept, moved)}


async def _keep_steps(actor: Viewer, kept: Chapter, moved: Sequence[Fate]) -> list[int]:
    """Write down who came along, but for whom the graph suggests; return the steps."""
    steps = [
        MembershipStep(
            chapter_id=kept.id,
            profile_id=one.place.profile_id,
            account_id=actor.account_id,
            before=one.before,
            stood_since=one.there.since if one.there else None,
            after=one.after,
        )
        for one in moved
        if one.after is not State.SUGGESTED
    ]
    await MembershipStep.bulk_create(steps, batch_size=BULK)
    people = [one.profile_id for one in steps]  # who are held, so that these are their last
    last = MembershipStep.filter(chapter_id=kept.id, profile_id__in=people).order_by("-id")
    return [one.id for one in await last.limit(len(steps))]


async def _return_places(kept: Chapter, record: Record) -> None:
    """Take back what `_move_places` did, for all or for nobody."""
    made, changed, steps = record["made"], record["changed"], record.get("steps", ())
    after = {number: state for number, state, *_before in (*made, *changed)}
    rows = await Membership.filter(id__in=[*after])
    people = [one.profile_id for one in rows]
    later = MembershipStep.filter(chapter_id=kept.id, profile_id__in=people)
    is_answered = bool(steps) and await later.filter(id__gt=max(steps)).exists()
    if is_answered or any(one.state != after[one.id] for one in rows):
        raise CannotTakeBack(
            _("Somebody who came along has answered or moved since. It cannot be taken back.")
        )
    await MembershipStep.filter(id__in=[*steps]).delete()
    await Membership.filter(id__in=[number for number, _state in made]).delete()
    for number, _after, before, since in changed:
        place = Membership.filter(id=number)
        await place.update(state=before, since=datetime.fromisoformat(since))


async def _open_active(chapter: Chapter, people: Sequence[int]) -> None:
    """Open of these people who is active, and nobody else, to the chapter's coordinators."""
    places = Membership.filter(chapter=chapter, profile_id__in=people, state=State.ACTIVE)
    active = {int(str(one)) for one in await places.values_list("profile_id", flat=True)}
    await unshare_many([one for one in people if one not in active], chapter.slug)
    await share_with_chapters({(one, chapter.slug) for one in active})
