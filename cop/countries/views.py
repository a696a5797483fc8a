"""The home page, the list of countries and the page of a country."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.session import caller
from cop.chapters.queries.chapters import count_chapters
from cop.countries.briefing import make_briefing
from cop.countries.queries import get_country, get_country_page, get_overview
from cop.kit.clock import now
from cop.kit.forms import read_one
from cop.kit.i18n import current_language
from cop.kit.panels import make_panels
from cop.kit.settings import Settings
from cop.kit.text import fold
from cop.kit.web import go, opened, page
from cop.vocabulary.atlas import draw_window, draw_world
from cop.vocabulary.concepts import Vocabulary
from search.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

GROUPS_SHOWN: Final = 8
TOPICS_SHOWN: Final = 6


async def show_home(request: Request) -> Response:
    """GET /: search first, then the map, the three jobs and the topics."""
    vocabulary, viewer = opened(request, Vocabulary), caller(request)
    overview = await get_overview(opened(request, Engine), viewer)
    names = country_names(vocabulary)
    return page(
        request,
        "countries/home.html",
        overview=overview,
        world=draw_world(dict(overview.countries)),
        names=names,
        by_name=sorted(overview.countries, key=lambda country: fold(names[country[0]])),
        chapters=await count_chapters(viewer),
        topic_groups=_topics_by_group(vocabulary, overview.topics),
        now=now(),
    )


async def show_countries(request: Request) -> Response:
    """GET /countries: all countries with members, by region; `?code=KE` goes to one."""
    vocabulary = opened(request, Vocabulary)
    code = read_one(request.query_params, "code")
    if code:
        country = get_country(vocabulary, code.upper())
        return go(request.app.url_path_for("country", code=country.key))
    overview = await get_overview(opened(request, Engine), caller(request))
    return page(
        request,
        "countries/list.html",
        overview=overview,
        by_region=_countries_by_region(vocabulary, overview.countries),
    )


async def show_country(request: Request) -> Response:
    """GET /countries/{code}: people by topic, neighbours, chapter."""
    vocabulary = opened(request, Vocabulary)
    shown = await get_country_page(
        opened(request, Engine), vocabulary, request.path_params["code"], caller(request)
    )
    return page(
        request,
        "countries/country.html",
        shown=shown,
        window=draw_window([shown.country.key], shown.counts),
        names=country_names(vocabulary),
        panels=await make_panels(request, "country", shown.country),
    )


async def show_briefing(request: Request) -> Response:
    """GET /countries/{code}/briefing: the country on paper."""
    brief = await make_briefing(
        opened(request, Engine),
        opened(request, Vocabulary),
        request.path_params["code"],
        caller(request),
        current_language(),
    )
    return page(
        request,
        "countries/briefing.html",
        brief=brief,
        base_url=opened(request, Settings).base_url,
        now=now(),
    )


async def show_about(request: Request) -> Response:
    """GET /about: what this is, who sees what, where the data come from."""
    return page(request, "countries/about.html")


def country_names(vocabulary: Vocabulary) -> dict[str, str]:
    """Return country code -> name in the reader's language."""
    language = current_language()
    return {country.key: country.label(language) for country in vocabulary.list("country")}


def _topics_by_group(
    vocabulary: Vocabulary, counts: Mapping[str, int]
) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return the largest topic groups with their most held topics."""
    groups: dict[str, list[tuple[str, int]]] = {}
    for topic in vocabulary.list("topic"):
        if counts.get(topic.key):
            groups.setdefault(topic.parent, []).append((topic.key, counts[topic.key]))
    ranked = sorted(groups.items(), key=lambda group: -sum(count for _, count in group[1]))
    return [
        (group, sorted(topics, key=lambda topic: (-topic[1], topic[0]))[:TOPICS_SHOWN])
        for group, topics in ranked[:GROUPS_SHOWN]
    ]


def _countries_by_region(
    vocabulary: Vocabulary, countries: Sequence[tuple[str, int]]
) -> list[tuple[str, list[tuple[str, int]]]]:
    regions: dict[str, list[tuple[str, int]]] = {
        region.key: [] for region in vocabulary.list("region")
    }
    for code, count in countries:
        concept = vocabulary.get("country", code)
        if concept is not None:
            regions.setdefault(str(concept.facts.get("region")), []).append((code, count))
    return list(regions.items())
