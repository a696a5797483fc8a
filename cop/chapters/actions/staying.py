"""Whether who has long been in a chapter still wants to be: asked once a year, and quietly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from tortoise.expressions import Subquery
from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.queries import is_reached
from cop.chapters.actions.paces import keep_notice
from cop.chapters.models.memberships import Membership
from cop.chapters.models.notices import About, Notice
from cop.chapters.queries.paces import get_paces
from cop.chapters.queries.staying import YEAR, is_long
from cop.kit.clock import now
from profiles.actions.members import hold_profiles
from profiles.queries import list_ids_of

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter

AT_ONCE: Final = 200  # members an hour


async def stay(actor: Viewer, chapter: Chapter) -> bool:
    """Note that who has long been in the chapter still wants to be; say whether that was asked."""
    async with in_transaction():
        for profile_id in await list_ids_of([actor.account_id or 0]):
            place = Membership.filter(is_long(), chapter=chapter, profile_id=profile_id)
            if await place.update(confirmed_at=now()):
                subject = f"profile:{profile_id}"
                await record_deed(actor, "membership.confirmed", subject, chapter=chapter.slug)
                return True
        return False


async def ask_who_stays() -> int:
    """Let a mail ask who has long been in chapters, of all of them at once; return how many.

    Nobody is asked twice in a year. Several workers may do it at once.
    """
    lately = Membership.filter(asked_at__gt=now() - YEAR).values("profile_id")
    found = Membership.filter(is_long(), is_reached("profile__account__"))
    found = found.exclude(profile_id__in=Subquery(lately))
    rows = await found.distinct().limit(AT_ONCE).values_list("profile_id", "profile__account_id")
    asked = [await _ask(*pair) for pair in cast("list[tuple[int, int]]", rows)]
    return sum(asked)


async def _ask(profile_id: int, account_id: int) -> bool:
    async with in_transaction():
        await hold_profiles([profile_id])  # of two workers one waits
        if await Membership.exists(profile_id=profile_id, asked_at__gt=now() - YEAR):
            return False
        places = await Membership.filter(is_long(), profile_id=profile_id)
        ids = [one.id for one in places]
        await Membership.filter(id__in=ids).update(asked_at=now())
        paces = await get_paces(account_id)
        for place in places:
            notice = Notice(
                account_id=account_id,
                chapter_id=place.chapter_id,
                about=About.STAYING,
                profile_id=profile_id,
            )
            await keep_notice(paces.general, notice)
        return bool(places)
