"""A coordinator learns nothing private of another chapter, whatever address they try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.api.views import ENDPOINTS
from cop.permissions import Door, Who
from cop.routes.all import routes
from tests.databases import ONE_DATABASE
from tests.privacy.addresses import Address, all_paths
from tests.privacy.crawler import Visitor
from tests.privacy.matrix import list_leaks
from tests.privacy.words import canaries_in
from tests.privacy.world import create_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cop.app import Service
    from tests.privacy.world import World

SEED = 7
OF_CHAPTERS = [
    one
    for one in routes
    if isinstance(one, Door) and one.path.removeprefix("/api/v1").startswith("/chapters/{slug}")
]
POSTED = {one.name for one in ENDPOINTS if one.body}
DESKS = {"desk", "requests", "request", "chapter-member"}  # mails lead there, so one is let sign in


OF_ONESELF = {
    "api-own-place",
    "api-change-own-place",
    "api-own-seats",
    "api-answer-seat",
    "api-register",
}
FOR_ALL = {"api-chapter", "api-meetings", "api-meeting", "api-chapter-announcements"} | OF_ONESELF
BY_PROGRAM = {one.name for one in ENDPOINTS if "/chapters/{slug}" in one.path} - FOR_ALL


def is_private(route: Door) -> bool:
    return route.who is Who.COORDINATOR or route.name in DESKS | BY_PROGRAM


def addresses(world: World, route: Door, slug: str) -> Iterator[Address]:
    """Yield every address of `route` in one chapter."""
    for path in all_paths(world, route):
        if path.removeprefix("/api/v1").startswith(f"/chapters/{slug}"):
            yield Address(route.name, path)


@ONE_DATABASE
async def test_another_chapters_desk_is_not_there_and_tells_nothing(canaries: Service) -> None:
    world = await create_world(canaries, SEED, most=8)
    first, second = world.chapters[:2]
    (looker,) = (one for one in world.lookers if one.kind == "coordinator elsewhere")
    assert looker.coordinates == {second}
    visitor = Visitor(world, looker)
    wrong: list[str] = []
    for route in OF_CHAPTERS:
        method = "POST" if route.methods == {"POST"} else "GET"
        for address in addresses(world, route, first):
            said = await visitor.ask(address, method=method)
            unread = route.name in POSTED  # whoever sends nothing is told so first
            if is_private(route) and said.status != (415 if unread else 404):
                wrong.append(f"{said.status} at {method} {address}")
            words = visitor.heard(address, said)
            wrong += [f"{one} at {address}" for one in list_leaks(world, looker, words)]

    assert wrong == []


@ONE_DATABASE
async def test_their_own_desk_is_there_with_what_they_noted(canaries: Service) -> None:
    world = await create_world(canaries, SEED, most=8)
    (looker,) = (one for one in world.lookers if one.kind == "coordinator")
    visitor = Visitor(world, looker)
    statuses: dict[str, set[int]] = {}
    heard: set[str] = set()
    for route in OF_CHAPTERS:
        if is_private(route) and route.methods != {"POST"}:
            for address in addresses(world, route, world.chapters[0]):
                said = await visitor.ask(address)
                statuses.setdefault(route.name, set()).add(said.status)
                heard |= canaries_in(said.body)

    assert all(found & {200, 303} for found in statuses.values()), statuses
    notes = {
        word
        for one in world.people
        if one.noted and visitor.finds(one)
        for word in one.canaries["note"]
    }
    assert notes
    assert notes <= heard
