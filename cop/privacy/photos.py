"""Where the photos of members lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def photo_folder(data: Path) -> Path:
    """Return the folder of all photos."""
    return data / "photos"


def photo_path(data: Path, name: str) -> Path:
    """Return the file of one photo, by the name that its profile holds."""
    return photo_folder(data) / name
