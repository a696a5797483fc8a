"""Reading who looks after chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.models import Role
from cop.accounts.viewer import RoleName
from cop.chapters.models.chapters import Chapter
from cop.chapters.queries.known import standing
from cop.chapters.rules.states import Stage
from profiles.access import find_seen
from profiles.queries import list_ids_of, map_accounts_of

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet

    from cop.accounts.viewer import Viewer


async def count_unled_chapters() -> int:
    """Return how many open chapters have no coordinator, never had one or lost the last."""
    return await (await find_unled()).count()


async def find_unled() -> QuerySet[Chapter]:
    """Return the open chapters that nobody looks after."""
    return standing().exclude(slug__in=await list_led_slugs()).exclude(state=Stage.CLOSED)


async def list_led_slugs() -> list[str]:
    """Return the slugs of the chapters that somebody looks after."""
    return [str(one) for one in await _leading().values_list("scope", flat=True)]


async def list_led_alone(account_id: int) -> list[Chapter]:
    """Return the chapters that nobody but the holder of the account looks after."""
    held = Role.filter(account_id=account_id, role=RoleName.COORDINATOR.value)
    led = Chapter.filter(slug__in=await held.values_list("scope", flat=True)).order_by("id")
    return [one for one in await led if not await is_led(one.slug, but=account_id)]


async def is_led(slug: str, *, but: int) -> bool:
    """Say whether anybody but the holder of one account looks after the chapter."""
    return await _leading().filter(scope=slug).exclude(account_id=but).exists()


def coordinators_of(slug: str) -> QuerySet[Role]:
    """Return the roles of those who look after the chapter, also of who is shut out."""
    return Role.filter(role=RoleName.COORDINATOR.value, scope=slug)


def _leading() -> QuerySet[Role]:
    """Return the roles of those who look after chapters and can sign in."""
    return Role.filter(role=RoleName.COORDINATOR.value, account__banned_at=None)


async def map_coordinators(slug: str) -> dict[int, int]:
    """Return the accounts of those who look after the chapter and have a profile, by profile."""
    accounts = await coordinators_of(slug).values_list("account_id", flat=True)
    return await map_accounts_of(await list_ids_of([int(str(one)) for one in accounts]))


async def name_coordinators(chapter: Chapter, viewer: Viewer) -> dict[int, str]:
    """Return what those who coordinate it are called, by account, but whom `viewer` may not find.

    Who has no profile hides none.
    """
    roles = await coordinators_of(chapter.slug).select_related("account")
    owners = await map_coordinators(chapter.slug)
    seen = await find_seen(owners, viewer)
    unseen = {owner for profile, owner in owners.items() if profile not in seen}
    return {
        one.account_id: one.account.name
        for one in roles
        if one.account.banned_at is None and one.account_id not in unseen
    }
