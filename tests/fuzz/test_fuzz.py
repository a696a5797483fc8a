"""A short run of `make fuzz`: nobody gets a 500 out of any address, whatever they send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.chapters.models import Chapter
from tests.fuzz.callers import ROLES
from tests.fuzz.run import Run
from tests.people import settle

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from cop.app import Service


@pytest.mark.parametrize("role", ROLES)
async def test_whatever_is_sent_nothing_breaks(service: Service, app: ASGIApp, role: str) -> None:
    await settle(service)
    await Chapter.create(slug="kenya", kind="country", scope="KE", topics=[], quality={})

    tally = await Run(app).everything(20, 60, roles=[role])

    assert tally.failures == []
    assert tally.requests[role] >= 70
