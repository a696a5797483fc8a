"""How long it takes until everybody's lists are right after somebody has saved their profile."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Final

from cop.accounts.viewer import Audience
from cop.kit.changes import Change, record_changes
from matching.sync import MatchSync
from profiles.models import ProfileTag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.running import Service

EDITS: Final = 40


async def measure_saved(service: Service, seed: str) -> tuple[Sequence[float], float]:
    """Return the milliseconds of each edit, and how much of an edit this process worked, median."""
    sync, dice = MatchSync(service.matcher, drift=1), random.Random(seed)
    await sync.prepare()
    topics = [one.key for one in service.vocabulary.list("topic")]
    people = service.matcher.snapshot(Audience.MEMBERS).overlap.members.tolist()
    clock: list[float] = []
    work: list[float] = []
    for one in dice.sample(people, EDITS):
        await _learn(one, dice.choice(topics))
        changes = await Change.all().order_by("-id").limit(1)
        begun, worked = time.perf_counter(), time.process_time()
        await sync.consume(changes)
        clock.append(1000 * (time.perf_counter() - begun))
        work.append(1000 * (time.process_time() - worked))
    return sorted(clock), sorted(work)[EDITS // 2]


async def _learn(member: int, topic: str) -> None:
    """Let somebody know one topic instead of another."""
    last = await ProfileTag.filter(profile_id=member, field="expertise").order_by("-rank").first()
    known = await ProfileTag.exists(profile_id=member, field="expertise", key=topic)
    if last and not known:
        await ProfileTag.filter(id=last.id).update(key=topic, text="")
    await record_changes("profile", [member])
