"""Merging two profiles of one person, and taking it back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from tortoise.expressions import F, Q
from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.models import Account
from cop.kit.changes import record_changes
from cop.kit.clock import now
from cop.kit.errors import Conflict, NotFound
from cop.kit.i18n import gettext as _
from profiles.actions.members import KIND, share_with_chapters
from profiles.duplicates.merging import work_out
from profiles.duplicates.queries import KEPT_FOR
from profiles.member import Tag
from profiles.models import ImportedRow, Institution, Merge, Profile, ProfileTag, SharedWith
from profiles.queries import whole
from profiles.stored import map_chapters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.accounts.viewer import Viewer
    from profiles.duplicates.merging import Outcome
    from profiles.duplicates.movers import Movers, Record

_MOMENTS = (
    *("published_at", "hidden_at", "kept_hidden_at", "held_at", "invited_at"),
    *("joined_at", "updated_at", "confirmed_at", "reminded_at"),
)


class ChangedMeanwhile(Conflict):
    """One of the two was edited, merged or deleted since they were compared."""

    def __init__(self) -> None:
        super().__init__(_("One of the two has changed since you compared them. Compare again."))


class NoSuchMerge(NotFound):
    """There is no such merge, or what it took away is kept no more."""


class CannotUndo(Conflict):
    """Something else has taken the place of what went."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Who stays and who goes, with the versions that were compared."""

    kept: int
    gone: int
    kept_version: int
    gone_version: int


async def merge_people(
    actor: Viewer, compared: Compared, choices: Mapping[str, str], movers: Movers
) -> int:
    """Make one profile of two and return the number of the merge.

    Raises:
        ChangedMeanwhile: somebody was faster.
    """
    async with in_transaction():
        await _claim(compared)
        profiles = {one.id: one for one in await whole(_both(compared))}
        kept, gone = profiles[compared.kept], profiles[compared.gone]
        outcome = work_out(kept, gone, choices)
        record = await _keep_record(gone)
        record["moved"] = await movers.move(gone.id, kept.id)
        shared = await map_chapters([gone.id])  # what the movers have left of it
        record["shared"] = sorted(shared[gone.id] - kept.chapters)
        merge = await Merge.create(
            kind="profile",
            kept=kept.id,
            gone=record,
            before=_before(kept, outcome),
            actor_id=actor.account_id,
        )
        await Profile.filter(id=gone.id).delete()
        await _write(kept.id, outcome.values, outcome.lists)
        await share_with_chapters({(kept.id, chapter) for chapter in record["shared"]})
        await record_deed(
            actor, "profile.merged", f"profile:{kept.id}", gone=gone.id, merge=merge.id
        )
        await record_changes(KIND, [kept.id, gone.id])
    return merge.id


async def undo_people(actor: Viewer, merge_id: int, movers: Movers) -> int:
    """Take a merge of two profiles back and return the id of the one that is there again.

    What was edited on the kept profile since then stays as it was edited.

    Raises:
        NoSuchMerge: there is none, or it is too long ago.
        CannotUndo: it was taken back before, or something else took the place.
    """
    async with in_transaction():
        merge = await claim_merge(merge_id, "profile")
        kept = await whole(Profile.filter(id=merge.kept))
        if not kept:
            raise CannotUndo(_("The kept one has gone itself since. Take that back first."))
        record = cast("Record", merge.gone)
        await _revert(kept[0], cast("Record", merge.before))
        await SharedWith.filter(profile_id=merge.kept, chapter__in=record["shared"]).delete()
        gone = await _restore(record)
        await movers.take_back(record["moved"])
        await record_deed(
            actor, "profile.unmerged", f"profile:{merge.kept}", gone=gone, merge=merge_id
        )
        await record_changes(KIND, [merge.kept, gone])
    return gone


async def claim_merge(merge_id: int, kind: str) -> Merge:
    """Mark the merge as taken back, for one caller only. Call it inside a transaction.

    Raises:
        NoSuchMerge: there is none, or it is too long ago.
        CannotUndo: it was taken back before.
    """
    merge = await Merge.get_or_none(id=merge_id, kind=kind, at__gt=now() - KEPT_FOR)
    if merge is None:
        raise NoSuchMerge(_("There is no such merge, or it is more than 30 days old."))
    if not await Merge.filter(id=merge_id, undone_at=None).update(undone_at=now()):
        raise CannotUndo(_("This merge was taken back already."))
    return merge


