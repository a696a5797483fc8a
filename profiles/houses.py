"""Reading stored institutions, the houses in which members sit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.kit.database import places_for, run_sql
from profiles.member import Workplace
from profiles.models import Institution, InstitutionName
from profiles.names import institution_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

MOST_NAMES: Final = 500  # looked through for what somebody types
_NAMED: Final = (
    "SELECT key, slug FROM institution_name AS named JOIN institution ON institution_id ="
    " institution.id WHERE key IN ({}) ORDER BY named.id"
)


async def suggest_institutions(
    text: str, country: str, counts: Mapping[str, int], limit: int = 6
) -> list[Institution]:
    """Return institutions one of whose names holds `text`, those of `country` first.

    Args:
        text: as somebody types it.
        country: where they work.
        counts: slug -> members that the viewer may find there; others are not offered, for their
            name could be what somebody hides.
        limit: how many at the most.
    """
    key = institution_key(text)
    if not key:
        return []
    names = InstitutionName.filter(key__contains=key).order_by("id").limit(MOST_NAMES)
    rows = await names.select_related("institution")
    found = {row.institution_id: row.institution for row in rows if row.institution.slug in counts}
    order = sorted(
        found.values(), key=lambda one: (one.country != country, -counts[one.slug], one.name)
    )
    return order[:limit]


async def list_institutions(slugs: Collection[str]) -> list[Workplace]:
    """Return the institutions at these slugs, in any order."""
    rows = Institution.filter(slug__in=list(slugs)).values_list("id", "slug", "name", "country")
    return [Workplace(*row) for row in await rows] if slugs else []


async def map_slugs_of(names: Iterable[str]) -> dict[str, list[str]]:
    """Return for each of these names, as written, the slugs of the institutions called so."""
    keys = {name: institution_key(name) for name in names}
    slugs: dict[str, list[str]] = {}
    wanted = [*{*keys.values()}]
    for row in await run_sql(_NAMED.format(places_for(wanted)), *wanted) if wanted else ():
        slugs.setdefault(row["key"], []).append(row["slug"])
    return {name: slugs[key] for name, key in keys.items() if key in slugs}


async def find_institutions(
    keys: Collection[tuple[str, str]],
) -> dict[tuple[str, str], Institution]:
    """Return the institutions that go by these (name key, country)."""
    names = await InstitutionName.filter(key__in=list({key for key, _ in keys})).select_related(
        "institution"
    )
    found = {(name.key, name.country): name.institution for name in names}
    return {key: found[key] for key in keys if key in found}
