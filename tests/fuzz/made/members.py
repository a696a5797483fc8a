"""Members, what they write to each other, and what is reported of it."""

from __future__ import annotations

import io
import secrets
from typing import TYPE_CHECKING

from PIL import Image

from cop.accounts.models import Account, Block, Delegation
from cop.contact.models import Message, Report
from cop.kit.outbox import Mail
from cop.privacy.actions.freshness import unsubscribe_path
from profiles.models import Profile
from profiles.photos.files import write_photo
from tests.fuzz.callers import fresh, make_account, make_profile
from tests.fuzz.made.accounts import new_email
from tests.fuzz.made.own import own, own_id, own_version, seen
from tests.newcomer import ANSWERS

if TYPE_CHECKING:
    from tests.fuzz.callers import Caller
    from tests.fuzz.made.own import Made


NEIGHBOUR = "Bela Ruto"


async def neighbour(caller: Caller) -> str:
    """Return the address of a member who signs in."""
    return (await _neighbour(caller)).slug


async def somebody(_caller: Caller) -> str:
    """Return the address of a member whom all may find."""
    there = await Profile.filter(name="Ada of the lists").first()
    return (await seen(there or await make_profile(name="Ada of the lists"))).slug


async def _neighbour(caller: Caller) -> Profile:
    """Return a member who signs in, always the same one, whom the caller has not blocked."""
    await Block.filter(account_id=own_id(caller)).delete()
    there = await Profile.filter(name=NEIGHBOUR, account_id__not_isnull=True).first()
    profile = await seen(there or await make_profile(await make_account(), NEIGHBOUR))
    await Account.filter(id=profile.account_id).update(banned_at=None)
    return profile


async def sheet(caller: Caller) -> Made:
    """Return the form of a profile, for who has one and for who has none."""
    if await Profile.exists(account_id=own_id(caller)):
        return {"name": fresh("Ada"), "country": "KE", "version": await own_version(caller)}
    return ANSWERS


async def picture(_caller: Caller) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (320, 320), "red").save(written, "WEBP")
    return written.getvalue()


async def photo(caller: Caller) -> Made:
    """Give somebody a photo."""
    profile, folder = await make_profile(), caller.service.settings.cop_data
    name = write_photo(folder, profile.id, await picture(caller))
    await Profile.filter(id=profile.id).update(photo=name)
    return {"slug": profile.slug, "name": name}


async def assistant(caller: Caller) -> str:
    """Return whom the caller may ask, who has asked nobody yet."""
    await Delegation.filter(account_id=own_id(caller)).delete()
    return await new_email(caller)


async def delegation(caller: Caller) -> str:
    """Let somebody ask the caller to edit for them."""
    account, asks = await Account.get(id=own_id(caller)), await make_account()
    row = await Delegation.create(account=asks, email=account.email, email_key=account.email_key)
    return str(row.id)


async def unsubscribe_token(caller: Caller) -> str:
    account = await make_account()
    return unsubscribe_path(caller.service.settings, account.id).rpartition("/")[2]


async def reader(caller: Caller) -> str:
    """Return to whom the caller may write, or whom report, as if it were another day."""
    await _forget_written(caller)
    return await neighbour(caller)


async def to_meet(caller: Caller) -> str:
    """Return the address of a member to whom somebody might introduce the caller."""
    await own(caller)
    return await neighbour(caller)


async def letter(caller: Caller) -> str:
    """Let somebody have written to the caller."""
    await _forget_written(caller)
    sender = await _neighbour(caller)
    row = await Message.create(
        key=fresh("key"),
        sender_id=sender.account_id,
        recipient=await own(caller),
        text="Good morning.",
    )
    return str(row.id)


async def _forget_written(caller: Caller) -> None:
    await own(caller)
    await Message.filter(sender_id=own_id(caller)).delete()
    await Report.filter(reporter_id=own_id(caller)).delete()


async def form_key(_caller: Caller) -> str:
    return secrets.token_urlsafe(18)


async def block(caller: Caller) -> str:
    row = await Block.create(account_id=own_id(caller), blocked=await make_account())
    return str(row.id)


async def report(_caller: Caller) -> str:
    profile = await make_profile(await make_account())
    row = await Report.create(subject=f"profile:{profile.id}", reason="spam", words="Buy this.")
    return str(row.id)


async def mail(caller: Caller) -> str:
    recipient = await new_email(caller)
    await caller.service.post.queue(recipient, "email_taken")
    return str((await Mail.get(recipient=recipient)).id)
