"""Whether everything that is derived agrees with the database."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from cop.accounts.viewer import AS_AUDIENCE, Audience
from cop.kit.changes import Change, get_position, last_change
from cop.kit.clock import now
from cop.kit.database import run_sql
from cop.kit.errors import Unavailable
from matching.queries import find_current_generation, list_stored_peers
from profiles.access import see
from profiles.index import MEMBERS
from profiles.queries import iterate_profiles

if TYPE_CHECKING:
    from cop.kit.settings import Settings
    from search.engine import Engine

LATE: Final = timedelta(minutes=1)


async def check_everything(settings: Settings, engine: Engine) -> dict[str, Any]:
    """Return for each check what is wrong, and whether nothing is."""
    visible = await _list_visible()
    checks = [
        {"name": "database", "problems": await _check_database(settings)},
        {"name": "change feed", "problems": await _check_feed()},
        {"name": "search index", "problems": await _check_index(engine, visible)},
        {"name": "matches", "problems": await _check_matches(visible)},
    ]
    return {"consistent": not any(one["problems"] for one in checks), "checks": checks}


async def check_feed() -> dict[str, Any]:
    """Return whether every change older than a minute is in the search."""
    read = await get_position("search")
    waiting = await Change.filter(id__gt=read, at__lt=now() - LATE).count()
    problems = [f"{waiting} changes wait for longer than a minute."] if waiting else []
    return {"consistent": not waiting, "checks": [{"name": "change feed", "problems": problems}]}


async def _list_visible() -> dict[Audience, set[int]]:
    visible: dict[Audience, set[int]] = {audience: set() for audience in Audience}
    async for profiles in iterate_profiles():
        for audience in Audience:
            visible[audience] |= {one.id for one in see(profiles, AS_AUDIENCE[audience])}
    return visible


async def _check_database(settings: Settings) -> list[str]:
    if not settings.is_sqlite:
        return []
    broken = await run_sql("PRAGMA integrity_check")
    orphans = await run_sql("PRAGMA foreign_key_check")
    problems = [str(row["integrity_check"]) for row in broken if row["integrity_check"] != "ok"]
    return problems + [f"{len(orphans)} rows point to nothing."] * bool(orphans)


async def _check_feed() -> list[str]:
    newest = await last_change()
    behind = newest - await get_position("search")
    if behind > 0:
        return [f"The search is {behind} changes behind; start the service or run: cop reindex"]
    return []


async def _check_index(engine: Engine, visible: dict[Audience, set[int]]) -> list[str]:
    problems: list[str] = []
    for audience, ids in visible.items():
        try:
            found = await asyncio.to_thread(engine.keys, MEMBERS[audience])
        except Unavailable as error:
            return [error.message]
        wanted = {str(one) for one in ids}
        if wanted - found:
            problems.append(f"{len(wanted - found)} members are not in the {audience} index.")
        if found - wanted:
            problems.append(f"{len(found - wanted)} documents of the {audience} index are nobody.")
    return [f"{problem} Run: cop reindex" for problem in problems]


async def _check_matches(visible: dict[Audience, set[int]]) -> list[str]:
    if await find_current_generation() is None:
        return ["Nobody was matched yet. Run: cop rematch"]
    problems: list[str] = []
    for audience, ids in visible.items():
        lists = await list_stored_peers(audience, most=20)
        strangers = {one for one in lists if one not in ids}
        strangers |= {peer.member for peers in lists.values() for peer in peers} - ids
        if strangers:
            problems.append(f"{len(strangers)} matched for {audience} may not be seen.")
    return [f"{problem} Run: cop rematch" for problem in problems]
