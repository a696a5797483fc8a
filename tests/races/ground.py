"""Where races are run, and how two deeds are begun at the same moment."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cop.accounts.models import Account, AuditRow, SignInCode
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.proposals import Drift, ToldProposal, WeeklyLook
from cop.kit.changes import Change, Position, last_change
from cop.kit.limits import forget_spent
from cop.kit.outbox import Mail
from cop.kit.settings import Settings
from cop.running import Service, make_service
from cop.vocabulary.queries import VocabularyWatch
from matching.models import Generation
from profiles.actions.members import Draft, create_profiles
from profiles.models import Distinct, Import, Institution, Merge, Profile, QuietChapter
from search.embedded import EmbeddedEngine
from tests.databases import empty

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable
    from pathlib import Path

    from cop.vocabulary.concepts import Vocabulary

    Deed = Callable[[], Awaitable[Any]]

WRITTEN = (
    *(Chapter, Profile, Institution, Import, Merge, Distinct),
    *(Mail, SignInCode, Account, AuditRow, Change, Position),
    *(Generation, WeeklyLook, ToldProposal, Drift, QuietChapter),
)


@dataclass(frozen=True, slots=True)
class Ground:
    """A service whose transactions are real, and a folder for files."""

    service: Service
    folder: Path


@asynccontextmanager
async def open_ground(url: str, vocabulary: Vocabulary, folder: Path) -> AsyncGenerator[Ground]:
    """Make a service on the open database at `url`; what is written there is deleted after."""
    settings = Settings(
        cop_data=folder, database_url=url, search_url="", base_url="http://127.0.0.1:8000"
    )
    words = VocabularyWatch(vocabulary, await last_change())
    service = make_service(settings, words, EmbeddedEngine(folder / "index"))
    try:
        yield Ground(service, folder)
    finally:
        forget_spent()
        await empty(*WRITTEN)


async def at_once(*deeds: Deed) -> list[Any]:
    """Do all `deeds` at the same moment and return what each gave or raised."""
    barrier = asyncio.Barrier(len(deeds))

    async def run(deed: Deed) -> Any:
        await barrier.wait()
        return await deed()

    return await asyncio.gather(*(run(deed) for deed in deeds), return_exceptions=True)


def told(outcomes: list[Any], lost: type[Exception] | None = None) -> str:
    """Return what is wrong where not exactly one did it and the other heard `lost`, else "".

    Without `lost` both must hear that it is done.
    """
    heard = [one for one in outcomes if isinstance(one, BaseException)]
    for one in heard:
        if lost is None or not isinstance(one, lost):
            return f"error: {one!r}"
    return "" if len(heard) == (0 if lost is None else 1) else "double: both did it"


async def person(**values: Any) -> Profile:
    """Create a published member."""
    made = await create_profiles(
        [Draft({"name": "Racer", "country": "KE"} | values)], published=True
    )
    return made[0]
