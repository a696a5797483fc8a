"""Accounts from the command line: the way in for the first administrator of a deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cop.accounts.actions.accounts import create_account
from cop.accounts.actions.codes import make_sign_in_link
from cop.accounts.actions.roles import grant_role, revoke_role
from cop.accounts.email import clean_email, email_key
from cop.accounts.queries import find_account, list_accounts
from cop.accounts.viewer import ADMINISTRATOR, RoleName
from cop.chapters.queries.chapters import get_chapter
from cop.cli.running import AsJson, answer, run
from cop.kit.errors import Invalid, NotFound
from cop.kit.text import BadText, clean_line
from profiles.actions.hiding import let_in_again, shut_out

if TYPE_CHECKING:
    from cop.accounts.models import Account
    from cop.running import Service

Email = Annotated[str, typer.Argument(help="The e-mail address of the account.")]
WhichRole = Annotated[RoleName, typer.Argument(help="Which role.")]
Chapter = Annotated[str, typer.Option(help="The slug of a chapter, for the roles of chapters.")]


def list_all(*, as_json: AsJson = False) -> None:
    """List the accounts and their roles."""

    async def work(_service: Service) -> list[dict[str, Any]]:
        return [_as_json(account) for account in await list_accounts()]

    users = run(work)
    lines = [
        f"  {one['email'] or '(no address)':<32} {one['name']:<24} "
        + ", ".join(one["roles"])
        + ("  banned" if one["banned"] else "")
        for one in users
    ]
    answer({"users": users}, "\n".join(lines) or "No accounts yet.", as_json=as_json)


def create(
    email: Email,
    *,
    name: Annotated[str, typer.Option(help="What the person is called.")] = "",
    role: Annotated[RoleName | None, typer.Option(help="A role to give at once.")] = None,
    chapter: Chapter = "",
    as_json: AsJson = False,
) -> None:
    """Create an account; "cop user link" then lets its owner in."""
    person = _read_person(email, name)

    async def work(_service: Service) -> None:
        await _check_chapter(chapter)
        account = await create_account(ADMINISTRATOR, *person)
        if role is not None:
            await grant_role(ADMINISTRATOR, account.id, role, chapter)

    run(work)
    answer({"created": email}, f"{email} has an account.", as_json=as_json)


def grant(email: Email, role: WhichRole, *, chapter: Chapter = "", as_json: AsJson = False) -> None:
    """Give an account a role; whoever has it signs in anew."""

    async def work(_service: Service) -> None:
        await _check_chapter(chapter)
        await grant_role(ADMINISTRATOR, (await _get(email)).id, role, chapter)

    run(work)
    answer({"granted": role.value}, f"{email} is {role.value} now.", as_json=as_json)


def revoke(
    email: Email, role: WhichRole, *, chapter: Chapter = "", as_json: AsJson = False
) -> None:
    """Take a role from an account."""

    async def work(_service: Service) -> None:
        await revoke_role(ADMINISTRATOR, (await _get(email)).id, role, chapter)

    run(work)
    answer({"revoked": role.value}, f"{email} is {role.value} no more.", as_json=as_json)


def ban(
    email: Email,
    *,
    reason: Annotated[str, typer.Option(help="Why, for the audit trail.")] = "",
    as_json: AsJson = False,
) -> None:
    """Shut an account out: its sessions and tokens end at once, its profile is hidden."""

    async def work(_service: Service) -> None:
        await shut_out(ADMINISTRATOR, (await _get(email)).id, reason)

    run(work)
    answer({"banned": email}, f"{email} is shut out.", as_json=as_json)


def unban(email: Email, *, as_json: AsJson = False) -> None:
    """Let a banned account sign in again."""

    async def work(_service: Service) -> None:
        await let_in_again(ADMINISTRATOR, (await _get(email)).id)

    run(work)
    answer({"unbanned": email}, f"{email} may sign in again.", as_json=as_json)


def link(email: Email, *, as_json: AsJson = False) -> None:
    """Print a link that signs the account in once, within ten minutes; no mail is needed."""

    async def work(service: Service) -> str:
        account = await _get(email)
        return service.settings.base_url + await make_sign_in_link(account.email or email)

    address = run(work)
    answer({"link": address}, address, as_json=as_json)


async def _get(email: str) -> Account:
    account = await find_account(email_key(_read_person(email)[0]))
    if account is None:
        raise NotFound(f"There is no account with the address {email}. Create it first.")
    return account


async def _check_chapter(slug: str) -> None:
    if slug:
        await get_chapter(slug, ADMINISTRATOR)


def _read_person(email: str, name: str = "") -> tuple[str, str]:
    try:
        address = clean_email(email)
        if not address:
            raise Invalid("Give an e-mail address.")
        return address, clean_line(name)
    except BadText as error:
        raise Invalid(str(error)) from error


def _as_json(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "email": account.email,
        "name": account.name,
        "roles": [
            f"{role.role} of {role.scope}" if role.scope else role.role for role in account.roles
        ],
        "member": account.joined_at is not None,
        "verified": account.verified_at,
        "banned": account.banned_at is not None,
        "sample": account.is_sample,
    }
