"""Rows of the files of a vocabulary, and how what is wrong with them is said."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final, TypeVar

from cop.kit.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

T = TypeVar("T")
Row = dict[str, str]

MOST_PROBLEMS: Final = 20
_BEYOND: Final = "beyond the last column"


class BadVocabulary(Invalid):
    """The files contradict themselves; nothing was loaded."""

    @classmethod
    def because(cls, problems: list[str]) -> BadVocabulary:
        """Return the error that lists `problems`, the first of them."""
        more = len(problems) - MOST_PROBLEMS
        lines = [*problems[:MOST_PROBLEMS], *([f"… and {more} more."] if more > 0 else [])]
        return cls("\n".join(["The vocabulary was not loaded:", *lines]))


def read_rows(path: Path, read: Callable[[Iterable[Row]], Iterable[T]]) -> Iterator[tuple[str, T]]:
    """Yield what `read` makes of the rows of a file, with its place; nothing without the file."""
    at = 1  # the first row names the columns

    def rows() -> Iterator[Row]:
        nonlocal at
        with path.open(encoding="utf-8-sig", newline="") as source:
            for row in csv.DictReader(source, restkey=_BEYOND, restval=""):
                at += 1
                if any(row.pop(_BEYOND, "")):
                    raise ValueError("there are more cells than columns")
                yield row

    try:
        if path.exists():
            yield from ((f"{path.name}, row {at}", made) for made in read(rows()))
    except UnicodeDecodeError as error:
        raise BadVocabulary.because([f"{path.name}: it is not in UTF-8."]) from error
    except KeyError as error:
        problem = f"{path.name}: there is no column {error}."
        raise BadVocabulary.because([problem]) from error
    except (ValueError, csv.Error) as error:
        problem = f"{path.name}, row {at}: {error}."
        raise BadVocabulary.because([problem]) from error
