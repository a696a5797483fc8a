"""Both engines, for tests that ask them the same."""

from __future__ import annotations

import os
from secrets import token_hex
from typing import TYPE_CHECKING

import pytest

from search.embedded import EmbeddedEngine
from search.meilisearch import MeilisearchEngine
from tests.search.meilisearch_server import MeilisearchServer
from tests.search.shelves import BOOKS
from tests.serving import PATIENT, free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.engine import Engine

KEY = "a key of the tests"


@pytest.fixture(scope="session")
def meilisearch() -> Iterator[tuple[str, str]]:
    """The address and key of Meilisearch: the real one where SEARCH_TEST_URL says so, else ours."""
    url = os.environ.get("SEARCH_TEST_URL")
    if url:
        yield url, os.environ.get("SEARCH_TEST_KEY", "")
        return
    with running(MeilisearchServer(KEY).app(), free_port()) as url:
        yield url, KEY


@pytest.fixture(scope="module", params=["embedded", "meilisearch"])
def opened_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """One engine of each kind; whoever asks for it runs twice."""
    if request.param == "embedded":
        engine: Engine = EmbeddedEngine(tmp_path_factory.mktemp("index"))
    else:
        engine = MeilisearchEngine(*request.getfixturevalue("meilisearch"), token_hex(4), PATIENT)
    yield engine
    engine.close()


@pytest.fixture
def engine(opened_engine: Engine) -> Engine:
    """The engine with an index that is empty."""
    opened_engine.replace(BOOKS, [])
    return opened_engine
