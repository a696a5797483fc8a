"""Taking an import back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tortoise.transactions import in_transaction

from cop.kit.clock import now
from cop.kit.database import take_turns
from cop.kit.errors import Conflict, NotFound
from cop.kit.i18n import gettext as _
from profiles.actions.members import Draft, delete_profiles, hold_profiles, update_profile
from profiles.member import Tag
from profiles.models import Import, ImportedRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from profiles.models import Profile


class NoSuchImport(NotFound):
    """No import has this number."""


class AlreadyUndone(Conflict):
    """The import was taken back before."""


async def describe_imports() -> list[dict[str, Any]]:
    """Return what was imported, the last first."""
    return [
        {
            "id": run.id,
            "file": run.file_name,
            "started_at": run.started_at,
            "state": "undone" if run.undone_at else "done" if run.finished_at else "interrupted",
            "next_row": run.next_row,
        }
        for run in await Import.all().order_by("-id")
    ]


async def get_import(number: int) -> Import:
    """Return the import with this number.

    Raises:
        NoSuchImport: no import has it.
    """
    run = await Import.get_or_none(id=number)
    if run is None:
        raise NoSuchImport(_("There is no import {number}.").format(number=number))
    return run


async def undo_import(number: int) -> dict[str, Any]:
    """Delete whom the import created and restore whom it updated, in one transaction.

    A profile that has changed since, or that its member has taken over, is left as it is.

    Returns:
        `deleted` and `restored` as numbers, `kept` as the slugs of those left as they are.

    Raises:
        NoSuchImport: no import has this number.
        AlreadyUndone: it was taken back before.
    """
    created: list[int] = []
    kept: list[str] = []
    restored = 0
    async with in_transaction():
        await take_turns("imports")
        run = await get_import(number)
        check_not_undone(run)
        rows = ImportedRow.filter(
            run_id=run.id, outcome__in=["created", "updated"], profile_id__isnull=False
        )
        await hold_profiles([row.profile_id for row in await rows if row.profile_id])
        for row in await rows.prefetch_related("profile"):
            profile = row.profile
            if profile is None or _is_in_use(profile, row):
                kept += [profile.slug] if profile else []
            elif row.outcome == "created":
                created.append(profile.id)
            else:
                await update_profile(profile, _as_draft(row.before or {}))
                restored += 1
        await delete_profiles(created)
        run.undone_at = now()
        await run.save(update_fields=["undone_at"])
    return {"deleted": len(created), "restored": restored, "kept": kept}


def check_not_undone(run: Import) -> None:
    """Let only an import pass that was not taken back.

    Raises:
        AlreadyUndone: it was.
    """
    if run.undone_at:
        raise AlreadyUndone(_("Import {number} was undone before.").format(number=run.id))


def _is_in_use(profile: Profile, row: ImportedRow) -> bool:
    """Say whether somebody has made the profile their own since `row`."""
    claimed = row.outcome == "created" and profile.account_id is not None
    return claimed or profile.version != row.version


def _as_draft(before: Mapping[str, Any]) -> Draft:
    lists = {
        name: tuple(Tag(**tag) for tag in tags) for name, tags in before.get("lists", {}).items()
    }
    return Draft(dict(before.get("values", {})), lists)
