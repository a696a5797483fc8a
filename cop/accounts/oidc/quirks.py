"""Where well-known providers do not keep to the letter, and what is asked of them instead.

Each mend is for the provider of that name only; all others are held to the letter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.kit.settings import Provider

_ANY_TENANT: Final = re.compile("/(?:common|organizations)/v2\\.0$")
_TENANT: Final = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_for_all_tenants(provider: Provider) -> bool:
    """Say whether it is Microsoft for every organisation at once, each an issuer of its own."""
    return provider.name == "microsoft" and bool(_ANY_TENANT.search(provider.issuer))


def issuer_in_metadata(provider: Provider) -> str:
    """Return what the provider's configuration must call itself."""
    if is_for_all_tenants(provider):
        return _ANY_TENANT.sub("/{tenantid}/v2.0", provider.issuer)
    return provider.issuer


def issuer_in_token(provider: Provider, claims: Mapping[str, Any]) -> str:
    """Return who the token must be from: the issuer, or the tenant that the token names.

    Source: https://github.com/authlib/authlib/issues/605
    """
    tenant = claims.get("tid")
    if is_for_all_tenants(provider):
        tenant = tenant if isinstance(tenant, str) and _TENANT.fullmatch(tenant) else "no-tenant"
        return _ANY_TENANT.sub(f"/{tenant}/v2.0", provider.issuer)
    return provider.issuer


def takes_verifier(provider: Provider) -> bool:
    """Say whether its token endpoint takes part in PKCE; LinkedIn's answers "invalid_client".

    There the state, bound to the browser and used once, and the client's secret must do.

    Source: https://github.com/nextauthjs/next-auth/issues/8831
    """
    return provider.name != "linkedin"


def returns_nonce(provider: Provider) -> bool:
    """Say whether its tokens hold the nonce; LinkedIn's do not.

    Source: https://github.com/authlib/authlib/issues/763
    """
    return provider.name != "linkedin"


def vouches_for_addresses(provider: Provider) -> bool:
    """Say whether "email_verified" may be believed; any tenant could claim any address."""
    return not is_for_all_tenants(provider)


def client_authentication(provider: Provider, offered: list[str]) -> str:
    """Return how we prove at the token endpoint who we are; LinkedIn reads the body only.

    Source: https://github.com/linkedin-developers/linkedin-api-python-client/issues/63
    """
    if not provider.client_secret:
        return "none"
    if provider.name == "linkedin":
        return "client_secret_post"
    if "client_secret_post" in offered and "client_secret_basic" not in offered:
        return "client_secret_post"
    return "client_secret_basic"
