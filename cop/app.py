"""The application: what is opened at the start, what stands around every request."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
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
from cop.administration.queries.findings import Findings
from cop.chapters.actions.movers import ChapterMovers
from cop.contact.views.openings import Openings
from cop.domains import (
    CHAPTER_MOVERS,
    LINKS,
    MOVERS,
    OPENINGS,
    PANELS,
    PERSONAL,
    TELLERS,
)
from cop.kit.api import API
from cop.kit.changes import keep_watching
from cop.kit.errors import CopError
from cop.kit.mail import Post
from cop.kit.panels import Panels
from cop.kit.personal import Personal
from cop.kit.recurring import keep_doing
from cop.kit.settings import Settings
from cop.kit.shield import Enough, Excuse, Shield, Speak
from cop.kit.web import State, answer_nobody, show_error
from cop.pages import make_page_context
from cop.routes.all import routes
from cop.running import collect_seldom, follow_changes, follow_words, open_service
from cop.searches.actions.unanswered import WRITTEN_EVERY, UnansweredLog
from cop.vocabulary.concepts import Vocabulary
from cop.vocabulary.queries import VocabularyWatch
from matching.links import Links
from matching.matcher import Matcher
from matching.network import Networks
from matching.sync import MatchWatch
from matching.walks import Walks
from profiles.duplicates.movers import Movers
from profiles.facets import Tellers
from search.engine import Engine

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from cop.running import Service

log = logging.getLogger(__name__)

MOST_BYTES: Final = 1_000_000  # of a request's body
TRIED_AGAIN: Final = 5  # seconds later, what did not answer at the start
# Mail programs on other sites may ask below, with a token from the mail (RFC 8058).
ENDINGS: Final = (
    "/announcements/end/",
    "/matches/mail/",
    "/notices/",
    "/searches/end/",
    "/unsubscribe/",
)


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
            collect_seldom()
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
            Middleware(Excuse),
            Middleware(Enough, most_bytes=MOST_BYTES),
            Middleware(CrossOriginProtection, exempt_paths=[API, *ENDINGS]),
            Middleware(WhoCalls, settings=settings),
        ],
        exception_handlers={
            CopError: show_error,
            HTTPException: show_error,
            ClientDisconnect: answer_nobody,
            Exception: show_error,
        },
        lifespan=lifespan,
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
            ChapterMovers: CHAPTER_MOVERS,
            Findings: Findings(),
            Post: service.post,
            Providers: Providers(service.settings),
            UnansweredLog: service.unanswered,
        },
        "page_context": make_page_context(service.vocabulary, service.settings, service.engine),
    }
