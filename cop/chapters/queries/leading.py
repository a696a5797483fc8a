"""Reading who looks after chapters."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from cop.accounts.models import AuditRow, Role
from cop.accounts.viewer import RoleName
from cop.chapters.models.chapters import Chapter
from cop.chapters.queries.known import standing
from cop.chapters.rules.states import Stage
from cop.kit.clock import now

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet

MAY_DECLINE: Final = timedelta(days=30)  # who was named, even where they are the last
NAMED: Final = "chapter.successor-named"


async def count_unled_chapters() -> int:
    """Return how many open chapters have no coordinator, never had one or lost the last."""
    unled = standing().exclude(slug__in=await list_led_slugs())
    return await unled.exclude(state=Stage.CLOSED).count()


async def list_led_slugs() -> list[str]:
    """Return the slugs of the chapters that have a coordinator."""
    led = await Role.filter(role=RoleName.COORDINATOR.value).values_list("scope", flat=True)
    return [str(one) for one in led]


async def may_decline(account_id: int, chapter: Chapter) -> bool:
    """Say whether somebody was named lately, without having been asked before."""
    named = AuditRow.filter(
        subject=f"account:{account_id}", action=NAMED, at__gt=now() - MAY_DECLINE
    )
    return any(row.detail["chapter"] == chapter.slug for row in await named)


async def list_led_by(account_id: int) -> list[Chapter]:
    """Return the chapters that the holder of the account looks after."""
    held = Role.filter(account_id=account_id, role=RoleName.COORDINATOR.value)
    return await Chapter.filter(slug__in=await held.values_list("scope", flat=True)).order_by("id")


async def list_led_alone(account_id: int) -> list[Chapter]:
    """Return the chapters that nobody but the holder of the account looks after."""
    led = await list_led_by(account_id)
    return [one for one in led if not await is_led(one.slug, but=account_id)]


async def is_led(slug: str, *, but: int = 0) -> bool:
    """Say whether anybody but the holder of one account looks after the chapter."""
    return (
        await coordinators_of(slug).filter(account__banned_at=None).exclude(account_id=but).exists()
    )


def coordinators_of(slug: str) -> QuerySet[Role]:
    """Return the roles of those who look after the chapter."""
    return Role.filter(role=RoleName.COORDINATOR.value, scope=slug)
