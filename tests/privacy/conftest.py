"""The open service with canaries in its vocabulary."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

import pytest

from tests.privacy.world import add_canaries, open_canaries

if TYPE_CHECKING:
    from cop.running import Service
    from cop.vocabulary.concepts import Concept, Vocabulary


@pytest.fixture(scope="session")
def canary_words(vocabulary: Vocabulary) -> tuple[Vocabulary, list[Concept]]:
    """Our vocabulary with the canaries, and these; what is worked out of it is so only once."""
    return add_canaries(vocabulary)


@pytest.fixture
async def canaries(service: Service, canary_words: tuple[Vocabulary, list[Concept]]) -> Service:
    """The service in which worlds can be made."""
    words, concepts = canary_words
    return await open_canaries(service, copy(words), concepts)
