"""Profiles as plain values say the same as models do, on either database."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.kit.clock import now
from profiles.models import Profile
from profiles.queries import find_profile, iterate_profiles
from profiles.stored import Stored, list_profiles
from tests.people import settle
from tests.profiles.fullness import create_fay

if TYPE_CHECKING:
    from cop.running import Service

pytestmark = pytest.mark.usefixtures("service")

MOMENTS = (
    *("published_at", "hidden_at", "kept_hidden_at", "held_at"),
    *("joined_at", "confirmed_at"),
)
AT = {name: now() - timedelta(days=days) for days, name in enumerate(MOMENTS)}  # each another day


@pytest.mark.parametrize("moments", [dict.fromkeys(MOMENTS[:4]), AT])
async def test_plain_values_are_those_of_the_model(moments: dict[str, object]) -> None:
    account = await create_sample_account("Fay", "fay@example.net", [])
    fay = await create_fay(account.id)
    await Profile.filter(id=fay.id).update(**moments, levels={"bio": 3})

    [stored] = await list_profiles([fay.id])

    model = await find_profile(fay.slug)
    assert model is not None
    for name in {one.name for one in fields(Stored)} - {"institution"}:
        assert getattr(stored, name) == getattr(model, name), name
    assert stored.institution is not None
    for name, value in asdict(stored.institution).items():
        assert getattr(model.institution, name) == value, name


async def test_whoever_has_nothing_has_nothing() -> None:
    bare = await Profile.create(slug="bare", name="Bare", name_key="bare")

    [stored] = await list_profiles([bare.id, bare.id + 1])

    assert stored.id == bare.id
    assert stored.institution is None
    assert stored.lists == {}
    assert stored.chapters == frozenset()
    assert await list_profiles([]) == []


async def test_all_come_once_and_in_order(service: Service) -> None:
    people = [one.id for one in (await settle(service)).values()]

    found = [[one.id for one in portion] async for portion in iterate_profiles(2)]

    assert [one for portion in found for one in portion] == sorted(people)
    assert max(map(len, found)) == 2
