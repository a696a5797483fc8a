"""Asking the index of members: what a viewer may not find is neither found nor counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from profiles.index import MEMBERS
from profiles.queries import list_ids_of
from profiles.stored import list_quiet_chapters
from search.index import Query

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from search.engine import Engine
    from search.index import Results


async def find_members(engine: Engine, query: Query, viewer: Viewer) -> Results:
    """Answer `query` from what `viewer` may find; the hits are ids, to be seen by `see_members`.

    Visitors neither ask for nor count chapters that only members know of by now.
    """
    if viewer.blocked:
        blocked = await list_ids_of(viewer.blocked)
        query = replace(query, without=[*query.without, *map(str, blocked)])
    quiet = frozenset[str]() if viewer.is_member else await list_quiet_chapters()
    if asked := query.filters.get("chapter"):
        known = [one for one in asked if one not in quiet] or [""]  # where nobody is
        query = replace(query, filters={**query.filters, "chapter": known})
    found = await engine.answer(MEMBERS[viewer.audience], query)
    if not quiet or "chapter" not in found.facets:
        return found
    counted = [one for one in found.facets["chapter"] if one[0] not in quiet]
    return replace(found, facets={**found.facets, "chapter": counted})


async def count_members(
    engine: Engine, viewer: Viewer, *facets: str, **filters: tuple[str, ...]
) -> Results:
    """Count the members `viewer` may find, by the values of `facets`."""
    return await find_members(engine, Query(filters=filters, count=facets, limit=1), viewer)
