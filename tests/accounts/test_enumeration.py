"""Nobody learns from the door who lives here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.roles import ban_account
from cop.accounts.models import Account
from cop.accounts.viewer import ADMINISTRATOR
from cop.kit.clock import now
from cop.kit.limits import forget_spent
from cop.kit.outbox import Mail
from tests.accounts.mails import last_mail, list_mails
from tests.people import sign_in
from tests.serving import visit

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

KNOWN, UNKNOWN, BANNED = "known@example.org", "other@example.org", "thief@example.org"


@pytest.fixture(autouse=True)
async def accounts(service: object) -> None:
    del service
    for email in (KNOWN, BANNED):
        account = await Account.create(
            name="Somebody", email=email, email_key=email, verified_at=now(), language="fr"
        )
    await ban_account(ADMINISTRATOR, account.id)


def shape_of(answer: httpx2.Response, email: str) -> tuple[object, ...]:
    """Return all of an answer that does not differ between any two, and what it says of `email`."""
    headers = sorted(
        (name, re.sub(r"digits=[\w-]+", "digits=…", value))
        for name, value in answer.headers.items()
    )
    told = {"content-length", "retry-after"}  # by the length of the address, and by the clock
    headers = [pair for pair in headers if pair[0] not in told]
    return answer.status_code, headers, answer.text.replace(email, "…")


async def visit_as(app: ASGIApp, email: str) -> list[tuple[object, ...]]:
    """Ask for a mail, look at the next page, type wrong digits; return all that could be seen."""
    forget_spent()
    async with visit(app) as visitor:
        asked = await visitor.post("/sign-in", data={"email": email, "next": "/members"})
        page = await visitor.get(asked.headers["Location"])
        wrong = await visitor.post("/sign-in/code", data={"digits": "000000"})
        more = [await visitor.post("/sign-in", data={"email": email}) for _ in range(6)]
    return [shape_of(answer, email) for answer in (asked, page, wrong, *more)]


async def test_known_banned_and_unknown_addresses_are_answered_alike(app: ASGIApp) -> None:
    known, unknown, banned = [await visit_as(app, email) for email in (KNOWN, UNKNOWN, BANNED)]

    assert known == unknown == banned
    assert [shape[0] for shape in known] == [303, 200, 422, *[303] * 4, 429, 429]


async def test_known_banned_and_unknown_addresses_are_the_same_work(
    app: ASGIApp, statements: list[str]
) -> None:
    """How long it takes is measured by `make bench`; here, that nothing more is done for one."""
    done: list[list[str]] = []
    for email in (KNOWN, UNKNOWN, BANNED):
        statements.clear()
        await visit_as(app, email)
        done.append([*statements])

    assert done[0] == done[1] == done[2]
    assert sum('INSERT INTO "mail"' in one for one in done[0]) == 5


async def test_each_gets_as_many_mails_as_the_other(app: ASGIApp) -> None:
    for email in (KNOWN, UNKNOWN, BANNED):
        await visit_as(app, email)
        assert len(await list_mails(email)) == 5


async def test_two_hundred_wishes_send_five_mails(client: httpx2.AsyncClient) -> None:
    for _ in range(200):
        answer = await client.post("/sign-in", data={"email": KNOWN})

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 1_800
    assert await Mail.all().count() == 5


async def test_one_household_writes_to_no_more_than_25_addresses(app: ASGIApp) -> None:
    async with visit(app) as visitor:
        answers = [
            await visitor.post("/sign-in", data={"email": f"p{number}@example.org"})
            for number in range(26)
        ]

    assert [answer.status_code for answer in answers] == [*[303] * 25, 429]
    assert answers[-1].headers["Retry-After"]


async def test_an_address_is_the_same_however_it_is_written(client: httpx2.AsyncClient) -> None:
    for written in ("Known@example.org", "known@EXAMPLE.org", " mailto:known@example.org "):
        answer = await client.post("/sign-in", data={"email": written})
        assert answer.status_code == 303

    assert len(await list_mails(KNOWN)) == 3  # the stored spelling


@pytest.mark.parametrize(
    "written",
    [
        "", "known", "a@b", "known@example.org\r\nBcc: victim@example.org", "known@example.org\0",
        "a@x.org; b@x.org", "K@" + "x" * 300 + ".org", "\u212aelvin@example.org", "a@[127.0.0.1]",
        "known@example.org,other@example.org", '"a b"@example.org',
    ],
)  # fmt: skip
async def test_what_is_no_address_gets_no_mail(client: httpx2.AsyncClient, written: str) -> None:
    """B34"""
    answer = await client.post("/sign-in", data={"email": written})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text or "\0" in written  # which no field can hold
    assert not await Mail.all().count()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mike@example.org", "m\u0131ke@example.org"), ("sam@example.org", "\u017fam@example.org"),
        ("fin@example.org", "\ufb01n@example.org"), ("a+tag@example.org", "a@example.org"),
        ("a.b@example.org", "ab@example.org"), ("a@example.org", "\u0430@example.org"),
        ("straße@example.org", "strasse@example.org"),
    ],
)  # fmt: skip
async def test_two_addresses_that_look_alike_are_two_people(
    client: httpx2.AsyncClient, one: str, other: str
) -> None:
    """B30, B33"""
    await Account.create(name="One", email=one, email_key=one, verified_at=now())

    await client.post("/sign-in", data={"email": other})

    assert not await list_mails(one)


async def test_a_change_of_address_says_nothing_of_whose_the_new_one_is(
    client: httpx2.AsyncClient,
) -> None:
    """B38: the old address hears of both, the holder that somebody wanted theirs."""
    await sign_in(client, "Mallory")
    free = await client.post("/account/email", data={"email": UNKNOWN})
    free_page = await client.get(free.headers["Location"])
    taken = await client.post("/account/email", data={"email": KNOWN})
    taken_page = await client.get(taken.headers["Location"])

    assert shape_of(free, UNKNOWN) == shape_of(taken, KNOWN)
    assert free_page.text == taken_page.text
    assert len(await list_mails("mallory@example.net")) == 2
    assert "/account/email/" in (await last_mail(UNKNOWN)).text
    assert "/account/email/" not in (await last_mail(KNOWN)).text
    assert len(await list_mails(KNOWN)) == 1


async def test_a_doubtful_address_gets_its_mail_and_a_hint_and_the_mail_decides(
    client: httpx2.AsyncClient,
) -> None:
    """B37"""
    hints = {
        "info@example.org": "Several people may read",
        "ada@mailinator.com": "may be gone soon",
        "ada@no-such-domain-anywhere.org": "",
    }
    for address, hint in hints.items():
        answer = await client.post("/sign-in", data={"email": address})
        page = await client.get(answer.headers["Location"])

        assert hint in page.text
        assert ('class="note mt3"' in page.text) == bool(hint)
        assert len(await list_mails(address)) == 1
        assert not await Account.exists(email_key=address)
