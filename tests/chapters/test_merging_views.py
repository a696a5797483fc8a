"""Merging chapters, and what is at their addresses afterwards, through HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.viewer import ADMINISTRATOR
from cop.chapters.actions.memberships import take_step
from cop.chapters.models.memberships import Membership, State
from cop.chapters.rules.memberships import Deed, Step
from cop.kit.clock import now
from tests.chapters.merging import make, merge, place
from tests.people import change, refresh, settle, sign_in, sign_in_as

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service


async def test_nobody_joins_a_chapter_that_is_part_of_another(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "ada", "bela")
    gone, _kept = await make(service, "Gone", "Kept")
    await place(gone, people["ada"], "active")
    await sign_in_as(client, people["bela"])
    await merge(service, "gone", "kept")

    sent = await client.post("/chapters/gone/join")
    step = Step(Deed.JOIN, gone, people["bela"].id)
    did = await take_step(service.post, service.vocabulary, ADMINISTRATOR, step)

    assert (sent.status_code, did) == (409, False)
    assert "This chapter has become part of another one." in sent.text


async def test_its_addresses_lead_on_and_its_history_stays(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    gone, _kept = await make(service, "Gone", "Kept")
    await place(gone, people["ada"], "active")
    await merge(service, "gone", "kept")
    await refresh(service)

    page = await client.get("/chapters/gone?page=1&lang=fr")
    told = await client.get("/api/v1/chapters/gone")
    listed = (await client.get("/api/v1/chapters")).json()["chapters"]

    assert (page.status_code, page.headers["location"]) == (301, "/chapters/kept?page=1&lang=fr")
    assert page.headers["cache-control"] == "no-cache"  # it may be taken back
    assert (told.status_code, told.headers["location"]) == (301, "/api/v1/chapters/kept")
    assert [(one["slug"], one["joined"]) for one in listed] == [("kept", 1)]
    assert (await client.get("/api/v1/members/ada")).status_code == 200
    assert await Membership.filter(chapter=gone, state=State.ACTIVE).count() == 1
    assert "Ada Obi" in (await client.get("/chapters/kept")).text
    assert (await client.get("/chapters/other")).status_code == 404


async def test_an_administrator_looks_merges_and_takes_back(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    gone, kept = await make(service, "Gone", "Kept")
    await place(gone, people["ada"], "active")
    await place(gone, people["bela"], "active")
    await place(kept, people["bela"], "banned")
    await sign_in(client, roles=[("administrator", "")])

    chosen = (await client.get("/chapters/gone/merge?into=kept")).text
    merged = await client.post("/chapters/gone/merge?into=kept", data={"into": "kept"})
    again = await client.post("/chapters/gone/merge?into=kept", data={"into": "kept"})
    shown = (await client.get("/chapters/kept/merge")).text
    back = await client.post("/chapters/kept/unmerge", data={"chapter": "gone"})
    twice = await client.post("/chapters/kept/unmerge", data={"chapter": "gone"})

    assert "Merge into Kept" in chosen
    assert chosen.count("<tr>") == 3  # the head, Ada's fate and Bela's
    assert "Banned" in chosen
    assert (merged.status_code, merged.headers["location"]) == (303, "/chapters/kept")
    assert again.status_code == 409
    assert 'value="gone"' in shown
    assert (back.status_code, back.headers["location"]) == (303, "/chapters/gone")
    assert twice.status_code == 422
    assert (await client.get("/chapters/gone")).status_code == 200


async def test_who_has_hidden_is_in_no_count_of_who_would_move(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    gone, _kept = await make(service, "Gone", "Kept")
    await place(gone, people["ada"], "active")
    await sign_in(client, roles=[("administrator", "")])
    without = (await client.get("/chapters/gone/merge?into=kept")).text
    await place(gone, people["bela"], "active")
    shown = (await client.get("/chapters/gone/merge?into=kept")).text

    await change(service, people["bela"], hidden_at=now())
    hidden = (await client.get("/chapters/gone/merge?into=kept")).text

    assert "Bela Ruto" in shown
    assert hidden == without


@pytest.mark.parametrize("roles", [[], [("coordinator", "gone"), ("coordinator", "kept")]])
async def test_coordinators_do_not_merge_or_split(
    service: Service, client: httpx2.AsyncClient, roles: list[tuple[str, str]]
) -> None:
    await make(service, "Gone", "Kept")
    await sign_in(client, roles=roles)
    pages = [await client.get(f"/chapters/gone/{one}") for one in ("merge", "split")]
    deeds = [
        await client.post(f"/chapters/gone/{one}", data={"into": "kept"})
        for one in ("merge", "unmerge", "split")
    ]

    assert {one.status_code for one in (*pages, *deeds)} == {404}
