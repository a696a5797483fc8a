"""Asking people whom somebody brought in, without their word, whether they want to be here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from cop.kit.clock import now
from cop.kit.i18n import LANGUAGES
from profiles.exchange.undoing import get_import
from profiles.models import Profile
from profiles.queries import whole

if TYPE_CHECKING:
    from cop.kit.mail import Post

ANSWER_WITHIN: Final = timedelta(days=60)
UNANSWERED: Final = Q(account_id__isnull=True, published_at__isnull=True)  # nobody has agreed


async def invite_imported(post: Post, number: int) -> int:
    """Write to everybody whom the import `number` created and nobody has asked; return how many.

    They are told what is kept, that hardly anybody sees it, and when it goes unless they sign in.

    Raises:
        NoSuchImport: no import has this number.
    """
    run = await get_import(number)
    created = Q(imported_rows__run_id=run.id, imported_rows__outcome="created")
    unasked = Q(invited_at__isnull=True, email_key__isnull=False)
    invited = 0
    for profile in await whole(Profile.filter(created & unasked & UNANSWERED).order_by("id")):
        async with in_transaction():
            still = Profile.filter(UNANSWERED & Q(id=profile.id, invited_at__isnull=True))
            if await still.update(invited_at=now()):
                await _invite(post, profile)
                invited += 1
    return invited


async def _invite(post: Post, profile: Profile) -> None:
    spoken = (tag.key for tag in profile.lists.get("languages", ()))
    await post.queue(
        profile.email,
        "invitation",
        language=next((one for one in spoken if one in LANGUAGES), "en"),
        key=invitation_key(profile.id),
        name=profile.name,
        until=now() + ANSWER_WITHIN,
    )


def invitation_key(profile_id: int) -> str:
    """Return what makes the invitation of one person the only one."""
    return f"invitation:{profile_id}"
