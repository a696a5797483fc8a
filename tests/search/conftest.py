"""Both engines, for tests that ask them the same."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING

import pytest

from search.embedded import EmbeddedEngine
from search.meilisearch import MeilisearchEngine
from tests.search.shelves import BOOKS
from tests.serving import PATIENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.engine import Engine


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
