"""Reading how members stand to chapters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cop.chapters.models.memberships import INSIDE, Membership, State
from cop.chapters.queries.known import known_to
from profiles.queries import list_ids_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from tortoise.queryset import QuerySet

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter


@dataclass(frozen=True, slots=True)
class Place:
    """How somebody with a profile stands to a chapter; `State.NEW` where they never did.

    `words` are of who asks or invites.
    """

    state: State = State.NEW
    since: datetime | None = None
    words: str = ""


async def find_place(chapter: Chapter, account_id: int | None) -> Place | None:
    """Return how the account stands to the chapter; None for who has no profile to join with."""
    ids = await list_ids_of([account_id]) if account_id is not None else []
    return await find_place_of(chapter, ids[0]) if ids else None


async def find_place_of(chapter: Chapter, profile_id: int) -> Place:
    """Return how the member stands to the chapter."""
    row = await Membership.get_or_none(chapter=chapter, profile_id=profile_id)
    return Place(State(row.state), row.since, row.words) if row else Place()


async def list_member_ids(chapter: Chapter, state: State) -> list[int]:
    """Return the profiles that belong to `chapter` in this way, the longest first."""
    rows = await Membership.filter(chapter=chapter, state=state).order_by("since", "profile_id")
    return [row.profile_id for row in rows]


async def map_words(chapter: Chapter, profiles: Collection[int]) -> dict[int, str]:
    """Return the words with which each of these members asks, or was invited."""
    places = Membership.filter(chapter=chapter, profile_id__in=list(profiles))
    return {one.profile_id: one.words for one in await places}


async def list_chapters_of(profile_id: int, viewer: Viewer) -> list[Membership]:
    """Return the memberships of a member who has joined, with their chapters."""
    known = await known_to(viewer).values_list("id", flat=True)
    joined = Membership.filter(
        profile_id=profile_id, state=State.ACTIVE, chapter_id__in=list(known)
    )
    return await joined.order_by("since").select_related("chapter")


async def list_joined(chapters: Iterable[Chapter] | None = None) -> dict[int, list[int]]:
    """Return the profiles that have joined each of these chapters, or of all, by its id."""
    joined: dict[int, list[int]] = {}
    places = _places().filter(state=State.ACTIVE)
    if chapters is not None:
        places = places.filter(chapter_id__in=[one.id for one in chapters])
    for chapter, profile in await places.values_list("chapter_id", "profile_id"):
        joined.setdefault(chapter, []).append(profile)
    return joined


async def list_member_sets() -> dict[int, set[int]]:
    """Return the members of each chapter by its id, joined or suggested, but who is out again."""
    sets: dict[int, set[int]] = {}
    async for row in _places().filter(state__in=[State.SUGGESTED, *INSIDE]):
        sets.setdefault(row.chapter_id, set()).add(row.profile_id)
    return sets


def _places() -> QuerySet[Membership]:
    """Return the places in chapters that stand; those that were merged keep theirs as they were."""
    return Membership.filter(chapter__merged_into_id__isnull=True)
