"""Signing in with an account elsewhere, and linking one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from cop.accounts.actions.challenges import issue_challenge, take_challenge
from cop.accounts.actions.identities import (
    enter_with_identity,
    link_identity,
    unlink_identity,
)
from cop.accounts.challenge_cookie import challenge_key, clear_challenge, set_challenge
from cop.accounts.device import device_of
from cop.accounts.forms.providers import read_answer
from cop.accounts.oidc.client import Departure, Person, Providers
from cop.accounts.queries import list_identities
from cop.accounts.session import caller, enter, own_id
from cop.kit.forms import read_posted
from cop.kit.limits import network_of, spend
from cop.kit.mail import Post
from cop.kit.settings import Provider, Settings
from cop.kit.web import go, local_path, opened, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

ACCOUNT: Final = "/account#identities"
MOST: Final = 100  # beginnings from one household
PER: Final = timedelta(minutes=5)


async def begin_sign_in(request: Request) -> Response:
    """POST /sign-in/with/{provider}: send the browser to the provider."""
    await spend("ways out from", network_of(request), MOST, PER)
    form = await read_posted(request)
    departure = await opened(request, Providers).depart(_name(request))
    return await _leave(request, departure, next=local_path(form.get("next")))


async def begin_linking(request: Request) -> Response:
    """POST /account/identities/with/{provider}: the same, to link what comes back."""
    departure = await opened(request, Providers).depart(_name(request))
    viewer = caller(request)
    return await _leave(
        request, departure, account=str(viewer.account_id), session=str(viewer.session_id)
    )


async def receive_back(request: Request) -> Response:
    """GET /sign-in/with/{provider}/back: the provider sends the browser back."""
    providers, name = opened(request, Providers), _name(request)
    provider, answer = providers.get(name), read_answer(request.query_params)
    kind = f"oidc:{name}"
    kept = await take_challenge(challenge_key(request, kind), kind, state=answer.state)
    person = await providers.arrive(name, answer, nonce=kept["nonce"], verifier=kept["verifier"])
    arrive = _link if "account" in kept else _enter
    response = await arrive(request, person, provider, kept)
    clear_challenge(response, opened(request, Settings), kind)
    return response


async def _enter(
    request: Request, person: Person, provider: Provider, kept: dict[str, str]
) -> Response:
    entry = await enter_with_identity(person, provider, device=device_of(request))
    place = "/me" if entry.is_new and kept["next"] == "/" else kept["next"]
    return await enter(
        request, entry.token, "/account/identities?taken=1" if entry.address_taken else place
    )


async def _link(
    request: Request, person: Person, provider: Provider, kept: dict[str, str]
) -> Response:
    await link_identity(caller(request), kept, person, provider, opened(request, Post))
    return go(ACCOUNT)


async def show_identities(request: Request) -> Response:
    """GET /account/identities: which accounts elsewhere sign in this one."""
    identities = await list_identities(own_id(request))
    taken = request.query_params.get("taken", "")
    return page(
        request, "accounts/identities.html", identities=identities, taken=taken, private=True
    )


async def save_unlinking(request: Request) -> Response:
    """POST /account/identities/{identity:int}/unlink: let it sign in this account no more."""
    identity = request.path_params["identity"]
    await unlink_identity(caller(request), identity, opened(request, Settings))
    return go(ACCOUNT)


async def _leave(request: Request, departure: Departure, **kept: str) -> Response:
    """Answer with a page that goes on to the provider by itself.

    A redirect would not do: the Content-Security-Policy lets forms go to this service only, and
    browsers apply it to where a form is redirected, too.
    """
    settings, provider = opened(request, Settings), opened(request, Providers).get(_name(request))
    kind = f"oidc:{provider.name}"
    secrets = {name: getattr(departure, name) for name in ("state", "nonce", "verifier")}
    key = await issue_challenge(kind, kept | secrets)
    response = page(
        request,
        "accounts/leaving.html",
        address=departure.address,
        provider=provider,
        private=True,
    )
    set_challenge(response, settings, kind, key)
    return response


def _name(request: Request) -> str:
    return str(request.path_params["provider"])
