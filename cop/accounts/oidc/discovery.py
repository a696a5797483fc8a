"""What a provider says of itself, and its keys: fetched when needed, kept for an hour."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

import httpx2
import orjson

from cop.accounts.oidc.quirks import client_authentication, issuer_in_metadata
from cop.kit.errors import Unavailable
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

    from cop.kit.settings import Provider

TIMEOUT: Final = 5.0
KEPT: Final = 3_600.0  # seconds
AGAIN: Final = 60.0  # between two looks for a key that we do not know
AFTER_FAILURE: Final = 5.0
MOST_BYTES: Final = 262_144
SCOPES: Final = ("openid", "profile", "email")


class NoAnswer(Exception):
    """There is no JSON object at an address."""


class ProviderSilent(Unavailable):
    """The provider does not answer, or not with what it should."""


def silent(provider: Provider) -> ProviderSilent:
    """Return the error that says so."""
    return ProviderSilent(
        _(
            "{provider} does not answer as it should just now. Try again in a few minutes, "
            "or sign in another way."
        ).format(provider=provider.label)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Configuration:
    """What we use of a provider's own description."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    scope: str
    client_authentication: str
    sends_issuer: bool  # RFC 9207


class Source:
    """One provider's description and keys."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._configuration: Configuration | None = None
        self._keys: list[dict[str, Any]] | None = None
        self._configured_at = self._keys_at = self._failed_at = self._looked_at = float("-inf")

    async def configuration(self) -> Configuration:
        """Return the provider's description.

        Raises:
            ProviderSilent: it does not answer, or describes somebody else.
        """
        if self._configuration is None or time.monotonic() > self._configured_at + KEPT:
            document = await self._fetch(
                f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration"
            )
            self._configuration = self._read(document)
            self._configured_at = time.monotonic()
        return self._configuration

    async def keys(self, *, unknown: bool = False) -> list[dict[str, Any]]:
        """Return the provider's public keys.

        Args:
            unknown: a token names a key that is not among those; look again, once a minute.

        Raises:
            ProviderSilent: it does not answer.
        """
        moment = time.monotonic()
        look_again = unknown and moment > self._looked_at + AGAIN
        if look_again:
            self._looked_at = moment
        if self._keys is None or look_again or moment > self._keys_at + KEPT:
            document = await self._fetch((await self.configuration()).jwks_uri)
            keys = document.get("keys")
            listed = cast("list[object]", keys) if isinstance(keys, list) else []
            self._keys = [cast("dict[str, Any]", key) for key in listed if isinstance(key, dict)]
            self._keys_at = moment
        return self._keys

    async def _fetch(self, address: str) -> Mapping[str, Any]:
        """Return the JSON object at `address`; a provider that is down is not asked at every click.

        Raises:
            ProviderSilent: there is none.
        """
        if time.monotonic() < self._failed_at + AFTER_FAILURE:
            raise silent(self.provider)
        try:
            return await fetch_object(address)
        except NoAnswer as error:
            self._failed_at = time.monotonic()
            raise silent(self.provider) from error

    def _read(self, document: Mapping[str, Any]) -> Configuration:
        if document.get("issuer") != issuer_in_metadata(self.provider):
            raise silent(self.provider)
        offered = _strings(document.get("token_endpoint_auth_methods_supported"))
        scopes = _strings(document.get("scopes_supported")) or list(SCOPES)
        return Configuration(
            authorization_endpoint=self._address(document, "authorization_endpoint"),
            token_endpoint=self._address(document, "token_endpoint"),
            jwks_uri=self._address(document, "jwks_uri"),
            userinfo_endpoint=self._address(document, "userinfo_endpoint")
            if document.get("userinfo_endpoint")
            else "",
            scope=" ".join(one for one in SCOPES if one == "openid" or one in scopes),
            client_authentication=client_authentication(self.provider, offered),
            sends_issuer=document.get("authorization_response_iss_parameter_supported") is True,
        )

    def _address(self, document: Mapping[str, Any], name: str) -> str:
        """Return an address of the provider; only where the issuer itself is http may it be."""
        address = document.get(name)
        schemes = ("https://",)
        if not self.provider.issuer.startswith("https:"):
            schemes += ("http://",)
        if isinstance(address, str) and address.startswith(schemes):
            return address
        raise silent(self.provider)


@cache
def trust() -> ssl.SSLContext:
    """Return whose certificates count: read once, for reading them takes a while."""
    return httpx2.create_ssl_context()


async def fetch_object(address: str, token: str = "") -> Mapping[str, Any]:
    """Return the JSON object at `address`; redirects are not followed, long answers not read.

    Args:
        address: where.
        token: to show there, if any.

    Raises:
        NoAnswer: there is none.
    """
    headers = {"Accept": "application/json"} | (
        {"Authorization": f"Bearer {token}"} if token else {}
    )
    try:
        async with (
            httpx2.AsyncClient(verify=trust(), timeout=TIMEOUT, follow_redirects=False) as client,
            client.stream("GET", address, headers=headers) as response,
        ):
            content = await _read_short(response)
        document: object = orjson.loads(content)
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        raise NoAnswer from error
    if not isinstance(document, dict):
        raise NoAnswer
    return cast("Mapping[str, Any]", document)


async def _read_short(response: httpx2.Response) -> bytes:
    if response.status_code != 200:  # noqa: PLR2004
        raise NoAnswer
    content = bytearray()
    async for chunk in response.aiter_bytes():
        content += chunk
        if len(content) > MOST_BYTES:
            raise NoAnswer
    return bytes(content)


def _strings(value: object) -> list[str]:
    items = cast("list[object]", value) if isinstance(value, list) else []
    return [item for item in items if isinstance(item, str)]
