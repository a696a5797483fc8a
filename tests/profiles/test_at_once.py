"""Two who save at the same moment, each in a transaction of their own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import Account, AuditRow, Consent
from cop.accounts.viewer import Viewer
from cop.kit.changes import Change
from profiles.actions.own import ProfileEdit, create_own_profile
from profiles.models import Institution, Profile
from tests.databases import empty

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


@pytest.fixture
async def owner(filled_database: str) -> AsyncGenerator[Viewer]:  # noqa: ARG001
    account = await create_sample_account("Rae", "rae@example.net", [])
    yield Viewer(account_id=account.id, is_member=True)
    await Profile.filter(account_id=account.id).delete()
    await Account.filter(id=account.id).delete()
    await empty(AuditRow)
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


async def test_a_double_click_makes_one_profile(owner: Viewer) -> None:
    answers = edit(0, name="Rae", country="KE", institution="Institute of Rae")

    slugs = await asyncio.gather(*(create_own_profile(owner, answers, "Yes") for _ in range(4)))

    assert len({*slugs}) == 1
    assert await Profile.filter(account_id=owner.account_id).count() == 1
    assert await Consent.filter(account_id=owner.account_id).count() == 1
