"""Deleting people whom somebody brought in and who have not answered (GDPR, Article 14)."""

from __future__ import annotations

from typing import Final

from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.events.actions.forgetting import forget_in_calendars
from cop.kit.clock import now
from cop.kit.outbox import Mail
from cop.privacy.actions.erasure import forget_imports
from profiles.actions.members import delete_profiles
from profiles.exchange.inviting import ANSWER_WITHIN, UNANSWERED, invitation_key
from profiles.models import Profile

AT_ONCE: Final = 200  # an hour; so many do not keep others from writing


async def forget_unanswered() -> int:
    """Delete who was brought in, was asked or not, and has not agreed for 60 days; return how many.

    Whoever was published on somebody's word that they agreed, or has signed in and taken the
    profile over, has answered.
    """
    long_ago = now() - ANSWER_WITHIN
    due = Q(invited_at__lt=long_ago) | Q(invited_at__isnull=True, joined_at__lt=long_ago)
    async with in_transaction():
        waiting = Profile.filter(UNANSWERED & due).order_by("id").limit(AT_ONCE)
        people = await waiting.select_for_update()
        if not people:
            return 0
        ids = [one.id for one in people]
        words = {word for one in people for word in (one.email, one.name) if word}
        await forget_imports(ids, words)
        await forget_in_calendars(words)
        await Mail.filter(key__in=[invitation_key(one) for one in ids]).delete()
        for one in ids:
            await record_deed(None, "profile.unanswered", f"profile:{one}")
        await delete_profiles(ids)
    return len(ids)
