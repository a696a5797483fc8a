"""Telling by mail who is new in the answer to a saved search.

New is who answers the question itself, and was found by no look before. Whom a look has found is
remembered one by one: nothing else tells a newcomer from somebody who hid and shows again, or left
the topic and has come back. So many are remembered as anybody may page through; of a question with
more answers only who has joined since the last look is new.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, cast

from tortoise.transactions import in_transaction

from cop.accounts.queries import find_absent_viewer
from cop.kit.clock import now
from cop.kit.errors import Unavailable
from cop.kit.i18n import use_language
from cop.kit.mail import one_click
from cop.searches.access import end_token
from cop.searches.models import PERIODS, FoundBefore, SavedSearch
from cop.searches.newest import ask_newest
from cop.searches.queries import list_due, list_found_before
from cop.searches.wording import Line, write_line
from profiles.queries import find_own_slug
from search.index import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cop.kit.mail import Post
    from cop.kit.settings import Settings
    from cop.vocabulary.concepts import Vocabulary
    from profiles.directory import Found
    from search.engine import Engine

AT_ONCE: Final = 200  # looks an hour
CLAIMED_FOR: Final = timedelta(minutes=30)  # a worker that died, or a silent engine, only delays
LAG: Final = timedelta(minutes=10)  # who has just joined may not be in the index yet
REMEMBERED: Final = DEEPEST  # people of one answer
MOST_REMEMBERED: Final = 1_000  # people whom one search has ever found
TOLD: Final = 10  # by name in one mail


async def tell_due(settings: Settings, post: Post, engine: Engine, vocabulary: Vocabulary) -> int:
    """Mail whose turn it is about who is new; return how many mails were written.

    Several workers may do it at once. While the engine does not answer, everybody waits.
    """
    told = 0
    for search in await list_due(now(), AT_ONCE):
        claimed = now() + CLAIMED_FOR
        waiting = SavedSearch.filter(id=search.id, due_at=search.due_at)
        if not await waiting.update(due_at=claimed):
            continue  # another worker looks, or its owner has changed it
        with use_language(search.account.language or "en"):
            try:
                look = await _look(search, engine, vocabulary)
            except Unavailable:
                break
            lines = [write_line(one, vocabulary) for one in look.new[:TOLD]]
            async with in_transaction():
                if await _settle(search, look, claimed) and lines:
                    await _mail(settings, post, search, look, lines)
                    told += 1
    return told


@dataclass(frozen=True, slots=True)
class _Look:
    """What one look at the answer has found.

    Attributes:
        begun: when it began.
        everybody: who answers the question, the newest first.
        unknown: those of them whom no look has found before.
        new: those of them who are to be told of.
        is_wide: there are more than are remembered.
    """

    begun: datetime
    everybody: Sequence[Found]
    unknown: Sequence[Found]
    new: Sequence[Found]
    is_wide: bool


async def _look(search: SavedSearch, engine: Engine, vocabulary: Vocabulary) -> _Look:
    """Ask the question as the owner may ask it now."""
    begun = now()
    viewer = await find_absent_viewer(search.account)
    answer = await ask_newest(engine, vocabulary, search, viewer, REMEMBERED)
    everybody = answer.found
    is_wide = answer.total > REMEMBERED
    before = await list_found_before(search.id)
    unknown = [one for one in everybody if one.member.id not in before]
    own = await find_own_slug(search.account_id)
    by_joining = is_wide or search.is_wide
    last = search.looked_at
    new = [
        one
        for one in unknown
        if last is not None
        and one.member.slug != own
        and (one.member.joined_at > last - LAG or not by_joining)
    ]
    return _Look(begun, everybody, unknown, new, is_wide)


async def _settle(search: SavedSearch, look: _Look, claimed: datetime) -> bool:
    """Remember whom the look has found, while the claim holds; say whether it does.

    Call it inside a transaction.
    """
    mine = SavedSearch.filter(id=search.id, due_at=claimed)
    due = look.begun + PERIODS[search.often]
    if not await mine.update(due_at=due, looked_at=look.begun, is_wide=look.is_wide):
        return False
    found = [FoundBefore(search_id=search.id, profile_id=one.member.id) for one in look.unknown]
    await FoundBefore.bulk_create(found, ignore_conflicts=True, batch_size=500)
    known = FoundBefore.filter(search_id=search.id)
    if await known.count() > MOST_REMEMBERED:
        await known.exclude(profile_id__in=[one.member.id for one in look.everybody]).delete()
    return True


async def _mail(
    settings: Settings, post: Post, search: SavedSearch, look: _Look, lines: Sequence[Line]
) -> None:
    """Write the mail; call it inside the transaction that settles the look."""
    end = f"/searches/end/{end_token(search, settings.cop_data)}"
    await post.queue(
        cast("str", search.account.email),  # `list_due` has seen to it
        "new_people",
        language=search.account.language,
        headers=one_click(f"{settings.base_url}{end}"),
        search=search,
        lines=lines,
        total=len(look.new),
        end=end,
    )
