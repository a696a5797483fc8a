"""Nothing hidden is heard anywhere, and all that may be seen is shown: on both databases.

`make privacy` does the same in many more worlds.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from starlette.routing import Route

from cop.accounts.queries import find_viewer
from cop.routes.all import routes
from profiles.access import find_seen
from tests.databases import ONE_DATABASE
from tests.privacy.addresses import Address, CannotVisit, all_addresses, fillings
from tests.privacy.crawler import Visitor
from tests.privacy.matrix import listen, listen_elsewhere
from tests.privacy.words import canaries_in, canary
from tests.privacy.world import create_world

if TYPE_CHECKING:
    from cop.running import Service

SEED = 7
KINDS_ON_POSTGRESQL = ("anonymous", "blocked by the target", "coordinator")


async def test_everybody_hears_exactly_what_they_may(
    canaries: Service, caplog: pytest.LogCaptureFixture
) -> None:
    world = await create_world(canaries, SEED, most=8)
    kinds = () if canaries.settings.is_sqlite else KINDS_ON_POSTGRESQL

    with caplog.at_level(logging.INFO):
        wrong = [one async for one in listen(world, kinds=kinds, searches=6)]
        wrong += [one async for one in listen_elsewhere(world)]

    assert wrong == []
    assert not canaries_in(caplog.text.encode())


@ONE_DATABASE
async def test_every_address_is_visited(canaries: Service) -> None:
    world = await create_world(canaries, SEED, most=8)

    names = {address.name for address in all_addresses(world)}

    asked = {one.name for one in routes if isinstance(one, Route) and "GET" in (one.methods or ())}
    assert names == asked


@ONE_DATABASE
async def test_an_address_that_cannot_be_visited_is_an_error(canaries: Service) -> None:
    world = await create_world(canaries, SEED, most=8)

    with pytest.raises(CannotVisit):
        fillings(world, Route("/secrets/{colour}", lambda _request: None), "colour")


async def test_absent_and_forbidden_are_answered_alike(canaries: Service) -> None:
    world = await create_world(canaries, SEED, most=8)
    absent = canary("somebody")
    for looker in world.lookers:
        visitor = Visitor(world, looker)
        for language in ("en", "ar"):
            nobody = await visitor.ask(Address("member", f"/members/{absent}"), language)
            assert nobody.status == 404
            for person in world.people:
                said = await visitor.ask(Address("member", f"/members/{person.slug}"), language)
                if said.status == 404:
                    as_absent = said.body.replace(person.slug.encode(), absent.encode())
                    assert (as_absent, said.headers) == (nobody.body, nobody.headers)
                assert (said.status == 404) == (not visitor.finds(person))
        seen = await find_seen([one.id for one in world.people], await find_viewer(looker.session))
        assert seen == {one.id for one in world.people if visitor.finds(one)}
