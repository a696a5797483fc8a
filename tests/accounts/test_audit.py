"""The trail: rows are added, and stay as they were written."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import httpx2
import pytest
from tortoise import Tortoise

from cop.accounts.audit import list_deeds, record_deed
from cop.accounts.models import AuditRow, Kept, LoginSession
from tests.people import sign_in

if TYPE_CHECKING:
    from starlette.types import ASGIApp


@pytest.mark.usefixtures("service")
async def test_no_code_changes_or_removes_a_row_of_the_trail() -> None:
    await record_deed(None, "role.granted", "account:3", role="editor")
    row = (await list_deeds("account:3"))[0]
    row.actor_id = 7

    with pytest.raises(Kept):
        await row.save()
    with pytest.raises(Kept):
        await row.delete()
    with pytest.raises(Kept):
        await AuditRow.all().delete()
    with pytest.raises(Kept):
        await AuditRow.filter(subject="account:3").order_by("id").update(actor_id=7)
    with pytest.raises(Kept):
        await AuditRow.bulk_update([row], fields=["actor_id"])

    assert (await AuditRow.get(subject="account:3")).actor_id is None


async def test_where_people_come_from_is_neither_stored_nor_logged(
    app: ASGIApp, caplog: pytest.LogCaptureFixture
) -> None:
    there = httpx2.ASGITransport(app=app, client=("203.0.113.9", 5555))
    with caplog.at_level(logging.DEBUG):
        async with httpx2.AsyncClient(transport=there, base_url="http://127.0.0.1:8000") as client:
            await client.post("/sign-in", data={"email": "ada@example.org"})
            await sign_in(client, "Ada")
            await client.get("/members?q=water")
            await client.get("/nowhere")

    for model in Tortoise.apps["models"].values():
        assert "203.0.113" not in str(await model.all().values()), model
    assert "203.0.113" not in caplog.text
    assert await LoginSession.exists()
