"""What LinkedIn and Microsoft do otherwise is mended for them, and for nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, Identity
from cop.accounts.oidc.quirks import client_authentication
from tests.oidc.walking import browser, walk, with_providers

if TYPE_CHECKING:
    from cop.running import Service
    from tests.oidc.hostile import Hostile

TENANT = "11111111-2222-3333-4444-555555555555"


@pytest.mark.parametrize(("name", "status"), [("linkedin", 303), ("house", 422)])
async def test_only_linkedin_may_leave_out_the_nonce(
    service: Service, house: Hostile, name: str, status: int
) -> None:
    house.knows_no_pkce = name == "linkedin"
    house.forge = lambda idp, claims: idp.honest(
        {key: value for key, value in claims.items() if key != "nonce"}
    )
    async with browser(with_providers(service, house.provider(name))) as client:
        assert (await walk(client, name)).status_code == status


@pytest.mark.parametrize(("name", "status"), [("linkedin", 303), ("house", 422)])
async def test_only_linkedin_may_do_without_the_verifier(
    service: Service, house: Hostile, name: str, status: int
) -> None:
    house.knows_no_pkce = True
    async with browser(with_providers(service, house.provider(name))) as client:
        assert (await walk(client, name)).status_code == status


@pytest.mark.parametrize(
    ("name", "tenant", "issuer", "status"),
    [
        ("microsoft", TENANT, TENANT, 303),
        ("microsoft", TENANT, "66666666-2222-3333-4444-555555555555", 422),
        ("microsoft", None, TENANT, 422),
        ("microsoft", "common", "common", 422),
        ("microsoft", "{tenantid}", "{tenantid}", 422),
        ("microsoft", "../evil", "../evil", 422),
        ("contoso", TENANT, TENANT, 503),
    ],
)
async def test_microsofts_tenants_are_issuers_each(
    service: Service, tenants: Hostile, name: str, tenant: str | None, issuer: str, status: int
) -> None:
    base = tenants.issuer.removesuffix("/common/v2.0")
    tenants.metadata = {"issuer": f"{base}/{{tenantid}}/v2.0"}
    tenants.claims = {"tid": tenant, "iss": f"{base}/{issuer}/v2.0"}
    app = with_providers(service, tenants.provider(name))
    async with browser(app) as client:
        if status == 503:
            assert (await client.post(f"/sign-in/with/{name}")).status_code == 503
            return
        assert (await walk(client, name)).status_code == status

    stored = [identity.issuer for identity in await Identity.all()]
    assert stored == ([f"{base}/{TENANT}/v2.0"] if status == 303 else [])


async def test_no_tenant_vouches_for_an_address(service: Service, tenants: Hostile) -> None:
    base = tenants.issuer.removesuffix("/common/v2.0")
    tenants.metadata = {"issuer": f"{base}/{{tenantid}}/v2.0"}
    tenants.claims = {
        "tid": TENANT,
        "iss": f"{base}/{TENANT}/v2.0",
        "email": "victim@example.org",
        "email_verified": True,
    }
    async with browser(with_providers(service, tenants.provider("microsoft"))) as client:
        await walk(client, "microsoft")

    assert (await Account.get()).email is None


def test_the_client_proves_itself_as_the_provider_wants(house: Hostile) -> None:
    listed = {"basic": ["client_secret_basic"], "post": ["client_secret_post"], "none": []}
    chosen = {name: client_authentication(house.provider(), one) for name, one in listed.items()}

    assert chosen == {
        "basic": "client_secret_basic",
        "post": "client_secret_post",
        "none": "client_secret_basic",
    }
    assert client_authentication(house.provider("linkedin"), []) == "client_secret_post"


async def test_only_what_the_provider_offers_is_asked_for(service: Service, house: Hostile) -> None:
    house.metadata = {"scopes_supported": ["openid"]}
    async with browser(with_providers(service, house.provider("orcid"))) as client:
        page = await client.post("/sign-in/with/orcid")

    assert "scope=openid&amp;" in page.text
