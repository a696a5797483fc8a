"""What was answered about members, when two of them turn out to be one."""

from __future__ import annotations

from typing import Any

from cop.introductions.models import SAID, Suggested


async def move_answers(from_id: int, to_id: int) -> dict[str, Any]:
    """Let answers about one profile stand for another; where both have one, the kept one's stays.

    The record says no answer: it outlives what a member takes back. Call it inside a transaction.
    Returns what `return_answers` needs.
    """
    there = {one.account_id: one for one in await Suggested.filter(profile_id=to_id)}
    moved: list[int] = []
    both: list[int] = []
    for one in await Suggested.filter(profile_id=from_id):
        kept = there.get(one.account_id)
        if kept is None:
            moved.append(one.id)
            continue
        both.append(one.account_id)
        if one.answer and not kept.answer:
            said = {name: getattr(one, name) for name in SAID}
            await Suggested.filter(id=kept.id).update(**said)
    await Suggested.filter(id__in=moved).update(profile_id=to_id)
    return {"from": from_id, "to": to_id, "moved": moved, "both": both}


async def return_answers(record: dict[str, Any]) -> None:
    """Take back what `move_answers` did. Call it inside a transaction.

    Who answered about both, or was told of both, has now said the same about both.
    """
    moved = Suggested.filter(id__in=record["moved"], profile_id=record["to"])
    await moved.update(profile_id=record["from"])
    left = await Suggested.filter(profile_id=record["to"], account_id__in=record["both"])
    for one in left:
        said = {name: getattr(one, name) for name in (*SAID, "told_at")}
        await Suggested.create(account_id=one.account_id, profile_id=record["from"], **said)
