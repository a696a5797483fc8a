"""The home page and the pages of countries, through HTTP."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.people import settle, sign_in

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service


def circles(html: str) -> dict[str, int]:
    """Return what the circles of a map say: country -> members."""
    found = re.findall(r"<title>([^<:]+): ([\d,]+)", html)
    return {country: int(number) for country, number in found}


async def test_the_map_counts_whom_the_reader_may_find(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    seen_by_all = circles((await client.get("/")).text)
    await sign_in(client)
    seen_by_members = circles((await client.get("/")).text)

    assert seen_by_all == {"Kenya": 1, "Nigeria": 1}
    assert seen_by_members == {"Kenya": 2, "Nigeria": 1}


async def test_a_country_names_its_people_by_topic(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    await sign_in(client)

    page = (await client.get("/countries/KE")).text

    assert "Property tax" in page
    assert "Ada Obi" in page
    assert "Bela Ruto" in page
    assert "Dina Haddad" not in page


async def test_a_country_without_anybody_has_a_page(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    assert (await client.get("/countries/TV")).status_code == 200


async def test_a_code_may_be_written_small_and_must_be_a_country(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    assert "Kenya" in (await client.get("/countries/ke")).text
    for code in ("zz", "KEN", "K", "%00", "ke' OR 1=1"):
        assert (await client.get(f"/countries/{code}")).status_code in (400, 404), code
