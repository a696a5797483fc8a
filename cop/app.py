"""The application: what is opened at the start, what stands around every request."""

from __future__ import annotations

import asyncio
import gc
import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from asgi_cross_origin_protection import CrossOriginProtection
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect

from cop.accounts.oidc.client import Providers
from cop.accounts.session import WhoCalls
from cop.administration.actions import drill_nightly
from cop.administration.queries.findings import Findings
from cop.announcements.actions.preparing import prepare_due
from cop.announcements.actions.weekly import mail_weeks
from cop.contact.views.openings import Openings
from cop.domains import (
    HOURLY,
    LINKS,
    MODELS,
    MOVERS,
    OPENINGS,
    PANELS,
    PERSONAL,
    TELLERS,
    make_sources,
)
from cop.introductions.actions.digest import mail_matches
from cop.kit.api import API
from cop.kit.changes import follow, keep_following, keep_watching, last_change
from cop.kit.database import open_database
from cop.kit.errors import CopError, Unavailable
from cop.kit.mail import Post, keep_sending
from cop.kit.panels import Panels
from cop.kit.personal import Personal
from cop.kit.recurring import keep_doing
from cop.kit.settings import Settings
from cop.kit.shield import Shield, Speak
from cop.kit.web import State, answer_nobody, show_error
from cop.pages import make_page_context
from cop.privacy.actions.erasure import erase_again
from cop.privacy.actions.upkeep import tidy
from cop.routes.all import routes
from cop.searches.actions.alerts import tell_due
from cop.searches.actions.unanswered import WRITTEN_EVERY, UnansweredLog
from cop.vocabulary.concepts import Vocabulary
from cop.vocabulary.queries import VocabularyWatch, get_vocabulary
from matching.links import Links
from matching.matcher import Matcher, choose_bounds
from matching.network import Networks
from matching.sync import MatchSync, MatchWatch
from matching.walks import Walks
from profiles.answering import Answering
from profiles.duplicates.movers import Movers
from profiles.facets import Tellers
from profiles.lexicon import Lexicon
from profiles.limited import Limited
from search.embedded import EmbeddedEngine
from search.engine import Engine
from search.sync import SearchSync

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence

    from cop.kit.recurring import Deed

log = logging.getLogger(__name__)

