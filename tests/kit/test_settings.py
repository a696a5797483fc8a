"""Settings: from the environment or from `.env`, refused when they cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cop.kit.errors import Invalid
from cop.kit.settings import load_settings

if TYPE_CHECKING:
    from cop.kit.settings import Settings


def load(**environ: str) -> Settings:
    return load_settings(environ)


def test_without_settings_the_service_runs_here_on_a_file_of_its_own() -> None:
    settings = load()

    assert settings.cop_data == Path("var").absolute()
    assert settings.database_url == f"sqlite://{Path('var/cop.db').absolute()}"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.is_local
    assert settings.is_sqlite


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("BASE_URL=https://one.example.org\nCOP_DATA=/from/file\n")

    settings = load_settings({"BASE_URL": "https://two.example.org"}, env_file)

    assert settings.base.hostname == "two.example.org"
    assert settings.cop_data == Path("/from/file")


def test_a_file_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    assert load_settings({}, tmp_path / ".env") == load()


def test_our_example_file_can_be_used_as_it_is() -> None:
    example = Path(__file__).parents[2] / ".env.example"

    assert load_settings({}, example) == load()


def test_an_empty_setting_is_as_good_as_none() -> None:
    assert load(COP_DATA="", DATABASE_URL="", SEARCH_URL="") == load()


def test_what_does_not_count_in_matching_is_a_list_of_names() -> None:
    assert load(MATCH_WITHOUT=" language  fresh ").match_without == {"language", "fresh"}


def test_the_database_lies_with_the_other_data(tmp_path: Path) -> None:
    assert load(COP_DATA=str(tmp_path)).database_url == f"sqlite://{tmp_path}/cop.db"
    assert load(COP_DATA="elsewhere").cop_data.is_absolute()


@pytest.mark.parametrize(
    "url", ["asyncpg://cop:secret@localhost:5432/cop", "postgres://localhost/cop"]
)
def test_postgresql_is_no_single_file(url: str) -> None:
    assert not load(DATABASE_URL=url).is_sqlite


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost", True),
        ("http://[::1]:8000/", True),
        ("https://network.example.org", False),
        ("http://127.0.0.1.example.org", False),
        ("http://localhost@example.org", False),
        ("http://0.0.0.0:8000", False),
    ],
)
def test_only_this_machine_is_local(url: str, *, local: bool) -> None:
    assert load(BASE_URL=url).is_local is local


def test_the_address_ends_without_a_stroke() -> None:
    assert load(BASE_URL="https://network.example.org/").base_url == "https://network.example.org"


@pytest.mark.parametrize(
    "url",
    [
        *("", "network.example.org", "ftp://example.org", "https://", "http:///path", "//host"),
        *("http://[::1", "http://host:port", "http://host:99999", "javascript:alert(1)"),
    ],
)
def test_an_address_nobody_could_reach_is_refused_by_name(url: str) -> None:
    with pytest.raises(Invalid, match="BASE_URL"):
        load(BASE_URL=url)


@pytest.mark.parametrize("url", ["mysql://localhost/cop", "cop.db", "postgresql:cop"])
def test_a_database_we_do_not_know_is_refused_by_name(url: str) -> None:
    with pytest.raises(Invalid, match="DATABASE_URL"):
        load(DATABASE_URL=url)


def test_a_search_engine_we_do_not_have_is_refused_by_name() -> None:
    with pytest.raises(Invalid, match="SEARCH_URL"):
        load(SEARCH_URL="http://localhost:7700")
