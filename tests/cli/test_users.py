"""`cop user`: from an empty deployment to its first administrator."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.shell import open_shell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.shell import Run

pytestmark = pytest.mark.xdist_group("cli-users")

BOSS = "boss@example.org"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Run `cop` with these words on a deployment that is empty but for its first administrator."""
    with open_shell(tmp_path_factory.mktemp("data")) as run:
        code, _out, err = run("user", "create", BOSS, "--name", "Bo", "--role", "administrator")
        assert code == 0, err
        yield run


def users(run: Run) -> dict[str, dict[str, Any]]:
    code, out, err = run("user", "list", "--json")
    assert code == 0, err
    return {one["email"]: one for one in json.loads(out)["users"]}


def test_the_first_administrator_gets_a_link_that_needs_no_mail(run: Run) -> None:
    code, out, err = run("user", "link", BOSS.upper().replace("BOSS", "boss"))

    assert code == 0, err
    assert out.startswith("http://127.0.0.1:8000/sign-in/link/")
    assert users(run)[BOSS]["roles"] == ["administrator"]
    assert users(run)[BOSS]["member"]
    assert not users(run)[BOSS]["verified"]


def test_roles_are_given_and_taken_and_accounts_shut_out_and_let_in(run: Run) -> None:
    ed = "ed@example.org"
    done = [
        run("user", "create", ed, "--role", "guest"),
        run("user", "grant", ed, "editor", "--json"),
        run("user", "revoke", ed, "guest"),
        run("user", "ban", ed, "--reason", "Advertises."),
    ]
    during = users(run)[ed]
    done.append(run("user", "unban", ed))

    assert [code for code, _out, _err in done] == [0] * 5
    assert (during["roles"], during["banned"]) == (["editor"], True)
    assert not users(run)[ed]["banned"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["create", BOSS], "already"),
        (["create", "nonsense"], "not an e-mail address"),
        (["create", ""], "Give an e-mail address"),
        (["link", "nobody@example.org"], "no account"),
        (["revoke", BOSS, "administrator"], "last administrator"),
        (["ban", BOSS], "last administrator"),
        (["grant", BOSS, "coordinator"], "chapter"),
        (["grant", BOSS, "coordinator", "--chapter", "atlantis"], "no chapter by that name"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    run: Run, words: list[str], sentence: str
) -> None:
    code, out, err = run("user", *words)

    assert code == 1
    assert out == ""
    assert sentence in err
    assert "Traceback" not in err


def test_every_command_helps(run: Run) -> None:
    for word in ("list", "create", "grant", "revoke", "ban", "unban", "link"):
        code, out, _err = run("user", word, "--help")
        assert code == 0
        assert "Usage" in out
