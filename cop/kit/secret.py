"""The secret of this deployment: a file beside the database, never in it and never in a backup."""

from __future__ import annotations

import hmac
import os
import secrets
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@cache
def read_secret(folder: Path) -> bytes:
    """Return the secret kept in `folder`, made when it is first asked for."""
    path = folder / "secret.key"
    if not path.exists():
        _make(path)
    return bytes.fromhex(path.read_text().strip())


def sign(folder: Path, purpose: str, text: str) -> str:
    """Return what only this deployment can make of `text`, different for each purpose."""
    message = f"{purpose}\0{text}".encode()
    return hmac.new(read_secret(folder), message, "sha256").hexdigest()


def _make(path: Path) -> None:
    """Write a new secret whole or not at all; of two processes the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
