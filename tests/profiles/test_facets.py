"""The filters of the directory: what is counted for whom, as a tree, and what others bring."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

from cop.kit.changes import follow
from cop.kit.clock import now
from profiles.actions.members import replace_tags
from profiles.fields import Level
from tests.api.tokens import bearer_of
from tests.chapters.forming import form
from tests.databases import ONE_DATABASE
from tests.people import change, refresh, settle, sign_in_as, tags

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service


async def counted(client: httpx2.AsyncClient, facet: str, **filters: Any) -> dict[str, int]:
    """The counts of one facet, by value."""
    answer = (await client.get("/api/v1/members", params=filters)).json()
    return {one["id"]: one["count"] for one in answer["facets"][facet]}


async def found(client: httpx2.AsyncClient, **filters: Any) -> list[str]:
    answer = (await client.get("/api/v1/members", params=filters | {"ladder": "0"})).json()
    return sorted(hit["slug"] for hit in answer["hits"])


def ticks(page: str) -> dict[str, str]:
    """What each tick box of the page says, by name and value."""
    boxes = re.findall(r'type="checkbox" name="(\S+)" value="(\S+)"(.*?)</label>', page, re.DOTALL)
    return {
        f"{name}={value}": " ".join(unescape(re.sub(r"<[^>]*>|^[^>]*>", " ", rest)).split())
        for name, value, rest in boxes
    }


async def test_a_group_counts_people_not_topics_and_holds_those_in_use(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    property_tax = service.vocabulary.get("topic", "property-tax")
    assert property_tax
    group = property_tax.parent
    within = [one.key for one in service.vocabulary.list("topic") if one.parent == group]
    client.headers.update(await bearer_of(people["ada"]))
    await replace_tags(people["bela"].id, {"expertise": tags(*within[:3])})
    await refresh(service)

    groups = await counted(client, "topic-group")
    chosen = await counted(client, "topic-group", topic=group)
    await change(service, people["bela"], visibility="public")
    page = (await client.get("/members", params={"topic": group})).text

    assert groups[group] == 3  # Ada, Bela, Chidi, though Bela knows three of its topics
    assert chosen == groups  # its own filter does not narrow it
    assert await found(client, topic=group) == ["ada", "bela", "chidi"]
    assert await found(client, topic=[group, "wash"]) == ["ada", "bela", "chidi"]
    assert f'value="{group}" checked>' in page
    assert f'value="{within[0]}" checked disabled>' in page  # it is chosen with its group
    assert "topic=wash" in ticks(page)  # other groups keep theirs
    assert f"topic={within[-1]}" not in ticks(page)  # nobody knows it


async def test_what_somebody_offers_is_counted_for_those_who_may_see_it(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await replace_tags(people["ada"].id, {"offers": tags("mentoring")})
    await replace_tags(people["chidi"].id, {"offers": tags("mentoring", "speaking")})
    await change(service, people["chidi"], levels={"offers": Level.PUBLIC.value})

    everyone = await counted(client, "offers")
    public = await found(client, offers="mentoring")
    client.headers.update(await bearer_of(people["bela"]))

    assert (everyone, public) == ({"mentoring": 1, "speaking": 1}, ["chidi"])
    assert await counted(client, "offers") == {"mentoring": 2, "speaking": 1}
    assert await found(client, offers=["mentoring", "speaking"]) == ["ada", "chidi"]


async def test_institutions_are_counted_by_kind_where_they_are_shown(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)

    assert await counted(client, "kind") == {"university": 1}
    assert await found(client, kind="university") == ["ada"]
    await change(service, people["ada"], levels={"institution": Level.MEMBERS.value})
    assert await counted(client, "kind") == {}


async def test_freshness_is_counted_and_asked_for_in_whole_months(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await change(service, people["ada"], confirmed_at=now() - timedelta(days=300))
    await change(service, people["chidi"], confirmed_at=now() - timedelta(days=700))

    assert await counted(client, "confirmed") == {"18": 1}
    assert await found(client, confirmed="18") == ["ada"]
    assert await found(client, confirmed="6") == []
    assert await found(client, confirmed=["6", "18"]) == ["ada"]
    assert await found(client, confirmed="often") == ["ada", "chidi"]
    assert await counted(client, "confirmed", country="NG") == {}


async def test_a_chapter_counts_who_joined_it_as_soon_as_they_do(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    chapter = await form(service, "country", "KE", [people["ada"], people["bela"]], join=False)
    await refresh_from_feed(service)
    suggested = await counted(client, "chapter")
    await sign_in_as(client, people["ada"])
    await client.post(f"/chapters/{chapter.slug}/join")
    await refresh_from_feed(service)

    joined = await counted(client, "chapter")
    page = (await client.get("/members", params={"chapter": chapter.slug})).text
    shown = await found(client, chapter=chapter.slug)
    await client.post(f"/chapters/{chapter.slug}/leave")
    await refresh_from_feed(service)

    assert suggested == {}
    assert (joined, shown) == ({chapter.slug: 1}, ["ada"])
    assert ticks(page)[f"chapter={chapter.slug}"] == "Kenya 1"
    assert await counted(client, "chapter") == {}


@ONE_DATABASE
async def test_counts_keep_to_the_other_filters(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await form(service, "regional", "ssa", [people["ada"], people["chidi"]])
    await service.search_sync.rebuild()

    page = (await client.get("/members", params={"knows": "KE", "country": "NG"})).text

    assert await counted(client, "kind", country="NG") == {}
    assert await counted(client, "chapter", kind="university") == {"sub-saharan-africa": 1}
    assert ticks(page)["knows=KE"] == "Kenya 0"  # what is asked for can be taken back
    assert "institution=" not in " ".join(ticks(page))


async def refresh_from_feed(service: Service) -> None:
    """Let the search follow what was recorded, and nothing else."""
    await follow(service.search_sync)
