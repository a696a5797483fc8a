"""Addresses of signing in, and of one's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.views import account, identities, passkeys, sessions, sign_in, tokens
from cop.permissions import Who, saves, shows

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

routes: Final[list[BaseRoute]] = [
    # Signing in, and how pages look
    shows("/sign-in", sign_in.show_sign_in, "sign-in", Who.ANYONE),
    saves("/sign-in", sign_in.save_sign_in, "save-sign-in", Who.ANYONE),
    shows("/sign-in/code", sign_in.show_code, "sign-in-code", Who.ANYONE),
    saves("/sign-in/code", sign_in.save_code, "save-sign-in-code", Who.ANYONE),
    shows("/sign-in/link/{token}", sign_in.show_link, "sign-in-link", Who.ANYONE),
    saves("/sign-in/link/{token}", sign_in.save_link, "save-sign-in-link", Who.ANYONE),
    saves("/sign-in/sample", sessions.save_sample, "save-sample", Who.ANYONE),
    saves("/sign-out", sessions.save_sign_out, "sign-out", Who.ANYONE),
    saves("/sign-in/with/{provider}", identities.begin_sign_in, "sign-in-with", Who.ANYONE),
    shows("/sign-in/with/{provider}/back", identities.receive_back, "back-from", Who.ANYONE),
    saves("/sign-in/passkey/options", passkeys.ask_to_enter, "ask-passkey", Who.ANYONE),
    saves("/sign-in/passkey", passkeys.save_entry, "sign-in-passkey", Who.ANYONE),
    saves("/preferences", sessions.save_preferences, "preferences", Who.ANYONE),
    # One's own account
    shows("/account", account.show_account, "account", Who.SIGNED_IN),
    saves("/account/email", account.save_email, "save-email", Who.SIGNED_IN),
    shows("/account/email/{token}", account.show_email_link, "email-link", Who.SIGNED_IN),
    saves("/account/email/{token}", account.save_email_link, "save-email-link", Who.SIGNED_IN),
    saves("/account/language", account.save_mail_language, "save-mail-language", Who.SIGNED_IN),
    saves(
        "/account/devices/end", account.save_other_devices_end, "end-other-devices", Who.SIGNED_IN
    ),
    saves("/account/devices/{number}/end", account.save_device_end, "end-device", Who.SIGNED_IN),
    saves("/account/tokens", tokens.save_token, "save-token", Who.SIGNED_IN),
    saves("/account/tokens/{number}/revoke", tokens.save_token_end, "revoke-token", Who.SIGNED_IN),
    # Ways to sign in to one's account
    shows("/account/identities", identities.show_identities, "identities", Who.SIGNED_IN),
    saves(
        "/account/identities/with/{provider}",
        identities.begin_linking,
        "link-identity",
        Who.SIGNED_IN,
    ),
    saves(
        "/account/identities/{identity:int}/unlink",
        identities.save_unlinking,
        "unlink-identity",
        Who.SIGNED_IN,
    ),
    shows("/account/passkeys", passkeys.show_passkeys, "passkeys", Who.SIGNED_IN),
    saves("/account/passkeys", passkeys.save_new, "add-passkey", Who.SIGNED_IN),
    saves("/account/passkeys/options", passkeys.ask_for_new, "ask-new-passkey", Who.SIGNED_IN),
    saves(
        "/account/passkeys/{passkey:int}/name", passkeys.save_name, "name-passkey", Who.SIGNED_IN
    ),
    saves(
        "/account/passkeys/{passkey:int}/remove",
        passkeys.save_removal,
        "remove-passkey",
        Who.SIGNED_IN,
    ),
    shows("/account/prove", passkeys.show_proof, "prove", Who.SIGNED_IN),
    saves("/account/prove", passkeys.save_proof, "save-proof", Who.SIGNED_IN),
    saves("/account/prove/options", passkeys.ask_to_prove, "ask-proof", Who.SIGNED_IN),
]
