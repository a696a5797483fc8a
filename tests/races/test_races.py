"""Two who decide or save at the same moment: no double effect, no lost edit (`make races`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.races.run import RACES, run_race

if TYPE_CHECKING:
    from pathlib import Path

    from cop.vocabulary.concepts import Vocabulary
    from tests.races.run import Race

PAIRS = 2


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.__name__)
async def test_of_two_at_once_one_does_it(
    filled_database: str, vocabulary: Vocabulary, tmp_path: Path, race: Race
) -> None:
    outcome = await run_race(race, PAIRS, filled_database, vocabulary, tmp_path)

    assert outcome.problems == []
