"""`make relevance`: nDCG@10 of the directory on the demo community, or of us on a folder.

`--trec FOLDER` takes any collection as `tests.relevance.trec` reads it for the search engine,
`--matching FOLDER` for the matcher.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from cop.accounts.viewer import ANY_MEMBER
from cop.cli.demo import import_demo, read_demo
from cop.cli.running import prepared_service
from cop.kit.settings import load_settings
from cop.kit.text import tokens
from profiles.directory import search_members
from profiles.question import Question
from search.embedded import EmbeddedEngine
from search.index import Document, Index, Query, Text
from search.words import read_words
from tests.relevance.judged import make_questions
from tests.relevance.ndcg import DEPTH, ndcg
from tests.relevance.people import score_people
from tests.relevance.trec import read_docs, read_qrels, read_queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cop.running import Service
    from tests.relevance.judged import Judged

    Row = tuple[str, int, float]  # what was asked, how often, mean nDCG


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=2_000, help="of the demo community")
    parser.add_argument("--trec", type=Path, help="a folder of documents, queries and qrels")
    parser.add_argument("--matching", type=Path, help="the same, of people and whom they look for")
    options = parser.parse_args()
    table = Table("question", "asked", f"nDCG@{DEPTH}")
    with tempfile.TemporaryDirectory() as folder:
        if options.matching:
            rows = score_people(options.matching)
        elif options.trec:
            rows = score_collection(options.trec, Path(folder))
        else:
            rows = asyncio.run(score_community(options.members, folder))
    for what, count, mean in rows:
        table.add_row(what, f"{count:,}", f"{mean:.3f}")
    Console(width=100).print(table)


async def score_community(members: int, folder: str) -> list[Row]:
    """Score each kind of question on a demo community."""
    async with prepared_service(load_settings({"COP_DATA": folder}), migrate=True) as service:
        await import_demo(members)
        await service.search_sync.rebuild()
        return [
            (what, len(asked), statistics.fmean([await score(service, one) for one in asked]))
            for what, asked in make_questions([*read_demo(members)], service.vocabulary)
        ]


async def score(service: Service, asked: Judged) -> float:
    """Return how good the first page is that answers a question."""
    question = Question(text=asked.text, filters=asked.filters, size=DEPTH)
    answer = await search_members(service.engine, service.vocabulary, question, ANY_MEMBER)
    return ndcg([found.member.slug for found in answer.found], asked.grades)


def score_collection(collection: Path, folder: Path) -> list[Row]:
    """Score the embedded engine on documents that others have judged."""
    index = Index("documents", {"text": Text()}, (), ("by_key",))
    names: list[str] = []

    def documents() -> Iterator[Document]:
        for number, (name, text) in enumerate(read_docs(collection)):
            names.append(name)
            yield Document(str(number), {"text": {*tokens(text)}}, {}, {"by_key": name})

    engine = EmbeddedEngine(folder)
    engine.replace(index, documents())
    judged = read_qrels(collection)
    scores = [
        ndcg([names[int(hit.key)] for hit in found.hits], judged[key])
        for key, text in read_queries(collection)
        if key in judged
        for found in [engine.search(index, Query(words=read_words(text), limit=DEPTH))]
    ]
    engine.close()
    return [(str(collection.name), len(scores), statistics.fmean(scores))]


if __name__ == "__main__":
    main()
