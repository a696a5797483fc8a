"""Providers on loopback, and a browser of an application that knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.oidc.hostile import Hostile
from tests.oidc.walking import browser, with_providers

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    import httpx2

    from cop.running import Service


@pytest.fixture(scope="session")
def house_server() -> Iterator[Hostile]:
    with Hostile().running() as provider:
        yield provider


@pytest.fixture(scope="session")
def other_server() -> Iterator[Hostile]:
    with Hostile().running() as provider:
        yield provider


@pytest.fixture(scope="session")
def tenants_server() -> Iterator[Hostile]:
    with Hostile("/common/v2.0").running() as provider:
        yield provider


@pytest.fixture
def house(house_server: Hostile) -> Hostile:
    """A provider, honest when the test begins."""
    house_server.reset()
    return house_server


@pytest.fixture
def other(other_server: Hostile) -> Hostile:
    """A second one."""
    other_server.reset()
    return other_server


@pytest.fixture
def tenants(tenants_server: Hostile) -> Hostile:
    """One that speaks for many organisations, each an issuer of its own."""
    tenants_server.reset()
    return tenants_server


@pytest.fixture
async def visitor(service: Service, house: Hostile) -> AsyncGenerator[httpx2.AsyncClient]:
    """A browser of an application that knows the house."""
    async with browser(with_providers(service, house.provider())) as client:
        yield client
