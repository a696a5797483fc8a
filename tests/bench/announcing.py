"""How long the mails of an announcement take to be written, and how much they weigh."""

from __future__ import annotations

import statistics
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from cop.accounts.models import Account
from cop.accounts.queries import find_absent_viewer
from cop.announcements.actions.preparing import prepare_due
from cop.announcements.audience import find_audience
from cop.announcements.models import Announcement, Stage
from cop.chapters.models.chapters import Chapter
from cop.cli.running import prepared_service
from cop.kit.clock import now
from cop.kit.database import run_sql, sqlite_path
from cop.kit.outbox import Mail, MailBody
from cop.kit.settings import load_settings
from cop.running import collect_seldom
from tests.bench.clocks import time_of
from tests.bench.crowd import make_crowd
from tests.bench.memory import forget_peak, peak
from tests.bench.stored import apart, copy_people, fill_with
from tests.databases import open_postgresql

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from cop.kit.settings import Settings
    from cop.running import Service

    Figure = tuple[str, str]

MEMBERS: Final = 26_000
ROUNDS: Final = 3
QUESTIONS: Final = {"the whole chapter": "", "a segment": "q=water"}
TEXT: Final = "We meet on **Friday**, and talk about:\n\n- maps\n- money\n\n" * 40
_JOIN: Final = Path(__file__).with_name("announcing.sql").read_text().partition("\n")[2]


async def measure_announcing() -> AsyncIterator[Figure]:
    """Measure announcements to a chapter of many, on both databases."""
    for figure in _figures():
        yield figure


def _figures() -> Iterator[Figure]:
    with TemporaryDirectory() as folder, open_postgresql() as url:
        lite = load_settings({"COP_DATA": folder})
        full = load_settings({"COP_DATA": folder, "DATABASE_URL": url})
        apart(fill_with, lite, partial(make_crowd, lite, MEMBERS))
        apart(fill_with, full, partial(copy_people, sqlite_path(lite)))
        for name, settings in (("SQLite", lite), ("PostgreSQL", full)):
            for what, figure in apart(_measure, settings):
                yield f"{what}, {name}", figure


async def _measure(settings: Settings) -> list[Figure]:
    async with prepared_service(settings, migrate=True) as service:
        for statement in filter(str.strip, _JOIN.split(";")):
            await run_sql(statement)
        await service.search_sync.rebuild()
        collect_seldom()
        told = [await _told(service, what, question) for what, question in QUESTIONS.items()]
        return [figure for figures in told for figure in figures]


async def _told(service: Service, what: str, question: str) -> list[Figure]:
    before = forget_peak()
    writer = await Account.all().order_by("id").first()
    assert writer
    chapter = await Chapter.get(slug="everybody")
    viewer = await find_absent_viewer(writer)
    ask = partial(find_audience, chapter, question, service.engine, service.vocabulary, viewer)
    sized = statistics.median([await time_of(ask) for _ in range(ROUNDS)])
    times: list[float] = []
    for _ in range(ROUNDS):
        await Mail.all().delete()
        await MailBody.all().delete()
        words = {code: {"title": "We meet", "text": TEXT} for code in ("en", "fr", "ar")}
        await Announcement.create(
            account=writer, chapter=chapter, words=words, language="en", question=question,
            stage=Stage.SENDING, sent_at=now(),
        )  # fmt: skip
        work = partial(
            prepare_due, service.settings, service.post, service.engine, service.vocabulary
        )
        times.append(await time_of(work))
    mails = await Mail.all().count()
    return [
        (f"size of {what}", f"{1000 * sized:.0f} ms"),
        (
            f"{mails:,} mails of an announcement to {what}",
            f"{statistics.median(times):.1f} s, {peak() - before:.0f} MB more at most",
        ),
    ]
