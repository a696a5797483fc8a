"""Every address of the service, in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.api import views as api
from cop.kit import health
from cop.kit.assets import assets
from cop.permissions import Who, for_machines, shows
from cop.routes import accounts, administration, announcements, chapters, events, meeting, members

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

routes: Final[list[BaseRoute]] = [
    *members.routes,
    *meeting.routes,
    *events.routes,
    *chapters.routes,
    *announcements.routes,
    *accounts.routes,
    *administration.routes,
    # For machines
    shows("/api", api.show_api, "api", Who.ANYONE),
    for_machines("/api/v1/openapi.json", api.show_openapi, "api-openapi"),
    *(
        for_machines(one.path, one.answering(), one.name, one.method, decides=one.decides)
        for one in api.ENDPOINTS
    ),
    shows("/healthz", health.show_alive, "alive", Who.ANYONE),
    shows("/readyz", health.show_ready, "ready", Who.ANYONE),
    assets,
]
