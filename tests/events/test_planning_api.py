"""Meetings planned and taken through their states by program: as on their pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from cop.accounts.models import AuditRow
from cop.events.models import AgendaItem, Meeting, MeetingRhythm
from cop.kit.clock import now
from cop.kit.outbox import Mail
from tests.events.gathering import API, LINK, plan_of
from tests.people import change

if TYPE_CHECKING:
    from cop.running import Service
    from tests.events.gathering import Gathering

DEEDS: dict[str, dict[str, Any]] = {
    "": plan_of(),
    "/rhythm": {"rhythm": "monthly"},
    "/1/edit": plan_of(sequence=1),
    "/1/agenda": {"sequence": 1, "items": [{"title": "Rolls"}]},
    "/1/state": {"step": "cancel"},
    "/1/summary": {"sequence": 1, "summary": "We agreed."},
    "/1/people": {"listed": ["bela"], "there": ["bela"]},
    "/import": {"text": "BEGIN:VCALENDAR\nEND:VCALENDAR", "zone": "UTC"},
}


async def test_a_meeting_is_planned_and_stands_there_as_from_the_form(
    gathering: Gathering,
) -> None:
    plan = plan_of(date="2030-07-01", audience="public", capacity=5, is_link_open=True)

    made = (await gathering.program("Cora", "", plan)).json()

    meeting = await Meeting.get()
    assert (made["number"], made["state"], made["sequence"]) == (1, "planned", 0)
    assert made["starts_at"] == "2030-07-01T12:30:00+00:00"
    assert (made["capacity"], made["is_link_open"], made["public"]) == (5, True, True)
    assert made["steps"] == ["announce", "cancel"]
    assert (meeting.title, meeting.minutes, meeting.capacity) == ("Land rates", 90, 5)
    assert (meeting.link, meeting.is_link_open, meeting.is_public) == (LINK, True, True)
    assert (await gathering.program("Cora", "/1")).json() == made
    assert (await gathering.program("Cora", "")).json()["meetings"] == [made]


async def test_others_read_a_meeting_only_as_far_as_its_page_shows_it(
    gathering: Gathering,
) -> None:
    await gathering.plan(audience="public", capacity="5")
    for who in ("Ada Obi", "Bela Ruto"):
        assert (await gathering.program(who, "/1")).status_code == 404
    await gathering.step("announce")

    ada, bela = [(await gathering.program(who, "/1")).json() for who in ("Ada Obi", "Bela Ruto")]

    assert (ada["link"], bela["link"], bela["has_link"]) == (LINK, "", True)
    assert ada.keys().isdisjoint({"sequence", "capacity", "is_link_open", "steps"})
    assert "rhythm" not in (await gathering.program("Ada Obi", "")).json()
    hidden, absent = [await gathering.guest.get(f"{API}/{one}") for one in ("8", "no")]
    assert hidden.status_code == 404
    assert hidden.content == absent.content


@pytest.mark.parametrize("path", DEEDS)
async def test_who_does_not_coordinate_the_chapter_changes_nothing_there(
    gathering: Gathering, path: str
) -> None:
    await gathering.announce(audience="public")
    await gathering.come(gathering.bela)
    if path == "/1/people":
        await Meeting.all().update(starts_at=now())  # nobody was there before
    before = await Meeting.all().values()

    refused = await gathering.program("Ada Obi", path, DEEDS[path])
    nowhere = await gathering.program("Ada Obi", f"/../../nowhere/meetings{path}", DEEDS[path])

    assert (refused.status_code, nowhere.status_code) == (404, 404)
    assert refused.content == nowhere.content
    assert await Meeting.all().values() == before
    assert (await gathering.program("Cora", path, DEEDS[path])).status_code == 200


async def test_an_edit_changes_what_it_says_alone_unless_somebody_was_faster(
    gathering: Gathering,
) -> None:
    await gathering.announce(place="Kisumu hall", capacity="5", is_link_open="on")
    plan = {"title": "Rates", "capacity": 0, "is_link_open": False, "sequence": 1}

    edited = (await gathering.program("Cora", "/1/edit", plan)).json()
    again = await gathering.program("Cora", "/1/edit", plan)
    late = await gathering.program("Cora", "/1/edit", plan | {"title": "Mine"})

    assert (edited["title"], edited["place"], edited["sequence"]) == ("Rates", "Kisumu hall", 2)
    assert "capacity" not in edited
    assert not edited["is_link_open"]
    assert again.json() == edited  # what changes nothing is no conflict
    assert late.status_code == 409
    assert (await Meeting.get()).title == "Rates"


async def test_an_agenda_is_sent_back_by_its_items_and_hidden_contributors_stay(
    service: Service, gathering: Gathering
) -> None:
    await gathering.announce(audience="public")
    rows = [
        {"title": "Rolls", "contributor": "/members/ada", "minutes": 20},
        {"title": "Rates", "contributor": "Prof. Typed", "recording": "https://v.example.org/1"},
    ]
    first = await gathering.program("Cora", "/1/agenda", {"sequence": 1, "items": rows})
    agenda = first.json()["agenda"]
    assert [(one["contributor"], one["member"], one["minutes"]) for one in agenda] == [
        ("Ada Obi", "ada", 20),
        ("Prof. Typed", "", 0),
    ]
    assert "item" not in (await gathering.guest.get(f"{API}/1")).json()["agenda"][0]
    late = await gathering.program("Cora", "/1/agenda", {"sequence": 1, "items": []})
    assert late.status_code == 409
    await change(service, gathering.people["ada"], hidden_at=now())

    sent = {"sequence": 2, "items": [{"item": agenda[0]["item"], "title": "Cadastre"}]}
    (row,) = (await gathering.program("Cora", "/1/agenda", sent)).json()["agenda"]

    assert (row["title"], row["contributor"], row["member"]) == ("Cadastre", "", "")
    assert (await AgendaItem.get()).profile_id == gathering.people["ada"].id
    # of whom one may not find nobody learns more than of nobody
    hidden, absent = [
        await gathering.program(
            "Cora", "/1/agenda",
            {"sequence": 3, "items": [{"title": "x", "contributor": f"/members/{who}"}]},
        )
        for who in ("ada", "nobody")
    ]  # fmt: skip
    assert hidden.status_code == 422
    assert hidden.content == absent.content
    assert [*hidden.json()["errors"]] == ["items"]


async def test_a_meeting_is_announced_held_and_summed_up_by_program(
    gathering: Gathering,
) -> None:
    await gathering.plan()
    said = [await gathering.program("Cora", "/1/state", {"step": "announce"}) for _twice in "12"]
    assert [one.json()["state"] for one in said] == ["announced"] * 2
    early = await gathering.program("Cora", "/1/state", {"step": "hold"})
    assert early.status_code == 409
    await Meeting.all().update(starts_at=now() - timedelta(hours=3))
    await gathering.program("Cora", "/1/state", {"step": "hold"})

    said = {"sequence": 2, "summary": "We **agreed**."}
    summed, again = [await gathering.program("Cora", "/1/summary", said) for _twice in "12"]
    late = await gathering.program("Cora", "/1/summary", {"sequence": 2})

    assert (summed.json()["state"], summed.json()["summary"]) == ("held", "We **agreed**.")
    assert again.json() == summed.json()  # what changes nothing is no conflict
    assert late.status_code == 409
    for action in ("meeting.announced", "meeting.held"):
        assert await AuditRow.filter(action=action).count() == 1
    unsaid = {"sequence": summed.json()["sequence"]}
    assert (await gathering.program("Cora", "/1/summary", unsaid)).json()["summary"] == ""


async def test_who_registered_is_told_once_of_what_a_program_cancels(gathering: Gathering) -> None:
    await gathering.announce()
    await gathering.come(gathering.ada)

    for _twice in range(2):
        answer = await gathering.program("Cora", "/1/state", {"step": "cancel"})

    assert (answer.json()["state"], answer.json()["steps"]) == ("cancelled", [])
    assert (await Mail.get()).subject == "Cancelled: Land rates"


async def test_the_rhythm_is_set_and_read_by_who_coordinates(gathering: Gathering) -> None:
    assert (await gathering.program("Cora", "")).json()["rhythm"] == "quarterly"

    for _twice in range(2):
        answer = await gathering.program("Cora", "/rhythm", {"rhythm": "monthly"})

    assert answer.json() == {"rhythm": "monthly"}
    assert (await MeetingRhythm.get()).rhythm == "monthly"
    assert (await gathering.program("Cora", "")).json()["rhythm"] == "monthly"


@pytest.mark.parametrize(
    ("path", "changes", "field"),
    [
        ("", {"title": " "}, "title"),
        ("", {"date": "tomorrow"}, "date"),
        ("", {"date": "2027-03-28", "time": "02:30", "zone": "Europe/Brussels"}, "time"),
        ("", {"zone": "Mars/Olympus"}, "zone"),
        ("", {"minutes": 0}, "minutes"),
        ("", {"minutes": "90"}, "minutes"),
        ("", {"link": "javascript:alert(1)"}, "link"),
        ("", {"capacity": 100_001}, "capacity"),
        ("", {"audience": "all"}, "audience"),
        ("", {"is_link_open": "yes"}, "is_link_open"),
        ("", {"state": "announced"}, "state"),
        ("/1/edit", {"sequence": -1}, "sequence"),
        ("/1/agenda", {"sequence": None}, "sequence"),
        ("/1/agenda", {"items": [{"title": "x" * 201}]}, "items"),
        ("/1/agenda", {"items": [{"title": "x"}] * 61}, "items"),
        ("/1/agenda", {"items": [{"contributor": "Ada"}]}, "items.1.title"),
        ("/1/agenda", {"items": [{"title": "x", "recording": "ftp://x"}]}, "items"),
        ("/1/state", {"step": "undo"}, "step"),
        ("/1/summary", {"summary": "x" * 10_001}, "summary"),
        ("/1/summary", {"sequence": None}, "sequence"),
        ("/rhythm", {"rhythm": "daily"}, "rhythm"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field_and_changes_nothing(
    gathering: Gathering, path: str, changes: dict[str, Any], field: str
) -> None:
    await gathering.announce()
    before = await Meeting.all().values()

    refused = await gathering.program("Cora", path, DEEDS[path] | changes)

    assert refused.status_code == 422
    assert [*refused.json()["errors"]] == [field]
    assert await Meeting.all().values() == before
    assert not await AgendaItem.exists()
