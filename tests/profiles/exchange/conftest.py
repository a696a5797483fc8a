"""Files of members, written and brought in."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from profiles.exchange.importing import Options, import_members

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from cop.running import Service
    from profiles.exchange.report import Report

    Bring = Callable[..., Awaitable[Report]]


@pytest.fixture
def bring(service: Service, tmp_path: Path) -> Bring:
    """Bring in a file: its bytes, its text, or its rows of cells."""
    assert service

    async def bring_in(
        content: bytes | str | list[list[str]],
        name: str = "people.csv",
        *,
        dry_run: bool = False,
        **options: Any,
    ) -> Report:
        path = tmp_path / name
        path.write_bytes(as_bytes(content))
        return await import_members(path, Options(**options), dry_run=dry_run)

    return bring_in


def as_bytes(content: bytes | str | list[list[str]]) -> bytes:
    if isinstance(content, list):
        file = io.StringIO()
        csv.writer(file).writerows(content)
        content = file.getvalue()
    return content.encode() if isinstance(content, str) else content
