"""The pages of accounts: who they are, what they may do, who may come no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.actions.roles import grant_role, revoke_role
from cop.accounts.audit import record_deed
from cop.accounts.session import caller
from cop.accounts.viewer import RoleName
from cop.administration.forms.accounts import (
    read_account_id,
    read_line,
    read_reason,
    read_role_form,
)
from cop.administration.queries.accounts import (
    PAGE_SIZE,
    get_account,
    list_scopes,
    name_accounts,
    search_accounts,
)
from cop.kit.again import shown_again_by
from cop.kit.forms import read_one, read_page, read_posted
from cop.kit.i18n import current_language
from cop.kit.paging import count_pages
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary
from profiles.actions.hiding import hide_profile_of, let_in_again, show_profile_of, shut_out

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.kit.errors import CopError

LAST_PAGE = 10_000


async def show_accounts(request: Request) -> Response:
    """GET /administration/accounts: everybody who signs in."""
    text = read_line(read_one(request.query_params, "q"))
    number = read_page(request.query_params, LAST_PAGE)
    listed, total = await search_accounts(text, number)
    return page(
        request,
        "administration/accounts.html",
        listed=listed,
        total=total,
        text=text,
        number=number,
        pages=count_pages(total, PAGE_SIZE),
        private=True,
    )


async def show_account(request: Request, error: CopError | None = None) -> Response:
    """GET /administration/accounts/{id}: one account; that it was looked at is noted."""
    account_id = read_account_id(request.path_params["id"])
    found = await get_account(account_id)
    await record_deed(caller(request), "account.opened", f"account:{account_id}")
    return page(
        request,
        "administration/account.html",
        found=found,
        names=await name_accounts({row.actor_id for row in found.deeds}),
        role_names=[one.value for one in RoleName],
        scopes=await list_scopes(opened(request, Vocabulary), current_language()),
        error=error,
        typed=await read_posted(request) if error else {},
        private=True,
    )


@shown_again_by(show_account)
async def save_ban(request: Request) -> Response:
    """POST /administration/accounts/{id}/ban: shut the account out and hide its profile."""
    account_id = read_account_id(request.path_params["id"])
    reason = read_reason(await read_posted(request))
    await shut_out(caller(request), account_id, reason)
    return _back(request)


async def save_hidden(request: Request) -> Response:
    """POST /administration/accounts/{id}/hide: hide the profile of the account."""
    await hide_profile_of(caller(request), read_account_id(request.path_params["id"]))
    return _back(request)


async def save_shown(request: Request) -> Response:
    """POST /administration/accounts/{id}/show: show the profile again that one has hidden."""
    await show_profile_of(caller(request), read_account_id(request.path_params["id"]))
    return _back(request)


async def save_lift(request: Request) -> Response:
    """POST /administration/accounts/{id}/lift: let the account sign in again."""
    await let_in_again(caller(request), read_account_id(request.path_params["id"]))
    return _back(request)


@shown_again_by(show_account)
async def save_grant(request: Request) -> Response:
    """POST /administration/accounts/{id}/grant: give the account a role."""
    account_id = read_account_id(request.path_params["id"])
    form = read_role_form(await read_posted(request))
    await grant_role(caller(request), account_id, form.role, form.scope)
    return _back(request)


@shown_again_by(show_account)
async def save_revoke(request: Request) -> Response:
    """POST /administration/accounts/{id}/revoke: take a role from the account."""
    account_id = read_account_id(request.path_params["id"])
    form = read_role_form(await read_posted(request))
    await revoke_role(caller(request), account_id, form.role, form.scope)
    return _back(request)


def _back(request: Request) -> Response:
    return go(request.app.url_path_for("one-account", id=request.path_params["id"]))
