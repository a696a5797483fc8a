"""What cannot be run here is at least read: the compose file and the README."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from cop.cli.main import app

ROOT = Path(__file__).parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


@pytest.mark.parametrize("name", ["app", "worker", "postgres", "meilisearch"])
def test_every_part_says_whether_it_is_well(name: str) -> None:
    by_image = "build" in SERVICES[name] and "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()

    assert "test" in SERVICES[name].get("healthcheck", {}) or by_image


def test_secrets_come_from_the_environment_only() -> None:
    for name, service in SERVICES.items():
        for key, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|KEY|SECRET", key):
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), f"{name}: {key}"
            assert not re.search(r"://\w+:(?!\$\{)[^/]*@", str(value)), f"{name}: {key}"


def test_every_setting_of_env_reaches_our_own_containers() -> None:
    for name in ("migrate", "app", "worker"):
        assert SERVICES[name].get("env_file") == ".env", name


def test_what_the_compose_file_asks_for_is_named_in_the_example() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    named = re.findall(r"^(?:# )?(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert asked
    assert asked <= set(named)


def test_every_volume_is_named() -> None:
    used = {
        volume.partition(":")[0] for one in SERVICES.values() for volume in one.get("volumes", [])
    }

    assert used == set(COMPOSE["volumes"])


def test_images_of_others_are_pinned() -> None:
    for service in SERVICES.values():
        if "build" not in service:
            assert re.search(r":v?\d", service["image"])


def commands() -> set[tuple[str, ...]]:
    """Return every command there is, as words."""
    found: set[tuple[str, ...]] = set()
    root: Any = get_command(app)
    for name, command in root.commands.items():
        found.add((name,))
        found |= {(name, inner) for inner in getattr(command, "commands", {})}
    return found


@pytest.mark.parametrize(
    "file", ["README.md", "CONTRIBUTING.md", "docker-compose.yml", "Dockerfile"]
)
def test_every_command_that_is_told_exists(file: str) -> None:
    text = (ROOT / file).read_text()
    told = re.findall(r"(?:^|[`\s])cop ((?:[a-z]+ ?){1,2})", text, re.MULTILINE)

    for words in told:
        first, *rest = words.split()
        assert (first,) in commands(), words
        if any(len(command) > 1 and command[0] == first for command in commands()):
            assert rest, words
            assert (first, rest[0]) in commands(), words


def test_every_make_target_that_is_told_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    for file in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(r"(?:^|`)make ([a-z]+)", (ROOT / file).read_text(), re.MULTILINE):
            assert target in targets, f"{file}: make {target}"
