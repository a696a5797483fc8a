"""Ada and Bela, each with a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contact.writing import Two, settle_two
from tests.serving import visit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.types import ASGIApp

    from cop.app import Service


@pytest.fixture
async def two(service: Service, app: ASGIApp) -> AsyncGenerator[Two]:
    async with visit(app) as ada, visit(app) as bela:
        ada.headers["Accept-Encoding"] = bela.headers["Accept-Encoding"] = "identity"
        yield await settle_two(service, ada, bela)
