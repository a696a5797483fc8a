"""Passkeys as WebAuthn has them: what the browser is asked, and whether its answer is sound.

Who we are comes from BASE_URL alone, never from a request.
"""

from __future__ import annotations

import ipaddress
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

import orjson
import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.kit.settings import Settings

# What the library and its parsers of CBOR and of keys raise for bytes that are no passkey.
BROKEN: Final = (
    WebAuthnException,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    struct.error,
)
MILLISECONDS: Final = 300_000
LONGEST_ID: Final = 400  # characters; what a row holds
PORTS: Final = {"http": 80, "https": 443}


class PasskeyRefused(Invalid):
    """What the browser sent proves nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewPasskey:
    """What is to be kept of a passkey that was just made. Bytes are base64url."""

    credential_id: str
    public_key: str
    sign_count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A passkey that the browser shows, not proved yet."""

    credential_id: str
    user_handle: str
    credential: dict[str, Any]


def passkeys_work(settings: Settings) -> bool:
    """Say whether browsers make passkeys for BASE_URL: they want a name, no number, and TLS."""
    host = settings.base.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return settings.base.scheme == "https" or host == "localhost"
    return False


class RelyingParty:
    """This service, as the browser and its passkeys know it."""

    def __init__(self, settings: Settings) -> None:
        base = settings.base
        self.id = base.hostname or "localhost"
        host = f"[{self.id}]" if ":" in self.id else self.id
        standard = base.port is None or base.port == PORTS.get(base.scheme)
        self.origin = f"{base.scheme}://{host}" + ("" if standard else f":{base.port}")

    def registration(
        self, challenge: str, *, account_id: int, name: str, community: str, known: Sequence[str]
    ) -> str:
        """Return as JSON what `navigator.credentials.create` is to be asked.

        Args:
            challenge: to be signed, base64url.
            account_id: whose passkey it shall be.
            name: of the person, shown by their device.
            community: our name, shown by their device.
            known: their passkeys, none of which is to be made again.
        """
        options = webauthn.generate_registration_options(
            rp_id=self.id,
            rp_name=community,
            user_id=user_handle(account_id).encode(),
            user_name=name,
            challenge=base64url_to_bytes(challenge),
            timeout=MILLISECONDS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=_descriptors(known),
        )
        return webauthn.options_to_json(options)

    def authentication(self, challenge: str, known: Sequence[str] = ()) -> str:
        """Return as JSON what `navigator.credentials.get` is to be asked.

        Args:
            challenge: to be signed, base64url.
            known: the passkeys that may answer; none named, any that we know.
        """
        options = webauthn.generate_authentication_options(
            rp_id=self.id,
            challenge=base64url_to_bytes(challenge),
            timeout=MILLISECONDS,
            allow_credentials=_descriptors(known),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return webauthn.options_to_json(options)

    def check_new(self, credential: str, challenge: str) -> NewPasskey:
        """Return what is to be kept of the passkey that the browser made.

        Raises:
            PasskeyRefused: it was not made here, now, by somebody present.
        """
        try:
            verified = webauthn.verify_registration_response(
                credential=_object(credential),
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self.id,
                expected_origin=self.origin,
                require_user_verification=True,
            )
        except BROKEN as error:
            raise _refused() from error
        credential_id = bytes_to_base64url(verified.credential_id)
        if len(credential_id) > LONGEST_ID:
            raise _refused()
        return NewPasskey(
            credential_id=credential_id,
            public_key=bytes_to_base64url(verified.credential_public_key),
            sign_count=verified.sign_count,
        )

    def check_shown(self, shown: Shown, challenge: str, public_key: str, sign_count: int) -> int:
        """Return the passkey's new count of signatures.

        Raises:
            PasskeyRefused: it did not sign this challenge, for us, with somebody present.
        """
        try:
            verified = webauthn.verify_authentication_response(
                credential=shown.credential,
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self.id,
                expected_origin=self.origin,
                credential_public_key=base64url_to_bytes(public_key),
                credential_current_sign_count=sign_count,
                require_user_verification=True,
            )
        except BROKEN as error:
            raise _refused() from error
        return verified.new_sign_count


def read_shown(credential: str) -> Shown:
    """Return which passkey the browser shows.

    Raises:
        PasskeyRefused: it shows none.
    """
    parsed = _object(credential)
    try:
        read = webauthn.helpers.parse_authentication_credential_json(parsed)
        handle = (read.response.user_handle or b"").decode()
    except (WebAuthnException, ValueError) as error:
        raise _refused() from error
    return Shown(
        credential_id=bytes_to_base64url(read.raw_id), user_handle=handle, credential=parsed
    )


def user_handle(account_id: int) -> str:
    """Return by what a passkey knows its account: nothing that tells who it is."""
    return f"account-{account_id}"


def _descriptors(ids: Sequence[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in ids]


def _object(text: str) -> dict[str, Any]:
    try:
        parsed: object = orjson.loads(text)
    except ValueError as error:
        raise _refused() from error
    if not isinstance(parsed, dict):
        raise _refused()
    return cast("dict[str, Any]", parsed)


def _refused() -> PasskeyRefused:
    return PasskeyRefused(_("The passkey could not be verified. Try again."))
