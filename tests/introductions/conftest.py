"""Ada and Bela among people of whom not all know the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.introductions.meeting import settle_company

if TYPE_CHECKING:
    from cop.running import Service
    from tests.contact.writing import Two


@pytest.fixture
async def met(service: Service, two: Two) -> Two:
    """Ada and Bela, each with a browser; Esi is there, who shares nothing with either."""
    await settle_company(service)
    return two
