"""Accounts and the ways into them."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from cop.accounts.actions.codes import make_email_link, make_sign_in_link
from cop.accounts.actions.sessions import begin_session
from cop.accounts.models import Account, ApiToken, Identity, LoginSession, Passkey
from cop.kit.outbox import Mail
from tests.accounts.authenticator import Device
from tests.accounts.mails import digits_of
from tests.fuzz.callers import fresh, make_account, make_profile
from tests.fuzz.made.own import CannotHave, own_id
from tests.oidc.walking import at_provider, leave

if TYPE_CHECKING:
    from tests.fuzz.callers import Caller
    from tests.fuzz.made.own import Made

ORIGIN, HOST = "http://127.0.0.1:8000", "127.0.0.1"


async def new_email(_caller: Caller) -> str:
    return f"{fresh()}@example.net"


async def account(_caller: Caller) -> str:
    return str((await make_account()).id)


async def member(_caller: Caller) -> str:
    """Return the account of somebody with a profile."""
    found = await make_account()
    await make_profile(found)
    return str(found.id)


async def sign_in_token(caller: Caller) -> str:
    return (await make_sign_in_link(await new_email(caller))).rpartition("/")[2]


async def email_token(caller: Caller) -> str:
    return (await make_email_link(own_id(caller), await new_email(caller))).rpartition("/")[2]


async def digits(caller: Caller) -> str:
    email = await new_email(caller)
    await caller.client.post("/sign-in", data={"email": email})
    return digits_of(await Mail.get(recipient=email))


async def session(caller: Caller) -> str:
    """Sign the caller in somewhere else."""
    await begin_session(await Account.get(id=own_id(caller)))
    return str((await LoginSession.filter(account_id=own_id(caller)).order_by("-id").first()).id)


async def api_token(caller: Caller) -> str:
    row = await ApiToken.create(
        account_id=own_id(caller), token_hash=fresh("hash"), name="Mine", reach="own"
    )
    return str(row.id)


async def token_name(caller: Caller) -> str:
    """Return a name for a token, and see to it that the caller may have one more."""
    await ApiToken.filter(account_id=own_id(caller), name="Mine").delete()
    return "Mine"


async def identity(caller: Caller) -> str:
    linked = await Identity.create(
        account_id=own_id(caller), issuer=ORIGIN, subject=fresh(), provider="house"
    )
    return str(linked.id)


async def way_back(caller: Caller) -> Made:
    """Go to the provider; return what it sends back with the browser."""
    if not caller.service.settings.oidc:
        raise CannotHave
    back = await at_provider(await leave(caller.client))
    return {"provider": "house"} | dict(parse_qsl(urlsplit(back).query))


async def passkey(caller: Caller) -> str:
    """Let the caller have one passkey, which nobody holds."""
    await Passkey.filter(account_id=own_id(caller)).delete()
    kept = {"credential_id": secrets.token_hex(), "public_key": "AA", "name": "A phone"}
    return str((await Passkey.create(account_id=own_id(caller), **kept)).id)


async def new_passkey(caller: Caller) -> Made:
    return (await _new_passkey(caller))[1]


async def passkey_to_enter(caller: Caller) -> Made:
    return await _show_passkey(caller, "/sign-in/passkey")


async def passkey_to_prove(caller: Caller) -> Made:
    return await _show_passkey(caller, "/account/prove")


async def _show_passkey(caller: Caller, path: str) -> Made:
    device, form = await _new_passkey(caller)
    await caller.client.post("/account/passkeys", data=form)
    return {"credential": device.get(await _asked(caller, path))}


async def _new_passkey(caller: Caller) -> tuple[Device, Made]:
    await Passkey.filter(account_id=own_id(caller)).delete()
    device = Device(ORIGIN, HOST)
    asked = await _asked(caller, "/account/passkeys")
    return device, {"credential": device.create(asked), "name": "A phone"}


async def _asked(caller: Caller, path: str) -> dict[str, Any]:
    return json.loads((await caller.client.post(f"{path}/options")).text)
