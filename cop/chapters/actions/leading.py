"""Who looks after a chapter: handing that over, and that the last one does not leave it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tortoise.transactions import in_transaction

from cop.accounts.actions.roles import OF_CHAPTERS, grant_role
from cop.accounts.audit import record_deed
from cop.accounts.models import Role
from cop.accounts.queries import list_administrators
from cop.accounts.viewer import RoleName
from cop.chapters.actions.seating import end_coordinating
from cop.chapters.models.memberships import State
from cop.chapters.queries.leading import MAY_DECLINE, NAMED, coordinators_of, is_led, may_decline
from cop.chapters.queries.memberships import find_place_of
from cop.chapters.rules.memberships import Deed
from cop.chapters.scopes import chapter_name
from cop.kit.errors import Conflict
from cop.kit.i18n import gettext as _
from profiles.actions.members import hold_profiles
from profiles.queries import find_owner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter
    from cop.chapters.rules.memberships import Step
    from cop.kit.mail import Post
    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member


_OUT: Final = (Deed.LEAVE, Deed.PAUSE, Deed.REMOVE, Deed.BAN)


class LastCoordinator(Conflict):
    """Without this person nobody would look after the chapter."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nobody else looks after this chapter. Name somebody under “Hand over” first, or "
                "ask an administrator to."
            )
        )


class StillCoordinates(Conflict):
    """Who looks after a chapter is an active member of it."""

    def __init__(self) -> None:
        super().__init__(
            _("You look after this chapter. Hand it over and step down first, then pause or leave.")
        )


class CannotSucceed(Conflict):
    """Only an active member who signs in can look after a chapter."""

    def __init__(self) -> None:
        super().__init__(_("Choose an active member of the chapter who has signed in before."))


async def name_successor(
    post: Post, vocabulary: Vocabulary, actor: Viewer, chapter: Chapter, member: Member
) -> None:
    """Let a member look after the chapter from now on; a mail tells them, and they may decline.

    Raises:
        CannotSucceed: they are no active member, or have no account.
    """
    async with in_transaction():
        await hold_profiles([member.id])  # whoever leaves at this moment waits
        owner = await find_owner(member.id)
        place = await find_place_of(chapter, member.id)
        if owner is None or owner.account_id is None or place.state is not State.ACTIVE:
            raise CannotSucceed
        account_id, slug = owner.account_id, chapter.slug
        if await coordinators_of(slug).filter(account_id=account_id).exists():
            return
        await grant_role(actor, account_id, RoleName.COORDINATOR, slug)
        await record_deed(actor, NAMED, f"account:{account_id}", chapter=slug)
        if owner.address:
            await post.queue(
                owner.address,
                "chapter_successor",
                language=owner.language,
                name=owner.name,
                namer=actor.name,
                chapter=chapter,
                called=chapter_name(chapter, vocabulary, owner.language or "en"),
                days=MAY_DECLINE.days,
            )


async def step_down(post: Post, vocabulary: Vocabulary, actor: Viewer, chapter: Chapter) -> None:
    """Look after the chapter no more, and stay its member.

    Raises:
        LastCoordinator: nobody else would, and one was not named for it only lately.
    """
    account_id = actor.account_id or 0
    async with in_transaction():
        is_free = await may_decline(account_id, chapter)
        if await _is_last(account_id, chapter.slug) and not is_free:
            raise LastCoordinator
        if await coordinators_of(chapter.slug).filter(account_id=account_id).delete():
            subject = f"account:{account_id}"
            await record_deed(actor, "chapter.stepped-down", subject, chapter=chapter.slug)
            await end_coordinating(account_id, chapter)
            await tell_unled(post, vocabulary, [chapter])


async def end_leading(actor: Viewer, step: Step) -> None:
    """See to it that who goes out of a chapter does not look after it, and that somebody does.

    Call it inside the transaction that takes the step.

    Raises:
        StillCoordinates: they go by themselves, and have not stepped down before.
        LastCoordinator: they are put out, and nobody else would look after the chapter; an
            administrator may do it all the same.
    """
    owner = await find_owner(step.profile_id) if step.deed in _OUT else None
    if owner is None or owner.account_id is None:
        return
    slug = step.chapter.slug
    held = await Role.filter(account_id=owner.account_id, role__in=[*OF_CHAPTERS], scope=slug)
    leads = any(role.role == RoleName.COORDINATOR for role in held)
    if leads and step.deed in {Deed.LEAVE, Deed.PAUSE}:
        raise StillCoordinates
    if await _is_last(owner.account_id, slug) and not actor.is_administrator:
        raise LastCoordinator
    for role in held:
        await Role.filter(id=role.id).delete()
        subject = f"account:{owner.account_id}"
        await record_deed(actor, "role.revoked", subject, role=role.role, scope=slug)


async def tell_unled(post: Post, vocabulary: Vocabulary, chapters: Sequence[Chapter]) -> None:
    """Tell administrators of those of `chapters` that nobody looks after any more."""
    unled = [one for one in chapters if not await is_led(one.slug)]
    for account in await list_administrators() if unled else ():
        language = account.language or "en"
        await post.queue(
            account.email or "",
            "chapters_unled",
            language=language,
            chapters=[(one, chapter_name(one, vocabulary, language)) for one in unled],
        )


async def _is_last(account_id: int, slug: str) -> bool:
    """Say whether one looks after the chapter, and nobody else does.

    The roles of all who do are locked until the transaction ends: of two who step down at the same
    moment, one waits.
    """
    roles = await coordinators_of(slug).order_by("id").select_for_update()
    is_theirs = account_id in {role.account_id for role in roles}
    return is_theirs and not await is_led(slug, but=account_id)
