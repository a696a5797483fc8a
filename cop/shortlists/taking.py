"""People of a list, taken out in a file; the trail says by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise.transactions import in_transaction

from cop.shortlists.people import see_people
from profiles.looks import record_export

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from cop.shortlists.models import Shortlist
    from cop.shortlists.people import Kept


async def take_out(shortlist: Shortlist, viewer: Viewer, *, noted: bool) -> list[Kept]:
    """Return whom `viewer` may see of a list; who has not signed in takes public things only."""
    people = await see_people(shortlist, viewer, noted=noted)
    if viewer.account_id is not None:
        closely = [one.member.id for one in people if one.member.closely]
        async with in_transaction():
            await record_export(viewer, f"shortlist:{shortlist.id}", len(people), closely)
    return people
