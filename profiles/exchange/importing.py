"""Bringing a file of members in: batch by batch, so that it can be interrupted at any moment.

A batch, what became of each of its rows, its changes for the feed and how far the run got commit
in one transaction. Run the same file again and it goes on from there. Batches take turns: of two
who bring in the same file at once, each batch is brought in by one.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tortoise.transactions import in_transaction

from cop.kit.clock import now
from cop.kit.database import take_turns
from cop.kit.i18n import gettext as _
from cop.kit.text import fold, slugify
from cop.vocabulary.actions import create_topics
from cop.vocabulary.queries import get_vocabulary
from profiles.actions.members import EditedMeanwhile
from profiles.exchange.columns import match_columns
from profiles.exchange.files import read_table
from profiles.exchange.plan import plan_rows, topic_words
from profiles.exchange.report import Report
from profiles.exchange.table import hash_file, read_bytes
from profiles.exchange.undoing import check_not_undone
from profiles.models import Import, ImportedRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cop.vocabulary.concepts import Vocabulary
    from profiles.exchange.table import Table

BATCH: Final = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """How a file is to be taken in.

    Attributes:
        columns: heading -> field, where we would not know.
        create_topics: make topics of words that no topic is called.
        consent: on whose word the people are published; "" keeps them to coordinators.
        keep_namesakes: take people who share name and institution with somebody as new people.
    """

    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    create_topics: bool = False
    consent: str = ""
    keep_namesakes: bool = False
    include_hidden: bool = False
    encoding: str = ""


class _Preview(Exception):
    """A dry run has seen all it wanted to see; raised to roll it back."""


async def import_members(
    path: Path,
    options: Options,
    *,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    erased: Callable[[str], bool] = lambda _address: False,
) -> Report:
    """Bring in the members in the file at `path`, or only say what would happen.

    Rows with an address of which `erased` says that its person was erased are refused.

    Raises:
        FileRefused: the file cannot be read as a table of members; nothing was stored.
    """
    begun = time.perf_counter()
    content = read_bytes(path)
    table = read_table(
        path, content, encoding=options.encoding, include_hidden=options.include_hidden
    )
    columns = match_columns(table.headings, options.columns)
    report = Report(
        columns=dict(zip(table.headings, columns, strict=True)), remarks=[*table.remarks]
    )
    if dry_run:
        try:
            async with in_transaction():
                run = await _begin_run(path, content, options)
                await _take_in(run, table, columns, report, progress, erased)
                raise _Preview  # noqa: TRY301  the transaction must see it
        except _Preview:
            report.run = None
    else:
        async with in_transaction():
            await take_turns("imports")
            run = await _find_run(content, options) or await _begin_run(path, content, options)
        await _take_in(run, table, columns, report, progress, erased)
    report.seconds = round(time.perf_counter() - begun, 2)
    return report


async def _find_run(content: bytes, options: Options) -> Import | None:
    """Return the run of this very file with these very options, if there was one."""
    runs = await Import.filter(file_hash=hash_file(content), undone_at=None).order_by("-id")
    return next((run for run in runs if run.options == _as_stored(options)), None)


async def _begin_run(path: Path, content: bytes, options: Options) -> Import:
    return await Import.create(
        file_hash=hash_file(content),
        file_name=path.name[:200].encode("utf-8", "replace").decode(),
        options=_as_stored(options),
        consent=options.consent,
    )


def _as_stored(options: Options) -> dict[str, object]:
    return {
        "columns": dict(options.columns),
        "create_topics": options.create_topics,
        "published": bool(options.consent),
        "keep_namesakes": options.keep_namesakes,
        "include_hidden": options.include_hidden,
        "encoding": options.encoding,
    }


async def _take_in(
    run: Import,
    table: Table,
    columns: list[str | None],
    report: Report,
    progress: Callable[[int, int], None],
    erased: Callable[[str], bool],
) -> None:
    report.run = run.id
    worked = not table.rows
    if run.finished_at is None:
        if run.options["create_topics"]:
            await _create_new_topics(table, columns)
        vocabulary = await get_vocabulary()
        progress(run.next_row, len(table.rows))
        while await _take_in_batch(run, table, columns, vocabulary, erased):
            worked = True
            progress(run.next_row, len(table.rows))
    report.add(await ImportedRow.filter(run_id=run.id).order_by("row"))
    if not worked:
        _say_nothing_was_done(run, report)


async def _take_in_batch(
    run: Import,
    table: Table,
    columns: list[str | None],
    vocabulary: Vocabulary,
    erased: Callable[[str], bool],
) -> int:
    """Bring in the next rows that nobody has brought in, and return how many.

    Raises:
        AlreadyUndone: somebody takes the import back at this moment.
    """
    while True:
        with suppress(EditedMeanwhile):  # a member has just saved: look again what differs
            async with in_transaction():
                await take_turns("imports")
                await run.refresh_from_db()
                check_not_undone(run)
                batch = table.rows[run.next_row : run.next_row + BATCH]
                await plan_rows(run, batch, columns, vocabulary, erased)
                run.next_row += len(batch)
                if run.next_row == len(table.rows):
                    run.finished_at = run.finished_at or now()
                await run.save(update_fields=["next_row", "finished_at"])
            return len(batch)


def _say_nothing_was_done(run: Import, report: Report) -> None:
    """Tell whoever brings in a file that was brought in before, or by another at this moment."""
    day = f"{run.finished_at:%Y-%m-%d}"
    report.remarks.append(
        _(
            "This file was imported on {day}; nothing was done again. To bring it in anew, undo "
            "import {number} first."
        ).format(day=day, number=run.id)
    )
    report.unchanged += report.created + report.updated
    report.created = report.updated = 0


async def _create_new_topics(table: Table, columns: list[str | None]) -> None:
    """Make topics of the words in the file that no topic is called."""
    async with in_transaction():
        await take_turns("imports")
        vocabulary = await get_vocabulary()
        labels: dict[str, str] = {}
        for words in topic_words(table.rows, columns, vocabulary):
            key = slugify(words, "") or f"topic-{hash_file(fold(words).encode())[:8]}"
            if vocabulary.get("topic", key) is None and not vocabulary.find(words, "topic"):
                labels.setdefault(key, words)
        if labels:
            await create_topics(labels.values(), labels)
