"""The command line, as a script would use it: answers, exit codes, clear sentences."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

import pytest

from cop.kit.database import sole_process
from cop.kit.settings import load_settings
from tests.cli.shell import open_shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.shell import Run

# The community is made once, by one worker.
pytestmark = pytest.mark.xdist_group("cli-commands")

MEMBERS = 150


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the small demo community of these tests lies."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def run(data: Path) -> Iterator[Run]:
    """Run `cop` with these words on a small demo community; return exit code, stdout and stderr."""
    with open_shell(data) as run:
        code, _out, err = run("demo", "--members", str(MEMBERS), "--json")
        assert code == 0, err
        yield run


def ask(run: Run, *words: str) -> dict[str, Any]:
    """Run a command that must succeed with --json; nothing but the document is on stdout."""
    code, out, err = run(*words, "--json")
    assert code == 0, err
    return json.loads(out)


def test_every_command_helps(run: Run) -> None:
    for words in (
        [], ["search"], ["match"], ["rematch"], ["hall"], ["chapters", "list"],
        ["chapters", "propose"], ["countries", "show"], ["vocabulary", "find"],
        ["vocabulary", "load"], ["import", "members"], ["import", "list"], ["import", "invite"],
        ["import", "undo"], ["export", "members"], ["serve"], ["work"], ["demo"], ["migrate"],
        ["reindex"], ["check"], ["backup"], ["restore"], ["drill"], ["erase"],
    ):  # fmt: skip
        code, out, _err = run(*words, "--help")
        assert code == 0
        assert "Usage" in out


def test_search_answers_as_the_contract_says(run: Run) -> None:
    found = ask(run, "search", "water", "--limit", "5")

    assert {"total", "understood", "hits", "facets", "seconds"} <= set(found)
    assert found["total"] > 0
    hit = found["hits"][0]
    assert {
        "slug", "name", "country", "city", "institution", "topics", "score", "why", "rung",
    } <= set(hit)  # fmt: skip
    assert hit["why"]
    assert set(found["facets"]["country"][0]) == {"id", "label", "count"}


def test_search_understands_a_country_and_climbs_from_it(run: Run) -> None:
    climbed = ask(run, "search", "experts en fiscalité locale au Tchad", "--limit", "12")
    alone = ask(run, "search", "experts en fiscalité locale au Tchad", "--no-ladder")

    assert climbed["understood"]["countries"] == ["TD"]
    assert climbed["understood"]["topics"] == ["local-revenue"]
    order = ["country", "knows-country", "neighbour", "region", "world"]
    stood = [order.index(hit["rung"]) for hit in climbed["hits"]]
    assert stood == sorted(stood)
    assert len({*stood}) > 1
    assert alone["total"] == climbed["total"] == len(alone["hits"])
    assert {hit["country"] for hit in alone["hits"]} <= {"TD"}


def test_filters_of_one_kind_add_up_and_of_two_kinds_narrow(run: Run) -> None:
    one = ask(run, "search", "--region", "ssa")["total"]
    other = ask(run, "search", "--region", "mena")["total"]
    either = ask(run, "search", "--region", "ssa", "--region", "mena")["total"]
    both = ask(run, "search", "--region", "ssa", "--stakeholder", "academia")["total"]

    assert either == one + other
    assert 0 < both < one


def test_match_tells_why(run: Run) -> None:
    slug = ask(run, "search", "--limit", "1")["hits"][0]["slug"]

    found = ask(run, "match", slug, "--within", "world", "--limit", "3")

    assert found["member"] == slug
    for match in found["matches"]:
        assert {"slug", "name", "country", "score", "reasons", "linked"} <= set(match)
        assert 0 < match["score"] <= 1
        assert match["reasons"][0]["kind"] == "topic"
        total = sum(reason["weight"] for reason in match["reasons"])
        assert total == pytest.approx(match["score"], abs=1e-4)
    assert "Both: " in run("match", slug)[1]


def test_rematch_and_reindex_leave_everything_consistent(run: Run) -> None:
    done = ask(run, "rematch")
    ask(run, "reindex")

    assert {"members", "pairs_scored", "matches", "seconds", "peak_rss_mb", "generation"} <= set(
        done
    )
    assert ask(run, "check")["consistent"]


def test_chapters_are_proposed_with_their_quality_and_formed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "country.csv"
    file.write_text(
        "name,country,expertise\n"
        + "".join(f"Person {letter * 3},IS,property tax\n" for letter in ascii_lowercase)
    )
    done = ask(run, "import", "members", str(file), "--publish", "--consent", "A form they signed.")

    proposed = ask(run, "chapters", "propose", "--kind", "country")
    chapters = ask(run, "chapters", "list")["chapters"]
    ask(run, "import", "undo", str(done["run"]))

    assert ([one["scope"] for one in proposed["proposals"]], proposed["drift"]) == (["IS"], [])
    for proposal in proposed["proposals"]:
        assert set(proposal["quality"]) >= {"modularity", "conductance", "coverage"}
        assert all(proposal[one] for one in ("reason", "nearest"))
    assert {chapter["kind"] for chapter in chapters} >= {"regional"}


def test_the_old_address_of_a_chapter_finds_its_members(run: Run, data: Path) -> None:
    slug = ask(run, "chapters", "list")["chapters"][0]["slug"]
    sql = "INSERT INTO former_address (slug, chapter_id) SELECT 'old', id FROM chapter WHERE slug=?"
    with closing(sqlite3.connect(data / "cop.db")) as database, database:
        database.execute(sql, [slug])

    totals = [ask(run, "search", "--chapter", one)["total"] for one in (slug, "old")]
    assert totals[0] == totals[1] > 0


def test_a_country_is_shown_and_an_unknown_one_refused(run: Run) -> None:
    shown = ask(run, "countries", "show", "ke")
    code, out, err = run("countries", "show", "ZZ", "--json")

    assert shown["name"] == "Kenya"
    assert (code, out) == (1, "")
    assert err == "We know no country by that code.\n"


def test_a_filter_may_be_written_as_people_write_it(run: Run) -> None:
    country = ask(run, "search")["facets"]["country"][0]

    for written in (country["id"], country["id"].lower(), country["label"].upper()):
        assert ask(run, "search", "--country", written)["total"] == country["count"]
        assert "pairs" in ask(run, "hall", "--country", written)


def test_a_word_is_found_in_any_language(run: Run) -> None:
    found = ask(run, "vocabulary", "find", "impôt foncier", "--lang", "ar")

    assert [(one["scheme"], one["id"]) for one in found["found"]] == [("topic", "property-tax")]
    assert found["found"][0]["label"] == "ضريبة الأملاك"


def test_members_go_out_and_come_back_unchanged(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "everybody.xlsx"
    exported = ask(run, "export", "members", str(file))

    report = ask(run, "import", "members", str(file))

    assert exported["path"] == str(file)
    assert report["rows"] == report["unchanged"] == exported["rows"] >= MEMBERS


def test_an_export_as_the_public_holds_only_what_is_public(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "public.csv"
    ask(run, "export", "members", str(file), "--viewer", "public")

    with file.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))

    assert 0 < len(rows) < MEMBERS
    assert {row["visibility"] for row in rows} == {"public"}
    assert not any(row["email"] or row["city"] or row["bio"] for row in rows)


def test_an_import_is_previewed_done_listed_and_undone(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text("Nom;Pays;Thèmes\nZoé Nouvelle;Bénin;eau potable; \nSans Pays;Atlantide;\n")
    before = ask(run, "search")["total"]

    preview = ask(run, "import", "members", str(file), "--dry-run")
    done = ask(run, "import", "members", str(file), "--publish", "--consent", "A form they signed.")
    assert ask(run, "check")["consistent"]
    during = ask(run, "search")["total"]
    listed = ask(run, "import", "list")["imports"]
    undone = ask(run, "import", "undo", str(done["run"]))
    assert ask(run, "check")["consistent"]

    assert (preview["created"], preview["skipped"], preview["run"]) == (1, 1, None)
    assert (done["created"], done["skipped"]) == (1, 1)
    assert done["errors"][0]["column"] == "country"
    assert during == before + 1
    assert listed[0]["state"] == "done"
    assert undone == {"deleted": 1, "restored": 0, "kept": []}
    assert ask(run, "search")["total"] == before


def test_people_are_not_published_by_being_imported(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "quiet.csv"
    file.write_text("name,visibility\nQuiet Quentin,public\n")

    report = ask(run, "import", "members", str(file))

    assert report["created"] == 1
    assert ask(run, "search", "Quentin")["total"] == 0


def test_people_who_were_brought_in_are_asked_once(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "asked.csv"
    file.write_text("name,email\nAsked Ama,ama@example.org\n")

    told = run("import", "members", str(file))[1]
    number = told.partition("cop import invite ")[2].partition(".")[0]

    assert "deleted after 60 days" in told
    assert [ask(run, "import", "invite", number)["invited"] for _ in range(2)] == [1, 0]


def test_a_question_that_is_too_long_is_cut_and_says_so(run: Run) -> None:
    """B74"""
    told = "only its first 200 characters and 10 words"

    assert told in run("search", "water " * 40)[1]
    assert told not in run("search", "water")[1]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["match", "nobody"], "We know no member by that name."),
        (["search", "--near", "London"], "“London” can mean London, United Kingdom (2643743) or"),
        (["search", "--kind", "castle"], "--kind: “castle” is none of university, ministry,"),
        (["search", "--country", "ZZ"], "--country: we do not know “ZZ”."),
        (["search", "--country", "Guinea"], "may be"),
        (["export", "members", "/no/such/folder/all.csv"], "There is no folder /no/such/folder."),
        (["import", "members", "/no/such.csv"], "There is no file /no/such.csv."),
        (["import", "undo", "999"], "There is no import 999."),
        (["export", "members", "members.pdf"], "Members are written to"),
        (["vocabulary", "load", "/nowhere"], "holds none of the files of a vocabulary"),
        (["demo"], "There are members already"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    run: Run, words: list[str], sentence: str
) -> None:
    code, out, err = run(*words)

    assert (code, out) == (1, "")
    assert sentence in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "words",
    [
        ["search", "--limit", "0"],
        ["search", "--viewer", "god"],
        ["match"],
        ["match", "x", "--within", "galaxy"],
        ["chapters", "propose", "--kind", "secret"],
        ["import", "members", "x.csv", "--map", "nonsense"],
        ["nonsense"],
    ],
)
def test_wrong_use_ends_with_two(run: Run, words: list[str]) -> None:
    assert run(*words)[:2] == (2, "")


def test_a_second_process_on_sqlite_is_told_what_to_do(run: Run, data: Path) -> None:
    with sole_process(load_settings({"COP_DATA": str(data)})):
        code, _out, err = run("search", "water")

    assert code == 1
    assert "Stop the server first" in err
