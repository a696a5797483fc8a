"""The open service with canaries in its vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.privacy.world import open_canaries

if TYPE_CHECKING:
    from cop.app import Service


@pytest.fixture
async def canaries(service: Service) -> Service:
    """The service in which worlds can be made."""
    return await open_canaries(service)
