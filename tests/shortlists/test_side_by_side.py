"""Up to five people side by side, through HTTP."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.databases import ONE_DATABASE
from tests.people import settle

if TYPE_CHECKING:
    import httpx2
    import pytest

    from cop.running import Service
    from tests.contact.writing import Two

pytestmark = ONE_DATABASE


async def test_people_stand_side_by_side_as_the_viewer_sees_them(
    two: Two, client: httpx2.AsyncClient
) -> None:
    page = (await two.ada.get("/compare?who=ada&who=chidi&who=bela")).text

    heads = re.search(r"<thead>.*?</thead>", page, re.DOTALL)
    assert heads
    assert re.findall(r"/members/(\w+)", heads[0]) == ["ada", "chidi", "bela"]
    assert re.search(r"<strong>\s*<a [^>]*>Kenya</a>\s*</strong>", page)
    assert re.search(r"<bdi>\s*<a [^>]*>Nigeria</a>\s*</bdi>", page)
    assert page.count("(shared)") > 4
    assert 'href="?who=ada&amp;who=bela"' in page
    visitor = (await client.get("/compare?who=ada&who=chidi&who=bela")).text
    assert "Bela" not in visitor
    assert not re.search(r"<strong>\s*<a [^>]*>Kenya</a>\s*</strong>", visitor)
    assert "Lagos" not in visitor


async def test_too_few_are_told_what_to_do(service: Service, client: httpx2.AsyncClient) -> None:
    await settle(service, "ada", "chidi")

    for asked in ("", "who=", "who=ada", "who=ada&who=ada", f"who=ada&who={'x' * 300}"):
        response = await client.get(f"/compare?{asked}")
        assert response.status_code == 200
        assert "Choose two people or more" in response.text
        assert "Ada Obi" not in response.text


async def test_the_hidden_and_the_absent_are_left_out_alike(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)

    hidden = await client.get("/compare?who=ada&who=chidi&who=dina")
    absent = await client.get("/compare?who=ada&who=chidi&who=dino")

    assert hidden.status_code == 200
    assert "Ada Obi" in hidden.text
    assert hidden.text.replace("who=dina", "who=dino") == absent.text


async def test_of_more_than_five_the_first_are_compared(
    service: Service, client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle(service, "ada", "chidi")
    monkeypatch.setattr("cop.shortlists.views.comparing.MOST", 1)

    page = (await client.get("/compare?who=chidi&who=ada")).text

    assert "these are the first" in page
    assert "Ada Obi" not in page
