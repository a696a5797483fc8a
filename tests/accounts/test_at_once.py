"""Many who do the same thing at the same moment, each in a transaction of their own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.codes import (
    MOST_TRIES,
    WrongDigits,
    make_sign_in_link,
    sign_in_with_digits,
    sign_in_with_link,
)
from cop.accounts.actions.roles import LastAdministrator, ban_account, revoke_role
from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import Account, AuditRow, Role, SignInCode
from cop.accounts.queries import find_viewer, hash_token
from cop.accounts.viewer import ADMINISTRATOR, RoleName
from tests.databases import empty

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

CROWD = 50
DIGITS = "271828"


@pytest.fixture(autouse=True)
async def clean(filled_database: str) -> AsyncGenerator[None]:
    """Leave nothing behind in the database that other tests share."""
    del filled_database
    yield
    await SignInCode.all().delete()
    await Account.all().delete()
    await empty(AuditRow)


async def test_fifty_guesses_at_once_are_still_five_tries() -> None:
    await make_digits("browser")

    ends = await asyncio.gather(
        *(sign_in_with_digits("browser", f"{number:06}", "") for number in range(CROWD)),
        return_exceptions=True,
    )

    assert all(isinstance(end, WrongDigits) for end in ends)
    assert (await SignInCode.get()).tries == MOST_TRIES


async def test_two_links_of_one_new_address_make_one_account() -> None:
    links = [(await make_sign_in_link("new@example.org")).rpartition("/")[2] for _ in range(8)]

    ends = await asyncio.gather(*(sign_in_with_link(link, "") for link in links))

    assert await Account.all().count() == 1
    assert {(await find_viewer(end.token)).account_id for end in ends} == {(await Account.get()).id}


@pytest.mark.parametrize("deed", [revoke_role, ban_account])
async def test_two_administrators_who_throw_each_other_out_leave_one(deed: object) -> None:
    held = [(RoleName.ADMINISTRATOR.value, "")]
    both = [await create_sample_account(n, f"{n}@example.org", held) for n in ("ada", "bela")]
    role = [RoleName.ADMINISTRATOR] if deed is revoke_role else []

    ends = await asyncio.gather(
        *(deed(ADMINISTRATOR, account.id, *role) for account in both), return_exceptions=True
    )

    assert [type(end) for end in ends if end is not None] == [LastAdministrator]
    able = await Role.filter(role="administrator", account__banned_at=None)
    assert len(able) == 1


async def make_digits(browser: str) -> None:
    """Store a code whose digits are known."""
    await make_sign_in_link("new@example.org")
    await SignInCode.all().update(
        browser_hash=hash_token(browser), digits_hash=hash_token(f"{browser}:{DIGITS}")
    )
