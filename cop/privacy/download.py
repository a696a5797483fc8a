"""All that is kept about a person, as one archive."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any, Final

from cop.kit.personal import gather
from profiles.exchange.cells import make_harmless
from profiles.photos.files import photo_path

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from cop.kit.personal import Person, Personal, Rows

README: Final = (
    "All that is kept here about you: each table as JSON, for programs, and as CSV, for a\n"
    "spreadsheet. Not in it: hashes of secrets, and who has blocked you.\n"
)


async def stream_archive(person: Person, personal: Personal, data: Path) -> AsyncIterator[bytes]:
    """Yield a zip of all rows about `person`, table by table, and their photo."""
    out = _Outlet()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README)
        for part in personal.parts:
            rows = await gather(part, person)
            archive.writestr(f"{part.name}.json", _as_json(rows))
            archive.writestr(f"{part.name}.csv", _as_csv(rows, part.columns))
            if part.name == "profile":
                for path in (photo_path(data, row["photo"]) for row in rows if row["photo"]):
                    if path and await asyncio.to_thread(path.exists):
                        archive.writestr(
                            f"photo{path.suffix}", await asyncio.to_thread(path.read_bytes)
                        )
            yield out.take()
    yield out.take()


class _Outlet(io.RawIOBase):
    """A file that is handed on as it is written; nothing is kept, nothing touches the disk."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._waiting += data
        return len(data)

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


def _as_json(rows: Rows) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2, default=str)


def _as_csv(rows: Rows, columns: tuple[str, ...]) -> str:
    text = io.StringIO()
    text.write("\ufeff")  # or a spreadsheet takes it for another encoding
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([[_cell(row[name]) for name in columns] for row in rows])
    return text.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        return make_harmless(json.dumps(value, ensure_ascii=False, default=str))
    return make_harmless(str(value))
