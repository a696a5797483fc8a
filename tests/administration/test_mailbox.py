"""The mailbox that stands in for a mail server, on one's own machine only."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from cop.kit.outbox import Mail
from tests.contact.writing import send, settle_two
from tests.people import sign_in
from tests.serving import serve, visit

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

    from cop.kit.settings import Settings
    from cop.running import Service


async def write_a_mail(service: Service, app: ASGIApp) -> Mail:
    async with visit(app) as ada, visit(app) as bela:
        await settle_two(service, ada, bela)
        await send(ada, "bela", "See http://127.0.0.1:8000/members/ada <b>now</b>")
    return await Mail.get()


async def test_a_guest_of_the_demo_reads_what_would_be_sent(
    service: Service, app: ASGIApp, client: httpx2.AsyncClient
) -> None:
    assert "No mail yet" in (await client.get("/administration/mail")).text
    mail = await write_a_mail(service, app)

    box = await client.get("/administration/mail")
    text = await client.get(f"/administration/mail/{mail.id}")

    assert "own-bela@example.org" in box.text
    assert "Ada Obi wrote to you" in box.text
    assert 'href="http://127.0.0.1:8000/members/ada"' in text.text
    assert "&lt;b&gt;now&lt;/b&gt;" in text.text
    assert text.headers["Cache-Control"] == "no-store"


async def test_a_mail_as_html_is_shut_in(
    service: Service, app: ASGIApp, client: httpx2.AsyncClient
) -> None:
    mail = await write_a_mail(service, app)

    shown = await client.get(f"/administration/mail/{mail.id}/html")

    policy = shown.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert shown.text == mail.html


async def test_where_others_can_reach_it_nobody_reads_mail(
    service: Service, app: ASGIApp, https_settings: Settings
) -> None:
    mail = await write_a_mail(service, app)
    settings = dataclasses.replace(https_settings, admin_passkeys=False)
    public = serve(dataclasses.replace(service, settings=settings))
    async with visit(public, "https://network.example.org") as visitor:
        assert (await visitor.get("/administration/mail")).status_code == 404
        await sign_in(visitor, "Admin", [("administrator", "")])
        visitor.cookies.set("__Host-session", visitor.cookies["session"])
        states = await visitor.get("/administration/mail")
        assert "waiting" in states.text
        assert "Ada Obi" not in states.text
        for path in (f"/administration/mail/{mail.id}", f"/administration/mail/{mail.id}/html"):
            assert (await visitor.get(path)).status_code == 404


async def test_an_address_that_is_no_mail_is_nothing(client: httpx2.AsyncClient) -> None:
    for number in ("0", "x", "9" * 30, "-1"):
        assert (await client.get(f"/administration/mail/{number}")).status_code == 404
