"""Meetings of a chapter through HTTP: planned, announced, seen by whom they are for."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import AuditRow
from cop.chapters.models.chapters import Chapter
from cop.events.models import AgendaItem, Meeting
from cop.events.queries import next_due
from cop.kit.clock import now
from tests.events.gathering import API, LINK, MEETINGS, ONE, sheet
from tests.people import change

if TYPE_CHECKING:
    from cop.running import Service
    from tests.events.gathering import Gathering


async def test_a_planned_meeting_is_known_to_its_coordinators_only(gathering: Gathering) -> None:
    await gathering.plan(audience="public")

    assert "Land rates" in await gathering.read(gathering.cora)
    for path in (ONE, MEETINGS, f"{ONE}.ics", f"{MEETINGS}.ics", API, "/chapters/kenya"):
        for who in (gathering.ada, gathering.guest):
            assert "Land rates" not in (await who.get(path)).text


async def test_members_of_the_chapter_see_what_is_for_them_and_nobody_else_anywhere(
    gathering: Gathering,
) -> None:
    await gathering.announce()

    page = await gathering.read(gathering.ada)
    assert LINK in page
    assert "We <em>compare</em> rolls." in page
    assert "Land rates" in await gathering.read(gathering.ada, "/chapters/kenya")
    for who in (gathering.bela, gathering.guest):
        for path in (MEETINGS, f"{MEETINGS}.ics", API, "/chapters/kenya"):
            assert "Land rates" not in await gathering.read(who, path)
        for path in (ONE, f"{ONE}.ics"):
            hidden, absent = await who.get(path), await who.get(path.replace("1", "7"))
            assert (hidden.status_code, absent.status_code) == (404, 404)
        assert await gathering.come(who) == 404


async def test_a_public_meeting_is_everybodys_but_its_link_the_chapters(
    gathering: Gathering,
) -> None:
    await gathering.announce(audience="public")

    for who in (gathering.guest, gathering.bela):
        page = await gathering.read(who)
        assert "Members of the chapter and whoever has a seat see the link here." in page
        for path in (ONE, f"{ONE}.ics", f"{MEETINGS}.ics", API):
            seen = await gathering.read(who, path)
            assert "Land rates" in seen
            assert LINK not in seen
    assert LINK in await gathering.read(gathering.ada)

    await gathering.edit(audience="public", is_link_open="on")

    assert LINK in await gathering.read(gathering.guest)
    assert LINK in await gathering.read(gathering.guest, API)


async def test_a_public_meeting_tells_search_engines_what_everybody_may_see(
    gathering: Gathering,
) -> None:
    await gathering.announce(audience="public", date="2030-07-01", time="15:30")

    for who in (gathering.guest, gathering.cora):
        page = await gathering.read(who)
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert found
        facts = json.loads(found[1])
        assert facts["@type"] == "Event"
        assert facts["startDate"] == "2030-07-01T15:30:00+03:00"
        assert LINK not in found[1]


async def test_times_are_shown_where_the_reader_is_and_in_five_cities(
    gathering: Gathering,
) -> None:
    await gathering.announce(audience="public", date="2030-07-01", time="22:30")
    page = await gathering.read(gathering.guest)
    assert "10:30\u202fPM" in page
    assert "time in Nairobi" in page
    cities = re.findall(r'<th scope="row">(.*?)</th><td class="num">(.*?)</td>', page)
    plain = [(city, re.sub(r"<.*?>", " ", told).split()) for city, told in cities]
    assert plain == [
        ("Washington", ["3:30", "PM"]),
        ("Brussels", ["9:30", "PM"]),
        ("Nairobi", ["10:30", "PM"]),
        ("Delhi", ["1:00", "AM", "Tue,", "Jul", "2,", "2030"]),
        ("Manila", ["3:30", "AM", "Tue,", "Jul", "2,", "2030"]),
    ]

    answer = await gathering.guest.post("/time-zone", data={"zone": "Asia/Kolkata", "next": ONE})

    assert (answer.status_code, answer.headers["location"]) == (303, ONE)
    page = await gathering.read(gathering.guest)
    assert "Tue, Jul 2, 2030</bdi>, <bdi>1:00\u202fAM" in page
    assert "time in Kolkata" in page


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"date": "2027-03-28", "time": "02:30", "zone": "Europe/Brussels"}, "time", "put forward"),
        ({"date": "2027-10-31", "time": "02:30", "zone": "Europe/Brussels"}, "time", "comes twice"),
        ({"date": "2026-1-3", "time": "25:00"}, "time", "Write it like 14:30."),
        ({"date": "tomorrow"}, "date", "Write it like 2026-12-03."),
        ({"date": "9999-12-31"}, "date", "Choose a year from 1990 to 2100."),
        ({"zone": "Mars/Olympus"}, "zone", "Choose a time zone."),
        ({"minutes": "0"}, "minutes", "It is a number from 1 to 44640."),
        ({"title": " "}, "title", "This is needed."),
        ({"link": "javascript:alert(1)"}, "link", "https://"),
        ({"capacity": "many"}, "capacity", "It is a number from 0 to 100000."),
    ],
)
async def test_what_cannot_be_is_said_beside_its_field_and_kept_as_typed(
    gathering: Gathering, changes: dict[str, str], field: str, sentence: str
) -> None:
    answer = await gathering.cora.post(MEETINGS, data=sheet(place="Kisumu hall", **changes))

    assert answer.status_code == 422
    beside = re.search(rf'id="{field}-error">.*?</p>', answer.text)
    assert beside
    assert sentence in beside[0]
    assert "Kisumu hall" in answer.text
    assert not await Meeting.exists()


async def test_the_states_follow_each_other_as_the_table_says(gathering: Gathering) -> None:
    await gathering.announce()
    assert await gathering.step("hold") == 409
    assert (
        "has not begun" in (await gathering.cora.post(f"{ONE}/state", data={"step": "hold"})).text
    )
    await Meeting.all().update(starts_at=now() - timedelta(hours=3))

    for _twice in range(2):
        assert await gathering.step("hold") == 303
    assert await gathering.step("cancel") == 409
    await gathering.sum_up("We **agreed**.", known=2)

    assert "We <strong>agreed</strong>." in await gathering.read(gathering.ada)
    assert (await Meeting.get()).state == "held"
    for action in ("meeting.announced", "meeting.held"):
        assert await AuditRow.filter(action=action).count() == 1


async def test_a_hidden_contributor_is_not_named_and_not_lost(
    service: Service, gathering: Gathering
) -> None:
    await gathering.announce(audience="public")
    rows = {
        "item": ["", "", ""],
        "title": ["Rolls", "Rates", ""],
        "contributor": ["http://127.0.0.1:8000/members/ada", "Prof. Typed", "Prof. Untitled"],
        "minutes": ["20", "", ""],
        "recording": ["", "https://video.example.org/1", ""],
    }
    refused = rows | {"contributor": ["http://127.0.0.1:8000/members/nobody-here", "", ""]}
    answer = await gathering.edit("agenda", **refused)
    assert answer.status_code == 422
    assert "We know no member by that name." in answer.text
    assert (await gathering.edit("agenda", **rows)).status_code == 303
    page = await gathering.read(gathering.guest)
    assert "Ada Obi" in page
    assert "Prof. Typed" in page
    assert "https://video.example.org/1" in page
    assert "Untitled" not in page

    items = await AgendaItem.all().order_by("number")
    form = rows | {"item": [str(items[0].id), str(items[1].id), ""]}
    form["contributor"] = ["", "Prof. Typed", ""]  # nobody speaks to it any more
    await gathering.edit("agenda", **form)
    assert "Ada Obi" not in await gathering.read(gathering.guest)
    await gathering.edit("agenda", **rows)

    await change(service, gathering.people["ada"], hidden_at=now())

    for path in (ONE, f"{ONE}.ics", API):
        assert "Ada" not in await gathering.read(gathering.guest, path)
    items = await AgendaItem.all().order_by("number")
    form = rows | {"item": [str(items[0].id), str(items[1].id), ""]}
    form["contributor"] = ["", "Prof. Typed", ""]
    assert "members/ada" not in await gathering.read(gathering.cora, f"{ONE}/agenda")
    await gathering.edit("agenda", **form)
    first = await AgendaItem.all().order_by("number").first()
    assert first
    assert first.profile_id == gathering.people["ada"].id


async def test_of_two_who_change_a_meeting_the_later_is_told_and_sees_both(
    gathering: Gathering,
) -> None:
    await gathering.announce()
    old = sheet(title="Mine") | {"sequence": "1"}
    assert (await gathering.edit(title="Theirs")).status_code == 303

    answer = await gathering.cora.post(f"{ONE}/edit", data=old)

    assert answer.status_code == 409
    assert "Somebody has changed the meeting meanwhile." in answer.text
    assert 'value="Mine"' in answer.text
    assert (await Meeting.get()).title == "Theirs"
    rows = {"title": ["Rolls"], "item": "", "contributor": "", "minutes": "", "recording": ""}
    answer = await gathering.cora.post(f"{ONE}/agenda", data=rows | {"sequence": "1"})
    assert answer.status_code == 409
    assert not await AgendaItem.exists()


async def test_of_two_who_sum_a_meeting_up_the_later_is_told_and_sees_both(
    gathering: Gathering,
) -> None:
    await gathering.announce()
    await Meeting.all().update(starts_at=now() - timedelta(hours=3))
    assert 'name="sequence" value="1"' in await gathering.read(gathering.cora)
    for _twice in range(2):  # what changes nothing is no conflict
        assert (await gathering.sum_up("Theirs, **agreed**.", known=1)).status_code == 303

    long = await gathering.sum_up("x" * 10_001, known=1)
    late = await gathering.sum_up("Mine.", known=1)

    assert (long.status_code, late.status_code) == (422, 409)
    assert 'name="sequence" value="1"' in long.text  # nobody was told yet
    assert "Somebody has changed the meeting meanwhile." in late.text
    assert "Theirs, <strong>agreed</strong>." in late.text
    assert ">Mine.</textarea>" in late.text
    assert 'name="sequence" value="2"' in late.text
    assert (await Meeting.get()).summary == "Theirs, **agreed**."
    assert (await gathering.sum_up("Both.", known=2)).status_code == 303
    assert (await Meeting.get()).summary == "Both."


async def test_only_who_coordinates_the_chapter_changes_its_meetings(
    gathering: Gathering,
) -> None:
    await gathering.announce(audience="public")

    for who in (gathering.ada, gathering.bela, gathering.guest):
        for path in ("edit", "agenda", "people"):
            assert (await who.get(f"{ONE}/{path}")).status_code == 404
            assert (await who.post(f"{ONE}/{path}", data=sheet())).status_code == 404
        assert (await who.post(f"{ONE}/state", data={"step": "cancel"})).status_code == 404
        assert (await who.post(f"{ONE}/summary", data={"summary": "x"})).status_code == 404
        for path in ("new", "import", "export.ics"):
            assert (await who.get(f"{MEETINGS}/{path}")).status_code == 404
    assert (await Meeting.get()).sequence == 1


async def test_a_chapter_is_due_a_quarter_after_it_met_until_something_is_planned(
    gathering: Gathering,
) -> None:
    kenya = await Chapter.get(slug="kenya")
    first = await next_due(kenya)
    assert first == kenya.created_at + timedelta(days=92)
    meeting = await gathering.announce()
    assert await next_due(kenya) is None
    held = now() - timedelta(days=100)
    await Meeting.filter(id=meeting.id).update(starts_at=held)

    assert await next_due(kenya) == held + timedelta(days=92)
    assert "By its rhythm" in await gathering.read(gathering.cora, MEETINGS)
    await gathering.cora.post(f"{MEETINGS}/rhythm", data={"rhythm": "half-yearly"})
    assert await next_due(kenya) == held + timedelta(days=183)
    await gathering.cora.post(f"{MEETINGS}/rhythm", data={"rhythm": "none"})
    assert await next_due(kenya) is None


async def test_past_the_last_page_of_meetings_or_people_stands_the_last(
    gathering: Gathering,
) -> None:
    meeting = await gathering.announce()
    await gathering.come(gathering.ada)
    await Meeting.filter(id=meeting.id).update(starts_at=now() - timedelta(days=9))

    for page, told in ((MEETINGS, "Land rates"), (f"{ONE}/people", 'href="/members/ada"')):
        assert told in await gathering.read(gathering.cora, f"{page}?page=7")
