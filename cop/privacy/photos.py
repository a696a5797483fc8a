"""Where the photos of members lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.kit.backup import PHOTOS

if TYPE_CHECKING:
    from pathlib import Path


def photo_folder(data: Path) -> Path:
    """Return the folder of all photos."""
    return data / PHOTOS


def photo_path(data: Path, name: str) -> Path:
    """Return the file of one photo, by the name that its profile holds."""
    return photo_folder(data) / name[:2] / name
