"""Reading what was reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.contact.models import Message, Report
from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _
from profiles.access import see_members
from profiles.queries import find_owner, map_ids_of

if TYPE_CHECKING:
    from cop.accounts.models import Account
    from cop.accounts.viewer import Viewer
    from profiles.member import Member

DECIDED_SHOWN: Final = 20


class NoSuchReport(NotFound):
    """There is no report with this number."""

    def __init__(self) -> None:
        super().__init__(_("There is no such report."))


@dataclass(frozen=True, slots=True)
class Reported:
    """A report, and what it is about; None where that is gone."""

    report: Report
    profile_id: int | None
    account_id: int | None
    message: Message | None = None
    member: Member | None = None
    reporter: Account | None = None


async def get_reported(number: int) -> Reported:
    """Return the report with this number and whom it is about.

    Raises:
        NoSuchReport: there is none.
    """
    report = await Report.get_or_none(id=number).select_related("reporter")
    if report is None:
        raise NoSuchReport
    return await _trace(report)


async def list_open_reports(viewer: Viewer) -> list[Reported]:
    """Return what waits for a decision, the oldest first, as an administrator sees it."""
    return await _shown(
        await Report.filter(state="open").order_by("id").select_related("reporter"), viewer
    )


async def list_decided_reports(viewer: Viewer) -> list[Reported]:
    """Return the last decisions."""
    decided = Report.exclude(state="open").order_by("-decided_at", "-id").limit(DECIDED_SHOWN)
    return await _shown(await decided.select_related("reporter"), viewer)


async def _shown(reports: list[Report], viewer: Viewer) -> list[Reported]:
    traced = [await _trace(report) for report in reports]
    ids = {one.profile_id for one in traced if one.profile_id}
    members = {member.id: member for member in await see_members(ids, viewer)}
    return [
        Reported(
            one.report,
            one.profile_id,
            one.account_id,
            one.message,
            members.get(one.profile_id or 0),
            one.reporter,
        )
        for one in traced
    ]


async def _trace(report: Report) -> Reported:
    """Find what a report is about."""
    kind, _colon, number = report.subject.partition(":")
    if kind == "profile":
        owner = await find_owner(int(number))
        return Reported(
            report,
            owner.profile_id if owner else None,
            owner.account_id if owner else None,
            reporter=report.reporter,
        )
    message = await Message.get_or_none(id=int(number))
    account = message.sender_id if message else None
    profile = (await map_ids_of([account])).get(account) if account else None
    return Reported(report, profile, account, message, reporter=report.reporter)
