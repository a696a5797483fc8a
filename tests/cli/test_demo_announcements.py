"""The demo community has something to read, in all the languages of the pages."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from cop.announcements.models import LONGEST_TITLE
from cop.kit.i18n import LANGUAGES
from tests.cli.shell import open_shell

if TYPE_CHECKING:
    from pathlib import Path


def test_each_chapter_of_the_demo_has_an_archive_and_no_mail_goes_out(tmp_path: Path) -> None:
    with open_shell(tmp_path) as run:
        run("demo", "--members", "40")
        with closing(sqlite3.connect(tmp_path / "cop.db")) as database:
            rows = database.execute(
                "SELECT slug, stage, is_public, words FROM announcement"
                " LEFT JOIN chapter ON chapter.id = chapter_id ORDER BY announcement.id"
            ).fetchall()
            slugs = {slug for (slug,) in database.execute("SELECT slug FROM chapter")}
            mails = database.execute("SELECT COUNT(*) FROM mail").fetchone()

    told = [json.loads(words) for *_row, words in rows]
    assert {slug for slug, *_row in rows} == {None, *slugs}
    assert {stage for _slug, stage, *_row in rows} == {"sent"}
    assert {code for one in told for code in one} == {*LANGUAGES}
    assert mails == (0,)
    assert not any(public for slug, _stage, public, _words in rows if slug is None)
    for said in (said for one in told for said in one.values()):
        assert 0 < len(said["title"]) <= LONGEST_TITLE
        assert "{" not in said["title"] + said["text"]
