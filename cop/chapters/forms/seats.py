"""What may be sent about the seats of a chapter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from cop.chapters.rules.seats import MOVES, By, Deed, SeatKind
from cop.kit.clock import now
from cop.kit.errors import Invalid
from cop.kit.forms import read_id
from cop.kit.i18n import gettext as _
from cop.kit.text import as_iso

if TYPE_CHECKING:
    from collections.abc import Mapping

OWN_DEEDS: Final = [one for one, move in MOVES.items() if move.by is By.MEMBER]
LONGEST_TERM: Final = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked, by slug, to be what, and until when."""

    who: str
    kind: SeatKind
    ends_on: date | None


def read_asked(form: Mapping[str, str]) -> Asked:
    """Read who is to be asked to take which seat.

    Raises:
        Invalid: nobody was chosen, or no seat, or the last day is none, or missing.
    """
    wrong: dict[str, str] = {}
    if not form.get("who"):
        wrong["who"] = _("Choose a member.")
    kind = form.get("kind", "")
    if kind not in [*SeatKind]:
        wrong["kind"] = _("Choose what to ask for.")
    ends_on, problem = _read_day(form.get("ends_on", ""), kind)
    if problem:
        wrong["ends_on"] = problem
    if wrong:
        raise Invalid(_("This could not be sent."), wrong)
    return Asked(form["who"], SeatKind(kind), ends_on)


def _read_day(text: str, kind: str) -> tuple[date | None, str]:
    """Return the last day of a term, and what is wrong with it."""
    if not text:
        is_needed = kind == SeatKind.CO_CHAIR
        return None, _("A co-chair sits until a day. Choose it.") if is_needed else ""
    today = now().date()
    day = as_iso(text, "2027-12-31", date.fromisoformat)
    if day is None:
        return None, _("Write the day as year, month and day: 2027-12-31.")
    if not today < day <= today + LONGEST_TERM:
        return None, _("Choose a day within the next five years.")
    return day, ""


def read_seat(form: Mapping[str, str]) -> int:
    """Read the number of a seat.

    Raises:
        NotFound: no seat can have it.
    """
    return read_id(form.get("seat", ""))


def read_answer(form: Mapping[str, str]) -> Deed:
    """Read what a member says about their own seat.

    Raises:
        Invalid: it is nothing that a member can say.
    """
    deed = form.get("deed", "")
    if deed not in OWN_DEEDS:
        raise Invalid(_("Choose what to do."))
    return Deed(deed)
