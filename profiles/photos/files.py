"""Where photos lie: `photos` in COP_DATA, each under a name that tells nothing."""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

FOLDER: Final = "photos"
_NAME: Final = re.compile(r"[0-9a-f]{40}\.webp")


def photo_path(data: Path, name: str) -> Path | None:
    """Return where the photo `name` lies, None when that is no photo's name."""
    return data / FOLDER / name[:2] / name if _NAME.fullmatch(name) else None


def write_photo(data: Path, profile_id: int, photo: bytes) -> str:
    """Keep a photo and return its name: a hash of whose and what it is.

    Nobody shares a file with anybody, so that each can be erased.
    """
    name = hashlib.sha256(b"%d:" % profile_id + photo).hexdigest()[:40] + ".webp"
    path = data / FOLDER / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}")
    beside.write_bytes(photo)
    beside.replace(path)
    return name


def erase_photo(data: Path, name: str) -> None:
    """Delete the photo `name`, if it is there."""
    path = photo_path(data, name)
    if path is not None:
        path.unlink(missing_ok=True)
