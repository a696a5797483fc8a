"""The demo community, which whoever has seen it may take back for good."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.shell import open_shell

if TYPE_CHECKING:
    from pathlib import Path


def test_a_demo_that_was_taken_back_stays_away(tmp_path: Path) -> None:
    with open_shell(tmp_path) as run:
        run("demo", "--members", "20")
        run("import", "undo", "1")

        code, _out, err = run("demo")
        found = json.loads(run("search", "--json")[1])

        assert (code, found["total"]) == (1, 0)
        assert "There are members already" in err
