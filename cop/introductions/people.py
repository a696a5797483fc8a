"""Whom a member might meet, and whom they have answered about, as they may see them now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.accounts.viewer import ANY_MEMBER
from cop.contact.queries.messages import list_partners, list_silent
from cop.introductions.models import LATER, Answer
from cop.introductions.queries import (
    find_answered,
    has_digest,
    list_answered,
    list_set_aside,
    list_to_ask,
)
from cop.kit.clock import now
from matching.pairs import see_pair
from matching.suggestions import see_suggestions
from profiles.access import find_seen, see_members, see_members_at

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from cop.accounts.viewer import Viewer
    from cop.introductions.models import Suggested
    from matching.matcher import Matcher
    from matching.pairs import Between
    from matching.suggestions import Suggestion
    from profiles.member import Member

SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody whom the member has answered about; `back_at` is when who was put off comes back."""

    member: Member
    answer: Answer
    answered_at: datetime | None
    helped: bool | None
    back_at: datetime | None


@dataclass(frozen=True, slots=True)
class Matches:
    """What the page of matches shows.

    Attributes:
        suggested: whom to meet, the best first.
        silent: the profiles of those of them who take no messages.
        is_found: members find the asker; else they can write to nobody.
        by_mail: new ones are told by mail.
        aside: who was answered about a moment ago.
        met: of whom to ask whether it helped.
    """

    suggested: Sequence[Suggestion]
    silent: Collection[int]
    is_found: bool
    by_mail: bool
    aside: Answered | None
    met: Member | None


async def see_matches(
    matcher: Matcher, asker: Member, viewer: Viewer, *, within: str, aside: str
) -> Matches:
    """Return the page of `asker`, who is `viewer`.

    Args:
        matcher: of all members.
        asker: as they see themselves.
        viewer: the same.
        within: how far to look, one of `SCOPES`.
        aside: the slug of who was answered about a moment ago, "" for nobody.
    """
    account_id = viewer.account_id or 0
    met = await see_members(await list_to_ask(account_id), viewer)
    suggested = await suggest(matcher, asker, viewer, within=within, most=SHOWN)
    return Matches(
        suggested,
        await list_silent([one.member.id for one in suggested]),
        bool(await find_seen([asker.id], ANY_MEMBER)),
        await has_digest(account_id),
        await _see_aside(aside, viewer),
        met[0] if met else None,
    )


async def suggest(
    matcher: Matcher,
    asker: Member,
    viewer: Viewer,
    *,
    within: str = "world",
    most: int,
    but: Collection[int] = (),
) -> Sequence[Suggestion]:
    """Return whom `asker` might meet: nobody of `but`, whom they answered about or write with."""
    known = await list_set_aside(viewer.account_id or 0) | await list_partners(viewer)
    return await see_suggestions(
        matcher, asker, viewer, within=within, most=most, but=known.union(but)
    )


async def see_answered(viewer: Viewer) -> dict[Answer, list[Answered]]:
    """Return whom `viewer` has answered about and still sees, by answer, the last answer first."""
    rows = {row.profile_id: row for row in await list_answered(viewer.account_id or 0)}
    seen = [_as_answered(one, rows[one.id]) for one in await see_members(rows, viewer)]
    return {answer: [one for one in seen if one.answer is answer] for answer in Answer}


async def see_introducers(
    matcher: Matcher, asker: Member, other: Member, viewer: Viewer
) -> list[Between]:
    """Return up to three members close to both, who take messages."""
    pair = await see_pair(matcher, asker.slug, other.slug, viewer)
    silent = await list_silent([one.member.id for one in pair.between])
    return [one for one in pair.between if one.member.id not in silent]


async def _see_aside(slug: str, viewer: Viewer) -> Answered | None:
    for member in await see_members_at([slug], viewer) if slug else ():
        row = await find_answered(viewer.account_id or 0, member.id)
        return _as_answered(member, row) if row else None
    return None


def _as_answered(member: Member, row: Suggested) -> Answered:
    answer = Answer(row.answer)
    back = row.answered_at + LATER if row.answered_at and answer is Answer.LATER else None
    is_back = back is not None and back <= now()
    return Answered(member, answer, row.answered_at, row.helped, None if is_back else back)
