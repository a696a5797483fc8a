"""Who takes members out leaves a row in the trail, and so it is for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.models import AuditRow
from cop.accounts.viewer import ADMINISTRATOR, ANY_MEMBER
from profiles.exchange.exporting import export_members
from tests.people import settle

if TYPE_CHECKING:
    from pathlib import Path

    from cop.running import Service


async def test_an_export_says_who_what_and_how_many(service: Service, tmp_path: Path) -> None:
    people = await settle(service)

    await export_members(tmp_path / "all.csv", ADMINISTRATOR)

    row = await AuditRow.get(action="members.exported")
    assert (row.subject, row.actor_id) == ("members", None)
    assert row.detail == {"how_many": 4, "closely": 4}
    told = await AuditRow.filter(action="profile.exported")
    assert {row.subject for row in told} == {f"profile:{one.id}" for one in people.values()}


async def test_an_export_of_what_members_see_tells_nobody_in_particular(
    service: Service, tmp_path: Path
) -> None:
    await settle(service)

    await export_members(tmp_path / "all.csv", ANY_MEMBER)

    assert await AuditRow.filter(action="profile.exported").count() == 0
    assert (await AuditRow.get(action="members.exported")).detail["how_many"] == 3
