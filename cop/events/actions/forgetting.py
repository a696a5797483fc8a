"""Taking a person out of the calendars that were imported: nothing of them is kept for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from tortoise.expressions import Q

from cop.events.actions.meetings import touch
from cop.events.components import Component
from cop.events.forgetting import forgotten
from cop.events.incoming import series_key
from cop.events.models import KeptComponent, Meeting
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection

    from cop.events.forgetting import Forgotten

Names = dict[tuple[int, str], str]  # of events called by an address: chapter, UID -> a new UID

_SAID: Final = ("title", "description", "place", "link")


async def forget_in_calendars(words: Collection[str]) -> None:
    """Take the names and e-mail addresses out of what was imported; call it in a transaction."""
    gone, names = forgotten(words), Names()
    begins = {word.split()[0].partition("@")[0].casefold() for word in words if word.strip()}
    for one in await Meeting.filter(~Q(kept="") | ~Q(occurrence="")):
        if _may_hold(begins, one.kept, one.uid, *(getattr(one, name) for name in _SAID)):
            await _forget_in_meeting(one, gone, names)
    for one in await KeptComponent.all():
        if _may_hold(begins, one.text):
            await _forget_in_kept(one, gone, names)


def _may_hold(begins: Collection[str], *texts: str) -> bool:
    """Say, soon, whether a closer look is worth it."""
    said = "\n".join(texts).casefold()
    return any(one in said for one in begins)


async def _forget_in_meeting(meeting: Meeting, gone: Forgotten, names: Names) -> None:
    said = {name: gone.cut(getattr(meeting, name)) for name in _SAID}
    said["title"] = said["title"].strip() or _("Meeting")
    if said["link"] != meeting.link:
        said["link"] = ""
    changed = {name: one for name, one in said.items() if one != getattr(meeting, name)}
    if changed:
        await touch(meeting.id, changed)
    uid = _name_anew(meeting.chapter_id, meeting.uid, gone, names)
    kept = gone.cut_lines(meeting.kept.replace(meeting.uid, uid))
    await Meeting.filter(id=meeting.id).update(kept=kept, uid=uid)


async def _forget_in_kept(one: KeptComponent, gone: Forgotten, names: Names) -> None:
    old = Component("", one.text).first("UID")
    uid = _name_anew(one.chapter_id, old, gone, names)
    text = gone.cut_lines(one.text.replace(old, uid) if old else one.text)
    key = series_key(uid) if one.key == series_key(old) else one.key
    rows = KeptComponent.filter(id=one.id)
    await (rows.update(text=text, key=key) if text else rows.delete())


def _name_anew(chapter: int, uid: str, gone: Forgotten, names: Names) -> str:
    if gone.cut(uid) == uid:
        return uid
    return names.setdefault((chapter, uid), str(uuid4()))
