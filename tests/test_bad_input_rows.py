"""Every row of the list of bad inputs is named by a test."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent
WANTED = {*range(1, 64), 74}
_RANGE = re.compile(r"\bB\d+(?:-B?| to B)\d+")  # names the ends only, and proves neither
_ROW = re.compile(r"\bB(\d+)\b")


def test_every_bad_input_is_named_where_it_is_tried() -> None:
    named = {
        int(number)
        for path in TESTS.rglob("test_*.py")
        if path != Path(__file__)
        for number in _ROW.findall(_RANGE.sub("", path.read_text()))
    }

    assert sorted(WANTED - named) == []
