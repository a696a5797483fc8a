"""That somebody looks after a chapter: the last one does not leave it alone, or is missed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.queries import list_administrators
from cop.accounts.viewer import Writes
from cop.chapters.actions.seating import end_coordinating
from cop.chapters.models.chapters import Chapter
from cop.chapters.queries.leading import (
    coordinators_of,
    find_unled,
    is_led,
    list_led_slugs,
    map_coordinators,
)
from cop.chapters.rules.memberships import NOT_LEADING, Deed
from cop.chapters.scopes import chapter_name
from cop.kit.errors import Conflict, Forbidden
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.accounts.viewer import Viewer
    from cop.chapters.rules.memberships import Step
    from cop.kit.mail import Post
    from cop.vocabulary.concepts import Vocabulary

_OUT: Final = NOT_LEADING | {Deed.REMOVE, Deed.BAN}


class LastCoordinator(Conflict):
    """Without this person nobody would look after the chapter."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nobody else looks after this chapter. Ask somebody under “Hand over” first: once "
                "they have accepted, you can go. An administrator can help."
            )
        )


class StillCoordinates(Conflict):
    """Who looks after a chapter is an active member of it."""

    def __init__(self) -> None:
        super().__init__(
            _("You look after this chapter. Hand it over and step down first, then pause or leave.")
        )


async def step_down(actor: Viewer, chapter: Chapter) -> None:
    """Look after the chapter no more, and stay its member.

    Raises:
        LastCoordinator: nobody else would.
    """
    account_id = actor.account_id or 0
    async with in_transaction():
        if await _is_last(account_id, chapter.slug):
            raise LastCoordinator
        if await end_coordinating(account_id, chapter):
            subject = f"account:{account_id}"
            await record_deed(actor, "chapter.stepped-down", subject, chapter=chapter.slug)


async def end_leading(actor: Viewer, steps: Sequence[Step]) -> None:
    """See to it that who goes out of a chapter does not look after it, and that somebody does.

    Call it inside the transaction that takes these steps of one deed in one chapter.

    Raises:
        StillCoordinates: they go by themselves, and have not stepped down before.
        LastCoordinator: they are put out, and nobody else would look after the chapter; an
            administrator may do it all the same.
        Forbidden: they are put out by a program that decides about members only.
    """
    deed, chapter = steps[0].deed, steps[0].chapter
    leading = await map_coordinators(chapter.slug) if deed in _OUT else {}
    for account_id in [leading[one.profile_id] for one in steps if one.profile_id in leading]:
        if deed in NOT_LEADING:
            raise StillCoordinates
        if actor.writes < Writes.ALL:  # it takes a role, which no undoing gives back
            raise Forbidden(_("This token does not reach so far."))
        if await _is_last(account_id, chapter.slug) and not actor.is_administrator:
            raise LastCoordinator
        if await end_coordinating(account_id, chapter):
            detail = {"role": "coordinator", "scope": chapter.slug}
            await record_deed(actor, "role.revoked", f"account:{account_id}", **detail)


async def tell_unled(post: Post, vocabulary: Vocabulary) -> int:
    """Tell administrators which chapters have lost their last coordinator; return how many have.

    There are many ways to lose one, and some begin where nobody knows chapters: so it is looked
    at from time to time who is led. Several workers may do it at once.
    """
    async with in_transaction():
        await Chapter.filter(slug__in=await list_led_slugs(), was_led=False).update(was_led=True)
        lost = (await find_unled()).filter(was_led=True).order_by("id")
        chapters = await lost.select_for_update()
        await Chapter.filter(id__in=[one.id for one in chapters]).update(was_led=False)
        for account in await list_administrators() if chapters else ():
            language = account.language or "en"
            await post.queue(
                account.email or "",
                "chapters_unled",
                language=language,
                chapters=[(one, chapter_name(one, vocabulary, language)) for one in chapters],
            )
    return len(chapters)


async def _is_last(account_id: int, slug: str) -> bool:
    """Say whether one looks after the chapter, and nobody else does.

    The roles of all who do are locked until the transaction ends: of two who step down at the same
    moment, one waits.
    """
    roles = await coordinators_of(slug).order_by("id").select_for_update()
    is_theirs = account_id in {role.account_id for role in roles}
    return is_theirs and not await is_led(slug, but=account_id)
