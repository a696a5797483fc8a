"""How soon what somebody has written is found."""

from __future__ import annotations

import asyncio
import statistics
import time
from typing import TYPE_CHECKING

from tortoise.transactions import in_transaction

from cop.accounts.viewer import ADMINISTRATOR
from cop.kit.changes import record_changes
from cop.running import follow_changes
from profiles.directory import search_members
from profiles.models import Profile
from profiles.question import Question

if TYPE_CHECKING:
    from cop.running import Service

LETTERS = "abcdefghijkl"  # words of which none is near another
LOOKED_EVERY = 0.01  # seconds


async def measure_freshness(service: Service) -> float:
    """Return the median of the seconds from a commit to when a search finds it."""
    following = asyncio.create_task(follow_changes(service))
    try:
        times = [await _until_found(service, await _edit(letter * 12)) for letter in LETTERS]
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
    return statistics.median(times[1:])  # the first waits for what is read at the start


async def _edit(word: str) -> str:
    """Let somebody who can be found write `word`, and return it."""
    profile = await Profile.filter(published_at__isnull=False, visibility="public").first()
    assert profile
    async with in_transaction():
        await Profile.filter(id=profile.id).update(position=word)
        await record_changes("profile", [profile.id])
    return word


async def _until_found(service: Service, word: str) -> float:
    begun = time.perf_counter()
    question = Question(text=word, exact=True)
    found = 0
    while not found:
        await asyncio.sleep(LOOKED_EVERY)
        answer = await search_members(service.engine, service.vocabulary, question, ADMINISTRATOR)
        found = answer.total
    return time.perf_counter() - begun
