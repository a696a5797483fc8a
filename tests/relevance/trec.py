"""Collections that others have judged, as TREC writes them: documents, queries, qrels.

A folder holds `docs.tsv` (id, text) or `docs.trec` (`<DOC><DOCNO>…`), `queries.tsv` (id, text) or
`queries.trec` (`<top><num>…<title>…`), and `qrels.txt` (query, iteration, document, grade).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_DOC = re.compile(r"<DOC>.*?<DOCNO>\s*([^\s<]+)\s*</DOCNO>(.*?)</DOC>", re.DOTALL)
_TOP = re.compile(r"<top>.*?<num>\s*(?:Number:)?\s*([^\s<]+)\s*<title>(.*?)(?=<|$)", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def read_docs(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the id and the text of each document."""
    yield from _read(folder, "docs", _DOC)


def read_queries(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the id and the words of each query."""
    yield from _read(folder, "queries", _TOP)


def read_qrels(folder: Path) -> Mapping[str, Mapping[str, int]]:
    """Return query -> document -> grade; who is judged not relevant is left out."""
    judged: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.txt").read_text(encoding="utf-8").splitlines():
        if line.strip():
            query, _iteration, document, grade = line.split()
            if int(grade) > 0:
                judged[query][document] = int(grade)
    return judged


def _read(folder: Path, name: str, form: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    table = folder / f"{name}.tsv"
    if table.exists():
        with table.open(encoding="utf-8") as lines:
            for line in lines:
                key, _tab, text = line.rstrip("\n").partition("\t")
                yield key, text
        return
    text = (folder / f"{name}.trec").read_text(encoding="utf-8", errors="replace")
    for found in form.finditer(text):
        yield found[1], " ".join(_TAG.sub(" ", found[2]).split())
