"""Addresses of members, of countries, and of what one says about oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.api import suggestions
from cop.countries import views as countries
from cop.permissions import Who, saves, shows
from cop.privacy.views import leaving
from cop.privacy.views import overview as privacy
from profiles.views import assistants, editing, members, photos

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

A_PHOTO: Final = 12_000_000  # bytes

routes: Final[list[BaseRoute]] = [
    # Home and countries
    shows("/", countries.show_home, "home", Who.ANYONE),
    shows("/countries", countries.show_countries, "countries", Who.ANYONE),
    shows("/countries/{code}", countries.show_country, "country", Who.ANYONE),
    shows("/countries/{code}/briefing", countries.show_briefing, "briefing", Who.ANYONE),
    shows("/about", countries.show_about, "about", Who.ANYONE),
    # Members
    shows("/members", members.show_directory, "directory", Who.ANYONE),
    shows("/suggest", suggestions.show_suggestions, "suggest", Who.ANYONE),
    shows("/members/{slug}.vcf", members.show_vcard, "vcard", Who.ANYONE),
    shows("/members/{slug}", members.show_member, "member", Who.ANYONE),
    shows("/members/{slug}/photo/{name}", photos.show_photo, "photo", Who.ANYONE),
    shows("/me", members.show_own_profile, "me", Who.SIGNED_IN),
    # One's own profile, or that of somebody one assists
    shows("/me/profile", editing.show_own_form, "profile", Who.SIGNED_IN),
    saves("/me/profile", editing.save_own_form, "save-profile", Who.SIGNED_IN),
    shows("/me/profile/options", editing.show_options, "profile-options", Who.SIGNED_IN),
    shows("/me/welcome", editing.show_welcome, "welcome", Who.SIGNED_IN),
    shows("/members/{slug}/edit", editing.show_form, "edit-member", Who.SIGNED_IN),
    saves("/members/{slug}/edit", editing.save_form, "save-member", Who.SIGNED_IN),
    saves("/members/{slug}/photo", photos.save_photo, "save-photo", Who.SIGNED_IN, A_PHOTO),
    saves("/members/{slug}/photo/remove", photos.remove_own_photo, "remove-photo", Who.SIGNED_IN),
    saves("/me/assistants", assistants.save_assistant, "ask-assistant", Who.SIGNED_IN),
    saves("/me/assistants/accept", assistants.save_acceptance, "accept-delegation", Who.SIGNED_IN),
    saves("/me/assistants/end", assistants.save_end, "end-delegation", Who.SIGNED_IN),
    # Privacy
    shows("/me/privacy", privacy.show_privacy, "privacy", Who.SIGNED_IN),
    shows("/me/preview/{eyes}", privacy.show_preview, "preview", Who.SIGNED_IN),
    saves("/me/privacy/levels", privacy.save_levels, "save-levels", Who.SIGNED_IN),
    saves("/me/hide", privacy.save_hidden, "hide", Who.SIGNED_IN),
    saves("/me/unhide", privacy.save_unhidden, "unhide", Who.SIGNED_IN),
    saves("/me/consents", privacy.save_consent, "save-consent", Who.SIGNED_IN),
    saves("/me/still-true", privacy.save_still_true, "still-true", Who.SIGNED_IN),
    shows("/me/privacy/download", leaving.download_own_data, "download", Who.SIGNED_IN),
    shows("/me/erase", leaving.show_erasure, "erasure", Who.SIGNED_IN),
    saves("/me/erase", leaving.save_erasure, "erase", Who.SIGNED_IN),
    shows("/unsubscribe/{token}", leaving.show_unsubscribe, "unsubscribe", Who.ANYONE),
    saves("/unsubscribe/{token}", leaving.save_unsubscribe, "save-unsubscribe", Who.ANYONE),
]
