"""Every address of the service, in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.views import sessions
from cop.chapters import views as chapters
from cop.countries import views as countries
from cop.kit import health
from cop.kit.assets import assets
from cop.permissions import guarded
from matching import views as matching
from profiles.views import assistants, editing, members, photos

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

POST: Final = ["POST"]
A_PHOTO: Final = 12_000_000  # bytes

routes: Final[list[BaseRoute]] = [
    # Home and countries
    guarded("/", countries.show_home, "home"),
    guarded("/countries", countries.show_countries, "countries"),
    guarded("/countries/{code}", countries.show_country, "country"),
    guarded("/about", countries.show_about, "about"),
    # Members
    guarded("/members", members.show_directory, "directory"),
    guarded("/members/{slug}", members.show_member, "member"),
    guarded("/members/{slug}/photo/{name}", photos.show_photo, "photo"),
    guarded("/me", members.show_own_profile, "me"),
    # One's own profile, or that of somebody one assists
    guarded("/me/profile", editing.show_own_form, "profile"),
    guarded("/me/profile", editing.save_own_form, "save-profile", POST),
    guarded("/me/profile/options", editing.show_options, "profile-options"),
    guarded("/me/welcome", editing.show_welcome, "welcome"),
    guarded("/members/{slug}/edit", editing.show_form, "edit-member"),
    guarded("/members/{slug}/edit", editing.save_form, "save-member", POST),
    guarded("/members/{slug}/photo", photos.save_photo, "save-photo", POST, A_PHOTO),
    guarded("/members/{slug}/photo/remove", photos.remove_own_photo, "remove-photo", POST),
    guarded("/me/assistants", assistants.save_assistant, "ask-assistant", POST),
    guarded("/me/assistants/accept", assistants.save_acceptance, "accept-delegation", POST),
    guarded("/me/assistants/end", assistants.save_end, "end-delegation", POST),
    # Network
    guarded("/network", matching.show_network, "network"),
    # Chapters
    guarded("/chapters", chapters.show_chapters, "chapters"),
    guarded("/chapters/proposals", chapters.show_proposals, "proposals"),
    guarded("/chapters/proposals", chapters.save_proposal, "accept-proposal", POST),
    guarded("/chapters/{slug}", chapters.show_chapter, "chapter"),
    guarded("/chapters/{slug}/join", chapters.save_joining, "join-chapter", POST),
    # Signing in, and how pages look
    guarded("/sign-in", sessions.show_sign_in, "sign-in"),
    guarded("/sign-in", sessions.save_sign_in, "save-sign-in", POST),
    guarded("/sign-out", sessions.save_sign_out, "sign-out", POST),
    guarded("/preferences", sessions.save_preferences, "preferences", POST),
    # For machines
    guarded("/healthz", health.show_alive, "alive"),
    guarded("/readyz", health.show_ready, "ready"),
    assets,
]
