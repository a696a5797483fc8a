"""What one may not know of others moves nobody in what is suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.viewer import ADMINISTRATOR, ANY_MEMBER, ANYONE, Viewer
from profiles.actions.members import give_account
from profiles.fields import Level, Visibility
from profiles.models import Profile, ProfileTag
from tests.databases import ONE_DATABASE
from tests.matching.crowd import add
from tests.matching.test_suggestions import LAND, TAX, gather, slugs, somebody, suggest
from tests.people import change, settle, sign_in_as

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service


@ONE_DATABASE
@pytest.mark.parametrize("level", [Level.ME, Level.CHAPTERS])
@pytest.mark.parametrize("viewer", [ANYONE, ANY_MEMBER, ADMINISTRATOR])
async def test_what_others_hide_moves_no_order(
    service: Service, level: Level, viewer: Viewer
) -> None:
    """Whoever looks, and be it somebody who may see more of everybody than members do."""
    said = {
        "interests": [TAX],
        "languages": ["en", "sw"],
        "disciplines": ["economics"],
        "countries_known": ["GH", "KE"],
    }
    eve = somebody("Eve", TAX, lists=said, stakeholder="academia", country="GH")
    peers = [somebody(f"Peer{at}", TAX, country="NG") for at in range(6)]
    await gather(service, [eve, *peers, somebody("Other", "local-elections")])
    peer = await Profile.get(slug="peer4")
    hidden = dict.fromkeys((*said, "stakeholder", "country"), level.value)
    await change(service, peer, levels=hidden)
    before = await suggest(service, "eve", viewer)

    await ProfileTag.bulk_create(
        [
            ProfileTag(profile_id=peer.id, field=field, rank=rank, key=key)
            for field, keys in said.items()
            for rank, key in enumerate(keys)
        ]
    )
    await change(service, peer, stakeholder="local-official", country="GH")

    assert await suggest(service, "eve", viewer) == before
    assert "peer4" in slugs(before)
    await change(service, peer, levels={})
    assert await suggest(service, "eve", viewer) != before


async def test_own_hidden_interests_help_oneself_only(
    service: Service, client: httpx2.AsyncClient
) -> None:
    hidden = {"levels": {"interests": Level.ME.value, "expertise": Level.ME.value}}
    await gather(
        service,
        [
            somebody("Eve", TAX, lists={"interests": [LAND]}, email="eve@example.org", **hidden),
            somebody("Expert", LAND, "wash"),
            somebody("Taxed", TAX),
            somebody("Other", "local-elections"),
        ],
    )
    eve = await Profile.get(slug="eve")
    owner = Viewer(account_id=await sign_in_as(client, eve), is_member=True)

    assert slugs(await suggest(service, "eve", owner)) == ["taxed", "expert"]
    for other in (ANYONE, ANY_MEMBER):
        assert await suggest(service, "eve", other) == []
        assert "eve" not in slugs(await suggest(service, "taxed", other))
        assert "eve" not in slugs(await suggest(service, "expert", other))


async def test_whom_a_block_hides_is_no_suggestion_and_leaves_no_trace(service: Service) -> None:
    people = await settle(service)
    await add(service, "Eve", "local-elections")
    account = await create_sample_account("Bela", "bela@example.net", [])
    await give_account(people["bela"].id, account)
    viewer = Viewer(is_member=True, blocked=frozenset({account.id}))

    with_them = await suggest(service, "ada", viewer)
    await Profile.filter(id=people["bela"].id).delete()
    await service.matcher.refresh()

    assert slugs(with_them) == ["chidi"]
    assert await suggest(service, "ada", viewer) == with_them


async def test_what_is_seen_now_counts_and_not_what_was_read(service: Service) -> None:
    people = await settle(service)
    await add(service, "Eve", "local-elections")
    await Profile.filter(id=people["chidi"].id).update(visibility=Visibility.HIDDEN.value)
    await Profile.filter(id=people["bela"].id).update(levels={"languages": Level.ME.value})

    (bela,) = await suggest(service, "ada")

    assert [reason.kind for reason in bela.reasons] == ["topic", "fresh", "seldom"]
    await Profile.filter(id=people["bela"].id).update(levels={"country": Level.ME.value})
    assert await suggest(service, "ada", within="country") == []