MOST_BYTES: Final = 1_000_000  # of a request's body
TRIED_AGAIN: Final = 5  # seconds later, what did not answer at the start


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that is open while the service runs; the command line opens it too."""

    settings: Settings
    words: VocabularyWatch
    engine: Engine
    matcher: Matcher
    search_sync: SearchSync
    match_sync: MatchSync
    unanswered: UnansweredLog

    @property
    def vocabulary(self) -> Vocabulary:
        """Return what is understood now."""
        return self.words.vocabulary

    @property
    def post(self) -> Post:
        """Return where mail is written."""
        return Post(
            self.settings,
            lambda language: self.vocabulary.label("community", "name", language),
        )


def make_service(settings: Settings, words: VocabularyWatch, engine: Engine) -> Service:
    """Return the service on an open database, with what follows the feed into engine and matcher.

    While the engine is silent, the database answers.
    """
    engine.otherwise = Limited(words.vocabulary).find
    matcher = Matcher(words.vocabulary, choose_bounds(settings.match_without))
    sources = make_sources(words)
    return Service(
        settings,
        words,
        engine,
        matcher,
        SearchSync(engine, sources),
        MatchSync(matcher),
        UnansweredLog(settings, words.vocabulary),
    )


def open_engine(settings: Settings) -> Engine:
    """Return the search engine that the settings name."""
    if settings.search_url:
        # Its client takes a tenth of a second to load, which every other command would wait for.
        from search.meilisearch import MeilisearchEngine  # noqa: PLC0415

        return MeilisearchEngine(settings.search_url, settings.search_key, settings.base_url)
    return EmbeddedEngine(settings.cop_data / "index")


@asynccontextmanager
async def open_service(settings: Settings) -> AsyncGenerator[Service]:
    """Open the database and what is derived from it for the time of the `async with` block."""
    async with open_database(settings.database_url, MODELS):
        await erase_again(settings)  # a backup may have brought somebody back
        seen = await last_change()
        words = VocabularyWatch(await get_vocabulary(), seen)
        engine = open_engine(settings)
        try:
            yield make_service(settings, words, engine)
        finally:
            engine.close()


async def follow_changes(service: Service) -> None:
    """Keep the search and the matches true to the database, until cancelled."""
    given = (service.settings, service.post, service.engine, service.vocabulary)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_prepared(service.search_sync.prepare, service.search_sync))
        tasks.create_task(_prepared(service.match_sync.prepare, service.match_sync))
        tasks.create_task(keep_sending(service.settings))
        tasks.create_task(keep_doing(hourly(service), every=timedelta(hours=1)))
        tasks.create_task(keep_doing([partial(prepare_due, *given)], every=timedelta(seconds=5)))


async def catch_up(service: Service) -> None:
    """Bring the search and the matches up to the database, once: for commands, which follow none.

    A service that is empty, or was never matched, stays so. A search that does not answer catches
    up later.
    """
    if not await last_change():
        return
    try:
        await service.search_sync.prepare()
        await follow(service.search_sync)
    except Unavailable as error:
        log.warning("the search is not brought up to date: %s", error)
    await service.match_sync.catch_up()


async def follow_words(words: VocabularyWatch) -> None:
    """Follow the vocabulary, and make of it what searches need before anybody has to wait."""
    await words.refresh()
    for make in (Lexicon, Answering):
        await asyncio.to_thread(words.vocabulary.derive, make)


def hourly(service: Service) -> Sequence[Deed]:
    """Return what is looked after once an hour."""
    settings, post = service.settings, service.post
    return (
        *HOURLY,
        partial(tidy, settings, post),
        partial(tell_due, settings, post, service.engine, service.vocabulary),
        partial(mail_matches, settings, post, service.matcher, service.vocabulary),
        partial(mail_weeks, settings, post, service.vocabulary),
        partial(drill_nightly, settings),
    )


async def _prepared(
    prepare: Callable[[], Coroutine[None, None, None]], consumer: SearchSync | MatchSync
) -> None:
    """Prepare, then follow the feed; what does not answer yet is waited for."""
    while True:
        try:
            # A fresh task a round: after a lost connection an old one would keep the dead one.
            await asyncio.create_task(prepare())
        except Unavailable as error:
            log.warning("%s cannot be prepared yet: %s", consumer.name, error)
            await asyncio.sleep(TRIED_AGAIN)
        except Exception:
            log.exception(
                "%s could not be prepared; it follows the feed all the same", consumer.name
            )
            break
        else:
            break
    await keep_following(consumer)


def create_app(settings: Settings, *, works: bool | None = None) -> Starlette:
    """Make the application for these settings. Nothing is opened until it starts.

    Args:
        settings: of this deployment.
        works: whether this process follows the change feed itself; by default it does on SQLite,
            where there is no other, and leaves it to `cop work` on PostgreSQL.
    """
    follows = settings.is_sqlite if works is None else works

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncGenerator[State]:
        async with open_service(settings) as service:
            gc.freeze()  # what is loaded by now stays; to look through it takes 0.1 s
            background = asyncio.create_task(
                follow_changes(service)
                if follows
                else keep_watching(MatchWatch(service.matcher).refresh)
            )
            words = asyncio.create_task(keep_watching(partial(follow_words, service.words)))
            regular = asyncio.create_task(
                keep_doing((service.unanswered.write, service.engine.refresh), every=WRITTEN_EVERY)
            )
            tasks = (background, words, regular)
            try:
                yield make_state(service)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.wait(tasks)

    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(Shield, settings=settings),
            Middleware(GZipMiddleware, minimum_size=700, compresslevel=6),
            Middleware(Speak),
            Middleware(CrossOriginProtection, exempt_paths=[API]),
            Middleware(WhoCalls, settings=settings),
        ],
        exception_handlers={
            CopError: show_error,
            HTTPException: show_error,
            ClientDisconnect: answer_nobody,
            Exception: show_error,
        },
        lifespan=lifespan,
        max_body_size=MOST_BYTES,
    )
    app.router.redirect_slashes = False  # it would make an absolute address of the Host header
    return app


def make_state(service: Service) -> State:
    """Return what every request may use."""
    walks = Walks(service.matcher)
    return {
        "opened": {
            Settings: service.settings,
            Vocabulary: service.vocabulary,
            VocabularyWatch: service.words,
            Engine: service.engine,
            Matcher: service.matcher,
            Walks: walks,
            Networks: Networks(service.vocabulary, walks),
            Panels: PANELS,
            Openings: OPENINGS,
            Links: LINKS,
            Tellers: TELLERS,
            Personal: PERSONAL,
            Movers: MOVERS,
            Findings: Findings(),
            Post: service.post,
            Providers: Providers(service.settings),
            UnansweredLog: service.unanswered,
        },
        "page_context": make_page_context(service.vocabulary, service.settings, service.engine),
    }
