"""Mails about who asks to join a chapter, what became of it, and who is invited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.queries import find_absent_viewer, list_coordinators
from cop.chapters.memberships import Deed
from cop.chapters.queries import chapter_name
from cop.contact.queries.messages import list_silent
from cop.kit.clock import now
from profiles.access import see_members
from profiles.queries import list_owners

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cop.chapters.memberships import Step
    from cop.kit.mail import Post
    from cop.vocabulary.concepts import Vocabulary

_TO_MEMBER: Final[Mapping[Deed, str]] = {
    Deed.APPROVE: "chapter_approved",
    Deed.REFUSE: "chapter_refused",
    Deed.INVITE: "chapter_invitation",
}


async def tell(post: Post, vocabulary: Vocabulary, steps: Sequence[Step]) -> None:
    """Write the mails that steps of one deed in one chapter ask for.

    Call it inside the transaction that takes them. Whoever asks, or is invited, twice in a day is
    written about once.
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
            )


async def _tell_members(post: Post, vocabulary: Vocabulary, steps: Sequence[Step]) -> None:
    """Tell the members; an invitation comes by mail only to who takes messages."""
    step_of = {step.profile_id: step for step in steps}
    chapter, deed = steps[0].chapter, steps[0].deed
    silent = await list_silent(step_of) if deed is Deed.INVITE else set[int]()
    await post.queue_all(
        [
            post.write(
                owner.address,
                _TO_MEMBER[deed],
                language=owner.language,
                key=_once_a_day(step_of[owner.profile_id]) if deed is Deed.INVITE else None,
                chapter=chapter,
                called=chapter_name(chapter, vocabulary, owner.language or "en"),
                name=owner.name,
                words=step_of[owner.profile_id].words,
            )
            for owner in await list_owners(step_of)
            if owner.address and owner.profile_id not in silent
        ]
    )


def _once_a_day(step: Step, reader: int = 0) -> str:
    return f"{step.deed}:{step.chapter.id}:{step.profile_id}:{reader}:{now():%Y-%m-%d}"
