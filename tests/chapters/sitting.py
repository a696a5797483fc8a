"""Somebody in a chapter's seat."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cop.chapters.models.seats import Seat
from cop.kit.clock import now
from tests.chapters.deciding import KENYA

if TYPE_CHECKING:
    from tests.chapters.deciding import Desk

SEATS = f"{KENYA}/seats"
UNTIL = (now() + timedelta(days=400)).date()
ASKED = {"who": "bela", "kind": "co-chair", "ends_on": UNTIL.isoformat()}


async def is_chair() -> bool:
    """Say whether somebody sits as co-chair."""
    return await Seat.exists(kind="co-chair", state="held")


async def sit(desk: Desk, kind: str = "co-chair") -> Seat:
    """Let Bela join, be asked and accept."""
    await desk.bela.post(f"{KENYA}/join")
    await desk.cora.post(SEATS, data=ASKED | {"kind": kind})
    return await answer(desk, "accept")


async def answer(desk: Desk, deed: str) -> Seat:
    seat = await Seat.get()
    data = {"seat": str(seat.id), "deed": deed}
    assert (await desk.bela.post(f"{KENYA}/seat", data=data)).status_code == 303
    return await Seat.get()
