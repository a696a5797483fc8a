"""Calendars that come in by program: seen first, taken in once, and refused by their field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cop.accounts.models import AuditRow
from cop.events.models import KeptComponent, Meeting
from tests.events.test_importing import FEED, ZONE, calendar, event

if TYPE_CHECKING:
    from tests.events.gathering import Gathering

COUNTS = ("new", "changed", "unchanged", "kept")


async def bring(gathering: Gathering, data: bytes, **more: Any) -> dict[str, Any]:
    body = {"text": data.decode(), "zone": ZONE} | more
    answer = await gathering.program("Cora", "/import", body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_program_sees_first_what_a_calendar_would_do_then_does_it_once(
    gathering: Gathering,
) -> None:
    seen = await bring(gathering, FEED, preview=True)
    assert (seen["done"], seen["changed"], seen["unchanged"], seen["kept"]) == (False, 0, 0, 3)
    assert {one["what"] for one in seen["events"]} == {"new"}
    assert all("number" not in one for one in seen["events"])
    assert "It is no event; it is kept as it is." in {one["why"] for one in seen["unread"]}
    assert not await Meeting.exists()
    assert not await KeptComponent.exists()

    done = await bring(gathering, FEED)
    again = await bring(gathering, FEED)

    assert done["done"]
    assert [done[one] for one in COUNTS] == [seen["new"], 0, 0, 3]
    stored = await Meeting.all().order_by("number")
    assert [one["number"] for one in done["events"]] == [one.number for one in stored]
    assert [again[one] for one in COUNTS] == [0, 0, seen["new"], 3]
    assert await Meeting.all().count() == seen["new"]
    assert await AuditRow.filter(action="meetings.imported").count() == 2
    assert not await Meeting.filter(is_public=True).exists()  # nobody said that they were


async def test_new_meetings_are_for_everybody_where_that_is_said(gathering: Gathering) -> None:
    data = calendar(event("SUMMARY:Rates"), event("CLASS:PRIVATE", uid="two@example.org"))

    done = await bring(gathering, data, audience="public")

    assert [one["title"] for one in done["events"]] == ["Rates", "Meeting"]
    public = {one.uid: one.is_public for one in await Meeting.all()}
    assert public == {"one@example.org": True, "two@example.org": False}
    moved = data.replace(b"SUMMARY:Rates", b"SUMMARY:Rolls")
    changed = (await bring(gathering, moved))["events"][0]
    assert (changed["what"], changed["title"], changed["number"]) == ("changed", "Rolls", 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "Land rates on Monday"}, "text"),
        ({"text": "BEGIN:VCALENDAR\nBEGIN:VEVENT"}, "text"),
        ({"text": "BEGIN:VCALENDAR\n" + "X:y\n" * 100_001}, "text"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": ""}, "zone"),
        ({"preview": "yes"}, "preview"),
        ({"audience": "some"}, "audience"),
        ({"file": "x"}, "file"),
    ],
)
async def test_what_is_no_calendar_is_refused_by_its_field_and_nothing_is_taken(
    gathering: Gathering, changes: dict[str, str], field: str
) -> None:
    body = {"text": calendar(event()).decode(), "zone": ZONE} | changes

    refused = await gathering.program("Cora", "/import", body)

    assert refused.status_code == 422
    assert [*refused.json()["errors"]] == [field]
    assert not await Meeting.exists()


async def test_a_body_larger_than_any_calendar_is_not_read(gathering: Gathering) -> None:
    body = {"text": "x" * 1_000_001, "zone": ZONE}

    assert (await gathering.program("Cora", "/import", body)).status_code == 413
    assert not await Meeting.exists()
