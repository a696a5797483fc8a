"""Mails that came back, from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.announcements.returned import postfix
from tests.cli.shell import open_shell

if TYPE_CHECKING:
    from pathlib import Path


def test_reports_are_read_and_what_is_none_is_said(tmp_path: Path) -> None:
    report, note = tmp_path / "report.eml", tmp_path / "note.eml"
    report.write_bytes(postfix("<not-ours@example.org>"))
    note.write_text("Subject: Hello\n\nHello\n")
    with open_shell(tmp_path / "data") as run:
        code, out, _err = run("mail", "bounces", str(report), "--json")
        assert code == 0
        assert json.loads(out) == {
            "messages": 1, "marked": 0, "passing": 0, "unknown": 1, "unreadable": [],
        }  # fmt: skip

        code, _out, err = run("mail", "bounces", str(note))
        assert (code, err) == (1, "Message 1: It is no delivery report (RFC 3464).\n")

        code, _out, err = run("mail", "bounces", "/no/such.mbox")
        assert (code, err) == (1, "There is no file /no/such.mbox.\n")
