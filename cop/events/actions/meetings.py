"""Planning meetings, changing them, and taking them through their states."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tortoise.expressions import F
from tortoise.functions import Max
from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.chapters.models.chapters import Chapter
from cop.events.actions.notices import tell_cancelled
from cop.events.actions.registrations import TooEarly, fill_seats
from cop.events.models import AgendaItem, Meeting, MeetingRhythm, Registration, State
from cop.events.states import RULES, Step
from cop.kit.clock import now
from cop.kit.errors import Conflict, Invalid
from cop.kit.i18n import gettext as _
from profiles.access import NoSuchMember, see_members_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.accounts.viewer import Viewer
    from cop.events.access import Seen
    from cop.events.models import Rhythm
    from cop.events.plans import AgendaLine, Plan
    from cop.kit.mail import Post


class ChangedMeanwhile(Conflict):
    """Somebody else has changed the meeting since it was looked at."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has changed the meeting meanwhile."))


async def plan_meeting(chapter: Chapter, plan: Plan, host: str) -> Meeting:
    """Plan a meeting; only coordinators see it until it is announced.

    Args:
        chapter: whose meeting it is.
        plan: what it will be.
        host: of this service, for its name in calendars.
    """
    async with in_transaction():
        values = asdict(plan) | {"uid": f"{uuid4()}@{host}", "state": State.PLANNED}
        return await add_meeting(chapter, values)


async def add_meeting(chapter: Chapter, values: dict[str, Any]) -> Meeting:
    """Store a meeting under the next number of its chapter. Call it inside a transaction."""
    await Chapter.filter(id=chapter.id).select_for_update()  # numbers are given one by one
    last = await Meeting.filter(chapter_id=chapter.id).annotate(n=Max("number")).values("n")
    number = (last[0]["n"] or 0) + 1
    return await Meeting.create(chapter_id=chapter.id, number=number, changed_at=now(), **values)


async def change_meeting(post: Post, seen: Seen, plan: Plan, known: int) -> None:
    """Say anew what the meeting is; what changes nothing is no change for calendars either.

    Args:
        post: tells who moves up to a further seat.
        seen: the meeting.
        plan: what it is now.
        known: how often it had changed when its form was shown.

    Raises:
        ChangedMeanwhile: it has changed since.
    """
    meeting, values = seen.meeting, asdict(plan)
    changed = {name: one for name, one in values.items() if getattr(meeting, name) != one}
    if not changed:
        return
    async with in_transaction():
        await _hold(meeting.id, known)
        await touch(meeting.id, changed)
        if "capacity" in changed:
            await fill_seats(post, meeting.id)


async def _hold(meeting_id: int, known: int) -> None:
    """Let nobody else change the meeting until the transaction ends, if nobody has already."""
    if not await Meeting.filter(id=meeting_id, sequence=known).update(sequence=known):
        raise ChangedMeanwhile


async def touch(meeting_id: int, values: dict[str, Any]) -> None:
    """Change a meeting and tell calendars; who registered is reminded of a new time again."""
    sequence = {"sequence": F("sequence") + 1, "changed_at": now()}
    await Meeting.filter(id=meeting_id).update(**values | sequence)
    if "starts_at" in values:
        await Registration.filter(meeting_id=meeting_id).update(reminded=0)


async def set_agenda(actor: Viewer, seen: Seen, lines: Sequence[AgendaLine], known: int) -> None:
    """Put these rows in the place of the agenda.

    A contributor whom the actor may not find any more stays, where the actor wrote nobody else.

    Raises:
        Invalid: somebody was named whom the actor may not find.
        ChangedMeanwhile: the meeting has changed more often than was `known`.
    """
    slugs = {line.contributor[1:] for line in lines if line.contributor.startswith("@")}
    members = {one.slug: one.id for one in await see_members_at(slugs, actor)}
    if slugs - members.keys():
        sentence = NoSuchMember().message
        raise Invalid(sentence, {"items": sentence})
    hidden = {one.item.id: one.item.profile_id for one in seen.agenda if one.member is None}
    rows: list[AgendaItem] = []
    for number, line in enumerate(lines, 1):
        before = None if line.contributor else hidden.get(line.item or 0)
        is_member = line.contributor.startswith("@")
        rows.append(
            AgendaItem(
                meeting_id=seen.meeting.id,
                number=number,
                title=line.title,
                profile_id=members[line.contributor[1:]] if is_member else before,
                contributor="" if is_member else line.contributor,
                minutes=line.minutes,
                recording=line.recording,
            )
        )
    async with in_transaction():
        await _hold(seen.meeting.id, known)
        await AgendaItem.filter(meeting_id=seen.meeting.id).delete()
        await AgendaItem.bulk_create(rows)
        await touch(seen.meeting.id, {})


async def take_step(post: Post, actor: Viewer, seen: Seen, step: Step) -> None:
    """Do what the table of rules allows; twice is once.

    Raises:
        TooEarly: the meeting has not begun.
        ChangedMeanwhile: it is in a state that does not allow the step.
    """
    rule, meeting = RULES[step], seen.meeting
    if meeting.state == rule.after:
        return
    if rule.begun and meeting.starts_at > now():
        raise TooEarly
    values: dict[str, Any] = {"state": rule.after}
    if step is Step.ANNOUNCE:
        values["announced_at"] = now()
    async with in_transaction():
        waiting = Meeting.filter(id=meeting.id, state__in=[*rule.before])
        if not await waiting.update(**values):
            raise ChangedMeanwhile
        await touch(meeting.id, {})
        subject = f"chapter:{seen.chapter.slug}"
        await record_deed(actor, rule.action, subject, meeting=meeting.number)
        if step is Step.CANCEL:
            await tell_cancelled(post, meeting.id)


async def set_summary(meeting: Meeting, summary: str, known: int) -> None:
    """Say what came of the meeting; what changes nothing is no change for calendars either.

    Raises:
        ChangedMeanwhile: the meeting has changed more often than was `known`.
    """
    if summary == meeting.summary:
        return
    async with in_transaction():
        await _hold(meeting.id, known)
        await touch(meeting.id, {"summary": summary})


async def set_rhythm(chapter: Chapter, rhythm: Rhythm) -> None:
    """Say how often the chapter means to meet."""
    row = MeetingRhythm(chapter_id=chapter.id, rhythm=rhythm)
    await MeetingRhythm.bulk_create([row], on_conflict=["chapter_id"], update_fields=["rhythm"])
