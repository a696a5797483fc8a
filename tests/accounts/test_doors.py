"""Forged hosts, forged forms and forged ways back, against everything that signs in."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from starlette.routing import Route

from cop.accounts.models import Account
from cop.app import ENDINGS
from cop.kit.api import API
from cop.kit.clock import now
from cop.kit.limits import forget_spent
from cop.kit.outbox import Mail
from cop.kit.web import go, local_path
from cop.routes.all import routes
from tests.accounts.mails import last_mail, link_of, links_of
from tests.accounts.ways_out import EVIL
from tests.people import sign_in

if TYPE_CHECKING:
    import httpx2

ADA = "ada@example.org"
BASE_URL = "http://127.0.0.1:8000"
FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": BASE_URL},
)
POSTED = [route for route in routes if isinstance(route, Route) and route.methods == {"POST"}]
# Where mails are ended the token in the address says who asks; a cookie is not looked at.
FORMS = [route for route in POSTED if not route.path.startswith(ENDINGS)]
HOSTS = (
    "evil.example", "evil.example:8000", "127.0.0.1.evil.example", "127.0.0.1@evil.example",
    "127.0.0.1:8000@evil.example", "evil.example#127.0.0.1", "evil.example/127.0.0.1", "[::2]",
    "127.0.0.1 evil.example", "127.0.0.1,evil.example", ".", "0", "localhost.evil.example",
)  # fmt: skip
FORWARDED = (
    ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Server", "evil.example"),
    ("X-Host", "evil.example"), ("X-Original-Host", "evil.example"),
    ("X-HTTP-Host-Override", "evil.example"), ("Forwarded", "host=evil.example;proto=https"),
    ("X-Forwarded-Proto", "https"), ("X-Forwarded-Port", "1"), ("X-Forwarded-Prefix", "/evil"),
    ("X-Original-URL", "//evil.example/"), ("X-Rewrite-URL", "//evil.example/"),
    ("Referer", "https://evil.example/"), ("X-Forwarded-Scheme", "evil"),
)  # fmt: skip


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_no_form_of_another_site_is_taken(
    client: httpx2.AsyncClient, headers: dict[str, str]
) -> None:
    await sign_in(client, "Ada", [("administrator", "")])

    for route in FORMS:
        address = re.sub(r"\{[^}]*\}", "1", route.path)
        answer = await client.post(address, data={"email": ADA}, headers=headers)
        # The API takes JSON alone, and looks at no cookie.
        assert answer.status_code == (415 if address.startswith(API) else 403), address
        assert "set-cookie" not in answer.headers

    assert not await Mail.all().count()
    assert (await client.get("/account")).status_code == 200


@pytest.mark.parametrize("host", HOSTS)
async def test_a_forged_host_sends_no_mail(client: httpx2.AsyncClient, host: str) -> None:
    answer = await client.post("/sign-in", data={"email": ADA}, headers={"Host": host})

    assert answer.status_code == 400
    assert not await Mail.all().count()


@pytest.mark.parametrize(("name", "value"), FORWARDED)
async def test_every_address_in_every_mail_is_ours_whatever_a_request_says(
    client: httpx2.AsyncClient, name: str, value: str
) -> None:
    await sign_in(client, "Ada")
    await Account.create(name="Bela", email="bela@example.org", email_key="bela@example.org")
    headers = {name: value}

    await client.post("/sign-in", data={"email": ADA, "next": "/members"}, headers=headers)
    for email in ("bela@example.org", "free@example.org"):
        await client.post("/account/email", data={"email": email}, headers=headers)
    await client.post(link_of(await last_mail("free@example.org")), headers=headers)

    mails = await Mail.all()
    assert len(mails) == 6
    for mail in mails:
        assert links_of(mail)
        assert all(urlsplit(one)[:2] == urlsplit(BASE_URL)[:2] for one in links_of(mail))
        assert "evil" not in mail.text + mail.html + mail.subject


def test_a_way_back_stays_with_us() -> None:
    assert len(EVIL) > 300
    for text in EVIL:
        place = go(local_path(text)).headers["Location"]

        assert place.startswith("/"), text
        assert unquote(place).startswith("/"), text
        assert not place.startswith(("//", "/\\")), text
        assert not re.search(r"[\x00-\x20\\]", place), text
        assert urlsplit(place)[:2] == ("", ""), text


async def test_signing_in_leads_nobody_astray(client: httpx2.AsyncClient) -> None:
    await Account.create(name="Ada", email=ADA, email_key=ADA, verified_at=now())

    for text in itertools.islice(EVIL, 0, None, 40):
        forget_spent()
        page = await client.get("/sign-in", params={"next": text})
        asked = await client.post("/sign-in", data={"email": ADA, "next": text})
        mail = await last_mail(ADA)
        looked = await client.get(link_of(mail))
        entered = await client.post(link_of(mail), data={"next": text})

        assert re.search(r'name="next" value="/(?![/\\])', page.text)
        assert re.search(r'name="next" value="/(?![/\\])', looked.text)
        assert asked.headers["Location"].startswith("/sign-in/code")
        assert entered.status_code == 303
        assert re.match(r"/(?![/\\])", entered.headers["Location"])
