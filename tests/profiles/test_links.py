"""What people say of themselves leads to the search for it, wherever it is shown."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from profiles.actions.members import replace_tags
from tests.chapters.forming import form
from tests.databases import ONE_DATABASE
from tests.matching.crowd import gather_crowd
from tests.people import change, refresh, settle, tags

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

# Not where one is, where one may go or what one may choose; nor for eyes only.
ASIDE = re.compile(
    r"<(a|title|head|label|select|svg|script)\b.*?</\1>|<nav class=\"crumbs\".*?</nav>"
    r"|<h1\b.*?</h1>|<h2 class=\"vh\".*?</h2>",
    re.DOTALL,
)


def unlinked(page: str) -> str:
    """The words of a page that lead nowhere."""
    return unescape(re.sub(r"<[^>]*>", "\n", ASIDE.sub("", page)))


@ONE_DATABASE
@pytest.mark.parametrize(
    "place",
    [
        "/members",
        "/members?q=property+tax+swahili",
        "/members/ada",
        "/members/bela",
        "/countries/KE",
        "/countries/KE/briefing",
        "/compare?who=ada&who=bela",
        "/chapters/kenya",
    ],
)
async def test_topics_countries_and_languages_are_links(
    service: Service, client: httpx2.AsyncClient, place: str
) -> None:
    people = await settle(service)
    await change(service, people["bela"], visibility="public", institution_id=None)
    await replace_tags(
        people["ada"].id, {"countries_known": tags("UG"), "offers": tags("mentoring")}
    )
    await form(service, "country", "KE", [people["ada"]])
    await refresh(service)

    page = (await client.get(place)).text

    assert_linked(page, "Property tax", "Kenya", "Swahili", "Uganda")


@ONE_DATABASE
async def test_the_lists_under_the_network_are_links(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await gather_crowd(service)

    assert_linked((await client.get("/network")).text, "Property tax", "Local councils")


def assert_linked(page: str, *labels: str) -> None:
    """Each of these that stands on the page stands in a link only, and some do."""
    shown = [one for one in labels if one in unescape(page)]
    assert len(shown) >= 2
    assert [one for one in shown if one in unlinked(page)] == []
