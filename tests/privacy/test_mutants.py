"""Each proof turns red when the check that it guards is switched off."""

# ruff: noqa: SLF001  checks are switched off where they are made

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import cop.accounts.queries
import cop.chapters.queries.people
import matching.peers
import matching.snapshot
import profiles.access
import profiles.directory
import profiles.exchange.exporting
import profiles.finding
import profiles.source
from cop.accounts.viewer import ADMINISTRATOR, ANY_MEMBER, Audience
from profiles.access import visible
from profiles.fields import FIELDS, FLOOR, Level, seen_from
from tests.databases import ONE_DATABASE
from tests.privacy.matrix import listen, listen_elsewhere
from tests.privacy.policy import CHAPTERS, PUBLIC, floor, level
from tests.privacy.test_twins import topic_twin
from tests.privacy.twins import Twin, hidden_people, listen_to_blocked, listen_to_twins
from tests.privacy.world import create_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from cop.running import Service
    from profiles.models import Profile

SEED = 33
Switch = pytest.MonkeyPatch

pytestmark = ONE_DATABASE  # these are proofs of proofs: one database is enough


def open_field(field: str) -> Callable[[Switch], None]:
    def switch_off(switch: Switch) -> None:
        def opened(closeness: Level, chosen: tuple[tuple[str, int], ...]) -> set[str]:
            seen = {name for name in FIELDS if seen_from(name, dict(chosen)) <= closeness}
            return {*seen, field}

        switch.setattr(profiles.access, "_fields_for", opened)

    return switch_off


def ignore_hide_me_now(switch: Switch) -> None:
    def low(profile: Profile) -> Level:
        listed = profile.published_at and not profile.held_at
        return FLOOR[profile.visibility] if listed else Level.CHAPTERS

    switch.setattr(profiles.access, "_floor", low)


def ignore(column: str) -> Callable[[Switch], None]:
    """Return what reads `column` as if it never hid anybody."""

    def switch_off(switch: Switch) -> None:
        def low(profile: Profile) -> Level:
            if profile.hidden_at or profile.kept_hidden_at:
                return Level.ME
            listed = profile.published_at or column == "published_at"
            held = profile.held_at and column != "held_at"
            open_ = Level.PUBLIC if column == "visibility" else FLOOR[profile.visibility]
            return open_ if listed and not held else Level.CHAPTERS

        switch.setattr(profiles.access, "_floor", low)

    return switch_off


def ignore_blocks(switch: Switch) -> None:
    switch.setattr(profiles.access, "_is_blocked", lambda _profile, _viewer: False)


def let_any_coordinator(switch: Switch) -> None:
    closeness = profiles.access._closeness

    def close(profile: Profile, viewer: Any) -> Level:
        return max(closeness(profile, viewer), Level.CHAPTERS * bool(viewer.coordinates))

    switch.setattr(profiles.access, "_closeness", close)


def let_pending_be_members(switch: Switch) -> None:
    as_viewer = cop.accounts.queries._as_viewer

    async def joined(*args: Any, **named: Any) -> Any:
        return replace(await as_viewer(*args, **named), is_member=True)

    switch.setattr(cop.accounts.queries, "_as_viewer", joined)


def show_everybody_less(switch: Switch) -> None:
    """The other way round: a broken page is found as well as a leaking one."""
    closeness = profiles.access._closeness
    switch.setattr(
        profiles.access, "_closeness", lambda *asked: min(closeness(*asked), Level.MEMBERS)
    )


def index_all(switch: Switch) -> None:
    switch.setattr(profiles.source, "AS_AUDIENCE", dict.fromkeys(Audience, ADMINISTRATOR))


def index_for_members_only(switch: Switch) -> None:
    switch.setattr(profiles.source, "AS_AUDIENCE", dict.fromkeys(Audience, ANY_MEMBER))


def export_all(switch: Switch) -> None:
    def everything(profile: Profile, _viewer: object) -> object:
        return visible(profile, ADMINISTRATOR)

    switch.setattr(profiles.exchange.exporting, "visible", everything)


def match_as_members(switch: Switch) -> None:
    switch.setattr(matching.snapshot, "AS_AUDIENCE", dict.fromkeys(Audience, ANY_MEMBER))


def match_the_blocked(switch: Switch) -> None:
    async def whole(matcher: Any, _viewer: object) -> Any:
        return matcher

    switch.setattr(matching.peers, "matcher_for", whole)


