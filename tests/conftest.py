"""What every test may ask for: a database of either kind, the open service, a visitor."""

from __future__ import annotations

import dataclasses
import logging
import os
from copy import copy
from typing import TYPE_CHECKING

import hypothesis
import pytest
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.transactions import in_transaction

from cop.domains import MODELS
from cop.kit.changes import last_change
from cop.kit.database import open_database
from cop.kit.limits import forget_spent
from cop.kit.settings import Settings
from cop.running import Service, make_service
from cop.vocabulary.actions import OWN_VOCABULARY, load_vocabulary
from cop.vocabulary.concepts import Vocabulary
from cop.vocabulary.queries import VocabularyWatch
from cop.vocabulary.source import read_vocabulary
from search.embedded import EmbeddedEngine
from tests.contact.writing import Two, settle_two
from tests.databases import open_postgresql
from tests.search.meilisearch_server import MeilisearchServer
from tests.serving import PATIENT, free_port, running, serve, visit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator
    from pathlib import Path

    import httpx2
    from starlette.types import ASGIApp


SEARCH_KEY = "a key of the tests"

# Machines are noisy: how long an example takes says nothing.
hypothesis.settings.register_profile(
    "cop", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("cop")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest test: begun last, it would run alone while the other worker waits."""
    items.sort(key=lambda one: "test_killed" not in one.nodeid)


class RollBack(Exception):
    """Ends the transaction around a test."""


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """Our own vocabulary, read from its files."""
    return Vocabulary(read_vocabulary(OWN_VOCABULARY))


@pytest.fixture(scope="session")
def meilisearch() -> Iterator[tuple[str, str]]:
    """The address and key of Meilisearch: the real one where SEARCH_TEST_URL says so, else ours."""
    url = os.environ.get("SEARCH_TEST_URL")
    if url:
        yield url, os.environ.get("SEARCH_TEST_KEY", "")
        return
    with running(MeilisearchServer(SEARCH_KEY).app(), free_port()) as url:
        yield url, SEARCH_KEY


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """An empty database of each kind; whoever asks for it runs twice."""
    if request.param == "sqlite":
        yield f"sqlite://{tmp_path_factory.mktemp('database') / 'cop.db'}"
        return
    with open_postgresql() as url:
        yield url


@pytest.fixture(scope="session")
async def filled_database(database_url: str) -> AsyncGenerator[str]:
    """The database with its tables and the vocabulary."""
    EXECUTOR_CACHE.clear()  # Tortoise keeps statements by table, whatever the kind of database
    async with open_database(database_url, MODELS) as context:
        await context.generate_schemas()
        await load_vocabulary(OWN_VOCABULARY)
        yield database_url


@pytest.fixture
async def service(
    filled_database: str, vocabulary: Vocabulary, tmp_path: Path
) -> AsyncGenerator[Service]:
    """The open service; what the test writes is taken back when it ends."""
    forget_spent()
    settings = Settings(
        cop_data=tmp_path,
        database_url=filled_database,
        search_url="",
        base_url="http://127.0.0.1:8000",
    )
    try:
        async with in_transaction():
            words = VocabularyWatch(copy(vocabulary), await last_change())  # some tests change it
            yield make_service(settings, words, EmbeddedEngine(tmp_path / "index", PATIENT))
            raise RollBack  # noqa: TRY301  the transaction must see it
    except RollBack:
        pass


@pytest.fixture
def app(service: Service) -> ASGIApp:
    """The application on the open service."""
    return serve(service)


@pytest.fixture
async def client(app: ASGIApp) -> AsyncGenerator[httpx2.AsyncClient]:
    """A visitor of the pages."""
    async with visit(app) as visitor:
        yield visitor


@pytest.fixture
def https_settings(tmp_path: Path) -> Settings:
    """The settings of a deployment that strangers can reach."""
    return dataclasses.replace(
        Settings(
            cop_data=tmp_path,
            database_url=f"sqlite://{tmp_path / 'cop.db'}",
            search_url="",
            base_url="http://127.0.0.1:8000",
        ),
        base_url="https://network.example.org",
    )


@pytest.fixture
async def two(service: Service, app: ASGIApp) -> AsyncGenerator[Two]:
    """Ada and Bela, each with a browser."""
    async with visit(app) as ada, visit(app) as bela:
        yield await settle_two(service, ada, bela)


class Statements(logging.Handler):
    """The statements that the database is sent, without their values."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.sent: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.args, tuple):
            self.sent.append(str(record.args[0]))


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Whatever is sent to the database while the test runs."""
    log, heard = logging.getLogger("tortoise.db_client"), Statements()
    level = log.level
    log.addHandler(heard)
    log.setLevel(logging.DEBUG)
    yield heard.sent
    log.setLevel(level)
    log.removeHandler(heard)
