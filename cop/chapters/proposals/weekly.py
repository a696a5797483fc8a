"""Once a week: which chapters the graph proposes anew, and which it has come to see in two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, cast

from tortoise.transactions import in_transaction

from cop.accounts.queries import list_administrators
from cop.chapters.actions.notices import ending
from cop.chapters.models.notices import Often
from cop.chapters.models.proposals import Drift, ToldProposal, WeeklyLook
from cop.chapters.proposals.dismissing import is_known
from cop.chapters.proposals.forming import find_drifting, propose_chapters, survey
from cop.chapters.proposals.telling import in_short, tell_halves, tell_reason
from cop.chapters.queries.chapters import list_chapters_at
from cop.chapters.queries.paces import get_paces
from cop.chapters.scopes import chapter_name, scope_name
from cop.kit.clock import now
from cop.kit.i18n import use_language
from matching.sketches import sketch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from cop.accounts.models import Account
    from cop.chapters.models.chapters import Chapter
    from cop.chapters.proposals.telling import Short
    from cop.kit.mail import Post
    from cop.vocabulary.concepts import Vocabulary
    from matching.matcher import Matcher
    from matching.proposals import Proposal

EVERY: Final = timedelta(days=7)
CLAIMED_FOR: Final = timedelta(hours=3)  # a worker that died only delays
TOLD: Final = 10  # proposals in one mail; how many more there are it says
_ROW: Final = 1


@dataclass(frozen=True, slots=True)
class _New:
    """What administrators have not been told before."""

    proposals: Sequence[Proposal]
    drifting: Sequence[tuple[Chapter, Sequence[Short]]]


async def look_weekly(post: Post, matcher: Matcher, vocabulary: Vocabulary) -> int:
    """Look at the graph if a week has passed, and mail administrators what is new in it.

    Several workers may do it at once. Nothing new is no mail. While the matcher has not read the
    members, it waits. Returns how many mails were written.
    """
    claimed = await _claim() if matcher.snapshots else None
    if claimed is None:
        return 0
    land = await survey(matcher, vocabulary)
    proposed = [one.proposal for one in await propose_chapters(land, vocabulary, "en")]
    drifting = await find_drifting(land, vocabulary, "en")
    async with in_transaction():
        mine = WeeklyLook.filter(id=_ROW, due_at=claimed)
        if not await mine.update(due_at=now() + EVERY):
            return 0
        readers = [one for one in await list_administrators() if await _reads(one)]
        new = _New(
            await _remember_proposals(proposed) if readers else (),
            await _remember_drifts({one.slug: in_short(one.halves) for one in drifting}),
        )
        if not new.proposals and not new.drifting:
            return 0
        for reader in readers:
            await _mail(post, vocabulary, reader, new)
        return len(readers)


async def find_drift(chapter: Chapter) -> Sequence[Short] | None:
    """Return the two communities that the chapter's members formed when last looked at."""
    row = await Drift.get_or_none(chapter=chapter)
    return cast("Sequence[Short]", row.halves) if row else None


async def _claim() -> datetime | None:
    """Return until when the look is ours; None where it is not due, or another worker's."""
    await WeeklyLook.bulk_create([WeeklyLook(id=_ROW, due_at=now())], ignore_conflicts=True)
    claimed = now() + CLAIMED_FOR
    due = WeeklyLook.filter(id=_ROW, due_at__lte=now())
    return claimed if await due.update(due_at=claimed) else None


async def _reads(account: Account) -> bool:
    return (await get_paces(account.id)).general is not Often.OFF


async def _remember_proposals(proposed: Sequence[Proposal]) -> list[Proposal]:
    """Return those that were told neither by their name nor by their people, told from now on."""
    told = await ToldProposal.all()
    names = {(one.kind, one.scope) for one in told}
    new = [
        one for one in proposed if (one.kind, one.scope) not in names and not is_known(one, told)
    ]
    rows = [
        ToldProposal(
            kind=one.kind, scope=one.scope, size=len(one.members), sketch=sketch(one.members)
        )
        for one in new
    ]
    await ToldProposal.bulk_create(rows)
    return new


async def _remember_drifts(
    drifting: Mapping[str, Sequence[Short]],
) -> list[tuple[Chapter, Sequence[Short]]]:
    """Keep which chapters drift apart now, and return those that did not before."""
    chapters = {one.slug: one for one in await list_chapters_at(drifting)}
    before = {one.chapter_id for one in await Drift.all()}
    await Drift.exclude(chapter_id__in=[one.id for one in chapters.values()]).delete()
    for slug, chapter in chapters.items():
        halves = [[*one] for one in drifting[slug]]
        if not await Drift.filter(chapter=chapter).update(halves=halves):
            await Drift.create(chapter=chapter, halves=halves)
    return [(one, drifting[slug]) for slug, one in chapters.items() if one.id not in before]


async def _mail(post: Post, vocabulary: Vocabulary, reader: Account, new: _New) -> None:
    """Write the mail; call it inside the transaction that remembers what it tells."""
    language = reader.language or "en"
    with use_language(language):
        proposals = [
            (
                scope_name(one.kind, one.scope, vocabulary, language),
                tell_reason(one, vocabulary, language),
            )
            for one in new.proposals[:TOLD]
        ]
        drifting = [
            (
                chapter,
                chapter_name(chapter, vocabulary, language),
                tell_halves(halves, vocabulary, language),
            )
            for chapter, halves in new.drifting
        ]
    await post.queue(
        reader.email or "",
        "new_proposals",
        language=language,
        name=reader.name,
        proposals=proposals,
        more=max(0, len(new.proposals) - TOLD),
        drifting=drifting,
        **ending(post, reader.id),
    )
