"""The ear that listens for canaries: it hears them in whatever clothes they leave in."""

from __future__ import annotations

import base64
import json
import quopri
import unicodedata
from urllib.parse import quote

import pytest

from tests.privacy.words import canaries_in, canary, orcid

WORD = canary("word")
SAID = f"é · {WORD} · ü"
CLOTHES = {
    "plain": SAID.encode(),
    "upper": SAID.upper().encode(),
    "title": SAID.title().encode(),
    "decomposed": unicodedata.normalize("NFD", SAID).encode(),
    "percent": quote(SAID).encode(),
    "percent, all of it": "".join(f"%{byte:02x}" for byte in SAID.encode()).encode(),
    "JSON": json.dumps(SAID).encode(),
    "JSON, all of it": "".join(rf"\u{ord(char):04x}" for char in SAID).encode(),
    "HTML": "".join(f"&#{ord(char)};" for char in SAID).encode(),
    "quoted-printable": quopri.encodestring(("x" * 65 + SAID).encode()),
    "UTF-16": SAID.encode("utf-16-le"),
} | {
    f"base64 after {before}": b"say " + base64.b64encode(b"-" * before + SAID.encode())
    for before in range(3)
}


@pytest.mark.parametrize("clothes", CLOTHES)
def test_a_canary_is_heard_in(clothes: str) -> None:
    assert WORD in canaries_in(CLOTHES[clothes])


def test_words_are_told_apart() -> None:
    words = {canary(member, field) for member in range(100) for field in range(30)}

    assert len(words) == 3_000
    assert canaries_in(orcid(1).encode()) == {orcid(1)}
    assert canaries_in(b"cnry is no canary, Cn ry neither") == set()
