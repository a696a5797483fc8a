"""Passkeys: adding, naming and removing them, signing in and proving who one is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from cop.accounts.actions import passkeys as actions
from cop.accounts.challenge_cookie import challenge_key, clear_challenge, set_challenge
from cop.accounts.device import device_of
from cop.accounts.forms.passkeys import read_credential, read_new_passkey, read_passkey_name
from cop.accounts.queries import list_passkeys
from cop.accounts.relying_party import RelyingParty
from cop.accounts.session import caller, enter, own_id
from cop.kit.forms import read_posted
from cop.kit.i18n import current_language
from cop.kit.limits import network_of, spend
from cop.kit.mail import Post
from cop.kit.settings import Settings
from cop.kit.web import go, local_path, opened, page
from cop.vocabulary.concepts import Vocabulary

if TYPE_CHECKING:
    from starlette.requests import Request

ACCOUNT: Final = "/account#passkeys"
MOST: Final = 100  # attempts from one household
PER: Final = timedelta(minutes=5)


async def show_passkeys(request: Request) -> Response:
    """GET /account/passkeys: the caller's passkeys, and how to add one."""
    passkeys = await list_passkeys(own_id(request))
    return page(request, "accounts/passkeys.html", passkeys=passkeys, private=True)


async def ask_for_new(request: Request) -> Response:
    """POST /account/passkeys/options: what the browser is to ask the person's device."""
    community = opened(request, Vocabulary).label("community", "name", current_language())
    key, options = await actions.ask_for_new(caller(request), _party(request), community)
    return _asked(request, actions.ADD, key, options)


async def save_new(request: Request) -> Response:
    """POST /account/passkeys: keep a passkey that was just made."""
    made = read_new_passkey(await read_posted(request))
    key = challenge_key(request, actions.ADD)
    await actions.add_passkey(caller(request), key, made, _party(request), opened(request, Post))
    response = go(ACCOUNT)
    clear_challenge(response, opened(request, Settings), actions.ADD)
    return response


async def save_name(request: Request) -> Response:
    """POST /account/passkeys/{passkey:int}/name: call a passkey something else."""
    name = read_passkey_name(await read_posted(request))
    await actions.rename_passkey(caller(request), request.path_params["passkey"], name)
    return go(ACCOUNT)


async def save_removal(request: Request) -> Response:
    """POST /account/passkeys/{passkey:int}/remove: let a passkey sign in no more."""
    settings = opened(request, Settings)
    await actions.remove_passkey(caller(request), request.path_params["passkey"], settings)
    return go(ACCOUNT)


async def ask_to_enter(request: Request) -> Response:
    """POST /sign-in/passkey/options: what the browser is to ask the person's device."""
    await spend("passkeys asked from", network_of(request), MOST, PER)
    asked = await actions.ask_to_show(actions.ENTER, _party(request), caller(request))
    return _asked(request, actions.ENTER, *asked)


async def save_entry(request: Request) -> Response:
    """POST /sign-in/passkey: begin a session of the passkey's account."""
    form = await read_posted(request)
    token = await actions.enter_with_passkey(
        challenge_key(request, actions.ENTER),
        read_credential(form),
        _party(request),
        device=device_of(request),
    )
    response = await enter(request, token, local_path(form.get("next")))
    clear_challenge(response, opened(request, Settings), actions.ENTER)
    return response


async def show_proof(request: Request) -> Response:
    """GET /account/prove: where an administrator shows a passkey."""
    passkeys = await list_passkeys(own_id(request))
    return page(request, "accounts/prove.html", passkeys=passkeys, private=True)


async def ask_to_prove(request: Request) -> Response:
    """POST /account/prove/options: what the browser is to ask the person's device."""
    asked = await actions.ask_to_show(actions.PROVE, _party(request), caller(request))
    return _asked(request, actions.PROVE, *asked)


async def save_proof(request: Request) -> Response:
    """POST /account/prove: the session goes on as one that a passkey has proved."""
    form = await read_posted(request)
    token = await actions.prove_with_passkey(
        caller(request),
        challenge_key(request, actions.PROVE),
        read_credential(form),
        _party(request),
    )
    response = await enter(request, token, local_path(form.get("next")))
    clear_challenge(response, opened(request, Settings), actions.PROVE)
    return response


def _party(request: Request) -> RelyingParty:
    return RelyingParty(opened(request, Settings))


def _asked(request: Request, kind: str, key: str, options: str) -> Response:
    response = Response(
        options, media_type="application/json", headers={"Cache-Control": "no-store"}
    )
    set_challenge(response, opened(request, Settings), kind, key)
    return response
