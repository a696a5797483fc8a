"""Settling what looks like a duplicate without merging, and forgetting old merges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.kit.clock import now
from profiles.duplicates.queries import KEPT_FOR
from profiles.models import Distinct, Merge

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from profiles.duplicates.alike import Pair

TOLD_APART: Final = {"profile": "profile.told-apart", "institution": "institution.told-apart"}


async def tell_apart(actor: Viewer, kind: str, pair: Pair) -> None:
    """Note that the two are not the same, so that nobody is asked again."""
    async with in_transaction():
        _row, is_new = await cast("Any", Distinct).get_or_create(
            kind=kind, one=pair.one, other=pair.other, defaults={"actor_id": actor.account_id}
        )
        if is_new:
            await record_deed(actor, TOLD_APART[kind], f"{kind}:{pair.one}", other=pair.other)


async def forget_old_merges() -> int:
    """Delete what merges took away more than 30 days ago; return how many."""
    return await Merge.filter(at__lte=now() - KEPT_FOR).delete()
