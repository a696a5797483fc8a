"""What is measured and how."""

from __future__ import annotations

import os
import resource
import statistics
import time
from typing import TYPE_CHECKING

import jinja2
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from cop.cli.demo import import_demo, read_demo
from cop.cli.running import prepared_service
from cop.kit.settings import load_settings
from cop.running import collect_seldom
from matching.actions import KEPT, rematch
from matching.rankings import rank_everybody
from matching.snapshot import Person, Snapshot, take_snapshots
from tests.bench.clocks import time_of
from tests.bench.crowd import make_crowd
from tests.bench.doors import compare_doors
from tests.bench.freshness import measure_freshness
from tests.bench.meeting import time_matches
from tests.bench.peers import compare_engines
from tests.bench.questions import make_questions, time_questions, time_suggestions
from tests.serving import serve, visit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service

    Figure = tuple[str, str]

REQUESTS = 200
ROUNDS = 5


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0))


async def measure_all(folder: Path, members: int, sizes: Sequence[int]) -> AsyncIterator[Figure]:
    """Measure all there is to tell."""
    async with prepared_service(load_settings({"COP_DATA": str(folder)}), migrate=True) as service:
        collect_seldom()
        for language in ("en", "fr"):
            yield await compare_doors(service, language)
        async for figure in _a_community(service, members):
            yield figure
    for size in sizes:
        yield _matching(size)


async def measure_crowd(folder: Path, members: int) -> AsyncIterator[Figure]:
    """Measure how the search does with many more people than are imported elsewhere."""
    async with prepared_service(load_settings({"COP_DATA": str(folder)}), migrate=True) as service:
        collect_seldom()
        await make_crowd(service.settings, members)
        async for figure in _the_search(service):
            yield figure
        yield _peak()


async def _a_community(service: Service, members: int) -> AsyncIterator[Figure]:
    seconds = await time_of(lambda: import_demo(members))
    yield f"import of {members:,} members", f"{seconds:.1f} s, {members / seconds:,.0f} rows/s"
    async for figure in _the_search(service):
        yield figure
    seconds = await time_of(service.search_sync.purge)
    yield "the index written anew from itself, after an erasure", f"{seconds:.1f} s"
    snapshots = await take_snapshots(service.vocabulary)
    seconds = await time_of(lambda: rematch(snapshots))
    read = await time_of(service.matcher.refresh)
    yield "full rematch, stored", f"{read + seconds:.1f} s ({read:.1f} s of it reading members)"
    times = await time_matches(service)
    yield "page /matches", f"p50 {times[0]:.1f} ms, p95 {times[1]:.1f} ms"
    async for figure in _pages(service):
        yield figure
    yield _peak()
    for figure in await compare_engines(service, make_questions(service.vocabulary)):
        yield figure


async def _the_search(service: Service) -> AsyncIterator[Figure]:
    begun = time.perf_counter()
    documents = await service.search_sync.rebuild()
    seconds = time.perf_counter() - begun
    yield f"index of {documents:,} documents", f"{seconds:.1f} s, {documents / seconds:,.0f}/s"
    for what, times in await time_questions(service):
        yield what, f"p50 {times[0]:.2f} ms, p95 {times[1]:.2f} ms"
    times = await time_suggestions(service)
    yield "suggestions for each letter typed", f"p50 {times[0]:.2f} ms, p95 {times[1]:.2f} ms"
    seconds = await measure_freshness(service)
    yield "an edited profile is found after", f"{seconds:.2f} s"


def _peak() -> Figure:
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return "peak memory of all this, one process", f"{megabytes:.0f} MB"


async def _pages(service: Service) -> AsyncIterator[Figure]:
    """Compare our pages with a bare Starlette and Jinja2 page of the same size."""
    ours = serve(service)
    for path in ("/", "/members?q=water", "/countries/KE", "/about"):
        async with visit(ours) as visitor:
            answer = await visitor.get(path)
            bare = _bare_page(len(answer.content))
            async with visit(bare) as other:
                pairs = [
                    (await _rate(visitor, path), await _rate(other, "/")) for _ in range(ROUNDS)
                ]
        rate = statistics.median(mine for mine, _ in pairs)
        ratio = statistics.median(mine / theirs for mine, theirs in pairs)
        size = len(answer.content) / 1024
        yield f"page {path} ({size:.0f} kB)", f"{rate:,.0f}/s, {ratio:.2f} of a bare page"


def _bare_page(size: int) -> ASGIApp:
    """Return an application whose one page is a template of about `size` bytes."""
    rows = [{"name": "Ada Obi", "text": "x" * 40} for _ in range(size // 90)]
    template = jinja2.Environment(autoescape=True).from_string(
        "<ul>{% for row in rows %}<li><a href='/members/x'>{{ row.name }}</a><p>{{ row.text }}</p>"
        "</li>{% endfor %}</ul>"
    )

    async def show(_request: object) -> HTMLResponse:
        return HTMLResponse(template.render(rows=rows))

    return Starlette(routes=[Route("/", show)])


async def _rate(visitor: httpx2.AsyncClient, path: str) -> float:
    begun = time.perf_counter()
    for _ in range(REQUESTS // ROUNDS):
        await visitor.get(path)
    return (REQUESTS // ROUNDS) / (time.perf_counter() - begun)


def _matching(size: int) -> Figure:
    """Time the arithmetic alone: the world's and the country's top 20 of everybody."""
    people = {
        number: Person(
            row["country"],
            "",
            None,
            None,
            tuple(topic.partition(":")[0] for topic in row["expertise"].split("|")),
        )
        for number, row in enumerate(read_demo(size), 1)
    }
    snapshot = Snapshot.of(people)
    begun = time.perf_counter()
    for groups in (None, snapshot.countries):
        rank_everybody(snapshot.overlap, KEPT, groups)
    seconds = time.perf_counter() - begun
    return f"matching {size:,} members, world and country", f"{seconds:.2f} s"
