"""What needs an administrator, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from cop.administration.queries.consistency import check_feed
from cop.administration.queries.drills import find_last_drill
from cop.administration.queries.installation import find_last_backup, find_last_check
from cop.chapters.queries.leading import count_unled_chapters
from cop.contact.models import Report
from cop.kit.outbox import Mail
from cop.vocabulary.queries import list_open_proposals
from profiles.duplicates.queries import list_alike_institutions
from profiles.queries import list_held_ids

if TYPE_CHECKING:
    from datetime import datetime

    from cop.administration.queries.drills import Drill
    from cop.administration.queries.findings import Findings
    from cop.kit.settings import Settings


@dataclass(frozen=True, slots=True)
class Overview:
    """The numbers of the first page.

    Attributes:
        problems: of the last consistency check; None when there was none.
    """

    reports: int
    people: int
    institutions: int
    held: int
    unled: int
    words: int
    proposals: int
    failed_mails: int
    is_followed: bool
    problems: int | None
    checked_at: datetime | None
    backup_at: datetime | None
    drill: Drill | None


async def see_overview(findings: Findings, settings: Settings) -> Overview:
    """Return what waits for an administrator."""
    last = await find_last_check()
    checks = cast("list[dict[str, Any]]", last.detail["checks"]) if last else []
    return Overview(
        reports=await Report.filter(state="open").count(),
        people=len(await findings.people()),
        institutions=len(await list_alike_institutions()),
        held=len(await list_held_ids()),
        unled=await count_unled_chapters(),
        words=len(await findings.words()),
        proposals=len(await list_open_proposals()),
        failed_mails=await Mail.filter(state="failed").count(),
        is_followed=bool((await check_feed())["consistent"]),
        problems=sum(len(one["problems"]) for one in checks) if last else None,
        checked_at=last.at if last else None,
        backup_at=find_last_backup(settings),
        drill=find_last_drill(settings.cop_data),
    )