def count_the_blocked(switch: Switch) -> None:
    async def nobody(_accounts: object) -> list[int]:
        return []

    switch.setattr(profiles.finding, "list_ids_of", nobody)


def climb_as_members(switch: Switch) -> None:
    climb = profiles.directory._climb

    async def climbed(*asked: Any) -> Any:
        return await climb(*asked[:-1], ANY_MEMBER)

    switch.setattr(profiles.directory, "_climb", climbed)


def count_all_who_joined(switch: Switch) -> None:
    see = cop.chapters.queries.people.see_chapters

    async def counted(*asked: Any) -> Any:
        joined = await cop.chapters.queries.people.list_joined()
        return [
            replace(one, joined=len(joined.get(one.chapter.id, ()))) for one in await see(*asked)
        ]

    switch.setattr("cop.chapters.views.chapters.see_chapters", counted)


HEARD: dict[str, tuple[Callable[[Switch], None], str]] = {
    "a field is open to all": (open_field("unit"), "anonymous"),
    "gender is open to all": (open_field("gender"), "member of another chapter"),
    "hide me now is ignored": (ignore_hide_me_now, "administrator"),
    "what is not published is shown": (ignore("published_at"), "anonymous"),
    "who is held back is shown": (ignore("held_at"), "anonymous"),
    "visibility is ignored": (ignore("visibility"), "anonymous"),
    "blocks are ignored": (ignore_blocks, "blocked by the target"),
    "any coordinator sees all": (let_any_coordinator, "coordinator elsewhere"),
    "pending people are members": (let_pending_be_members, "pending"),
    "guests are members": (let_pending_be_members, "guest"),
    "coordinators see what members see": (show_everybody_less, "coordinator"),
    "the index holds all": (index_all, "member of another chapter"),
    "the public searches as members": (index_for_members_only, "anonymous"),
}
ELSEWHERE: dict[str, Callable[[Switch], None]] = {
    "all is exported": export_all,
    "the index holds all": index_all,
    "a field is open to all": open_field("unit"),
}


async def first(problems: AsyncIterator[str]) -> str:
    return await anext(problems, "")


@pytest.mark.parametrize("what", HEARD)
async def test_the_matrix_hears_when(
    canaries: Service, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    switch_off, kind = HEARD[what]
    switch_off(monkeypatch)
    world = await create_world(canaries, SEED, most=9)

    assert await first(listen(world, kinds=[kind], searches=20))


@pytest.mark.parametrize("what", ELSEWHERE)
async def test_exports_and_indexes_are_heard_when(
    canaries: Service, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    ELSEWHERE[what](monkeypatch)
    world = await create_world(canaries, SEED, most=9)

    assert await first(listen_elsewhere(world))


async def test_a_twin_is_told_when_the_public_is_matched_as_members(
    canaries: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    match_as_members(monkeypatch)
    world = await create_world(canaries, SEED, most=9)

    assert await first(listen_to_twins(world, topic_twin(world), kinds=["anonymous"]))


async def test_a_twin_is_told_when_hidden_fields_are_indexed(
    canaries: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_all(monkeypatch)
    world = await create_world(canaries, SEED, most=9)
    twin = next(
        Twin(one, "sectors")
        for one in world.people
        if floor(one) == PUBLIC and level(one, "sectors") >= CHAPTERS
    )

    assert await first(listen_to_twins(world, twin, kinds=["anonymous"]))


async def test_a_twin_is_told_when_a_rung_counts_whom_one_may_not_find(
    canaries: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    climb_as_members(monkeypatch)
    world = await create_world(canaries, SEED, most=9)

    assert await first(listen_to_twins(world, topic_twin(world), kinds=["anonymous"]))


async def test_a_twin_is_told_when_chapters_count_whom_one_may_not_find(
    canaries: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_all_who_joined(monkeypatch)
    world = await create_world(canaries, SEED, most=9)
    twin = next(one for one in hidden_people(world) if one.person.chapters)

    assert await first(listen_to_twins(world, twin, kinds=["anonymous"]))


@pytest.mark.parametrize("switch_off", [match_the_blocked, count_the_blocked])
async def test_who_is_blocked_can_tell_when(
    canaries: Service, monkeypatch: pytest.MonkeyPatch, switch_off: Callable[[Switch], None]
) -> None:
    switch_off(monkeypatch)
    world = await create_world(canaries, SEED + 2, most=9)  # where the two match

    assert await first(listen_to_blocked(world))
