"""How often somebody may do something."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.requests import Request

from cop.kit.errors import TooMany
from cop.kit.limits import forget_spent, network_of, spend

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def anew() -> None:
    forget_spent()


async def test_one_too_many_is_told_when_the_next_is_free() -> None:
    for _ in range(3):
        await spend("shout", "ada", 3, MINUTE)

    with pytest.raises(TooMany) as refused:
        await spend("shout", "ada", 3, MINUTE)

    assert 1 <= refused.value.seconds <= 60


async def test_what_one_has_spent_costs_nobody_else_and_nothing_else() -> None:
    await spend("shout", "ada", 1, MINUTE)

    await spend("shout", "bela", 1, MINUTE)
    await spend("whisper", "ada", 1, MINUTE)

    with pytest.raises(TooMany):
        await spend("shout", "ada", 1, MINUTE)


async def test_who_has_been_refused_has_spent_no_more() -> None:
    await spend("shout", "ada", 1, MINUTE)
    for _ in range(3):
        with pytest.raises(TooMany):
            await spend("shout", "ada", 1, MINUTE)

    await spend("shout", "ada", 2, MINUTE)


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_a_household_is_one_address_or_one_64(host: str, network: str) -> None:
    request = Request({"type": "http", "client": (host, 1), "headers": []})

    assert network_of(request) == network


def test_a_request_over_a_socket_has_no_address() -> None:
    assert network_of(Request({"type": "http", "client": None, "headers": []})) == ""
