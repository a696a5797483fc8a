"""Reporting somebody, and deciding about a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.models import Account
from cop.contact.actions.blocks import block_account
from cop.contact.models import Deed, Reason, Report
from cop.contact.queries.messages import A_DAY
from cop.contact.queries.reports import get_reported
from cop.kit.clock import now
from cop.kit.errors import Conflict, TooMany
from cop.kit.i18n import gettext as _
from profiles.actions.hiding import hide_profile, shut_out
from profiles.queries import find_owner

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from cop.contact.queries.reports import Reported
    from cop.kit.mail import Post

REPORTS_A_DAY: Final = 20


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why, in the member's own words too, and whether the two shall be parted."""

    reason: Reason
    words: str
    block: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done, and why: words that both may read."""

    deed: Deed
    words: str


class ReportedTooMuch(TooMany):
    """More reports in a day than one person would write."""


class AlreadyDecided(Conflict):
    """Somebody else decided it a moment ago."""

    def __init__(self) -> None:
        super().__init__(_("This report has been decided already."))


class NothingThere(Conflict):
    """What was reported is gone, or nobody stands behind it."""

    def __init__(self) -> None:
        super().__init__(_("The profile or account is gone; the report can only be dismissed."))


async def report(viewer: Viewer, subject: str, form: Complaint, *, account_id: int | None) -> None:
    """Tell the administrators of something; what waits for them already is not told twice.

    Args:
        viewer: who tells; the person reported never learns it.
        subject: "profile:12" or "message:7".
        form: why.
        account_id: whose it is, to be blocked if the reporter wants that.

    Raises:
        ReportedTooMuch: this person has reported enough for a day.
    """
    async with in_transaction():
        await Account.filter(id=viewer.account_id).select_for_update().first()  # one at a time
        mine = Report.filter(reporter_id=viewer.account_id)
        if not await mine.filter(subject=subject, state="open").exists():
            if await mine.filter(at__gt=now() - A_DAY).count() >= REPORTS_A_DAY:
                raise ReportedTooMuch(_("You have reported a lot today. Write again tomorrow."))
            await Report.create(
                reporter_id=viewer.account_id, subject=subject, reason=form.reason, words=form.words
            )
        if form.block and account_id is not None:
            await block_account(viewer, account_id)


async def decide_report(post: Post, actor: Viewer, number: int, form: Decision) -> None:
    """Decide about a report and tell the two whom it concerns, neither of the other.

    Raises:
        NoSuchReport: there is none.
        AlreadyDecided: of two administrators one decides.
        NothingThere: there is nobody to hide or to shut out.
    """
    reported = await get_reported(number)
    dismissed = form.deed is Deed.DISMISS
    async with in_transaction():
        if not await Report.filter(id=number, state="open").update(
            state="dismissed" if dismissed else "acted",
            decided_by=actor.account_id,
            decided_at=now(),
            decision=form.words,
        ):
            raise AlreadyDecided
        if not dismissed:
            await _act(post, actor, reported, form)
        await record_deed(
            actor,
            "report.decided",
            f"report:{number}",
            deed=form.deed.value,
            about=reported.report.subject,
        )
        reporter = reported.reporter
        if reporter is not None and reporter.email and not reporter.banned_at:
            await post.queue(
                reporter.email,
                "report_decided",
                language=reporter.language,
                key=f"report:{number}:decided",
                acted=not dismissed,
                words=form.words,
            )


async def _act(post: Post, actor: Viewer, reported: Reported, form: Decision) -> None:
    """Hide the profile and, where that was decided, shut the account out."""
    bans = form.deed is Deed.BAN
    if (reported.account_id if bans else reported.profile_id) is None:
        raise NothingThere
    owner = await find_owner(reported.profile_id) if reported.profile_id else None
    if bans:
        await shut_out(actor, reported.account_id or 0, form.words)
    elif owner is not None:
        await hide_profile(actor, owner.profile_id)
    if owner is not None and owner.account_id and owner.address:
        await post.queue(
            owner.address,
            "report_acted",
            language=owner.language,
            key=f"report:{reported.report.id}:acted",
            banned=bans,
            words=form.words,
        )
