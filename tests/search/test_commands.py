"""The commands with Meilisearch, and without it where it should be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.shell import open_shell
from tests.serving import free_port

if TYPE_CHECKING:
    from pathlib import Path


def test_the_commands_work_with_meilisearch_and_say_when_it_is_gone(
    tmp_path: Path, meilisearch: tuple[str, str]
) -> None:
    url, key = meilisearch
    named = {"SEARCH_KEY": key, "BASE_URL": f"http://127.0.0.1:{free_port()}"}
    with open_shell(tmp_path, SEARCH_URL=url, **named) as run:
        for words in (["demo", "--members", "30"], ["reindex"], ["check"]):
            code, out, err = run(*words)
            assert code == 0, out + err
        _code, out, _err = run("search", "--json", "")
        everybody = json.loads(out)
        assert everybody["total"] > 0
        assert everybody["limited"] is False

    gone = f"http://127.0.0.1:{free_port()}"
    with open_shell(tmp_path, SEARCH_URL=gone, **named) as run:
        code, out, _err = run("search", "--json", everybody["hits"][0]["name"])
        assert (code, json.loads(out)["limited"], json.loads(out)["total"] > 0) == (0, True, True)
        assert run("reindex")[0] == 1
        code, out, _err = run("check")
        assert code == 1
        assert "The search does not answer now." in out
