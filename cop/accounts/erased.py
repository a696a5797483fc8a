"""The log of erasures: a file beside the database, so that deletions survive a restored backup.

A line holds numbers, moments and keyed hashes, never a name or an address.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from cop.accounts.email import email_key
from cop.kit.secret import sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_PURPOSE: Final = "erased address"


@dataclass(frozen=True, slots=True)
class Erased:
    """Who was erased, as far as one must know to erase them again.

    A number alone would not do: another database may give it to somebody else.

    Attributes:
        account: number and moment of creation, None where there was none.
        profile: the same of the profile.
        addresses: keyed hashes.
    """

    at: datetime
    account: tuple[int, datetime] | None
    profile: tuple[int, datetime] | None
    addresses: tuple[str, ...]


class ErasureLog:
    """The file `erased.jsonl` in the data folder. Lines are only ever added."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.path = folder / "erased.jsonl"

    def hash(self, address: str) -> str:
        """Return what is kept of an address."""
        return sign(self._folder, _PURPOSE, email_key(address))

    def append(self, erased: Erased) -> None:
        """Add a line; it is on disk when this returns."""
        self._folder.mkdir(parents=True, exist_ok=True)
        line = json.dumps(asdict(erased), default=datetime.isoformat)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(f"\n{line}\n")  # the last line may have been cut short
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> list[Erased]:
        """Return all lines; one that a crash cut short is left out."""
        if not self.path.exists():
            return []
        return [*_read_lines(self.path.read_text().splitlines())]

    def knows(self) -> Callable[[str], bool]:
        """Return what says whether an address is that of somebody who was erased."""
        known = {one for erased in self.read() for one in erased.addresses}
        return lambda address: bool(known) and self.hash(address) in known


def _read_lines(lines: Iterable[str]) -> Iterable[Erased]:
    for line in lines:
        try:
            row: dict[str, Any] = json.loads(line)
        except ValueError:
            continue
        yield Erased(
            datetime.fromisoformat(row["at"]),
            _pair(row["account"]),
            _pair(row["profile"]),
            tuple(row["addresses"]),
        )


def _pair(pair: list[Any] | None) -> tuple[int, datetime] | None:
    return (int(pair[0]), datetime.fromisoformat(pair[1])) if pair else None
