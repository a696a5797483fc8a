"""Every address of the service, in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.views import sessions
from cop.api import views as api
from cop.chapters import views as chapters
from cop.countries import views as countries
from cop.kit import health
from cop.kit.assets import assets
from cop.permissions import for_machines, guarded
from matching import views as matching
from profiles import views as profiles

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

POST: Final = ["POST"]

routes: Final[list[BaseRoute]] = [
    # Home and countries
    guarded("/", countries.show_home, "home"),
    guarded("/countries", countries.show_countries, "countries"),
    guarded("/countries/{code}", countries.show_country, "country"),
    guarded("/about", countries.show_about, "about"),
    # Members
    guarded("/members", profiles.show_directory, "directory"),
    guarded("/members/{slug}", profiles.show_member, "member"),
    guarded("/me", profiles.show_own_profile, "me"),
    # Network
    guarded("/network", matching.show_network, "network"),
    # Chapters
    guarded("/chapters", chapters.show_chapters, "chapters"),
    guarded("/chapters/proposals", chapters.show_proposals, "proposals"),
    guarded("/chapters/proposals", chapters.save_proposal, "accept-proposal", POST),
    guarded("/chapters/{slug}", chapters.show_chapter, "chapter"),
    # Signing in, and how pages look
    guarded("/sign-in", sessions.show_sign_in, "sign-in"),
    guarded("/sign-in", sessions.save_sign_in, "save-sign-in", POST),
    guarded("/sign-out", sessions.save_sign_out, "sign-out", POST),
    guarded("/preferences", sessions.save_preferences, "preferences", POST),
    # For machines
    guarded("/api", api.show_api, "api"),
    for_machines("/api/v1/openapi.json", api.show_openapi, "api-openapi"),
    *(for_machines(one.path, one.answering(), one.name) for one in api.ENDPOINTS),
    guarded("/healthz", health.show_alive, "alive"),
    guarded("/readyz", health.show_ready, "ready"),
    assets,
]
