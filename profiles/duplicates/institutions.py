"""Merging two institutions that are one, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from tortoise.expressions import F
from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.kit.changes import record_changes
from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _
from profiles.actions.members import KIND
from profiles.duplicates.merging import GONE
from profiles.duplicates.people import CannotUndo, ChangedMeanwhile, claim_merge
from profiles.models import Institution, InstitutionName, Merge, Profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.accounts.viewer import Viewer
    from profiles.duplicates.movers import Record

_CHOSEN = ("name", "kind", "country")


async def merge_institutions(
    actor: Viewer, kept_id: int, gone_id: int, choices: Mapping[str, str]
) -> int:
    """Make one institution of two and return the number of the merge.

    The names of the one that goes become names of the kept one, its members work there.

    Raises:
        ChangedMeanwhile: somebody was faster.
        Invalid: they are in two countries.
    """
    async with in_transaction():
        await _claim(kept_id, gone_id)
        kept, gone = await Institution.get(id=kept_id), await Institution.get(id=gone_id)
        if kept.country and gone.country and kept.country != gone.country:
            raise Invalid(_("Offices in two countries are two institutions."))
        names = await _ids(InstitutionName.filter(institution_id=gone_id))
        members = await _ids(Profile.filter(institution_id=gone_id))
        merge = await Merge.create(
            kind="institution",
            kept=kept_id,
            gone={"values": _values(gone), "names": names, "members": members},
            before=_values(kept),
            actor_id=actor.account_id,
        )
        await InstitutionName.filter(id__in=names).update(institution_id=kept_id)
        await _move_members(members, kept_id)
        await Institution.filter(id=gone_id).delete()
        chosen = {
            name: getattr(gone if choices.get(name) == GONE else kept, name) for name in _CHOSEN
        }
        chosen["country"] = chosen["country"] or kept.country or gone.country
        await Institution.filter(id=kept_id).update(**chosen)
        await record_deed(
            actor, "institution.merged", f"institution:{kept_id}", gone=gone_id, merge=merge.id
        )
        await record_changes(KIND, await _ids(Profile.filter(institution_id=kept_id)))
    return merge.id


async def undo_institutions(actor: Viewer, merge_id: int) -> int:
    """Take a merge of two institutions back and return the id of the one that is there again.

    Raises:
        NoSuchMerge: there is none, or it is too long ago.
        CannotUndo: it was taken back before, or the kept one is not there any more.
    """
    async with in_transaction():
        merge = await claim_merge(merge_id, "institution")
        if not await Institution.filter(id=merge.kept).update(kind=F("kind")):
            raise CannotUndo(_("The kept one has gone itself since. Take that back first."))
        record = cast("Record", merge.gone)
        affected = await _ids(Profile.filter(institution_id=merge.kept))
        gone = await Institution.create(**record["values"])
        names = InstitutionName.filter(id__in=record["names"], institution_id=merge.kept)
        await names.update(institution_id=gone.id)
        movers = Profile.filter(id__in=record["members"], institution_id=merge.kept)
        await _move_members(await _ids(movers), gone.id)
        before = dict(cast("Record", merge.before))
        await Institution.filter(id=before.pop("id")).update(**before)
        await record_deed(
            actor, "institution.unmerged", f"institution:{merge.kept}", gone=gone.id, merge=merge_id
        )
        await record_changes(KIND, affected)
    return gone.id


async def _claim(kept_id: int, gone_id: int) -> None:
    """Hold both rows, the smaller id first; the second caller finds one of them gone."""
    if kept_id == gone_id:
        raise ChangedMeanwhile
    for one in sorted((kept_id, gone_id)):
        if not await Institution.filter(id=one).update(kind=F("kind")):
            raise ChangedMeanwhile


async def _move_members(ids: list[int], institution_id: int) -> None:
    await Profile.filter(id__in=ids).update(institution_id=institution_id, version=F("version") + 1)


def _values(institution: Institution) -> dict[str, Any]:
    return {name: getattr(institution, name) for name in ("id", "slug", *_CHOSEN)}


async def _ids(found: Any) -> list[int]:
    return [int(str(one)) for one in await found.values_list("id", flat=True)]
