"""The way to a provider and back: where to send the browser, and who came back with it."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx2
from authlib.integrations.httpx_client import AsyncOAuth2Client, OAuthError

from cop.accounts.oidc.discovery import (
    TIMEOUT,
    Configuration,
    NoAnswer,
    Source,
    fetch_object,
    silent,
    trust,
)
from cop.accounts.oidc.quirks import (
    issuer_in_metadata,
    issuer_in_token,
    returns_nonce,
    takes_verifier,
    vouches_for_addresses,
)
from cop.accounts.oidc.tokens import BadToken, UnknownKey, read_id_token
from cop.kit.errors import Invalid, NotFound
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText, clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.kit.settings import Provider, Settings

log = logging.getLogger(__name__)


class SignInRefused(Invalid):
    """The provider says no, or what came back proves nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Departure:
    """Where the browser goes, and what must come back: kept here, never in the address."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the provider sent back with the browser. None of it is proved."""

    state: str = ""
    code: str = ""
    issuer: str | None = None
    error: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Who came back.

    Attributes:
        issuer: who says so.
        subject: what identifies them there, for ever.
        name: as the issuer writes it, "" when it does not say.
        email: an address that the issuer has verified, else "".
    """

    issuer: str
    subject: str
    name: str
    email: str


class Providers:
    """The providers of this deployment, with what was learnt of them since the start."""

    def __init__(self, settings: Settings) -> None:
        self._base_url = settings.base_url
        self._sources = {provider.name: Source(provider) for provider in settings.oidc}

    def get(self, name: str) -> Provider:
        """Return the provider `name`.

        Raises:
            NotFound: this deployment has none of that name.
        """
        return self._source(name).provider

    async def depart(self, name: str) -> Departure:
        """Return where to send somebody who wants to sign in with the provider.

        Raises:
            NotFound: this deployment has none of that name.
            ProviderSilent: it does not answer.
        """
        source = self._source(name)
        configuration = await source.configuration()
        nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        async with self._client(source.provider, configuration) as client:
            address, state = client.create_authorization_url(
                configuration.authorization_endpoint,
                state=secrets.token_urlsafe(32),
                nonce=nonce,
                code_verifier=verifier,
            )
        return Departure(address=address, state=state, nonce=nonce, verifier=verifier)

    async def arrive(self, name: str, answer: Answer, *, nonce: str, verifier: str) -> Person:
        """Return who came back from the provider; its `state` was found to be ours before.

        Raises:
            SignInRefused: the provider did not let them in, or its word is not sound.
            ProviderSilent: it does not answer.
        """
        source = self._source(name)
        provider = source.provider
        configuration = await source.configuration()
        try:
            self._check_answer(answer, provider, configuration)
            token = await self._fetch_token(answer.code, verifier, provider, configuration)
            claims = await _read_claims(token, source, nonce)
        except BadToken as error:
            log.warning("sign-in with %s refused: %s", provider.name, error)
            raise SignInRefused(
                _("Signing in with {provider} did not work. Begin again.").format(
                    provider=provider.label
                )
            ) from None
        if not (claims.get("name") and claims.get("email")):
            claims = await _complete(claims, token, configuration)
        return _as_person(claims, provider)

    def _source(self, name: str) -> Source:
        try:
            return self._sources[name]
        except KeyError:
            raise NotFound(_("There is nothing at this address.")) from None

    def _client(self, provider: Provider, configuration: Configuration) -> Any:
        """Return Authlib's client, which has no types; PKCE is off in it unless asked for."""
        return AsyncOAuth2Client(
            provider.client_id,
            provider.client_secret or None,
            token_endpoint_auth_method=configuration.client_authentication,
            scope=configuration.scope,
            redirect_uri=f"{self._base_url}/sign-in/with/{provider.name}/back",
            code_challenge_method="S256",
            verify=trust(),
            timeout=TIMEOUT,
            follow_redirects=False,
        )

    def _check_answer(
        self, answer: Answer, provider: Provider, configuration: Configuration
    ) -> None:
        """Refuse an error, and an answer that another issuer gave (RFC 9207)."""
        if configuration.sends_issuer and answer.issuer is None:
            raise BadToken("no issuer")
        if answer.issuer is not None and answer.issuer != issuer_in_metadata(provider):
            raise BadToken("issuer")
        if answer.error or not answer.code:
            raise BadToken("the provider refused")

    async def _fetch_token(
        self, code: str, verifier: str, provider: Provider, configuration: Configuration
    ) -> Mapping[str, Any]:
        async with self._client(provider, configuration) as client:
            try:
                fetched: Mapping[str, Any] = await client.fetch_token(
                    configuration.token_endpoint,
                    grant_type="authorization_code",
                    code=code,
                    **({"code_verifier": verifier} if takes_verifier(provider) else {}),
                )
            except OAuthError:
                raise BadToken("the code is not taken") from None
            except (httpx2.HTTPError, ValueError):
                raise silent(provider) from None
        return fetched


async def _read_claims(token: Mapping[str, Any], source: Source, nonce: str) -> dict[str, Any]:
    """Return what the ID token says, once more with fresh keys if its key is unknown."""
    provider = source.provider
    wanted = nonce if returns_nonce(provider) else ""
    try:
        claims = _read(token, provider, await source.keys(), wanted)
    except UnknownKey:
        claims = _read(token, provider, await source.keys(unknown=True), wanted)
    if claims["iss"] != issuer_in_token(provider, claims):
        raise BadToken("iss")
    return claims


def _read(
    token: Mapping[str, Any], provider: Provider, keys: list[dict[str, Any]], nonce: str
) -> dict[str, Any]:
    return read_id_token(
        token.get("id_token"),
        keys,
        client_id=provider.client_id,
        nonce=nonce,
        access_token=token.get("access_token"),
    )


async def _complete(
    claims: dict[str, Any], token: Mapping[str, Any], configuration: Configuration
) -> dict[str, Any]:
    """Return the claims with name and address from the userinfo endpoint, if it has them.

    An address and whether it is verified come from one and the same document, and only when that
    speaks of the same subject (OpenID Connect Core, 5.3.2).
    """
    access_token = token.get("access_token")
    if not (configuration.userinfo_endpoint and isinstance(access_token, str)):
        return claims
    try:
        told = await fetch_object(configuration.userinfo_endpoint, access_token)
    except NoAnswer:
        return claims
    if told.get("sub") != claims["sub"]:
        return claims
    names = {name: told[name] for name in ("name", "given_name", "family_name") if name in told}
    address = (
        {}
        if claims.get("email")
        else {name: told.get(name) for name in ("email", "email_verified")}
    )
    return claims | names | address


def _as_person(claims: Mapping[str, Any], provider: Provider) -> Person:
    email = claims.get("email")
    verified = claims.get("email_verified") is True and vouches_for_addresses(provider)
    return Person(
        issuer=claims["iss"],
        subject=claims["sub"],
        name=_name(claims),
        email=email if verified and isinstance(email, str) else "",
    )


def _name(claims: Mapping[str, Any]) -> str:
    """Return the name, "" when there is none that can be kept."""
    parts = [claims.get("given_name"), claims.get("family_name")]
    whole = claims.get("name") or " ".join(part for part in parts if isinstance(part, str))
    try:
        return clean_line(whole) if isinstance(whole, str) else ""
    except BadText:
        return ""
