"""Nobody's address stands in a page, whoever asks and whatever they ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.routing import Route

from cop.contact.models import Report
from cop.routes.all import routes
from tests.contact.writing import send, settle_two
from tests.people import sign_in
from tests.serving import visit

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from cop.running import Service

SHOWN_TO_ALL_HERE = {"mailbox", "mail", "mail-html"}  # of this machine; see test_mailbox
SLUGS = ("ada", "bela", "chidi", "dina")


def addresses() -> list[str]:
    """Every page there is, of every member there is."""
    paths = [
        route.path
        for route in routes
        if isinstance(route, Route)
        and route.methods
        and "GET" in route.methods
        and route.name not in SHOWN_TO_ALL_HERE
    ]
    filled = [
        path.replace("{slug}", slug).replace("{id}", "1").replace("{code}", "KE")
        for path in paths
        for slug in (SLUGS if "{slug}" in path else ("",))
    ]
    return [*filled, "/members?q=example.org", "/members?q=ada%40example.org"]


MAY_SHOW = ("/members/", "/administration/accounts/")  # to administrators


@pytest.mark.parametrize("kind", ["visitor", "member", "administrator"])
async def test_no_page_holds_the_address_of_another(
    service: Service, app: ASGIApp, kind: str
) -> None:
    async with visit(app) as ada, visit(app) as bela, visit(app) as reader:
        await settle_two(service, ada, bela)
        where = (await send(ada, "bela", "Hello")).headers["location"]
        await Report.create(subject="profile:1", reason="spam")
        if kind == "member":
            await sign_in(reader)
        if kind == "administrator":  # who may see addresses as coordinators may
            await sign_in(reader, "Admin", [("administrator", "")])

        for path in [*addresses(), where]:
            page = await reader.get(path)
            assert page.status_code < 500, path
            if kind != "administrator" or not path.startswith(MAY_SHOW):
                asked = path.count("example.org") and "example.org"
                text = page.text.replace("ada@example.org", "") if asked else page.text
                assert "@example.org" not in text, path
        for path in ("/members/ada", "/members/ada.vcf", "/messages", where):
            assert "ada@example.org" not in (await bela.get(path)).text, path


@pytest.mark.parametrize(
    "path", ["/members/{}", "/members/{}.vcf", "/members/{}/message", "/messages/{}"]
)
async def test_an_address_that_nobody_can_have_is_nothing(app: ASGIApp, path: str) -> None:
    async with visit(app) as reader:
        await sign_in(reader)
        assert (await reader.get(path.format("%00"))).status_code == 400
        assert (await reader.get(path.format("%ED%A0%80"))).status_code == 400
        assert (await reader.get(path.format("%F0%9F%98%80"))).status_code == 404
