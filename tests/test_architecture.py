"""The promises the code makes about its own shape."""

from __future__ import annotations

import ast
import dataclasses
import re
from pathlib import Path

import pytest
from starlette.routing import Mount, Route

from cop.kit.settings import Settings
from cop.routes import routes

ROOT = Path(__file__).parents[1]
PACKAGES = ("cop", "search", "profiles", "matching")
SOURCES = [
    path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> set[str]:
    """Return everything that a module imports, as dotted names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=name_of)
def test_a_file_is_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if path.name == "__init__.py"], ids=name_of
)
def test_a_package_file_holds_one_sentence_and_no_code(path: Path) -> None:
    body = ast.parse(path.read_text()).body

    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_there_is_no_drawer_for_everything(path: Path) -> None:
    assert not {path.stem, path.parent.name} & {"utils", "helpers", "common", "service", "manager"}


def test_every_setting_is_explained_in_the_example() -> None:
    explained = (ROOT / ".env.example").read_text()

    for field in dataclasses.fields(Settings):
        assert f"\n{field.name.upper()}=" in explained, field.name


def test_every_address_has_a_name_and_a_view_that_says_what_it_is() -> None:
    for route in routes:
        if isinstance(route, Mount):
            continue
        assert isinstance(route, Route)
        assert route.name
        documentation = route.endpoint.__doc__ or ""
        methods = {"POST"} if route.methods == {"POST"} else {"GET"}
        assert documentation.startswith(f"{methods.pop()} {route.path}:"), route.path


def test_every_state_change_is_a_post() -> None:
    for route in routes:
        if isinstance(route, Route):
            assert route.methods in ({"GET", "HEAD"}, {"POST"}), route.path


ALLOWED_TO_READ_PROFILES = {
    "profiles/access.py",
    "profiles/actions/holding.py",
    "profiles/actions/members.py",
    "profiles/actions/own.py",
    "profiles/actions/photos.py",
    "profiles/queries.py",
    "profiles/duplicates/merging.py",
    "profiles/duplicates/people.py",
    "profiles/duplicates/queries.py",
    "profiles/duplicates/institutions.py",
    "profiles/exchange/exporting.py",
    "profiles/exchange/identity.py",
    "profiles/exchange/inviting.py",
    "profiles/exchange/plan.py",
    "profiles/exchange/undoing.py",
    "profiles/topics/retagging.py",  # counts versions up
    "cop/chapters/models.py",  # a foreign key
    "cop/contact/models.py",  # another
    "cop/privacy/access.py",
    "cop/privacy/actions/consents.py",  # what an owner does with their own
    "cop/privacy/actions/erasure.py",
    "cop/privacy/actions/freshness.py",
    "cop/privacy/actions/levels.py",
    "cop/privacy/actions/unanswered.py",
    "profiles/personal.py",
    "cop/cli/demo.py",  # made the profiles itself a moment before
}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_stored_profiles_are_touched_only_behind_the_one_door(path: Path) -> None:
    if "profiles.models.Profile" in imports(path):
        assert name_of(path) in ALLOWED_TO_READ_PROFILES


BANNED = {
    r"\.parse_query": "the engine's query language can kill the process",
    r"from_string": "templates come from files",
    r"__iexact|__icontains": "case is folded by us, never by the database",
    r"request\.json\(": "bodies are read into typed forms",
    r"SessionMiddleware": "sessions are rows",
    r"request\.url\b(?!\.path\b)|url_for\((?!.*path)": "absolute addresses come from BASE_URL only",
    r"except:|except BaseException": "nobody may swallow everything",
    r"\.(values|annotate|filter|order_by)\(\*\*": "no string becomes a keyword of a query",
    r"python_calamine|import calamine": "one cell at XFD1048576 ends the process",
}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_that_has_bitten_others_is_used(path: Path) -> None:
    text = path.read_text()

    for pattern, why in BANNED.items():
        if re.search(pattern, text) and not (
            name_of(path) == "cop/kit/web.py" and "url" in pattern
        ):
            pytest.fail(f"{pattern}: {why}")


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_only_two_reviewed_files_call_html_safe(path: Path) -> None:
    if "Markup(" in path.read_text():
        assert name_of(path) in {"cop/kit/icons.py", "cop/kit/markdown.py"}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_spreadsheets_are_opened_only_in_the_child(path: Path) -> None:
    if "load_workbook" in path.read_text():
        assert name_of(path) == "profiles/exchange/workbook_child.py"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_page_needs_nothing_that_the_content_security_policy_forbids(path: Path) -> None:
    text = path.read_text()

    assert not re.search(
        r"\sstyle=|<script(?! src| type=.application/ld)|\son\w+=|javascript:", text
    )
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//(?!orcid\.org/)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_template_marks_words_of_people_as_safe(path: Path) -> None:
    for marked in re.findall(r"\{\{([^}]*)\|\s*safe", path.read_text()):
        assert re.fullmatch(r"\s*'[^']*'\s*", marked), marked


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if path.name != "shapes.html"], ids=name_of
)
def test_every_word_of_a_template_goes_through_the_catalogues(path: Path) -> None:
    text = re.sub(
        r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!doctype html>", "", path.read_text(), flags=re.DOTALL
    )
    text = re.sub(r"<[^>]*>", " ", text)

    assert re.findall(r"[A-Za-z]{3,}", re.sub(r"&\w+;|ORCID", " ", text)) == []


def test_the_style_sheet_is_the_same_in_both_ways_to_be_dark() -> None:
    css = (ROOT / "cop" / "static" / "app.css").read_text()
    by_system = re.search(r":root:not\(\[data-theme=light\]\) \{(.*?)\}", css, re.DOTALL)
    by_choice = re.search(r":root\[data-theme=dark\] \{(.*?)\}", css, re.DOTALL)

    assert by_system
    assert by_choice
    assert by_system[1].split() == by_choice[1].split()


def test_the_style_sheet_mirrors_by_itself() -> None:
    css = (ROOT / "cop" / "static" / "app.css").read_text()

    for line in css.splitlines():
        physical = re.findall(
            r"(?<![\w-])(?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)", line
        )
        assert not physical, line
