"""Questions that nobody asks in good faith."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECES = [
    *("(", ")", "((((", "[", "]", "{", "}", '"', "'", "`", "\\", "/", ".*", "(a+)+$", "a{1,9}"),
    *("AND", "OR", "NOT", "+", "-", "!", "^", "~", "*", "?", ":", "title:", "key:1", "_all:", "TO"),
    *("title:(tax", '"tax"~9999999', "tax^1e99", "[* TO *]", "*:*", "IN [", "<", ">", "&&", "||"),
    *("\0", "\x1b", "\u202e", "\u200b", "\ufeff", "\ufdfa", "e\u0301", "\u0301" * 40, "\U0001f600"),
    *(
        "tax",
        "water",
        "الماء",
        "财政",
        "ก",
        "ss",
        "ﬁ",
        "İ",
        "Å",
        "ـ",
        " ",
        "\n",
        "\t",
        "%00",
        "';--",
    ),
]


def hostile_texts(seed: int = 3) -> Iterator[str]:
    """Yield texts that have killed search engines, for ever."""
    yield "(" * 60_000
    yield "word " * 60_000
    yield " ".join(f"w{number}" for number in range(60_000))
    yield "a" * 1_000_000
    yield "(a OR " * 5_000 + "b" + ")" * 5_000
    yield "\u0301" * 10_000
    yield "\ufdfa" * 10_000
    rng = random.Random(seed)
    while True:
        yield "".join(rng.choices(PIECES, k=rng.randrange(1, 30)))
        yield "".join(chr(rng.randrange(0x20, 0x3000)) for _ in range(rng.randrange(1, 80)))
