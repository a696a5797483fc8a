"""Two who decide or save at the same moment: one of them does it, the other is told.

Each test starts pairs behind a barrier, on both databases, and counts what came of them. A commit
is tried with 100 pairs on each; `PAIRS=1000` tries more.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

import pytest

from cop.chapters.actions import ChapterExists, accept_proposal, join_chapters
from cop.chapters.models import Chapter, Membership, State
from cop.kit.changes import Change
from cop.kit.clock import now
from cop.kit.outbox import Mail, claim_mail
from matching.proposals import Proposal, Quality, TypicalTopic
from profiles.actions.members import Draft, create_profiles
from profiles.models import Profile, SharedWith

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from cop.vocabulary.concepts import Vocabulary

    Deed = Callable[[], Awaitable[Any]]


PAIRS = int(os.environ.get("PAIRS", "100"))
CHAPTERS, JOINING, MAILS = PAIRS * 4 // 10, PAIRS * 3 // 10, PAIRS * 3 // 10


@pytest.fixture(autouse=True)
async def _committed(filled_database: str) -> AsyncGenerator[None]:
    """What races write is committed, for two transactions must see each other; it goes after."""
    assert filled_database
    yield
    for model in (Chapter, Profile, Mail, Change):
        await model.all().delete()


async def race(*deeds: Deed) -> list[Any]:
    """Do all `deeds` at once and return what each gave or raised."""
    barrier = asyncio.Barrier(len(deeds))

    async def run(deed: Deed) -> Any:
        await barrier.wait()
        return await deed()

    return await asyncio.gather(*(run(deed) for deed in deeds), return_exceptions=True)


def count_winners(outcomes: list[Any], lost: type[Exception]) -> int:
    """Return how many did it; whoever did not must have been told so by `lost`."""
    failed = [one for one in outcomes if isinstance(one, BaseException)]
    assert all(isinstance(one, lost) for one in failed), failed
    return len(outcomes) - len(failed)


async def people(many: int) -> list[Profile]:
    drafts = [Draft({"name": f"Racer {at}", "slug": f"racer-{at}"}) for at in range(many)]
    return await create_profiles(drafts, published=True)


def proposal(at: int, members: tuple[int, ...]) -> Proposal:
    return Proposal(
        kind="thematic",
        scope=f"property-tax+topic-{at}",
        members=members,
        countries=(),
        topics=(TypicalTopic("property-tax", 0.5, 0.1),),
        co_chairs=(),
        quality=Quality(0.5, 0.5, 0.5, 0.5),
    )


async def test_a_chapter_is_formed_once(vocabulary: Vocabulary) -> None:
    """Pairs of coordinators accept the same proposal."""
    one, two = await people(2)
    for at in range(CHAPTERS):
        wanted = proposal(at, (one.id, two.id))
        outcomes = await race(*[lambda: accept_proposal(wanted, vocabulary)] * 2)  # noqa: B023

        assert count_winners(outcomes, ChapterExists) == 1
    assert await Chapter.all().count() == CHAPTERS
    assert await Membership.all().count() == 2 * CHAPTERS
    assert await Change.filter(kind="chapter").count() == CHAPTERS


async def test_joining_twice_at_once_is_joining_once() -> None:
    """Pairs of clicks on the same button; some were suggested before, some were not."""
    members = await people(JOINING)
    chapter = await Chapter.create(
        slug="water", kind="thematic", scope="wash", topics=[], quality={}
    )
    await Membership.bulk_create(
        [
            Membership(chapter_id=chapter.id, profile_id=one.id, state=State.SUGGESTED)
            for one in members[::2]
        ]
    )
    for one in members:
        outcomes = await race(*[lambda: join_chapters([(one.id, chapter)])] * 2)  # noqa: B023

        assert outcomes == [None, None]
    assert await Membership.filter(state=State.ACTIVE).count() == JOINING
    assert await Membership.all().count() == await SharedWith.all().count() == JOINING


async def test_a_mail_is_claimed_once() -> None:
    """Pairs of senders look into the outbox, and each mail goes to one of them."""
    for at in range(MAILS):
        await Mail.create(
            message_id=f"<{at}@example.org>", recipient="a@example.org", subject="s", text="t",
            html="h", headers={}, due_at=now(),
        )  # fmt: skip
        outcomes = await race(claim_mail, claim_mail)

        assert count_winners(outcomes, ChapterExists) == 2
        assert sorted(one is None for one in outcomes) == [False, True]
