"""The table of requirements names tests that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs" / "requirements.md"
_ROW = re.compile(r"^\| (\d+) \|(.*)\|(.*)\|(.*)\|$", re.MULTILINE)
_NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
WANTED = {*range(1, 25), 29, 30}


def rows() -> dict[int, tuple[str, str]]:
    """Return what proves each requirement, and what is open."""
    found = _ROW.findall(TABLE.read_text())
    return {int(number): (proof, still.strip()) for number, _what, proof, still in found}


def names_in(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text()))
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return {one.name for one in nodes if isinstance(one, kinds) and one.name.startswith("test_")}


def test_every_requirement_has_a_row() -> None:
    assert rows().keys() == WANTED


def test_every_named_test_exists() -> None:
    for path, name in _NAMED.findall(TABLE.read_text()):
        assert (ROOT / path).is_file(), path
        assert not name or name in names_in(ROOT / path), f"{path}::{name}"


def test_what_nothing_proves_is_said_to_be_open() -> None:
    for number, (proof, still_open) in rows().items():
        assert _NAMED.search(proof) or still_open, number
