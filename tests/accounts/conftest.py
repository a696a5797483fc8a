"""An application under a name, where passkeys work."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account
from tests.accounts.passkey_steps import SITE
from tests.people import sign_in
from tests.serving import serve, visit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service


@pytest.fixture
def named(service: Service) -> ASGIApp:
    """The application under a name, with administrators who must show a passkey."""
    settings = dataclasses.replace(service.settings, base_url=SITE, admin_passkeys=True)
    return serve(dataclasses.replace(service, settings=settings))


@pytest.fixture
async def owner(named: ASGIApp) -> AsyncGenerator[httpx2.AsyncClient]:
    """Ada's browser; she is no sample account."""
    async with visit(named, SITE) as client:
        ada = await sign_in(client, "Ada")
        await Account.filter(id=ada).update(is_sample=False)
        yield client
