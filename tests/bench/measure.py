"""What is measured and how."""

from __future__ import annotations

import os
import random
import resource
import statistics
import time
from typing import TYPE_CHECKING

import jinja2
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from cop.accounts.viewer import ANY_MEMBER
from cop.cli.demo import import_demo, read_demo
from cop.cli.running import prepared_service
from cop.domains import TELLERS
from cop.kit.settings import load_settings
from matching.actions import rematch
from matching.snapshot import Person, Snapshot, take_snapshots
from profiles.api import answer_as_json
from profiles.directory import search_members
from profiles.facets import label_values
from profiles.lexicon import Lexicon
from profiles.question import Question
from profiles.understanding import understand
from tests.bench.doors import compare_doors
from tests.bench.freshness import measure_freshness
from tests.bench.peers import compare_engines
from tests.serving import serve, visit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from pathlib import Path

    import httpx2
    from starlette.types import ASGIApp

    from cop.app import Service
    from cop.vocabulary.concepts import Vocabulary

    Figure = tuple[str, str]

QUESTIONS = 300
REQUESTS = 200
ROUNDS = 5


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0))


async def everything(folder: Path, members: int, sizes: Sequence[int]) -> list[Figure]:
    """Measure all there is to tell."""
    settings = load_settings({"COP_DATA": str(folder)})
    figures: list[Figure] = []
    async with prepared_service(settings, migrate=True) as service:
        figures += [await compare_doors(service, language) for language in ("en", "fr")]
        figures += [one async for one in _a_community(service, members)]
    figures += [one for size in sizes for one in _matching(size)]
    return figures


async def _a_community(service: Service, members: int) -> AsyncIterator[Figure]:
    seconds = await _timed(lambda: import_demo(members))
    yield f"import of {members:,} members", f"{seconds:.1f} s, {members / seconds:,.0f} rows/s"
    begun = time.perf_counter()
    documents = await service.search_sync.rebuild()
    seconds = time.perf_counter() - begun
    yield f"index of {documents:,} documents", f"{seconds:.1f} s, {documents / seconds:,.0f}/s"
    seconds = await _timed(service.search_sync.purge)
    yield "the same written anew from itself, after an erasure", f"{seconds:.1f} s"
    snapshots = await take_snapshots(service.vocabulary)
    seconds = await _timed(lambda: rematch(snapshots))
    read = await _timed(service.matcher.refresh)
    yield "full rematch, stored", f"{read + seconds:.1f} s ({read:.1f} s of it reading members)"
    for what, times in await _questions(service, members):
        yield what, f"p50 {times[0]:.2f} ms, p95 {times[1]:.2f} ms"
    times = await _suggestions(service, members)
    yield "suggestions for each letter typed", f"p50 {times[0]:.2f} ms, p95 {times[1]:.2f} ms"
    seconds = await measure_freshness(service)
    yield "an edited profile is found after", f"{seconds:.2f} s"
    async for figure in _pages(service):
        yield figure
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield "peak memory of all this, one process", f"{peak:.0f} MB"
    questions = make_questions(service.vocabulary, members)
    for figure in await compare_engines(service, service.settings.cop_data, questions):
        yield figure


async def _questions(service: Service, members: int) -> list[tuple[str, tuple[float, float]]]:
    """Time names, topics in five languages, topics with towns, beginnings; some misspelt."""
    asked = make_questions(service.vocabulary, members)
    ladders = make_ladders(service.vocabulary)
    lexicon = service.vocabulary.derive(Lexicon)
    for text in (*asked, *ladders):
        understand(text, lexicon)  # what is remembered of the vocabulary's words

    async def search(text: str) -> None:
        answer = await search_members(
            service.engine, service.vocabulary, Question(text=text), ANY_MEMBER
        )
        labels = await label_values(answer, TELLERS, service.vocabulary, "en")
        answer_as_json(answer, labels, seconds=0)

    async def only_understand(text: str) -> None:
        understand(text, lexicon)

    return [
        ("understanding a question", await _spread(only_understand, (*asked, *ladders))),
        ("question as the API answers it, facets and reasons", await _spread(search, asked)),
        ("the same for a topic in a country, with the ladder", await _spread(search, ladders)),
    ]


async def _suggestions(service: Service, members: int) -> tuple[float, float]:
    """Time what the search field asks while a name, a topic or a town is typed into it."""
    asked = make_questions(service.vocabulary, members)
    async with visit(serve(service)) as visitor:

        async def suggest(text: str) -> None:
            await visitor.get("/suggest", params={"q": text})

        await suggest("wa")  # what is made when somebody first types
        return await _spread(suggest, [text[:end] for text in asked for end in range(2, 9)])


async def _spread(
    work: Callable[[str], Awaitable[None]], texts: Sequence[str]
) -> tuple[float, float]:
    """Return the median of how long `work` takes, and its 95th percentile, in milliseconds."""
    times: list[float] = []
    for text in texts:
        begun = time.perf_counter()
        await work(text)
        times.append(1000 * (time.perf_counter() - begun))
    times.sort()
    return times[len(times) // 2], _p95(times)


def make_ladders(vocabulary: Vocabulary, seed: int = 1) -> list[str]:
    """Return questions for a topic in a country that few live in as a rule, in five languages."""
    chance = random.Random(seed)
    topics, countries = vocabulary.list("topic"), vocabulary.list("country")
    return [
        f"{chance.choice(topics).label(language)} {chance.choice(countries).label(language)}"
        for _ in range(QUESTIONS)
        for language in [chance.choice(["en", "fr", "es", "pt", "ar"])]
    ]


def make_questions(vocabulary: Vocabulary, members: int, seed: int = 1) -> list[str]:
    """Return what people might type, the same every time."""
    chance = random.Random(seed)
    rows = chance.sample(list(read_demo(members)), QUESTIONS)
    questions: list[str] = []
    for row in rows:
        topic = chance.choice(row["expertise"].split("|")).partition(":")[0]
        label = vocabulary.label("topic", topic, chance.choice(["en", "fr", "es", "pt", "ar"]))
        kinds = (row["name"], row["name"], label, label, f"{label} {row['city']}", row["name"][:3])
        text = chance.choice(kinds)
        if len(text) > 5 and chance.random() < 0.4:
            place = chance.randrange(1, len(text) - 1)
            text = text[:place] + text[place + 1 :]
        questions.append(text)
    return questions


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


def _matching(size: int) -> list[Figure]:
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
    snapshot = Snapshot(people)
    begun = time.perf_counter()
    compared = sum(one.compared for one in snapshot.overlap.all_peers(20, snapshot.countries))
    seconds = time.perf_counter() - begun
    pairs = compared / 2
    return [
        (
            f"matching {size:,} members (kernel)",
            f"{seconds:.2f} s, {pairs:,.0f} pairs, {pairs / seconds / 1e6:.1f} million/s",
        )
    ]


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    await work()
    return time.perf_counter() - begun


def _p95(times: Sequence[float]) -> float:
    return times[int(0.95 * len(times))]
