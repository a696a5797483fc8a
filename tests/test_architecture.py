"""The promises the code makes about its own shape."""

from __future__ import annotations

import ast
import dataclasses
import re
from pathlib import Path

import pytest
from starlette.routing import Mount, Route

from cop.kit.settings import Settings
from cop.pages import DEEDS
from cop.routes.all import routes

ROOT = Path(__file__).parents[1]
PACKAGES = ("cop", "search", "profiles", "matching")


def read_all(folder: str, pattern: str) -> dict[str, str]:
    """Return the text of every file under `folder` that `pattern` names, by its path."""
    return {str(p.relative_to(ROOT)): p.read_text() for p in sorted((ROOT / folder).rglob(pattern))}


SOURCES = {
    name: text
    for package in PACKAGES
    for name, text in read_all(package, "*.py").items()
    if "/migrations/" not in name
}
TESTS = read_all("tests", "*.py")
TEMPLATES = read_all("templates", "*.html")


def imports(code: str) -> set[str]:
    """Return everything that a module imports, as dotted names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def is_one_sentence(code: str) -> bool:
    """Say whether a module holds its docstring and nothing else."""
    body = ast.parse(code).body
    return len(body) == 1 and isinstance(body[0], ast.Expr)


def test_every_file_is_read_in_one_sitting() -> None:
    code = {**SOURCES, **TESTS}

    assert [name for name, text in code.items() if len(text.splitlines()) > 300] == []


def test_a_package_file_holds_one_sentence_and_no_code() -> None:
    packages = {name: text for name, text in SOURCES.items() if name.endswith("__init__.py")}

    assert packages
    assert [name for name, text in packages.items() if not is_one_sentence(text)] == []


def test_there_is_no_drawer_for_everything() -> None:
    drawers = re.compile(r"\b(utils|helpers|common|service|manager)\b")

    assert [name for name in SOURCES if drawers.search(name)] == []


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


def test_every_deed_in_the_trail_is_called_something() -> None:
    code = "".join(text for text in SOURCES.values() if re.search("record_deed|AuditRow", text))

    assert set(re.findall(r'"([a-z]+\.[a-z_-]+)"', code)) == set(DEEDS)
    assert not re.search(r'record_deed\(\s*\w+,\s*f"', code)  # a name put together is not seen


ALLOWED_TO_READ_PROFILES = {
    "profiles/access.py",
    "profiles/actions/holding.py",
    "profiles/actions/hiding.py",
    "profiles/actions/members.py",
    "profiles/actions/own.py",
    "profiles/actions/photos.py",
    "profiles/queries.py",
    "profiles/source.py",  # tells the search what `see` gives each audience
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
    "cop/chapters/models/memberships.py",  # a foreign key
    "cop/chapters/models/notices.py",  # another
    "cop/chapters/models/proposals.py",  # and another
    "cop/chapters/models/seats.py",  # and another
    "cop/contact/models.py",  # another
    "cop/events/models.py",  # another
    "cop/shortlists/models.py",  # another
    "cop/searches/models.py",  # another
    "cop/introductions/models.py",  # another
    "cop/privacy/access.py",
    "cop/privacy/actions/consents.py",  # what an owner does with their own
    "cop/privacy/actions/erasure.py",
    "cop/privacy/actions/freshness.py",
    "cop/privacy/actions/levels.py",
    "cop/privacy/actions/unanswered.py",
    "profiles/personal.py",
    "cop/cli/demo.py",  # made the profiles itself a moment before
}


def test_stored_profiles_are_touched_only_behind_the_one_door() -> None:
    behind = {"profiles.models.Profile", "profiles.stored.Stored", "profiles.stored.list_profiles"}

    assert {
        name for name, code in SOURCES.items() if not behind.isdisjoint(imports(code))
    } == ALLOWED_TO_READ_PROFILES


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


@pytest.mark.parametrize("pattern", BANNED)
def test_nothing_that_has_bitten_others_is_used(pattern: str) -> None:
    used = {name for name, code in SOURCES.items() if re.search(pattern, code)}

    assert used <= ({"cop/kit/web.py"} if "url" in pattern else set()), BANNED[pattern]


def test_only_two_reviewed_files_call_html_safe() -> None:
    assert {name for name, code in SOURCES.items() if "Markup(" in code} == {
        "cop/kit/icons.py",
        "cop/kit/markdown.py",
    }


def test_spreadsheets_are_opened_only_in_the_child() -> None:
    assert [name for name, code in SOURCES.items() if "load_workbook" in code] == [
        "profiles/exchange/workbook_child.py"
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        r"\sstyle=|<script(?! src| type=.application/ld)|\son\w+=|javascript:",
        r"(?:src|href)=\"(?:https?:)?//(?!orcid\.org/)",
    ],
)
def test_no_page_needs_what_the_content_security_policy_forbids(pattern: str) -> None:
    assert [name for name, text in TEMPLATES.items() if re.search(pattern, text)] == []


def test_no_template_marks_words_of_people_as_safe() -> None:
    marked = re.findall(r"\{\{([^}]*)\|\s*safe", "".join(TEMPLATES.values()))

    assert [one for one in marked if not re.fullmatch(r"\s*'[^']*'\s*", one)] == []


def words_of_its_own(template: str) -> list[str]:
    """Return the words that a template says without asking the catalogues."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!doctype html>", "", template, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>", " ", text)
    return re.findall(r"[A-Za-z]{3,}", re.sub(r"&\w+;|ORCID", " ", text))


def test_every_word_of_a_template_goes_through_the_catalogues() -> None:
    own = {name: words_of_its_own(text) for name, text in TEMPLATES.items()}

    assert {
        name: words for name, words in own.items() if words and not name.endswith("shapes.html")
    } == {}


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
