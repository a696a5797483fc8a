"""Countries for machines. The command line answers with the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.countries.queries import get_country_page, get_overview
from cop.kit.api import Endpoint
from cop.kit.i18n import current_language, mark
from cop.kit.parameters import LANG, Parameter
from cop.kit.web import opened
from cop.vocabulary.concepts import Vocabulary
from search.engine import Engine

if TYPE_CHECKING:
    from starlette.requests import Request

    from cop.countries.queries import CountryPage


async def list_countries(request: Request) -> dict[str, Any]:
    """GET /api/v1/countries: all countries with members, the largest number first."""
    vocabulary, language = opened(request, Vocabulary), current_language()
    overview = await get_overview(opened(request, Engine), caller(request))
    return {
        "members": overview.total,
        "countries": [
            {"id": code, "name": vocabulary.label("country", code, language), "members": count}
            for code, count in overview.countries
        ],
        "regions": [
            {"id": key, "name": vocabulary.label("region", key, language), "members": count}
            for key, count in overview.regions
        ],
    }


async def show_country(request: Request) -> dict[str, Any]:
    """GET /api/v1/countries/{code}: how many people, on which topics, and the neighbours."""
    shown = await get_country_page(
        opened(request, Engine),
        opened(request, Vocabulary),
        request.path_params["code"].upper(),
        caller(request),
    )
    return country_as_json(shown, current_language())


def country_as_json(shown: CountryPage, language: str) -> dict[str, Any]:
    """Return what is shown of a country."""
    return {
        "country": shown.country.key,
        "name": shown.country.label(language),
        "region": shown.region,
        "members": shown.total,
        "known_by": shown.known_by,
        "institutions": shown.institutions,
        "topics": [
            {
                "id": one.topic,
                "count": one.count,
                "members": [member.slug for member in one.members],
            }
            for one in shown.topics
        ],
        "stakeholders": dict(shown.stakeholders),
        "neighbours": [{"id": one, "count": count} for one, count in shown.neighbours],
    }


_COUNTED: Final = {"id": str, "name": str, "members": int}

ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/countries",
        view=list_countries,
        name="api-countries",
        about=mark("All countries and regions with members, and how many."),
        parameters=(LANG,),
        answer={"members": int, "countries": [_COUNTED], "regions": [_COUNTED]},
    ),
    Endpoint(
        path="/api/v1/countries/{code}",
        view=show_country,
        name="api-country",
        about=mark("A country: how many people, on which topics, and its neighbours."),
        parameters=(
            Parameter(name="code", about=mark("Two letters, as ISO 3166-1 says."), in_path=True),
            LANG,
        ),
        answer={
            "country": str,
            "name": str,
            "region": str,
            "members": int,
            "known_by": int,
            "institutions": int,
            "topics": [{"id": str, "count": int, "members": [str]}],
            "stakeholders": {"*": int},
            "neighbours": [{"id": str, "count": int}],
        },
    ),
)
