"""Who offers to help to lead a chapter, as far as all members may know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cop.chapters.actions.memberships import join_chapters
from cop.chapters.models.chapters import Chapter
from cop.chapters.queries.willing import OFFER
from profiles.actions.members import replace_tags
from profiles.fields import Level
from profiles.models import Profile
from tests.chapters.sitting import SEATS
from tests.chapters.test_forming import gather, match
from tests.chapters.test_proposal_views import ADMINISTRATOR, ONE, ticked
from tests.people import change, create_sample_account, sign_in, tags

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from tests.chapters.deciding import Desk


async def test_who_offers_to_help_is_suggested_and_who_keeps_that_from_members_is_not(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather(service)
    await sign_in(client, "Admin", ADMINISTRATOR)
    before = await ticked(client, "chair")
    other = next(one for one in await ticked(client, "member") if one not in before)
    willing = await Profile.get(slug=other)
    await replace_tags(willing.id, {"offers": tags(OFFER)})
    found: list[tuple[bool, ...]] = []
    for level in (Level.CHAPTERS, Level.MEMBERS):
        await change(service, willing, levels={"offers": level.value})
        await match(service)
        one, listed = [(await client.get(path)).text for path in (ONE, "/chapters/proposals")]
        chairs = await ticked(client, "chair")
        told = "offers to help lead a chapter" in one, "Offered to help:" in listed
        found.append((chairs != before, other in chairs, *told))

    assert found == [(False,) * 4, (True,) * 4]


async def test_who_offers_to_help_comes_first_unless_they_keep_it_from_members(
    desk: Desk, service: Service
) -> None:
    people = [desk.people[one] for one in ("bela", "chidi")]
    eze = await create_sample_account("Dr Eze", "eze@example.net", [])
    await Profile.filter(id=people[1].id).update(account_id=eze.id)
    await join_chapters([(one.id, await Chapter.get(slug="kenya")) for one in people])
    await replace_tags(people[1].id, {"offers": tags(OFFER)})
    listed: list[list[str]] = []
    for level in (Level.CHAPTERS, Level.MEMBERS):
        await change(service, people[1], levels={"offers": level.value})
        page = (await desk.cora.get(SEATS)).text
        listed.append(re.findall(r'<option value="(\w+)">', page))
        assert ("offers to help<" in page) is (level is Level.MEMBERS)

    assert listed == [["bela", "chidi"], ["chidi", "bela"]]
