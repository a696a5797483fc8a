"""A short run of `make fuzz`: nobody gets a 500 out of any address, whatever they send."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cop.api.views import ENDPOINTS
from cop.chapters.models.chapters import Chapter
from tests.databases import ONE_DATABASE
from tests.fuzz.bodies import BODIES
from tests.fuzz.callers import ROLES
from tests.fuzz.needs import NEEDS
from tests.fuzz.pages import PAGES
from tests.fuzz.run import Run
from tests.oidc.hostile import Hostile
from tests.people import settle
from tests.serving import serve

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from cop.running import Service


async def test_whatever_anybody_sends_nothing_breaks(service: Service, app: ASGIApp) -> None:
    await settle(service)
    await Chapter.create(slug="kenya", kind="country", scope="KE", topics=[], quality={})

    tally = await Run(service, app).everything(20, 25, explored=10)

    assert tally.failures == []
    assert min(tally.requests[role] for role in ROLES) >= 35  # some cannot be sent at all


@ONE_DATABASE
async def test_what_an_address_needs_makes_it_answer_well(service: Service) -> None:
    await settle(service)
    await Chapter.create(slug="africa", kind="regional", scope="ssa", topics=[], quality={})

    with Hostile().running() as house:
        settings = replace(service.settings, oidc=(house.provider(),))
        knowing = replace(service, settings=settings)
        run = Run(knowing, serve(knowing), meant=1)
        tally = await run.everything(0, len(PAGES), explored=1, roles=["administrator"])

    well = {name for name in NEEDS if tally.good(name)[0] == 1}
    too_small = {"accept-proposal", "proposal", "dismiss-proposal"}  # a community for these
    of_coordinators = {"save-note", "delete-note"}  # no business of administrators
    assert NEEDS.keys() - well == too_small | of_coordinators
    assert tally.failures == []


@ONE_DATABASE
async def test_what_programs_mean_is_answered_well(service: Service) -> None:
    await settle(service)
    await Chapter.create(slug="africa", kind="regional", scope="ssa", topics=[], quality={})

    run = Run(service, serve(service), meant=1)
    tally = await run.everything(len(ENDPOINTS), 0, explored=10, roles=["coordinator"])

    assert {name: tally.statuses["coordinator", name] for name in BODIES} == {
        name: {200: 1} for name in BODIES
    }
    assert {one.name for one in ENDPOINTS if one.body} <= BODIES.keys()
    assert tally.failures == []


@ONE_DATABASE
async def test_what_breaks_is_noticed(service: Service, app: ASGIApp) -> None:
    await settle(service)

    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/about":
            raise ZeroDivisionError
        await app(scope, receive, send)

    tally = await Run(service, broken).everything(0, 10, explored=1, roles=["anonymous"])

    assert any("ZeroDivisionError" in failure for failure in tally.failures)
