"""Whether the files of an embedded index are as they were written."""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

META: Final = "meta.json"  # names the segments of the last commit
_PARTS: Final = ("fast", "fieldnorm", "idx", "pos", "store", "term")  # the files of a segment
_TAIL: Final = struct.Struct("<II")  # length of the footer, magic number
_BLOCK: Final = 1_048_576


def is_whole(folder: Path) -> bool:
    """Say whether every file of the index in `folder` has the checksum it was written with.

    Tantivy looks at the ends of files only; damage in between shows when it is read, as a panic or
    as wrong answers. A folder without an index is whole.

    Source: tantivy, src/directory/footer.rs: content, footer in JSON, its length, a magic number.
    """
    meta = folder / META
    while meta.exists():
        written = meta.read_bytes()
        if all(_has_its_checksum(folder / name) for name in _files(json.loads(written))):
            return True
        if meta.read_bytes() == written:  # else another process has just committed
            return False
    return True


def _files(meta: Mapping[str, Any]) -> Iterator[str]:
    for segment in meta["segments"]:
        stem = segment["segment_id"].replace("-", "")
        yield from (f"{stem}.{part}" for part in _PARTS)
        if segment["deletes"]:
            yield f"{stem}.{segment['deletes']['opstamp']}.del"


def _has_its_checksum(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            size = file.seek(-_TAIL.size, 2)
            length, _magic = _TAIL.unpack(file.read())
            left = size - length
            file.seek(left)
            footer = json.loads(file.read(length))
            file.seek(0)
            found = 0
            while left > 0:
                block = file.read(min(left, _BLOCK))
                found = zlib.crc32(block, found)
                left -= len(block)
    except (OSError, ValueError):
        return False
    return found == footer["crc"]
