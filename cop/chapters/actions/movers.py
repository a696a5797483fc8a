"""What other domains keep about a chapter, moved when it becomes part of another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from tortoise.models import Model

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


async def move_rows(
    model: type[Model], column: str, old: object, new: object, *alike: str
) -> list[int]:
    """Let rows name `new` instead of `old` in a column; return which.

    Those that are `alike` in these columns to one that is there stay where they are.
    """
    held = await model.filter(**{column: new}).values(*alike, "id") if alike else []
    there = {tuple(row[one] for one in alike) for row in held}
    own = await model.filter(**{column: old}).values(*alike, "id")
    moved = [row["id"] for row in own if tuple(row[one] for one in alike) not in there]
    await model.filter(id__in=moved).update(**{column: new})
    return moved


async def return_rows(
    model: type[Model], column: str, old: object, new: object, moved: Sequence[int]
) -> None:
    """Let rows that `move_rows` moved name `old` again, as far as they still name `new`."""
    await model.filter(id__in=moved, **{column: new}).update(**{column: old})


def mover_of_rows(name: str, model: type[Model], *alike: str) -> ChapterMover:
    """Return how the rows of `model` that name a chapter go to another one, and back."""

    async def move(merging: Merging) -> Record:
        gone, kept = merging.gone.id, merging.kept.id
        return {"moved": await move_rows(model, "chapter_id", gone, kept, *alike)}

    return ChapterMover(name, move, way_back(model))


def way_back(model: type[Model]) -> Callable[[Merging, Record], Awaitable[None]]:
    """Return how rows of `model` that name a chapter go back."""

    async def take_back(merging: Merging, record: Record) -> None:
        gone, kept = merging.gone.id, merging.kept.id
        await return_rows(model, "chapter_id", gone, kept, record["moved"])

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
