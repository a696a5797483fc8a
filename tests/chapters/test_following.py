"""Questions that name a chapter which has become part of another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.viewer import ADMINISTRATOR, ANY_MEMBER, ANYONE
from cop.announcements.audience import find_audience
from cop.chapters.actions.merging import take_back_merge
from cop.chapters.models.chapters import Chapter
from cop.chapters.queries.following import follow_chapters
from cop.domains import CHAPTER_MOVERS
from cop.kit.forms import Params
from cop.searches.newest import ask_newest
from profiles.actions.members import give_account
from tests.chapters.merging import make, merge, place
from tests.people import refresh, settle, sign_in
from tests.searches.keeping import keep

if TYPE_CHECKING:
    import httpx2

    from cop.chapters.actions.movers import Merging
    from cop.running import Service
    from profiles.models import Profile

ASKED = "chapter=gone"
CHOSEN = '<option value="kept" selected>'


async def joined(service: Service) -> tuple[Merging, dict[str, Profile]]:
    """Let Ada, who was in one chapter, and Chidi be in another one."""
    people = await settle(service, "ada", "bela", "chidi")
    gone, kept = await make(service, "Gone", "Kept")
    await place(gone, people["ada"], "active")
    await place(kept, people["chidi"], "active")
    merging = await merge(service, "gone", "kept")
    await refresh(service)
    return merging, people


async def take_back(service: Service, merging: Merging) -> None:
    await take_back_merge(ADMINISTRATOR, merging, CHAPTER_MOVERS)
    await refresh(service)


async def test_a_link_to_the_directory_finds_who_is_in_the_other_chapter_and_back(
    service: Service, client: httpx2.AsyncClient
) -> None:
    merging, _people = await joined(service)
    await sign_in(client)

    async def found(path: str = f"/api/v1/members?{ASKED}") -> set[str]:
        hits = (await client.get(path)).json()["hits"]
        return {one["slug"] for one in hits}

    assert await found() == {"ada", "chidi"}
    assert await found(f"/api/v1/members?{ASKED}&chapter=kept") == {"ada", "chidi"}
    assert await found("/api/v1/members?chapter=other") == set()
    page = await client.get(f"/members?{ASKED}&q=tax")
    assert (page.status_code, page.headers["location"]) == (303, "/members?chapter=kept&q=tax")

    await take_back(service, merging)

    assert await found() == {"ada"}


async def test_a_link_to_the_network_shows_who_is_in_the_other_chapter(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await joined(service)
    await sign_in(client)

    pages = [(await client.get(f"/network?chapter={one}")).text for one in ("gone", "kept", "no")]

    assert [CHOSEN in page for page in pages] == [True, True, False]


@pytest.mark.parametrize("path", ["/members", "/api/v1/members"])
async def test_an_address_longer_than_any_chapter_has_finds_nobody(
    service: Service, client: httpx2.AsyncClient, path: str
) -> None:
    await joined(service)

    answer = await client.get(f"{path}?chapter={'x' * 300}&chapter=gone", follow_redirects=True)

    assert answer.status_code == 200
    assert ("Chidi" in answer.text, "Bela" in answer.text) == (True, False)


async def test_a_saved_search_and_a_segment_find_them_and_back(
    service: Service, client: httpx2.AsyncClient
) -> None:
    merging, people = await joined(service)
    await sign_in(client)
    search, accounts = await keep(client, ASKED), dict[str, int]()
    for slug, one in people.items():
        account = await create_sample_account(one.name, f"own-{one.email}", [])
        await give_account(one.id, account)
        accounts[slug] = account.id
    known = (service.engine, service.vocabulary)

    async def asked() -> tuple[set[str], set[int]]:
        answer = await ask_newest(*known, search, ANY_MEMBER, 9)
        segment = await find_audience(None, ASKED, *known, ADMINISTRATOR)
        return {one.member.slug for one in answer.found}, {*segment.accounts}

    assert await asked() == ({"ada", "chidi"}, {accounts["ada"], accounts["chidi"]})

    await take_back(service, merging)

    assert await asked() == ({"ada"}, {accounts["ada"]})


async def test_visitors_are_led_to_no_chapter_that_only_members_know_of(service: Service) -> None:
    await joined(service)
    params = Params("q=tax&chapter=gone&chapter=kept")
    await Chapter.filter(slug="kept").update(visibility="members")

    member, visitor = [await follow_chapters(params, one) for one in (ANY_MEMBER, ANYONE)]

    assert str(member) == "q=tax&chapter=kept&chapter=kept"
    assert visitor == params
