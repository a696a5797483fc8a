"""Members' tags, rewritten when the vocabulary changes. Call these inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise.expressions import F

from cop.kit.changes import record_changes
from cop.kit.text import fold
from profiles.actions.members import KIND
from profiles.models import Profile, ProfileTag
from profiles.topics.queries import TOPIC_FIELDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


async def retag_word(word: str, topic: str) -> list[int]:
    """Make a word of members' own the topic, wherever they wrote it; return their ids."""
    rows = await ProfileTag.filter(field__in=TOPIC_FIELDS, key="")
    return await _retag([row for row in rows if fold(row.text) == fold(word)], topic)


async def retag_topic(old: str, new: str, members: Collection[int] | None = None) -> list[int]:
    """Make one topic another on all members, or on these only; return their ids."""
    rows = ProfileTag.filter(field__in=TOPIC_FIELDS, key=old)
    if members is not None:
        rows = rows.filter(profile_id__in=list(members))
    return await _retag(await rows, new)


async def touch_holders(topic: str) -> list[int]:
    """Say of all who have the topic that their page looks different now; return their ids."""
    ids = await ProfileTag.filter(field__in=TOPIC_FIELDS, key=topic).values_list(
        "profile_id", flat=True
    )
    holders = sorted({int(str(one)) for one in ids})
    await record_changes(KIND, holders)
    return holders


async def _retag(rows: Iterable[ProfileTag], topic: str) -> list[int]:
    """Rewrite tags; who has the topic already keeps one tag, with the higher level."""
    rows = list(rows)
    owners = sorted({row.profile_id for row in rows})
    present = {
        (row.profile_id, row.field): row
        for row in await ProfileTag.filter(profile_id__in=owners, key=topic)
    }
    for row in rows:
        there = present.get((row.profile_id, row.field))
        if there is None:
            await ProfileTag.filter(id=row.id).update(key=topic, text="")
            present[row.profile_id, row.field] = row
            continue
        if row.level > there.level:
            await ProfileTag.filter(id=there.id).update(level=row.level)
        await ProfileTag.filter(id=row.id).delete()
    await Profile.filter(id__in=owners).update(version=F("version") + 1)
    await record_changes(KIND, owners)
    return owners
