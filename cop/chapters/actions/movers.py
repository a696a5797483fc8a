"""What other domains keep about a chapter, moved when it becomes part of another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from tortoise.models import Model
    from tortoise.queryset import QuerySet

    from cop.chapters.models.chapters import Chapter

Record: TypeAlias = "dict[str, Any]"


@dataclass(frozen=True, slots=True)
class Merging:
    """Which chapter becomes part of which."""

    gone: Chapter
    kept: Chapter


@dataclass(frozen=True, slots=True)
class ChapterMover:
    """How one kind of thing goes from a chapter to another, and back.

    Attributes:
        name: under which the record of what moved is kept, which names nobody.
        move: moves it and returns what `take_back` needs.
        take_back: called with what `move` returned.
    """

    name: str
    move: Callable[[Merging], Awaitable[Record]]
    take_back: Callable[[Merging, Record], Awaitable[None]]


async def list_moving(own: QuerySet[Any], there: QuerySet[Any], *alike: str) -> list[int]:
    """Return the rows of `own` that are `alike` in these columns to none of those `there`."""
    held = {tuple(row[one] for one in alike) for row in await there.values(*alike)} if alike else ()
    rows = await own.values("id", *alike)
    return [row["id"] for row in rows if tuple(row[one] for one in alike) not in held]


def mover_of_rows(name: str, model: type[Model], *alike: str) -> ChapterMover:
    """Return how the rows of `model` that name a chapter go to another one, and back.

    Those that are `alike` in these columns to one that is there stay where they are.
    """

    async def move(merging: Merging) -> Record:
        own, there = [model.filter(chapter_id=one.id) for one in (merging.gone, merging.kept)]
        moved = await list_moving(own, there, *alike)
        await model.filter(id__in=moved).update(chapter_id=merging.kept.id)
        return {"moved": moved}

    return ChapterMover(name, move, way_back(model))


def way_back(model: type[Model]) -> Callable[[Merging, Record], Awaitable[None]]:
    """Return how rows of `model` go back to a chapter, as far as they are still where they went."""

    async def take_back(merging: Merging, record: Record) -> None:
        moved = model.filter(id__in=record["moved"], chapter_id=merging.kept.id)
        await moved.update(chapter_id=merging.gone.id)

    return take_back


@dataclass(frozen=True, slots=True)
class ChapterMovers:
    """All movers, from `cop.domains`."""

    movers: Sequence[ChapterMover]

    async def move(self, merging: Merging) -> Record:
        """Move everything; return what `take_back` needs."""
        return {one.name: await one.move(merging) for one in self.movers}

    async def take_back(self, merging: Merging, record: Record) -> None:
        """Move everything back."""
        for one in self.movers:
            if one.name in record:
                await one.take_back(merging, record[one.name])
