"""Many who come in, or lock themselves out, at the same moment, each in their own transaction."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.challenges import NotBegun, issue_challenge, take_challenge
from cop.accounts.actions.identities import Entry, enter_with_identity, unlink_identity
from cop.accounts.actions.ways_in import LastWayIn
from cop.accounts.models import Account, AuditRow, Challenge, Identity
from cop.accounts.oidc.client import Person
from cop.accounts.viewer import Viewer
from cop.kit.settings import Provider, Settings
from tests.databases import empty

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

CROWD = 30
HOUSE = Provider(
    name="house", label="House", issuer="https://house.example", client_id="c", client_secret=""
)
EVE = Person(issuer=HOUSE.issuer, subject="eve", name="Eve", email="eve@example.org")


@pytest.fixture(autouse=True)
async def clean(filled_database: str) -> AsyncGenerator[None]:
    """Leave nothing behind in the database that other tests share."""
    del filled_database
    yield
    await Account.all().delete()
    await empty(AuditRow)
    await Challenge.all().delete()


async def test_of_many_who_bring_one_challenge_back_one_may_go_on() -> None:
    key = await issue_challenge("oidc:house", {"state": "s"})

    ends = await asyncio.gather(
        *(take_challenge(key, "oidc:house", state="s") for _ in range(CROWD)),
        return_exceptions=True,
    )

    assert sum(isinstance(end, dict) for end in ends) == 1
    assert sum(isinstance(end, NotBegun) for end in ends) == CROWD - 1


async def test_one_new_person_in_many_windows_is_one_account() -> None:
    ends = await asyncio.gather(*(enter_with_identity(EVE, HOUSE) for _ in range(8)))

    assert sum(end.is_new for end in ends) == 1
    assert await Account.all().count() == await Identity.all().count() == 1


async def test_of_two_new_people_with_one_address_one_gets_it() -> None:
    twins = [dataclasses.replace(EVE, subject=name) for name in ("one", "two")]

    ends = await asyncio.gather(*(enter_with_identity(twin, HOUSE) for twin in twins))

    assert sorted(end.address_taken for end in ends if isinstance(end, Entry)) == [False, True]
    assert await Account.filter(email_key="eve@example.org").count() == 1


async def test_two_last_ways_in_are_not_both_removed_at_once(tmp_path: Path) -> None:
    settings = Settings(
        cop_data=tmp_path, database_url="", search_url="", base_url="", oidc=(HOUSE,)
    )
    account = await Account.create(name="Eve")
    links = [
        await Identity.create(account=account, issuer="i", subject=name, provider="house")
        for name in ("one", "two")
    ]
    eve = Viewer(account_id=account.id)

    ends = await asyncio.gather(
        *(unlink_identity(eve, link.id, settings) for link in links), return_exceptions=True
    )

    assert [type(end) for end in ends if end is not None] == [LastWayIn]
    assert await Identity.all().count() == 1
