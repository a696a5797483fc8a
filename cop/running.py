"""What is open while the service runs, and what it does by itself; commands open it too."""

from __future__ import annotations

import asyncio
import gc
import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from cop.administration.actions import drill_nightly
from cop.announcements.actions.preparing import prepare_due
from cop.announcements.actions.weekly import mail_weeks
from cop.announcements.going import may_go
from cop.chapters.actions.gathering import tell_gathered
from cop.chapters.actions.leading import tell_unled
from cop.chapters.proposals.weekly import look_weekly
from cop.domains import (
    HOURLY,
    MODELS,
    make_sources,
)
from cop.events.actions.notices import CHECKED_EVERY, remind
from cop.events.actions.registrations import move_up
from cop.introductions.actions.digest import mail_matches
from cop.kit.changes import follow, forget_old_changes, keep_following, last_change
from cop.kit.database import open_database
from cop.kit.errors import Unavailable
from cop.kit.mail import Post, keep_sending
from cop.kit.recurring import keep_doing
from cop.privacy.actions.erasure import erase_again
from cop.privacy.actions.upkeep import tidy
from cop.searches.actions.alerts import tell_due
from cop.searches.actions.unanswered import UnansweredLog
from cop.vocabulary.queries import VocabularyWatch, get_vocabulary
from matching.matcher import Matcher, choose_bounds
from matching.sync import MatchSync
from profiles.answering import Answering
from profiles.lexicon import Lexicon
from profiles.limited import Limited
from search.embedded import EmbeddedEngine
from search.sync import SearchSync

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence

    from cop.kit.recurring import Deed
    from cop.kit.settings import Settings
    from cop.vocabulary.concepts import Vocabulary
    from search.engine import Engine

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


def collect_seldom() -> None:
    """Look seldom for what nobody holds any more, and never among what is loaded by now.

    To look through all that takes 0.1 s; and pages that tell of thousands make so many small values
    that as often as Python does it by itself, the desk of 5,000 took a seventh longer.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def open_engine(settings: Settings) -> Engine:
    """Return the search engine that the settings name."""
    if settings.search_url:
        # Its client takes a tenth of a second to load, which every other command would wait for.
        from search.meilisearch import MeilisearchEngine  # noqa: PLC0415  0.1 s

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
        tasks.create_task(keep_sending(service.settings, may_go))
        tasks.create_task(keep_doing(hourly(service), every=timedelta(hours=1)))
        seats = (partial(remind, service.post), partial(move_up, service.post))
        tasks.create_task(keep_doing(seats, every=CHECKED_EVERY))
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
        partial(forget_old_changes, (service.search_sync.name, service.match_sync.name)),
        partial(tidy, settings, post),
        partial(tell_due, settings, post, service.engine, service.vocabulary),
        partial(mail_matches, settings, post, service.matcher, service.vocabulary),
        partial(tell_gathered, post, service.vocabulary),
        partial(tell_unled, post, service.vocabulary),
        partial(look_weekly, post, service.matcher, service.vocabulary),
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
