"""Administrators see how the last drill went, and when it is too long ago."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cop.administration.actions import differences, hold_drill, is_due
from cop.administration.queries.drills import Drill, find_last_drill, keep_drill
from cop.kit.clock import now
from tests.people import sign_in

if TYPE_CHECKING:
    from pathlib import Path

    import httpx2

    from cop.kit.settings import Settings
    from cop.running import Service

ADMINISTRATOR = [("administrator", "")]


def drill(at: datetime, *problems: str) -> Drill:
    return Drill(at=at, seconds=1.5, bytes=1_000, members=12, problems=problems)


@pytest.mark.parametrize("path", ["/administration", "/administration/consistency"])
async def test_administrators_see_the_last_drill(
    client: httpx2.AsyncClient, service: Service, path: str
) -> None:
    await sign_in(client, "Ada", ADMINISTRATOR)

    keep_drill(service.settings.cop_data, drill(now(), "concept: 0 rows came back of 700."))

    shown = (await client.get(path)).text
    assert f"{now():%Y}" in shown.partition("estore drill")[2]
    assert "1 problem" in shown


async def test_a_drill_of_nine_days_ago_reassures_nobody(
    client: httpx2.AsyncClient, service: Service
) -> None:
    await sign_in(client, "Ada", ADMINISTRATOR)
    page, warning = "/administration/consistency", "nobody knows whether it can be"

    never = (await client.get(page)).text
    keep_drill(service.settings.cop_data, drill(now() - timedelta(days=9)))
    long_ago = (await client.get(page)).text
    keep_drill(service.settings.cop_data, drill(now()))
    lately = (await client.get(page)).text

    assert [warning in one for one in (never, long_ago, lately)] == [True, True, False]
    assert "12 members came back" in lately


async def test_a_database_that_cannot_be_backed_up_is_told(https_settings: Settings) -> None:
    (https_settings.cop_data / "cop.db").write_bytes(b"no database at all" * 1_000)

    done = await hold_drill(https_settings)

    assert done.problems == ("file is not a database",)
    assert find_last_drill(https_settings.cop_data) == done


def test_tables_that_came_back_otherwise_are_told() -> None:
    before = {"account": 5, "profile": 7, "mail": 3, "consent": 2}
    after = {"account": 5, "profile": 9, "mail": 0, "consent": 2}
    restored = {"account": 5, "profile": 8, "mail": 1}

    assert [*differences(before, before, before)] == []
    assert [*differences(before, restored, after)] == ["consent: 0 rows came back of 2."]
    assert [*differences(before, {**before, "account": 4}, before)] == [
        "account: 4 rows came back of 5."
    ]


@pytest.mark.parametrize("again", [(), ("mail: 0 rows came back of 1.",)])
async def test_what_looks_lost_is_looked_at_again(
    https_settings: Settings, again: tuple[str, ...]
) -> None:
    """A row that came and went between the counts is not lost."""
    seen = iter([(9, 1, ("mail: 1 rows came back of 0.",)), (9, 1, again)])

    async def rehearse(_settings: Settings, _folder: Path) -> tuple[int, int, tuple[str, ...]]:
        return next(seen)

    assert (await hold_drill(https_settings, rehearse)).problems == again


def test_a_service_that_is_looked_after_hourly_drills_once_a_night() -> None:
    start = datetime(2026, 3, 1, 0, 40, tzinfo=UTC)
    last: Drill | None = None
    held: list[datetime] = []

    for hour in itertools.islice(itertools.count(), 24 * 10):
        moment = start + timedelta(hours=hour)
        if is_due(last, moment):
            last = drill(moment)
            held.append(moment)

    assert [one.day for one in held] == [*range(1, 11)]
    assert {one.hour for one in held} == {1}
