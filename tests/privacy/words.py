"""Canaries: words that nobody else uses, found again in whatever clothes they leave in."""

from __future__ import annotations

import base64
import html
import re
import string
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

LETTERS = 10
CANARY = re.compile(rf"cnry[a-z]{{{LETTERS}}}|0000-000\d-\d{{4}}-\d{{4}}")
_RUN = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
_ESCAPED = re.compile(rb"\\u00([0-9a-fA-F]{2})|\\x([0-9a-fA-F]{2})")

# What base64 makes of the first letters, wherever the word begins.
_SIGNS = [
    base64.b64encode(b"-" * before + word)[start : start + 4]
    for before, start in ((0, 0), (1, 2), (2, 4))
    for word in (b"cnry", b"Cnry", b"CNRY")
]


def canary(*what: object) -> str:
    """Return the word for `what`: letters only, so that no tokeniser cuts it."""
    digest = sha256(repr(what).encode()).digest()
    return "cnry" + "".join(string.ascii_lowercase[byte % 26] for byte in digest[:LETTERS])


def orcid(*what: object) -> str:
    digits = str(int.from_bytes(sha256(repr(what).encode()).digest()[:6]))[-9:].zfill(9)
    return f"0000-000{digits[0]}-{digits[1:5]}-{digits[5:]}"


def canaries_in(data: bytes) -> set[str]:
    """Return all canaries in `data`: in any case, escaped, quoted, or in base64."""
    return {word for text in _clothes(data) for word in CANARY.findall(text)}


def _clothes(data: bytes) -> Iterator[str]:
    yield _plain(data)
    if b"%" in data:
        yield _plain(unquote_to_bytes(data))
    if b"&#" in data:
        yield html.unescape(_plain(data)).lower()
    if b"\\u00" in data or b"\\x" in data:
        yield _plain(_ESCAPED.sub(lambda m: bytes([int(m[1] or m[2], 16)]), data))
    if b"=\n" in data or b"=\r\n" in data:  # quoted-printable
        yield _plain(re.sub(rb"=\r?\n", b"", data))
    if b"\0c\0n\0r\0y" in data or b"c\0n\0r\0y\0" in data:  # UTF-16
        yield _plain(data.replace(b"\0", b""))
    yield from _from_base64(data)


def _from_base64(data: bytes) -> Iterator[str]:
    if any(sign in data for sign in _SIGNS):
        for run in _RUN.findall(data):
            plain = run.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
            for start in range(4):
                part = plain[start : start + (len(plain) - start) // 4 * 4]
                yield _plain(base64.b64decode(part))


def _plain(data: bytes) -> str:
    return data.decode("utf-8", "replace").lower()
