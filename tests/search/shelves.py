"""A small index to search in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.kit.text import tokens
from search.index import Document, Index, Query, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.engine import Engine
    from search.index import Results

BOOKS = Index(
    "books",
    {"title": Text(3.0), "body": Text(1.0, forgiving=False)},
    ("colour", "size", "shade"),
    ("by_name", "by_age"),
    {"shade": "colour"},
)


def book(
    key: str,
    title: str = "",
    body: str = "",
    *,
    colour: Sequence[str] = (),
    size: Sequence[str] = (),
    name: str = "",
) -> Document:
    return Document(
        key,
        {"title": tokens(title), "body": tokens(body)},
        {"colour": colour, "size": size, "shade": sorted({*map(shade_of, colour)})},
        {"by_name": name or key, "by_age": ""},
    )


def shade_of(colour: str) -> str:
    """The group of a colour."""
    return "dark" if colour[:1] in "xyr" else "light"


def ask(engine: Engine, *words: str, **rest: object) -> Results:
    return engine.search(BOOKS, Query(words=words, **rest))


def found(engine: Engine, *words: str, **rest: object) -> list[str]:
    return [hit.key for hit in ask(engine, *words, **rest).hits]
