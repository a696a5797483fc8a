"""Passkeys that were replayed, made elsewhere, copied or broken open nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from cop.accounts.models import Account, Challenge, Passkey
from cop.kit.clock import now
from tests.accounts.authenticator import PRESENT
from tests.accounts.passkey_steps import add, device, options, show
from tests.people import sign_in

if TYPE_CHECKING:
    import httpx2

LIES: dict[str, dict[str, Any]] = {
    "another origin": {"origin": "https://localhost:8000"},
    "another port": {"origin": "http://localhost:8001"},
    "a name that ends like ours": {"origin": "http://evil-localhost:8000"},
    "another party": {"rp_id": "example.org"},
    "nobody verified": {"flags": PRESENT},
    "nobody present": {"flags": 0},
}


@pytest.mark.parametrize("lie", LIES)
async def test_what_was_signed_elsewhere_or_by_nobody_does_not_count(
    owner: httpx2.AsyncClient, lie: str
) -> None:
    good, bad = device(), device()
    await add(owner, good)
    for name, value in LIES[lie].items():
        setattr(bad, name, value)
        setattr(good, name, value)
    added = await add(owner, bad)
    owner.cookies.delete("session")
    shown = await show(owner, good, "/sign-in/passkey")

    assert (added.status_code, shown.status_code) == (422, 422)
    assert "could not be verified" in shown.text
    assert await Passkey.all().count() == 1
    assert "session" not in owner.cookies


async def test_an_answer_counts_once(owner: httpx2.AsyncClient) -> None:
    key = device()
    await add(owner, key)
    asked = await options(owner, "/sign-in/passkey")
    answer = {"credential": key.get(asked)}
    cookie = owner.cookies["challenge-passkey-enter"]
    first = await owner.post("/sign-in/passkey", data=answer)
    owner.cookies.set("challenge-passkey-enter", cookie)
    replayed = await owner.post("/sign-in/passkey", data=answer)
    await options(owner, "/sign-in/passkey")
    to_another_question = await owner.post("/sign-in/passkey", data=answer)

    assert (first.status_code, replayed.status_code, to_another_question.status_code) == (
        303,
        422,
        422,
    )


async def test_a_copied_passkey_whose_count_goes_back_is_refused(
    owner: httpx2.AsyncClient,
) -> None:
    key = device()
    await add(owner, key)
    key.count = 5
    assert (await show(owner, key, "/sign-in/passkey")).status_code == 303
    key.count = 2

    assert (await show(owner, key, "/sign-in/passkey")).status_code == 422


async def test_a_question_is_for_one_purpose_and_five_minutes(
    owner: httpx2.AsyncClient,
) -> None:
    key = device()
    await add(owner, key)
    asked = await options(owner, "/sign-in/passkey")
    owner.cookies.set("challenge-passkey-prove", owner.cookies["challenge-passkey-enter"])
    crossed = await owner.post("/account/prove", data={"credential": key.get(asked)})
    asked = await options(owner, "/sign-in/passkey")
    await Challenge.all().update(expires_at=now() - timedelta(seconds=1))
    late = await owner.post("/sign-in/passkey", data={"credential": key.get(asked)})

    assert (crossed.status_code, late.status_code) == (422, 422)


async def test_a_question_to_one_person_is_not_answered_by_another(
    owner: httpx2.AsyncClient,
) -> None:
    key = device()
    asked = await options(owner, "/account/passkeys")
    await sign_in(owner, "Bela")
    made = {"credential": key.create(asked), "name": "Trap"}

    assert (await owner.post("/account/passkeys", data=made)).status_code == 422
    assert not await Passkey.exists()


async def test_a_passkey_of_a_banned_person_opens_nothing(owner: httpx2.AsyncClient) -> None:
    key = device()
    await add(owner, key)
    owner.cookies.delete("session")
    await Account.all().update(banned_at=now())

    assert (await show(owner, key, "/sign-in/passkey")).status_code == 422
    assert "session" not in owner.cookies


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", "{", "[" * 20_000, '{"id":"a"}', "x" * 60_000]
)
async def test_what_is_no_passkey_is_refused(owner: httpx2.AsyncClient, text: str) -> None:
    await options(owner, "/sign-in/passkey")
    shown = await owner.post("/sign-in/passkey", data={"credential": text})
    await options(owner, "/account/passkeys")
    made = await owner.post("/account/passkeys", data={"credential": text, "name": "x"})

    assert (shown.status_code, made.status_code) == (422, 422)
