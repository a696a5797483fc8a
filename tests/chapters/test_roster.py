"""The roster through HTTP: who is listed, in which order, and what a file of it holds."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import AuditRow
from cop.chapters.actions.memberships import join_chapters
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership
from profiles.fields import Level
from profiles.models import Profile
from tests.chapters.deciding import KENYA

if TYPE_CHECKING:
    from tests.chapters.deciding import Desk

ROSTER = f"{KENYA}/roster"


async def join_all(desk: Desk) -> None:
    chapter = await Chapter.get(slug="kenya")
    await join_chapters([(one.id, chapter) for one in desk.people.values()])


async def listed(desk: Desk, query: str = "") -> list[str]:
    """Return the slugs on the roster, in its order."""
    page = await desk.cora.get(f"{ROSTER}{query}")
    assert page.status_code == 200
    return re.findall(r'name="who" value="(\w+)"', page.text)


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["ada", "bela", "chidi", "dina"]),
        ("?sort=country", ["dina", "ada", "bela", "chidi"]),  # Egypt, Kenya, Nigeria
        ("?country=KE", ["ada", "bela"]),
        ("?stakeholder=local-official", ["chidi"]),
        ("?q=univ+BELA", ["bela"]),
        ("?q=nobody", []),
        ("?state=invited", []),
        ("?state=nonsense&sort=nonsense&still=nonsense", ["ada", "bela", "chidi", "dina"]),
    ],
)
async def test_members_are_filtered_and_sorted(desk: Desk, query: str, slugs: list[str]) -> None:
    await join_all(desk)

    assert await listed(desk, query) == slugs


async def test_what_somebody_keeps_to_themselves_neither_filters_nor_sorts(desk: Desk) -> None:
    await join_all(desk)
    await Profile.filter(slug="dina").update(levels={"country": Level.ME, "position": Level.ME})

    assert await listed(desk, "?country=EG") == []
    assert await listed(desk, "?q=engineer") == []
    assert await listed(desk, "?sort=country") == ["ada", "bela", "chidi", "dina"]
    assert "Egypt" not in (await desk.cora.get(ROSTER)).text


async def test_each_state_has_its_list(desk: Desk) -> None:
    chapter = await Chapter.get(slug="kenya")
    for slug, state in (("bela", "invited"), ("chidi", "left")):
        await Membership.create(chapter=chapter, profile=desk.people[slug], state=state)

    assert await listed(desk) == ["ada"]
    assert await listed(desk, "?state=invited") == ["bela"]
    assert await listed(desk, "?state=left") == ["chidi"]


async def test_a_page_beyond_the_last_is_the_last(desk: Desk) -> None:
    assert await listed(desk, "?page=7") == ["ada"]


async def test_a_look_at_what_coordinators_see_leaves_a_trail(desk: Desk) -> None:
    await join_all(desk)
    await Profile.filter(slug="chidi").update(levels={"position": Level.CHAPTERS})

    await desk.cora.get(ROSTER)

    row = await AuditRow.get(action="profile.viewed-closely", actor_id=desk.cora_id)
    assert (row.subject, row.detail) == (
        f"profile:{desk.people['chidi'].id}",
        {"fields": ["position"]},
    )


async def test_a_file_holds_what_the_coordinator_sees_and_runs_in_no_spreadsheet(
    desk: Desk,
) -> None:
    await join_all(desk)
    await Profile.filter(slug="chidi").update(unit="=1+1")
    await Profile.filter(slug="bela").update(levels={"email": Level.ME})

    text = await desk.cora.get(f"{ROSTER}.csv?sort=country")
    book = await desk.cora.get(f"{ROSTER}.xlsx?sort=country")

    rows = [*csv.DictReader(io.StringIO(text.content.decode("utf-8-sig")))]
    sheet = load_workbook(io.BytesIO(book.content)).active
    assert sheet is not None
    assert [[cell or "" for cell in row] for row in sheet.values] == [
        [*rows[0]],
        *([*row.values()] for row in rows),
    ]
    assert [row["slug"] for row in rows] == ["dina", "ada", "bela", "chidi"]
    of = {row["slug"]: row for row in rows}
    assert of["dina"]["email"] == "dina@example.org"  # who is in has opened it to coordinators
    assert of["bela"]["email"] == ""
    assert of["chidi"]["unit"] == "'=1+1"
    assert {row["state"] for row in rows} == {"active"}
    exported = await AuditRow.filter(action="members.exported", subject="chapter:kenya")
    assert [one.detail["how_many"] for one in exported] == [4, 4]


@pytest.mark.parametrize("heading", ["email\n", ""])
async def test_a_list_names_only_whom_the_coordinator_knows_by_it(desk: Desk, heading: str) -> None:
    await create_sample_account("Zed", "zed@example.org", [])
    await Profile.filter(slug="bela").update(levels={"email": Level.MEMBERS})

    async def bring(*cells: str) -> str:
        content = heading.encode() + "\n".join(cells).encode()
        answer = await desk.cora.post(f"{ROSTER}/list", files={"list": ("list.csv", content)})
        assert answer.status_code == 200
        return answer.text

    known = await bring("BELA@example.org", "chidi")
    with_account = await bring("zed@example.org")
    hides_it = await bring("chidi@example.org")
    nobody = await bring("none@example.org")

    (slugs,) = re.findall(r'name="listed" value="([^"]*)"', known)
    assert {*slugs.split()} == {"bela", "chidi"}
    assert with_account == hides_it == nobody


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0", b"PK\x03\x04", b"x" * 1_000_001])
async def test_what_is_no_list_is_refused_above_the_roster(desk: Desk, content: bytes) -> None:
    answer = await desk.cora.post(f"{ROSTER}/list", files={"list": ("list.csv", content)})

    assert answer.status_code == 422
    assert "Roster of Kenya" in answer.text
