"""Races about chapters that become part of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.viewer import ADMINISTRATOR
from cop.chapters.actions.memberships import take_step
from cop.chapters.actions.merging import (
    CannotMerge,
    CannotTakeBack,
    merge_chapters,
    take_back_merge,
)
from cop.chapters.actions.movers import Merging
from cop.chapters.models.chapters import Chapter, FormerAddress
from cop.chapters.models.memberships import Membership, MembershipStep
from cop.chapters.rules.memberships import Deed, Step
from cop.domains import CHAPTER_MOVERS
from profiles.models import SharedWith
from tests.races.ground import at_once, person, told

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.races.ground import Ground


async def a_chapter_is_merged_twice(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """It becomes part of one of two, with its member once, and is taken out once."""
    for at in range(pairs):
        gone, one, other = [await _chapter(f"{name}-{at}") for name in ("gone", "one", "other")]
        await _join(gone, (await person()).id)
        outcomes = await at_once(
            *(lambda g=gone, k=kept: _merge(ground, Merging(g, k)) for kept in (one, other))
        )
        if problem := told(outcomes, CannotMerge):
            yield problem
        steps = MembershipStep.filter(chapter_id__in=[one.id, other.id])
        there = (
            await Membership.filter(chapter_id__in=[one.id, other.id]).count(),
            await FormerAddress.filter(slug=gone.slug).count(),
            await steps.count(),
        )
        if there != (1, 1, 1):
            yield f"double: {there}"
        kept = one if outcomes[0] is None else other
        merging = Merging(gone, kept)
        outcomes = await at_once(
            *[lambda m=merging: take_back_merge(ADMINISTRATOR, m, CHAPTER_MOVERS)] * 2
        )
        if problem := told(outcomes, CannotTakeBack):
            yield problem
        if left := await steps.count():
            yield f"left: {left} steps"


async def two_chapters_become_part_of_each_other(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One of them stays."""
    for at in range(pairs):
        one, other = await _chapter(f"one-{at}"), await _chapter(f"other-{at}")
        outcomes = await at_once(
            lambda g=one, k=other: _merge(ground, Merging(g, k)),
            lambda g=other, k=one: _merge(ground, Merging(g, k)),
        )
        if problem := told(outcomes, CannotMerge):
            yield problem
        standing = Chapter.filter(id__in=[one.id, other.id], merged_into_id__isnull=True)
        if await standing.count() != 1:
            yield "lost: none of the two stands"


async def a_member_joins_while_the_chapter_is_merged(
    ground: Ground, pairs: int
) -> AsyncIterator[str]:
    """They are in the chapter that stays, or were told that they are in none."""
    post, vocabulary = ground.service.post, ground.service.vocabulary
    for at in range(pairs):
        gone, kept = await _chapter(f"gone-{at}"), await _chapter(f"kept-{at}")
        one = await person()
        step = Step(Deed.JOIN, gone, one.id)
        joined, merged = await at_once(
            lambda s=step: take_step(post, vocabulary, ADMINISTRATOR, s),
            lambda g=gone, k=kept: _merge(ground, Merging(g, k)),
        )
        if problem := told([joined, merged]):
            yield problem
        there = {row.chapter_id for row in await Membership.filter(profile_id=one.id)}
        opened = {row.chapter for row in await SharedWith.filter(profile_id=one.id)}
        if (there, opened) != (({gone.id, kept.id}, {kept.slug}) if joined else (set(), set())):
            yield f"lost: {joined}, {there}, {opened}"


async def _chapter(slug: str) -> Chapter:
    return await Chapter.create(slug=slug, kind="free", scope=slug, topics=[], quality={})


async def _join(chapter: Chapter, profile: int) -> None:
    await Membership.create(chapter=chapter, profile_id=profile, state="active")
    await SharedWith.create(profile_id=profile, chapter=chapter.slug)


async def _merge(ground: Ground, merging: Merging) -> None:
    post, vocabulary = ground.service.post, ground.service.vocabulary
    await merge_chapters(ADMINISTRATOR, merging, CHAPTER_MOVERS, post, vocabulary)
