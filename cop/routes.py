"""Every address of the service, in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.routing import Route

from cop.accounts import views as accounts
from cop.chapters import views as chapters
from cop.countries import views as countries
from cop.kit import health
from cop.kit.assets import assets
from matching import views as matching
from profiles import views as profiles

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

POST: Final = ["POST"]

routes: Final[list[BaseRoute]] = [
    # Home and countries
    Route("/", countries.show_home, name="home"),
    Route("/countries", countries.show_countries, name="countries"),
    Route("/countries/{code}", countries.show_country, name="country"),
    Route("/about", countries.show_about, name="about"),
    # Members
    Route("/members", profiles.show_directory, name="directory"),
    Route("/members/{slug}", profiles.show_member, name="member"),
    Route("/me", profiles.show_own_profile, name="me"),
    # Network
    Route("/network", matching.show_network, name="network"),
    # Chapters
    Route("/chapters", chapters.show_chapters, name="chapters"),
    Route("/chapters/proposals", chapters.show_proposals, name="proposals"),
    Route("/chapters/proposals", chapters.save_proposal, name="accept-proposal", methods=POST),
    Route("/chapters/{slug}", chapters.show_chapter, name="chapter"),
    # Signing in, and how pages look
    Route("/sign-in", accounts.show_sign_in, name="sign-in"),
    Route("/sign-in", accounts.save_sign_in, name="save-sign-in", methods=POST),
    Route("/sign-out", accounts.save_sign_out, name="sign-out", methods=POST),
    Route("/preferences", accounts.save_preferences, name="preferences", methods=POST),
    # For machines
    Route("/healthz", health.show_alive, name="alive"),
    Route("/readyz", health.show_ready, name="ready"),
    assets,
]
