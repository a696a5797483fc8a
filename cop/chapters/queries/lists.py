"""A list of people that a coordinator brings, read as far as they know these people anyway.

An address names somebody only where the coordinator sees that it is theirs. Whether somebody else
has an account with it or nobody has is answered alike: it names nobody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cop.accounts.email import email_key
from cop.kit.text import BadText
from profiles.access import see_members, see_members_at
from profiles.queries import list_ids_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.accounts.viewer import Viewer
    from profiles.exchange.table import Table

_SLUG: Final = re.compile(r"[a-z0-9-]{1,80}")


def list_cells(table: Table) -> list[list[str]]:
    """Return the rows of a list; where nothing heads it, its first line is one of them."""
    rows = [table.headings, *(one.cells for one in table.rows)]
    return [[cell.strip() for cell in row if isinstance(cell, str)] for row in rows]


async def see_named(rows: Sequence[Sequence[str]], viewer: Viewer) -> list[str]:
    """Return the slugs of the members whom `rows` name by their address or slug, once each."""
    keys = {key for row in rows for key in map(_as_key, row) if key}
    slugs = {cell for row in rows for cell in row if _SLUG.fullmatch(cell)}
    by_address = [
        one
        for one in await see_members(await list_ids_with(keys), viewer)
        if one.email and email_key(one.email) in keys
    ]
    members = [*by_address, *await see_members_at(sorted(slugs), viewer)]
    return list(dict.fromkeys(one.slug for one in members))


def _as_key(cell: str) -> str:
    """Return by what an address is known, "" for what is none."""
    try:
        return email_key(cell) if "@" in cell else ""
    except BadText:
        return ""
