"""What needs an administrator, the trail, the installation and whether all of it agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.audit import record_deed
from cop.accounts.session import caller
from cop.administration.forms.accounts import read_wanted
from cop.administration.queries.consistency import check_everything
from cop.administration.queries.drills import find_last_drill
from cop.administration.queries.findings import Findings
from cop.administration.queries.installation import (
    CHECKED,
    find_last_backup,
    find_last_check,
    list_versions,
    show_settings,
)
from cop.administration.queries.overview import see_overview
from cop.administration.queries.trail import search_trail
from cop.kit.forms import read_page
from cop.kit.settings import Settings
from cop.kit.web import go, opened, page
from search.engine import Engine

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

LAST_PAGE = 10_000


async def show_overview(request: Request) -> Response:
    """GET /administration: what needs an administrator."""
    overview = await see_overview(opened(request, Findings), opened(request, Settings))
    return page(request, "administration/overview.html", overview=overview, private=True)


async def show_trail(request: Request) -> Response:
    """GET /administration/trail: who did what."""
    wanted = read_wanted(request.query_params)
    number = read_page(request.query_params, LAST_PAGE)
    trail = await search_trail(wanted, number)
    return page(
        request,
        "administration/trail.html",
        wanted=wanted,
        trail=trail,
        number=number,
        private=True,
    )


async def show_installation(request: Request) -> Response:
    """GET /administration/settings: the settings without their secrets, and the versions."""
    return page(
        request,
        "administration/installation.html",
        settings=show_settings(opened(request, Settings)),
        versions=list_versions(),
        private=True,
    )


async def show_consistency(request: Request) -> Response:
    """GET /administration/consistency: the last check, the last backup and the last drill."""
    settings = opened(request, Settings)
    return page(
        request,
        "administration/consistency.html",
        last=await find_last_check(),
        backup_at=find_last_backup(settings),
        drill=find_last_drill(settings.cop_data),
        private=True,
    )


async def save_consistency(request: Request) -> Response:
    """POST /administration/consistency: check that everything agrees with the database."""
    found = await check_everything(opened(request, Settings), opened(request, Engine))
    await record_deed(caller(request), CHECKED, "community:", checks=found["checks"])
    return go(request.app.url_path_for("consistency"))
