"""Who we are to a passkey, and that whatever a browser sends is read or refused."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cop.accounts.relying_party import PasskeyRefused, RelyingParty, passkeys_work, read_shown
from cop.kit.settings import Settings
from tests.accounts.authenticator import b64
from tests.accounts.passkey_steps import SITE, device

HERE = Settings(cop_data=Path(), database_url="", search_url="", base_url=SITE)


def at(base_url: str) -> Settings:
    return dataclasses.replace(HERE, base_url=base_url)


@given(
    flips=st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 63)), min_size=1, max_size=8),
    part=st.sampled_from(["clientDataJSON", "attestationObject"]),
)
def test_broken_bytes_are_refused_and_nothing_else(flips: list[tuple[int, int]], part: str) -> None:
    key = device()
    challenge = b64(b"c" * 32)
    whole = json.loads(key.create({"user": {"id": b64(b"account-1")}, "challenge": challenge}))
    text = list(whole["response"][part])
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for at, value in flips:
        text[at % len(text)] = letters[value]
    whole["response"][part] = "".join(text)
    with contextlib.suppress(PasskeyRefused):
        RelyingParty(HERE).check_new(json.dumps(whole), challenge)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=20),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                        st.sampled_from(["id", "rawId", "type", "response", "userHandle"]),
                        inner)))  # fmt: skip
def test_any_json_is_read_or_refused(value: object) -> None:
    with contextlib.suppress(PasskeyRefused):
        read_shown(json.dumps(value))


def test_who_we_are_comes_from_the_base_url() -> None:
    wanted = {
        "https://network.example.org": ("network.example.org", "https://network.example.org"),
        "https://Network.Example.org:443": ("network.example.org", "https://network.example.org"),
        "https://n.example.org:8443/x": ("n.example.org", "https://n.example.org:8443"),
        "http://localhost:8000": ("localhost", "http://localhost:8000"),
    }
    made = {base: RelyingParty(at(base)) for base in wanted}

    assert {base: (one.id, one.origin) for base, one in made.items()} == wanted


def test_passkeys_are_offered_where_browsers_make_them() -> None:
    works = {
        base: passkeys_work(at(base))
        for base in (
            "https://network.example.org",
            "http://localhost:8000",
            "http://127.0.0.1:8000",
            "http://[::1]:8000",
            "https://192.0.2.1",
            "http://network.example.org",
        )
    }

    assert list(works.values()) == [True, True, False, False, False, False]
