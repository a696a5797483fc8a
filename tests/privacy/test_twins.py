"""Two worlds that differ in one hidden thing cannot be told apart by who has no right to it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership, State
from tests.databases import ONE_DATABASE
from tests.privacy.addresses import Address
from tests.privacy.crawler import Visitor, found_in
from tests.privacy.policy import MEMBERS, PUBLIC, floor, level, may_see
from tests.privacy.twins import (
    Twin,
    become_twin,
    hidden_fields,
    hidden_people,
    listen_to_blocked,
    listen_to_twins,
)
from tests.privacy.world import create_world, refresh
from tests.serving import PATIENT, with_engine

if TYPE_CHECKING:
    from cop.running import Service
    from tests.privacy.world import World

SEED = 21
KINDS = ("anonymous", "member of another chapter", "coordinator elsewhere")
KINDS_ON_POSTGRESQL = ("anonymous",)


def topic_twin(world: World) -> Twin:
    """Topics that members see and the public does not, of somebody whom all may find."""
    return next(
        Twin(one, "expertise")
        for one in world.people
        if floor(one) == PUBLIC and level(one, "expertise") == MEMBERS
    )


@pytest.mark.parametrize("what", ["a topic", "a field", "a person"])
async def test_twins_cannot_be_told_apart(canaries: Service, what: str) -> None:
    world = await create_world(canaries, SEED, most=10)
    twin = {
        "a topic": lambda: topic_twin(world),
        "a field": lambda: random.Random(SEED).choice(hidden_fields(world)),
        "a person": lambda: hidden_people(world)[0],
    }[what]()

    kinds = KINDS if canaries.settings.is_sqlite else KINDS_ON_POSTGRESQL
    assert [one async for one in listen_to_twins(world, twin, kinds=kinds)] == []


@ONE_DATABASE
@pytest.mark.parametrize("what", ["a topic", "a person"])
async def test_twins_cannot_be_told_apart_by_what_meilisearch_finds(
    canaries: Service, meilisearch: tuple[str, str], what: str
) -> None:
    world = await create_world(with_engine(canaries, *meilisearch, budget=PATIENT), SEED, most=10)
    twin = topic_twin(world) if what == "a topic" else hidden_people(world)[0]

    assert [one async for one in listen_to_twins(world, twin, kinds=KINDS, searches=40)] == []
    assert not world.service.engine.is_limited


async def test_who_is_blocked_cannot_tell_it_from_absence(canaries: Service) -> None:
    world = await create_world(canaries, SEED, most=10)

    assert [one async for one in listen_to_blocked(world)] == []


async def test_a_hidden_topic_changes_no_match_and_no_weight(canaries: Service) -> None:
    world = await create_world(canaries, SEED, most=10)
    before = await scores(world, "public")
    members_before = await scores(world, "members")

    await become_twin(topic_twin(world))
    await refresh(canaries)

    assert await scores(world, "public") == before
    assert await scores(world, "members") != members_before


async def test_a_suggestion_gives_no_topic_away(canaries: Service) -> None:
    """Who stands in the reach of a thematic chapter is known to work on its topics."""
    world = await create_world(canaries, SEED, most=10)
    await Membership.all().delete()
    chapter = await Chapter.get(slug="tax-wash")
    await Membership.bulk_create(
        [
            Membership(chapter_id=chapter.id, profile_id=one.id, state=State.SUGGESTED)
            for one in world.people
        ]
    )
    (stranger,) = (one for one in world.lookers if one.kind == "anonymous")

    page = await Visitor(world, stranger).ask(Address("chapter", "/chapters/tax-wash"))

    shown = {one.slug for one in world.people if may_see(stranger, one, "expertise")}
    assert shown >= found_in(page)
    assert found_in(page)


async def scores(world: World, audience: str) -> dict[int, list[tuple[int, float]]]:
    matcher = world.service.matcher
    return {
        one.id: [
            (match.member, match.score, match.shared)
            for match in await matcher.matches(one.id, audience)
        ]
        for one in world.people
    }
