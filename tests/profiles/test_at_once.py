"""Two who save at the same moment, each in a transaction of their own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import Account, AuditRow, Consent
from cop.accounts.viewer import Viewer
from cop.kit.changes import Change
from profiles.access import access_profile_to_edit
from profiles.actions.members import Draft, create_profiles
from profiles.actions.own import EditedMeanwhile, ProfileEdit, create_own_profile, edit_profile
from profiles.models import Institution, Profile

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

ROUNDS = 20


@pytest.fixture
async def owner(filled_database: str) -> AsyncGenerator[Viewer]:  # noqa: ARG001
    account = await create_sample_account("Rae", "rae@example.net", [])
    yield Viewer(account_id=account.id, is_member=True)
    await Profile.filter(account_id=account.id).delete()
    await Account.filter(id=account.id).delete()
    await AuditRow.filter(actor_id=account.id).delete()
    await Institution.filter(name="Institute of Rae").delete()
    await Change.filter(kind="profile").delete()


def edit(version: int, **texts: str) -> ProfileEdit:
    return ProfileEdit(
        texts=texts,
        lists={},
        levels={},
        visibility="",
        listed=True,
        version=version,
        proposals=(),
        takes_over=False,
    )


async def save(owner: Viewer, slug: str, version: int, position: str) -> bool:
    editable = await access_profile_to_edit(owner, slug)
    try:
        await edit_profile(owner, editable, edit(version, position=position))
    except EditedMeanwhile:
        return False
    return True


async def test_of_two_saves_one_wins_and_the_other_is_told(owner: Viewer) -> None:
    draft = Draft({"name": "Rae", "account_id": owner.account_id})
    (profile,) = await create_profiles([draft], published=True)

    for version in range(1, ROUNDS + 1):
        words = [f"{version} {who}" for who in ("one", "two", "three")]
        won = await asyncio.gather(*(save(owner, profile.slug, version, word) for word in words))

        stored = await Profile.get(id=profile.id)
        assert sum(won) == 1
        assert stored.position == words[won.index(True)]
        assert stored.version == version + 1

    assert await AuditRow.filter(subject=f"profile:{profile.id}").count() == ROUNDS


async def test_a_double_click_makes_one_profile(owner: Viewer) -> None:
    answers = edit(0, name="Rae", country="KE", institution="Institute of Rae")

    slugs = await asyncio.gather(*(create_own_profile(owner, answers, "Yes") for _ in range(4)))

    assert len({*slugs}) == 1
    assert await Profile.filter(account_id=owner.account_id).count() == 1
    assert await Consent.filter(account_id=owner.account_id).count() == 1
