"""Members who keep lists of each other."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from cop.shortlists.models import Shortlist

if TYPE_CHECKING:
    import httpx2


async def keep(
    client: httpx2.AsyncClient, *slugs: str, name: str = "Water team", back: str = "/"
) -> httpx2.Response:
    """Put members on a new list."""
    data = {"who": [*slugs], "list": "new", "name": name, "next": back}
    return await client.post("/shortlists/keep", data=data)


async def keep_list(client: httpx2.AsyncClient, *slugs: str, name: str = "Water team") -> str:
    """Put members on a new list; return its address."""
    response = await keep(client, *slugs, name=name)
    assert response.status_code == 303, response.text
    return f"/shortlists/{(await Shortlist.get(name=name)).id}"


async def share(client: httpx2.AsyncClient, place: str) -> str:
    """Share a list of the client's by a new link; return its path."""
    await client.post(f"{place}/link")
    return link_on(await client.get(place))


def link_on(page: httpx2.Response) -> str:
    """Return the path of the link that stands on the page of a list, "" where there is none."""
    found = re.search(r'value="http://127\.0\.0\.1:8000(/shared/[^"]+)"', page.text)
    return html.unescape(found[1]) if found else ""
