"""Lists of concepts as people type them: "WASH; property tax (3), Monitoring, evaluation"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from profiles.member import USUAL, Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_LEVEL: Final = re.compile(r"^(.+?) ?[:=(] ?([123]) ?\)?$")
_QUOTED: Final = re.compile(
    r'((?:^|[;|\n,،、/]) ?)"((?:[^"]|"")*)"(?= ?(?:[:=(] ?[123] ?\)? ?)?(?:$|[;|\n,،、/]))'
)
_HELD: Final = re.compile(r"\0(\d+)\0")
_STRONG: Final = re.compile(r"[;|\n]")
_SLASH: Final = re.compile(r" / ")
_COMMA: Final = re.compile(r"[,،、]")
LONGEST_LABEL: Final = 5  # commas that a known label may hold
MOST_PIECES: Final = 500  # between commas; past that nobody meant labels


def split_list(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """Cut `text` into its values.

    The strongest separator that occurs is the separator: `;`, `|` and line ends before ` / `
    before `,`. What stands in quotes, or is a label that is known with its commas, stays whole.
    """
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[2].replace('""', '"'))
        return f"{match[1]}\0{len(held) - 1}\0"

    def restore(value: str) -> str:
        return _HELD.sub(lambda match: held[int(match[1])], value).strip()

    lines = text.replace("\0", "").splitlines()
    bare = _QUOTED.sub(hold, "\n".join(" ".join(line.split()) for line in lines if line.strip()))
    if _STRONG.search(bare):
        parts = _STRONG.split(bare)
    elif _SLASH.search(bare):
        parts = _SLASH.split(bare)
    else:
        parts = [*_at_commas([*map(str.strip, _COMMA.split(bare))], is_known)]
    return [value for value in map(restore, parts) if value]


def _at_commas(pieces: Sequence[str], is_known: Callable[[str], bool]) -> Iterator[str]:
    """Yield `pieces`, joined again where together they are a known label, the longest first."""
    if len(pieces) > MOST_PIECES:
        yield from pieces
        return
    at = 0
    while at < len(pieces):
        most = min(len(pieces), at + LONGEST_LABEL + 1)
        joined = ((", ".join(pieces[at:end]), end) for end in range(most, at + 1, -1))
        label, at = next(
            ((label, end) for label, end in joined if is_known(without_level(label)[0])),
            (pieces[at], at + 1),
        )
        yield label


def without_level(value: str) -> tuple[str, int]:
    """Return a topic and how well it is known: "Property tax (3)" is an expert's."""
    match = _LEVEL.match(" ".join(value.split()))
    return (match[1], int(match[2])) if match else (value, USUAL)


def with_level(tag: Tag) -> str:
    """Return a topic as `without_level` reads it back."""
    plain = without_level(tag.value) == (tag.value, tag.level)
    return tag.value if plain else f"{tag.value}:{tag.level}"
