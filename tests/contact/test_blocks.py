"""Whoever is blocked does not exist for the other, in no page, count or picture: byte for byte."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, Block
from cop.accounts.viewer import Viewer
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership, State
from matching.actions import rematch
from profiles.access import visible
from profiles.models import Profile
from profiles.queries import find_profile
from tests.contact.writing import KEY, Two, send, settle_two
from tests.matching.crowd import gather_crowd
from tests.people import refresh, settle, sign_in, sign_in_as
from tests.serving import visit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service

PAGES = (
    "/", "/members", "/members?q=property+tax", "/members?q=bela", "/members?q=Bela+Ruto",
    "/members?topic=property-tax", "/members?country=KE", "/members?sort=name", "/members/ada",
    "/members/chidi", "/countries", "/countries/KE", "/network", "/network?country=KE",
    "/network?focus=bela", "/chapters", "/chapters/kenya", "/messages", "/me",
)  # fmt: skip


@pytest.fixture
async def two(service: Service, app: ASGIApp) -> AsyncGenerator[Two]:
    async with visit(app) as ada, visit(app) as bela:
        ada.headers["Accept-Encoding"] = bela.headers["Accept-Encoding"] = "identity"
        two = await settle_two(service, ada, bela)
        chapter = await Chapter.create(
            slug="kenya", kind="country", scope="KE", topics=[], quality={}
        )
        for slug in ("ada", "bela"):
            profile = two.people[slug]
            await Membership.create(chapter=chapter, profile=profile, state=State.ACTIVE)
        await refresh(service)
        yield two


async def read(client: httpx2.AsyncClient) -> dict[str, tuple[int, bytes]]:
    answers = {path: await client.get(path) for path in PAGES}
    return {path: (answer.status_code, answer.content) for path, answer in answers.items()}


async def erase(service: Service, slug: str) -> None:
    """Let the world be one where this person never was."""
    account_id = (await Profile.get(slug=slug)).account_id
    await Profile.filter(slug=slug).delete()
    await Account.filter(id=account_id).delete()
    await refresh(service)


@pytest.mark.parametrize("blocker", ["ada", "bela"])
async def test_all_pages_are_those_of_a_world_without_the_other(
    service: Service, two: Two, blocker: str
) -> None:
    one, other = (two.ada, "bela") if blocker == "ada" else (two.bela, "ada")
    assert b"Bela Ruto" in (await two.ada.get("/members?q=property+tax")).content
    assert b"Bela Ruto" in (await two.ada.get("/members/ada")).content
    await send(two.ada, "bela", "Hello")
    assert (await one.post(f"/members/{other}/block")).status_code == 303

    as_ada = await read(two.ada)

    await erase(service, "bela")
    for path, answer in (await read(two.ada)).items():
        assert answer == as_ada[path], path


@pytest.mark.parametrize("blocker", ["ada", "bela"])
async def test_the_blocked_is_absent_at_every_address(two: Two, blocker: str) -> None:
    one, other = (two.ada, "bela") if blocker == "ada" else (two.bela, "ada")
    await one.post(f"/members/{other}/block")

    for method, path in (
        ("GET", "/members/{}"), ("GET", "/members/{}.vcf"), ("GET", "/members/{}/message"),
        ("POST", "/members/{}/message"), ("POST", "/members/{}/block"),
        ("GET", "/members/{}/report"), ("POST", "/members/{}/report"),
    ):  # fmt: skip
        data = {"text": "Hello", "key": KEY, "reason": "spam"} if method == "POST" else None
        theirs = await two.ada.request(method, path.format("bela"), data=data)
        absent = await two.ada.request(method, path.format("belo"), data=data)
        assert theirs.status_code == absent.status_code == 404, path
        assert theirs.text.replace("/bela", "") == absent.text.replace("/belo", ""), path
        assert theirs.headers == absent.headers


async def test_a_conversation_goes_with_the_block_and_comes_back_with_it(two: Two) -> None:
    sent = await send(two.ada, "bela", "Hello again")
    where = sent.headers["location"]

    await two.bela.post(f"{where}/block")

    for client in (two.ada, two.bela):
        absent = await client.get("/messages/999999999")
        for theirs in (await client.get(where), await client.post(where, data={"key": KEY})):
            assert theirs.status_code == 404
            assert theirs.text.replace(where, "") == absent.text.replace("/messages/999999999", "")
        assert "Hello again" not in (await client.get("/messages")).text
    blocks = await two.bela.get("/account/blocks")
    assert "Ada Obi" in blocks.text
    assert "Bela Ruto" not in (await two.ada.get("/account/blocks")).text
    await two.bela.post("/account/blocks", data={"block": (await Block.get()).id})
    assert "Hello again" in (await two.ada.get(where)).text


async def test_nobody_lifts_the_block_of_another(two: Two) -> None:
    await two.bela.post("/members/ada/block")

    for number in ((await Block.get()).id, "x", "9" * 20, ""):
        await two.ada.post("/account/blocks", data={"block": number})

    assert await Block.all().count() == 1


async def test_two_who_block_each_other_are_not_told(two: Two) -> None:
    bela, ada = [(await Profile.get(slug=slug)).account_id for slug in ("bela", "ada")]
    await two.ada.post("/members/bela/block")
    await Block.create(account_id=bela, blocked_id=ada)

    page = await two.ada.get("/account/blocks")

    assert "Bela" not in page.text
    assert "could not find anyway" in page.text


async def test_a_profile_nobody_signs_in_with_cannot_be_blocked(two: Two) -> None:
    assert (await two.ada.post("/members/chidi/block")).status_code == 409
    assert "Block this member" not in (await two.ada.get("/members/chidi")).text


async def test_oneself_cannot_be_blocked(two: Two) -> None:
    assert (await two.ada.post("/members/ada/block")).status_code == 409
    assert not await Block.exists()


async def test_a_picture_of_the_network_is_drawn_without_the_blocked(
    service: Service, app: ASGIApp, client: httpx2.AsyncClient
) -> None:
    await gather_crowd(service)
    people = await settle(service)
    await rematch(service.matcher.snapshots)
    account = await Account.create(name="Person", email_key="p@example.org")
    await Profile.filter(slug="person-0x00").update(account_id=account.id)
    ada = await sign_in_as(client, people["ada"])
    before = await client.get("/network?region=ssa")

    await Block.create(account_id=ada, blocked=account)
    after = await client.get("/network?region=ssa")

    assert "Person 0x00" in before.text
    assert "Person 0x00" not in after.text
    everyone = [int(re.findall(r"Of (\d+) members", page.text)[0]) for page in (before, after)]
    assert everyone[0] - everyone[1] == 1
    async with visit(app) as other:
        await sign_in(other)
        assert (await other.get("/network?region=ssa")).text.count("Person 0x00") == (
            before.text.count("Person 0x00")
        )


async def test_without_the_check_at_the_door_the_blocked_would_be_seen(two: Two) -> None:
    await two.ada.post("/members/bela/block")
    profile = await find_profile("bela")
    assert profile

    blocking = Viewer(is_member=True, blocked=frozenset({profile.account_id or 0}))

    assert visible(profile, blocking) is None
    assert visible(profile, replace(blocking, blocked=frozenset())) is not None
