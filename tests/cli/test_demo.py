"""The demo community, which whoever has seen it may take back for good."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cop.cli.demo import A_FILE, read_demo, write_rows
from profiles.exchange.table import MOST_BYTES
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


def test_search_near_a_place_goes_on_from_its_town_to_its_neighbours(tmp_path: Path) -> None:
    with open_shell(tmp_path) as run:
        run("demo", "--members", "40")
        everybody = json.loads(run("search", "--limit", "50", "--json")[1])["hits"]
        home = next(one for one in everybody if one["city"])
        place = f"{home['city']}, {home['country']}"

        near = json.loads(run("search", "--near", place, "--limit", "50", "--json")[1])

    rungs = [one["rung"] for one in near["rungs"]]
    there = [hit for hit in near["hits"] if hit["rung"] == "city"]
    assert rungs == [one for one in ("city", "day", "country", "neighbour") if one in rungs]
    assert {hit["city"] for hit in there} == {home["city"]}
    assert len(there) == near["total"]


def test_a_large_community_comes_in_files_that_an_import_takes(tmp_path: Path) -> None:
    file = tmp_path / "members.csv"

    write_rows(file, [*read_demo(A_FILE)])

    assert file.stat().st_size < 0.8 * MOST_BYTES  # names and places differ from seed to seed
