"""Chapters that are proposed, told in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise.transactions import in_transaction

from cop.chapters.proposals.forming import propose_chapters, survey
from matching.actions import rematch
from matching.proposals import FEWEST
from profiles.actions.members import Draft, create_profiles
from profiles.fields import Level, Visibility
from profiles.models import Profile
from tests.people import refresh, tags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.running import Service
    from matching.proposals import Proposal

COUNTRIES = ("KE", "NG", "SN", "BR")


async def gather(service: Service) -> list[Profile]:
    """Twenty of health and twenty of finance who know the same, and ten others who know more."""
    drafts = [
        Draft(
            {
                "name": f"Person {at}",
                "slug": f"person-{at:02}",
                "country": COUNTRIES[at % 4],
                "visibility": Visibility.MEMBERS.value,
            },
            {
                "expertise": tags("wash", "property-tax") if at < 40 else tags("local-elections"),
                "sectors": tags(("health", "public-finance")[at % 2] if at < 40 else "energy"),
            },
        )
        for at in range(50)
    ]
    async with in_transaction():
        profiles = await create_profiles(drafts, published=True)
    await match(service)
    return list(profiles)


async def match(service: Service) -> None:
    await refresh(service)
    await rematch(service.matcher.snapshots)


async def propose(service: Service) -> Sequence[Proposal]:
    land = await survey(service.matcher, service.vocabulary)
    named = await propose_chapters(land, service.vocabulary, "en", ["bridge"])
    for one in named:
        assert one.name == "Health · Public finance"
        assert one.reason.startswith(
            f"{len(one.proposal.members)} people in one of Health and Public finance have a close "
            "peer in the other."
        )
    return [one.proposal for one in named]


async def test_two_sectors_with_close_peers_across_are_proposed_as_a_bridge(
    service: Service,
) -> None:
    people = await gather(service)

    (bridge,) = await propose(service)

    assert bridge.scope == "health+public-finance"
    assert FEWEST <= len(bridge.members) <= 40
    assert {*bridge.members} <= {one.id for one in people[:40]}


async def test_a_sector_that_members_hide_from_each_other_bridges_nothing(
    service: Service,
) -> None:
    people = await gather(service)
    hidden = {"sectors": Level.CHAPTERS.value}
    await Profile.filter(id__in=[one.id for one in people[:40:2]]).update(levels=hidden)
    await match(service)

    assert await propose(service) == []
