"""Many people in groups that one can see, for the matcher and the chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tortoise.transactions import in_transaction

from matching.actions import rematch
from profiles.actions.members import Draft, create_profiles
from profiles.fields import Visibility
from tests.people import refresh, tags

if TYPE_CHECKING:
    from cop.running import Service
    from profiles.models import Profile

COUNTRIES = ("KE", "NG", "SN", "BR")  # the last is in another region
THEMES = (
    ("property-tax", "valuation-cadastre", "land-value-capture"),
    ("local-elections", "local-councils", "party-politics"),
    ("fiscal-federalism", "fiscal-equalization", "revenue-sharing"),
)
SIZE = 14  # people a theme


async def add(service: Service, name: str, *topics: str, **values: Any) -> Profile:
    """Create one more person, found by everybody, and match them."""
    given = {"country": "KE", "visibility": Visibility.PUBLIC.value} | values
    draft = Draft({"name": name, "slug": name.lower()} | given, {"expertise": tags(*topics)})
    async with in_transaction():
        (profile,) = await create_profiles([draft], published=True)
    await service.matcher.refresh()
    return profile


async def gather_crowd(
    service: Service, *, visibility: Visibility = Visibility.PUBLIC
) -> list[int]:
    """Create three groups of people, by theme, and match them; return their ids in that order."""
    drafts = [
        Draft(
            {
                "name": f"Person {theme}x{at:02}",
                "slug": f"person-{theme}x{at:02}",
                "country": COUNTRIES[at % len(COUNTRIES)],
                "visibility": visibility.value,
            },
            {"expertise": tags(*topics, *(("decentralization",) if at % 3 else ()))},
        )
        for theme, topics in enumerate(THEMES)
        for at in range(SIZE)
    ]
    async with in_transaction():
        profiles = await create_profiles(drafts, published=True)
    await refresh(service)
    await rematch(service.matcher.snapshots)
    return [profile.id for profile in profiles]
