"""Every address of the service, in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.views import sessions
from cop.administration.views import accounts, duplicates, overview
from cop.administration.views import vocabulary as words
from cop.chapters import views as chapters
from cop.countries import views as countries
from cop.kit import health
from cop.kit.assets import assets
from cop.permissions import guarded
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
    # Administration
    guarded("/administration", overview.show_overview, "administration"),
    guarded("/administration/accounts", accounts.show_accounts, "accounts"),
    guarded("/administration/accounts/{id}", accounts.show_account, "account"),
    guarded("/administration/accounts/{id}/ban", accounts.save_ban, "ban-account", POST),
    guarded("/administration/accounts/{id}/lift", accounts.save_lift, "lift-ban", POST),
    guarded("/administration/accounts/{id}/grant", accounts.save_grant, "grant-role", POST),
    guarded("/administration/accounts/{id}/revoke", accounts.save_revoke, "revoke-role", POST),
    guarded("/administration/duplicates", duplicates.show_duplicates, "duplicates"),
    guarded("/administration/duplicates/{kind}/{one}/{other}", duplicates.show_pair, "compare"),
    guarded(
        "/administration/duplicates/{kind}/{one}/{other}", duplicates.save_merge, "merge", POST
    ),
    guarded(
        "/administration/duplicates/{kind}/{one}/{other}/apart",
        duplicates.save_apart,
        "tell-apart",
        POST,
    ),
    guarded("/administration/merges/{kind}/{id}/undo", duplicates.save_undo, "undo-merge", POST),
    guarded("/administration/trail", overview.show_trail, "trail"),
    guarded("/administration/settings", overview.show_installation, "settings"),
    guarded("/administration/consistency", overview.show_consistency, "consistency"),
    guarded("/administration/consistency", overview.save_consistency, "check-consistency", POST),
    guarded("/administration/vocabulary", words.show_vocabulary, "vocabulary"),
    guarded("/administration/vocabulary/word", words.show_word, "word"),
    guarded("/administration/vocabulary/topics/{key}", words.show_topic, "topic"),
    guarded("/administration/vocabulary/topics/{key}/split", words.show_split, "split-topic"),
    guarded("/administration/vocabulary/preview", words.show_preview, "preview-deed"),
    guarded("/administration/vocabulary/deeds", words.save_deed, "do-deed", POST),
    # For machines
    guarded("/healthz", health.show_alive, "alive"),
    guarded("/readyz", health.show_ready, "ready"),
    assets,
]
