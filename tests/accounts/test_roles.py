"""What administrators decide about accounts."""

from __future__ import annotations

import pytest

from cop.accounts.actions.roles import (
    LastAdministrator,
    NoSuchAccount,
    ban_account,
    grant_role,
    lift_ban,
    revoke_role,
)
from cop.accounts.actions.sessions import begin_session, create_sample_account
from cop.accounts.audit import list_deeds
from cop.accounts.models import Account, ApiToken, Role
from cop.accounts.queries import find_viewer
from cop.accounts.viewer import ADMINISTRATOR, ANYONE, RoleName
from cop.kit.errors import Invalid

pytestmark = pytest.mark.usefixtures("service")


async def make_account(name: str, *roles: RoleName) -> Account:
    held = [(role.value, "") for role in roles]
    return await create_sample_account(name, f"{name.lower()}@example.net", held)


async def test_a_role_is_given_once_ends_the_sessions_and_leaves_a_trail() -> None:
    account = await make_account("Ada")
    token = await begin_session(account)

    for _ in range(2):
        await grant_role(ADMINISTRATOR, account.id, RoleName.COORDINATOR, "kenya")

    assert await find_viewer(token) == ANYONE
    assert (await find_viewer(await begin_session(account))).coordinates == {"kenya"}
    deeds = await list_deeds(f"account:{account.id}")
    assert [(deed.action, deed.detail["scope"]) for deed in deeds] == [("role.granted", "kenya")]


async def test_who_gets_a_role_to_work_with_is_a_member() -> None:
    guest = await Account.create(name="Guest")
    editor = await Account.create(name="Editor")

    await grant_role(ADMINISTRATOR, guest.id, RoleName.GUEST)
    await grant_role(ADMINISTRATOR, editor.id, RoleName.EDITOR)

    assert not (await find_viewer(await begin_session(guest))).is_member
    viewer = await find_viewer(await begin_session(editor))
    assert viewer.is_member
    assert viewer.is_editor


async def test_a_role_taken_ends_the_sessions_and_taking_it_again_does_nothing() -> None:
    account = await make_account("Ada", RoleName.EDITOR)
    token = await begin_session(account)

    await revoke_role(ADMINISTRATOR, account.id, RoleName.EDITOR)
    again = await begin_session(account)
    await revoke_role(ADMINISTRATOR, account.id, RoleName.EDITOR)

    assert await find_viewer(token) == ANYONE
    assert (await find_viewer(again)).account_id == account.id
    assert len(await list_deeds(f"account:{account.id}")) == 1


async def test_the_last_administrator_can_be_neither_demoted_nor_banned() -> None:
    ada = await make_account("Ada", RoleName.ADMINISTRATOR)
    bela = await make_account("Bela", RoleName.ADMINISTRATOR)
    await ban_account(ADMINISTRATOR, bela.id, "gone")

    with pytest.raises(LastAdministrator):
        await revoke_role(ADMINISTRATOR, ada.id, RoleName.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        await ban_account(ADMINISTRATOR, ada.id)
    await lift_ban(ADMINISTRATOR, bela.id)
    await revoke_role(ADMINISTRATOR, ada.id, RoleName.ADMINISTRATOR)

    assert not await Role.exists(account_id=ada.id)
    assert await Role.exists(account_id=bela.id)


async def test_a_ban_ends_sessions_and_tokens_and_can_be_lifted() -> None:
    account = await make_account("Ada")
    token = await begin_session(account)
    await ApiToken.create(account=account, token_hash="x", name="x", reach="own")

    await ban_account(ADMINISTRATOR, account.id, "Sent advertisements.")
    banned = await begin_session(account)

    assert await find_viewer(token) == ANYONE
    assert await find_viewer(banned) == ANYONE
    assert not await ApiToken.exists(account_id=account.id)
    await lift_ban(ADMINISTRATOR, account.id)
    assert await find_viewer(token) == ANYONE
    assert (await find_viewer(await begin_session(account))).account_id == account.id
    actions = [deed.action for deed in await list_deeds(f"account:{account.id}")]
    assert actions == ["account.unbanned", "account.banned"]


async def test_a_chapter_goes_with_the_roles_of_chapters_only() -> None:
    account = await make_account("Ada")

    with pytest.raises(Invalid):
        await grant_role(ADMINISTRATOR, account.id, RoleName.COORDINATOR)
    with pytest.raises(Invalid):
        await grant_role(ADMINISTRATOR, account.id, RoleName.ADMINISTRATOR, "kenya")


async def test_nobody_can_be_given_or_denied_anything_who_is_not_there() -> None:
    for deed in (
        grant_role(ADMINISTRATOR, 0, RoleName.EDITOR),
        revoke_role(ADMINISTRATOR, 0, RoleName.EDITOR),
        ban_account(ADMINISTRATOR, 0),
        lift_ban(ADMINISTRATOR, 0),
    ):
        with pytest.raises(NoSuchAccount):
            await deed