async def _claim(compared: Compared) -> None:
    """Take both profiles, in the order of their ids so that two callers cannot block each other."""
    versions = {compared.kept: compared.kept_version, compared.gone: compared.gone_version}
    if len(versions) == 1:
        raise ChangedMeanwhile
    for one, version in sorted(versions.items()):
        if not await Profile.filter(id=one, version=version).update(version=F("version") + 1):
            raise ChangedMeanwhile


def _both(compared: Compared) -> Any:
    return Profile.filter(id__in=[compared.kept, compared.gone])


async def _keep_record(gone: Profile) -> Record:
    rows = await Profile.filter(id=gone.id).values()
    values = {name: _plain(value) for name, value in rows[0].items()}
    imported = await ImportedRow.filter(profile_id=gone.id).values_list("id", flat=True)
    return {
        "id": gone.id,
        "values": values,
        "lists": _lists(gone.lists),
        "chapters": sorted(gone.chapters),
        "imported": [int(str(one)) for one in imported],
    }


def _before(kept: Profile, outcome: Outcome) -> Record:
    return {
        "values": {name: _plain(getattr(kept, name)) for name in outcome.values},
        "written": {name: _plain(value) for name, value in outcome.values.items()},
        "lists": _lists({name: kept.lists.get(name, ()) for name in outcome.lists}),
        "written_lists": _lists(outcome.lists),
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _lists(lists: Mapping[str, tuple[Tag, ...]]) -> dict[str, list[dict[str, Any]]]:
    return {name: [asdict(tag) for tag in tags] for name, tags in lists.items()}


def _as_tags(stored: list[dict[str, Any]]) -> tuple[Tag, ...]:
    return tuple(Tag(**tag) for tag in stored)


def _moments(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored values with moments as moments again."""
    return {
        name: datetime.fromisoformat(value) if value and name in _MOMENTS else value
        for name, value in values.items()
    }


async def _write(
    profile_id: int, values: Mapping[str, Any], lists: Mapping[str, tuple[Tag, ...]]
) -> None:
    await Profile.filter(id=profile_id).update(**values)
    await ProfileTag.filter(profile_id=profile_id, field__in=list(lists)).delete()
    await ProfileTag.bulk_create(
        [
            ProfileTag(profile_id=profile_id, field=name, rank=rank, **asdict(tag))
            for name, tags in lists.items()
            for rank, tag in enumerate(tags)
        ]
    )


async def _revert(kept: Profile, before: Record) -> None:
    """Give the kept profile back what it was, except where somebody has edited it since."""
    values = {
        name: value
        for name, value in before["values"].items()
        if _plain(getattr(kept, name)) == before["written"][name]
    }
    lists = {
        name: _as_tags(tags)
        for name, tags in before["lists"].items()
        if kept.lists.get(name, ()) == _as_tags(before["written_lists"][name])
    }
    await Profile.filter(id=kept.id).update(version=F("version") + 1)
    await _write(kept.id, _moments(values), lists)


async def _restore(record: Record) -> int:
    values = _moments(record["values"])
    values["version"] += 1
    if not await Account.exists(id=values["account_id"] or 0):
        values["account_id"] = None
    if not await Institution.exists(id=values["institution_id"] or 0):
        values["institution_id"] = None
    taken = Q(slug=values["slug"])
    for name in ("email_key", "account_id"):
        taken |= Q(**{name: values[name]}) if values[name] else Q()
    if await Profile.filter(taken).exists():
        raise CannotUndo(_("Another profile has the address or the account of the one that went."))
    await Profile.create(**values)
    gone = int(values["id"])
    await _write(
        gone, {"name": values["name"]}, {n: _as_tags(t) for n, t in record["lists"].items()}
    )
    await share_with_chapters({(gone, chapter) for chapter in record["chapters"]})
    await ImportedRow.filter(id__in=record["imported"], profile_id=None).update(profile_id=gone)
    return gone
