"""Texts that browsers, proxies or careless code take for an address elsewhere."""

from __future__ import annotations

import itertools
from typing import Final

_BEFORE: Final = (
    "", "/", "//", "///", "////", "\\", "\\\\", "/\\", "\\/", "/\\/", "//\\", "/./", "/../", "/.",
    "/%09/", "/%5c", "/%2f/", "/%2e%2e//", "/\t/", "/\n/", "/\r/", "\t//", "\n//", " //", "\x00//",
    "\u2028//", "\u3000//", "/ /", "/;/", "/@", "http:", "https:", "https:/", "https://",
    "HTTPS://", "https:\\\\", "https:\\", "hTTps:///", "ftp://", "//user@", "//127.0.0.1:8000@",
    "https://127.0.0.1:8000@", "https://127.0.0.1:8000.", "//127.0.0.1:8000.", "/\u200b/",
    "/\ufeff/", "/\uff0f", "/\u2215", "\uff0f\uff0f", "/\x0b/", "/\x0c/", "/\x7f/", "/\x85/",
)  # fmt: skip
_AFTER: Final = (
    "evil.example", "evil.example/%2f..", "evil.example\r\nSet-Cookie: a=b", "evil%00.example",
    "evil.example?next=/", "[::1]", "3232235777",
)  # fmt: skip
EVIL: Final = (
    "", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "\x01javascript:1",
    "data:text/html,<script>alert(1)</script>", "vbscript:x", "mailto:a@evil.example", "members",
    "?next=//evil.example", "#//evil.example", ".", "..", "/" + "/" * 5_000, "\ud7ff//evil.example",
    *("".join(pair) for pair in itertools.product(_BEFORE, _AFTER)),
)  # fmt: skip
