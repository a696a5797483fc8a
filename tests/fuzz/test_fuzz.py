"""A short run of `make fuzz`: nobody gets a 500 out of any address, whatever they send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.chapters.models import Chapter
from tests.fuzz.callers import ROLES
from tests.fuzz.run import Run
from tests.people import settle

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from cop.app import Service


async def test_whatever_anybody_sends_nothing_breaks(service: Service, app: ASGIApp) -> None:
    await settle(service)
    await Chapter.create(slug="kenya", kind="country", scope="KE", topics=[], quality={})

    tally = await Run(service, app).everything(20, 50, explored=20)

    assert tally.failures == []
    assert min(tally.requests[role] for role in ROLES) >= 60  # some cannot be sent at all


async def test_what_breaks_is_noticed(service: Service, app: ASGIApp) -> None:
    await settle(service)

    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/about":
            raise ZeroDivisionError
        await app(scope, receive, send)

    tally = await Run(service, broken).everything(0, 200, explored=5, roles=["anonymous"])

    assert any("ZeroDivisionError" in failure for failure in tally.failures)
