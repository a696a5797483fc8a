"""What administrators read of the service: the trail, the settings, the consistency check."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from cop.accounts.models import AuditRow
from tests.people import settle, sign_in
from tests.serving import serve, visit

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

ADMINISTRATOR = [("administrator", "")]


async def test_the_trail_is_filtered_and_paged(client: httpx2.AsyncClient) -> None:
    admin = await sign_in(client, "Admin", ADMINISTRATOR)
    await AuditRow.bulk_create(
        [
            AuditRow(actor_id=admin, action="test.done", subject=f"thing:{at}", detail={"n": at})
            for at in range(60)
        ]
    )

    shown = await client.get("/administration/trail?action=test.done")
    second = await client.get("/administration/trail?action=test.done&page=2")
    one = await client.get(f"/administration/trail?actor={admin}&subject=thing:7")
    none = await client.get("/administration/trail?actor=0")
    await client.get(f"/administration/accounts/{admin}")
    named = await client.get("/administration/trail?action=account.opened")

    assert "60 deeds" in shown.text
    assert "thing:59" in shown.text
    assert "thing:9<" not in shown.text
    assert "thing:9<" in second.text
    assert "1 deed<" in one.text
    assert "Nothing like that was done" in none.text
    assert "<td>Looked at the account</td>" in named.text
    assert '<option value="account.opened" selected>Looked at the account</option>' in named.text


async def test_settings_are_shown_and_their_secrets_are_not(service: Service) -> None:
    settings = dataclasses.replace(
        service.settings,
        smtp_url="smtp://mailer:hunter2@mail.test:25",
        match_without=frozenset({"seldom", "fresh"}),
    )
    async with visit(serve(dataclasses.replace(service, settings=settings))) as client:
        await sign_in(client, "Admin", ADMINISTRATOR)
        shown = await client.get("/administration/settings")

    assert "SMTP_URL" in shown.text
    assert settings.base_url in shown.text
    assert "<bdi>fresh seldom</bdi>" in shown.text
    assert "hunter2" not in shown.text
    assert service.settings.database_url not in shown.text


async def test_a_consistency_check_is_kept_in_the_trail(
    client: httpx2.AsyncClient, service: Service
) -> None:
    await settle(service)
    await sign_in(client, "Admin", ADMINISTRATOR)
    assert "Last check" not in (await client.get("/administration/consistency")).text

    answer = await client.post("/administration/consistency")

    assert answer.status_code == 303
    shown = await client.get("/administration/consistency")
    assert "Nobody was matched yet" in shown.text
    (service.settings.cop_data / "cop.before-migration.db").touch()
    assert "The newest copy" in (await client.get("/administration/consistency")).text
