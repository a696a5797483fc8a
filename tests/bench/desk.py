"""The desk of a large chapter: its page until the first byte, and hundreds invited at once."""

from __future__ import annotations

import statistics
import time
from functools import partial
from typing import TYPE_CHECKING, Final

from tortoise.backends.base.executor import EXECUTOR_CACHE

from cop.accounts.actions.sessions import begin_session, create_sample_account
from cop.chapters.actions.memberships import join_chapters
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership, State
from cop.cli.running import prepared_service
from cop.kit.database import run_sql, sqlite_path
from cop.kit.outbox import Mail
from cop.kit.settings import load_settings
from cop.running import collect_seldom
from tests.bench.crowd import make_crowd
from tests.bench.stored import copy_people
from tests.databases import open_postgresql
from tests.serving import serve, visit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import httpx2

    from cop.app import Service

    Figure = tuple[str, str]

CROWD: Final = 6_000
MEMBERS: Final = 5_000
ASKING: Final = 50
INVITED: Final = 500
ROUNDS: Final = 20
SLUG: Final = "subnational-finance"
SCOPE: Final = "subnational-pfm"


async def measure_desk(folder: Path) -> AsyncIterator[Figure]:
    """Measure both on both databases."""
    lite = load_settings({"COP_DATA": str(folder)})
    async with prepared_service(lite, migrate=True) as service:
        await make_crowd(lite, CROWD)
        async for what, figure in _measure(service):
            yield f"{what}, SQLite", figure
    EXECUTOR_CACHE.clear()  # Tortoise keeps statements by table, whatever the kind of database
    with open_postgresql() as url:
        full = load_settings({"COP_DATA": str(folder / "full"), "DATABASE_URL": url})
        async with prepared_service(full, migrate=True) as service:
            await copy_people(sqlite_path(lite))
            async for what, figure in _measure(service):
                yield f"{what}, PostgreSQL", figure


async def _measure(service: Service) -> AsyncIterator[Figure]:
    others = await _settle(service)
    account = await create_sample_account("Cora", "cora@example.net", [("coordinator", SLUG)])
    async with visit(serve(service)) as cora:
        cora.cookies.set("session", await begin_session(account))
        collect_seldom()
        for path in ("desk", "roster"):
            yield await _time_page(cora, path)
        yield await _time_inviting(cora, others)


async def _settle(service: Service) -> list[str]:
    """Let the first 5,000 join, and others ask or be suggested; return the slugs of the last."""
    await run_sql("UPDATE profile SET email = 'm' || id || '@example.org'")
    await run_sql("UPDATE profile SET visibility = 'public' WHERE visibility = 'hidden'")
    await run_sql("UPDATE profile SET gender = CASE id % 2 WHEN 0 THEN 'man' ELSE 'woman' END")
    rows = await run_sql("SELECT id, slug FROM profile ORDER BY id")
    ids, slugs = [int(row["id"]) for row in rows], [str(row["slug"]) for row in rows]
    chapter = await Chapter.create(
        slug=SLUG, kind="thematic", scope=SCOPE, topics=[[SCOPE, 0.9, 0.1]], quality={}
    )
    await join_chapters([(one, chapter) for one in ids[:MEMBERS]])
    states = [State.REQUESTED] * ASKING + [State.SUGGESTED] * (CROWD - MEMBERS - ASKING)
    await Membership.bulk_create(
        [
            Membership(chapter_id=chapter.id, profile_id=one, state=state)
            for one, state in zip(ids[MEMBERS:], states, strict=True)
        ]
    )
    await service.search_sync.rebuild()
    return slugs[-INVITED:]


async def _time_page(cora: httpx2.AsyncClient, path: str) -> Figure:
    """Time until the page is there, which is at once, and the work of this process for it."""
    times: list[float] = []
    work: list[float] = []
    size = 0
    for _each in range(ROUNDS):
        begun, worked = time.perf_counter(), time.process_time()
        answer = await cora.get(f"/chapters/{SLUG}/{path}")
        times.append(1_000 * (time.perf_counter() - begun))
        work.append(1_000 * (time.process_time() - worked))
        assert answer.status_code == 200
        size = len(answer.content)
    clock = f"p50 {statistics.median(times):.0f} ms, most {max(times):.0f}"
    told = f"{clock}; {statistics.median(work):.0f} ms of our work; {size / 1000:.1f} kB"
    return f"{path} of {MEMBERS:,} members", told


async def _time_inviting(cora: httpx2.AsyncClient, slugs: list[str]) -> Figure:
    form = {"deed": "invite", "listed": " ".join(slugs), "words": "Do join us."}
    send = partial(cora.post, data=form)
    begun = time.perf_counter()
    preview = await send(f"/chapters/{SLUG}/roster/preview")
    looked = time.perf_counter()
    answer = await send(f"/chapters/{SLUG}/roster")
    done = time.perf_counter()
    assert (preview.status_code, answer.status_code) == (200, 303)
    invited, mails = await Membership.filter(state="invited").count(), await Mail.all().count()
    return (
        f"{invited} looked at and invited by {mails} mails",
        f"{done - begun:.2f} s, {looked - begun:.2f} of them the preview",
    )
