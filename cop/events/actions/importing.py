"""Taking a calendar in: what would become of each event, and doing it. Twice is once."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.erased import ErasureLog
from cop.chapters.models.chapters import Chapter
from cop.events.actions.meetings import add_meeting, touch
from cop.events.actions.notices import tell_cancelled
from cop.events.components import fingerprint, split_calendar
from cop.events.forgetting import Forgotten, leave_out
from cop.events.incoming import TAKEN, Incoming, read_calendar, series_key
from cop.events.models import KeptComponent, Meeting, State
from cop.events.plans import Plan
from cop.events.queries import list_kept, list_meetings
from cop.kit.clock import now

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from cop.accounts.viewer import Viewer
    from cop.events.incoming import Taken, Unread
    from cop.kit.mail import Post


MOST_SHOWN: Final = 200  # events of what an import did, or would do


class Fate(StrEnum):
    """What becomes of an event."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Fated:
    """An event that came in, what becomes of it, and the meeting that it changes or has become."""

    event: Incoming
    fate: Fate
    meeting: Meeting | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do."""

    events: Sequence[Fated]
    unread: Sequence[Unread]

    def count(self, fate: str) -> int:
        """Return how many events have this fate."""
        return sum(one.fate == fate for one in self.events)


async def read_incoming(data: bytes, zone: str, folder: Path) -> Taken:
    """Read a calendar, without whom was erased, beside what others ask for: it takes seconds.

    Args:
        data: the file.
        zone: of times that say none.
        folder: where this deployment keeps whom it has forgotten.

    Raises:
        BadCalendar: it is none.
    """
    gone = Forgotten(ErasureLog(folder).knows())
    return await asyncio.to_thread(
        lambda: read_calendar(leave_out(split_calendar(data), gone), zone)
    )


async def preview_import(chapter: Chapter, taken: Taken) -> Preview:
    """Say what would become of each event, by its UID."""
    known = {(one.uid, one.occurrence): one for one in await list_meetings(chapter)}
    kept = {one.key: one.text for one in await list_kept(chapter)}
    fated: list[Fated] = []
    for event in sorted(taken.events, key=lambda one: one.plan.starts_at):
        meeting = known.get((event.uid, event.occurrence))
        fate = Fate.NEW
        if meeting is not None:
            is_same = _is_same(event, meeting, kept, taken.kept)
            fate = Fate.UNCHANGED if is_same else Fate.CHANGED
        fated.append(Fated(event, fate, meeting))
    coming = {(one.uid, one.occurrence) for one in taken.events}
    gone = [one for key, one in known.items() if key not in coming and _is_out(one, taken)]
    fated += [Fated(_as_cancelled(one), Fate.CHANGED, one) for one in gone]
    return Preview(fated, taken.unread)


def _is_out(meeting: Meeting, taken: Taken) -> bool:
    """Say whether the meeting was one of a series that has it no more."""
    is_of_series = meeting.occurrence and not meeting.kept and series_key(meeting.uid) in taken.kept
    is_to_come = meeting.starts_at > now() and meeting.state != State.CANCELLED
    return bool(is_of_series) and is_to_come


def _as_cancelled(meeting: Meeting) -> Incoming:
    plan = Plan(**{one.name: getattr(meeting, one.name) for one in fields(Plan)})
    return Incoming(
        meeting.uid,
        meeting.occurrence,
        plan,
        State.CANCELLED,
        "",
        meeting.sequence,
        meeting.is_public,
    )


def _is_same(
    event: Incoming, meeting: Meeting, before: Mapping[str, str], coming: Mapping[str, str]
) -> bool:
    """Say whether nothing new came in; what was changed here since is not undone then."""
    if event.text and meeting.kept:
        return fingerprint(event.text) == fingerprint(meeting.kept)
    key = series_key(event.uid)
    if not event.text and fingerprint(before.get(key, "")) == fingerprint(coming.get(key, "")):
        return True
    return all(getattr(event.plan, name) == getattr(meeting, name) for name in TAKEN)


async def import_calendar(
    post: Post, actor: Viewer, chapter: Chapter, taken: Taken, *, is_public: bool
) -> Preview:
    """Take everything in, and return what became of it.

    Args:
        post: tells who registered of what is cancelled.
        actor: who does it.
        chapter: whose meetings they are.
        taken: the calendar, read.
        is_public: new ones are for everybody, but those that their calendar calls private.
    """
    async with in_transaction():
        await Chapter.filter(id=chapter.id).select_for_update()  # another import waits
        preview = await preview_import(chapter, taken)
        done: list[Fated] = []
        for one in preview.events:
            if one.meeting is None:
                made = await add_meeting(chapter, _values_of(one.event, is_public=is_public))
                done.append(replace(one, meeting=made))
                continue
            done.append(one)
            if one.fate is Fate.CHANGED:
                changes = _changes(one.event, one.meeting)
                await touch(one.meeting.id, changes)
                if "state" in changes:
                    await tell_cancelled(post, one.meeting.id)
        kept = [
            KeptComponent(chapter_id=chapter.id, key=key, text=text)
            for key, text in taken.kept.items()
        ]
        await KeptComponent.bulk_create(
            kept, on_conflict=["chapter_id", "key"], update_fields=["text"]
        )
        await record_deed(actor, "meetings.imported", f"chapter:{chapter.slug}")
    return replace(preview, events=done)


def _values_of(event: Incoming, *, is_public: bool) -> dict[str, Any]:
    plan = replace(event.plan, is_public=is_public and event.may_be_public)
    return asdict(plan) | {
        "state": event.state,
        "announced_at": None if event.state is State.PLANNED else now(),
        "uid": event.uid,
        "occurrence": event.occurrence,
        "kept": event.text,
        "sequence": event.sequence,
    }


def _changes(event: Incoming, meeting: Meeting) -> dict[str, Any]:
    taken = {name: getattr(event.plan, name) for name in (*TAKEN, "zone")}
    said = {name: one for name, one in taken.items() if getattr(meeting, name) != one}
    if event.state is State.CANCELLED and meeting.state != State.CANCELLED:
        said["state"] = State.CANCELLED
    return said | ({"kept": event.text} if event.text else {})
