"""Mails about who asks to join a chapter, what became of it, and who is invited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.ending import end_token
from cop.accounts.queries import find_absent_viewer, list_coordinators
from cop.chapters.actions.paces import keep_notice
from cop.chapters.models.notices import About, Notice, Often
from cop.chapters.queries.paces import get_paces, map_general
from cop.chapters.rules.memberships import Deed
from cop.chapters.scopes import chapter_name
from cop.contact.queries.messages import list_silent
from cop.kit.clock import now
from cop.kit.mail import one_click
from profiles.access import see_members
from profiles.queries import find_owner, list_owners

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cop.chapters.rules.memberships import Step
    from cop.chapters.rules.seats import Offer
    from cop.kit.mail import Post
    from cop.kit.outbox import Mail
    from cop.vocabulary.concepts import Vocabulary

END: Final = "end of mails from chapters"  # what the token is for

_TO_MEMBER: Final[Mapping[Deed, str]] = {
    Deed.APPROVE: "chapter_approved",
    Deed.REFUSE: "chapter_refused",
    Deed.INVITE: "chapter_invitation",
}


async def tell(post: Post, vocabulary: Vocabulary, steps: Sequence[Step]) -> None:
    """Write the mails that steps of one deed in one chapter ask for.

    Call it inside the transaction that takes them. Who has chosen to be told together with other
    things is told later, or never; answers to one's own request do not wait. Whoever asks, or is
    invited, twice in a day is written about once.
    """
    deed = steps[0].deed
    if deed is Deed.ASK:
        for step in steps:
            await _tell_coordinators(post, vocabulary, step)
    elif deed in _TO_MEMBER:
        await _tell_members(post, vocabulary, steps)


async def _tell_coordinators(post: Post, vocabulary: Vocabulary, step: Step) -> None:
    """Tell each coordinator, who sees the asker as members do."""
    for account in await list_coordinators(step.chapter.slug):
        often = (await get_paces(account.id)).of(About.REQUEST, step.chapter.id)
        if often is not Often.AT_ONCE:
            await keep_notice(often, _notice(account.id, About.REQUEST, step))
            continue
        for member in await see_members([step.profile_id], await find_absent_viewer(account)):
            await post.queue(
                account.email or "",
                "chapter_request",
                language=account.language,
                key=_once_a_day(step, account.id),
                chapter=step.chapter,
                called=chapter_name(step.chapter, vocabulary, account.language or "en"),
                member=member,
                words=step.words,
                **ending(post, account.id),
            )


async def _tell_members(post: Post, vocabulary: Vocabulary, steps: Sequence[Step]) -> None:
    """Tell the members; an invitation comes by mail only to who takes messages."""
    step_of = {step.profile_id: step for step in steps}
    chapter, deed = steps[0].chapter, steps[0].deed
    is_invited = deed is Deed.INVITE
    silent = await list_silent(step_of) if is_invited else set[int]()
    owners = [
        one for one in await list_owners(step_of) if one.address and one.profile_id not in silent
    ]
    paces = await map_general([one.account_id for one in owners if one.account_id])
    mails: list[Mail] = []
    for owner in owners:
        often = paces.get(owner.account_id or 0, Often.AT_ONCE)
        step = step_of[owner.profile_id]
        if is_invited and owner.account_id and often is not Often.AT_ONCE:
            await keep_notice(often, _notice(owner.account_id, About.INVITATION, step))
        elif often is not Often.OFF:
            mails.append(
                post.write(
                    owner.address or "",
                    _TO_MEMBER[deed],
                    language=owner.language,
                    key=_once_a_day(step) if is_invited else None,
                    chapter=chapter,
                    called=chapter_name(chapter, vocabulary, owner.language or "en"),
                    name=owner.name,
                    words=step.words,
                    **ending(post, owner.account_id),
                )
            )
    await post.queue_all(mails)


def ending(post: Post, account_id: int | None) -> dict[str, Any]:
    """Return what lets the reader of a mail end such mails with one click.

    Who has no account yet cannot have chosen anything.

    Source: RFC 8058.
    """
    if account_id is None:
        return {"end": ""}
    end = f"/notices/{end_token(post.settings.cop_data, END, account_id)}"
    return {"end": end, "headers": one_click(f"{post.settings.base_url}{end}")}


def _notice(account_id: int, about: About, step: Step) -> Notice:
    return Notice(
        account_id=account_id,
        chapter_id=step.chapter.id,
        about=about,
        profile_id=step.profile_id,
    )


async def tell_of_seat(
    post: Post, vocabulary: Vocabulary, offer: Offer, *, is_held: bool = False
) -> None:
    """Tell a member which seat they are offered, or asked to keep, once a day.

    Call it inside the transaction.
    """
    owner = await find_owner(offer.profile_id)
    if owner is None or not owner.address:
        return
    chapter = offer.chapter
    await post.queue(
        owner.address,
        "chapter_seat",
        language=owner.language,
        key=f"seat:{offer.kind}:{is_held:d}:{chapter.id}:{owner.profile_id}:{now():%Y-%m-%d}",
        chapter=chapter,
        called=chapter_name(chapter, vocabulary, owner.language or "en"),
        name=owner.name,
        kind=offer.kind,
        ends_on=offer.ends_on,
        is_held=is_held,
    )


def _once_a_day(step: Step, reader: int = 0) -> str:
    return f"{step.deed}:{step.chapter.id}:{step.profile_id}:{reader}:{now():%Y-%m-%d}"
