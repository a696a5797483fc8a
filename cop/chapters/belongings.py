"""What goes along when a chapter becomes part of another one, beside its members, and back.

Who is there in both stays in both: what is left with the chapter that goes is of no effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.models import Role
from cop.chapters.models import ChosenChair, FormerAddress
from cop.chapters.movers import ChapterMover

if TYPE_CHECKING:
    from cop.chapters.movers import Merging, Record


async def move_roles(merging: Merging) -> Record:
    """Let who coordinates or co-chairs the one do so in the other."""
    held = {(one.account_id, one.role) for one in await Role.filter(scope=merging.kept.slug)}
    own = await Role.filter(scope=merging.gone.slug)
    moved = [one.id for one in own if (one.account_id, one.role) not in held]
    await Role.filter(id__in=moved).update(scope=merging.kept.slug)
    return {"moved": moved}


async def return_roles(merging: Merging, record: Record) -> None:
    """Give back the roles that are still held."""
    await Role.filter(id__in=record["moved"]).update(scope=merging.gone.slug)


async def move_chairs(merging: Merging) -> Record:
    """Remember who was to be asked to lead the one as those to ask in the other."""
    chosen = ChosenChair.filter(chapter_id=merging.kept.id)
    held = {int(str(one)) for one in await chosen.values_list("profile_id", flat=True)}
    own = await ChosenChair.filter(chapter_id=merging.gone.id)
    moved = [one.id for one in own if one.profile_id not in held]
    await ChosenChair.filter(id__in=moved).update(chapter_id=merging.kept.id)
    return {"moved": moved}


async def return_chairs(merging: Merging, record: Record) -> None:
    """Remember them where they were."""
    await ChosenChair.filter(id__in=record["moved"]).update(chapter_id=merging.gone.id)


async def move_addresses(merging: Merging) -> Record:
    """Let the address of the one, and its former ones, lead to the other."""
    former = FormerAddress.filter(chapter_id=merging.gone.id)
    slugs = [str(one) for one in await former.values_list("slug", flat=True)]
    await former.update(chapter_id=merging.kept.id)
    await FormerAddress.create(slug=merging.gone.slug, chapter_id=merging.kept.id)
    return {"former": slugs}


async def return_addresses(merging: Merging, record: Record) -> None:
    """Let the addresses lead where they did."""
    await FormerAddress.filter(slug=merging.gone.slug).delete()
    await FormerAddress.filter(slug__in=record["former"]).update(chapter_id=merging.gone.id)


BELONGINGS: Final = (
    ChapterMover("roles", move_roles, return_roles),
    ChapterMover("chairs", move_chairs, return_chairs),
    ChapterMover("addresses", move_addresses, return_addresses),
)
