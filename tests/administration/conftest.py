"""What the tests of administration share."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cop.vocabulary.concepts import Vocabulary


@pytest.fixture
def vocabulary(vocabulary: Vocabulary) -> Vocabulary:
    """Our own vocabulary, which this test may change for itself."""
    return copy.copy(vocabulary)
