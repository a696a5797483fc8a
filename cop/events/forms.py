"""What may be sent about meetings."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlsplit

from cop.events.models import (
    LONGEST,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_SEATS,
    Rhythm,
)
from cop.events.plans import AgendaLine, Plan
from cop.events.states import Step
from cop.events.zones import YEARS, NoSuchTime, as_zone, resolve, wall_time
from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText, as_iso, as_number, clean_line, clean_text
from profiles.forms.values import read_website

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cop.events.models import Meeting
    from cop.kit.forms import Params

_Iso = TypeVar("_Iso", date, time)

MOST_ITEMS: Final = 60  # of an agenda
COLUMNS: Final[Sequence[str]] = ("item", "title", "contributor", "minutes", "recording")


class _Fields:
    """The fields of a form, read one by one; what is wrong with each is kept by its name."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self._form = form
        self.wrong: dict[str, str] = {}

    def read(self, name: str, how: Callable[[str], str], *, needed: bool = False) -> str:
        typed = self._form.get(name, "").strip()
        if not typed and needed:
            self.wrong[name] = _("This is needed.")
        try:
            return how(typed) if typed else ""
        except BadText as error:
            self.wrong[name] = str(error)
            return ""

    def number(self, name: str, most: int, *, least: int = 1, needed: bool = False) -> int | None:
        typed = self._form.get(name, "").strip()
        number = as_number(typed)
        if (typed or needed) and not least <= (-1 if number is None else number) <= most:
            reason = _("It is a number from {least} to {most}.")
            self.wrong[name] = reason.format(least=least, most=most)
        return number

    def read_iso(self, name: str, example: str, how: Callable[[str], _Iso]) -> _Iso | None:
        value = as_iso(self._form.get(name, ""), example, how)
        if value is None:
            self.wrong[name] = _("Write it like {example}.").format(example=example)
        return value

    def check(self) -> None:
        if self.wrong:
            raise Invalid(next(iter(self.wrong.values())), self.wrong)


def read_plan(form: Mapping[str, str]) -> Plan:
    """Read what a meeting will be.

    Raises:
        Invalid: something is missing or cannot be kept, or clocks never show that time.
    """
    fields = _Fields(form)
    title = fields.read("title", _title, needed=True)
    description = fields.read("description", _text)
    zone = fields.read("zone", _zone, needed=True)
    minutes = fields.number("minutes", LONGEST, needed=True)
    place = fields.read("place", _title)
    link = fields.read("link", read_website)
    capacity = fields.number("capacity", MOST_SEATS, least=0) or None
    wall = _read_wall(fields)
    starts_at = None
    if wall and zone:
        try:
            starts_at = resolve(wall, zone)
        except NoSuchTime as error:
            fields.wrong["time"] = str(error)
    fields.check()
    if starts_at is None or minutes is None:
        raise Invalid(_("This is needed."))
    return Plan(
        title=title,
        description=description,
        starts_at=starts_at,
        minutes=minutes,
        zone=zone,
        place=place,
        link=link,
        is_link_open=bool(form.get("is_link_open")),
        is_public=form.get("audience") == "public",
        capacity=capacity,
    )


def write_plan(meeting: Meeting) -> dict[str, str]:
    """Return what a meeting is as `read_plan` reads it back."""
    wall = wall_time(meeting.starts_at, meeting.zone)
    return {
        "title": meeting.title,
        "description": meeting.description,
        "date": f"{wall:%Y-%m-%d}",
        "time": f"{wall:%H:%M}",
        "zone": meeting.zone,
        "minutes": str(meeting.minutes),
        "place": meeting.place,
        "link": meeting.link,
        "capacity": str(meeting.capacity or ""),
        "audience": "public" if meeting.is_public else "members",
        "is_link_open": "on" if meeting.is_link_open else "",
    }


def _read_wall(fields: _Fields) -> datetime | None:
    """Read date and time as browsers send them: 2026-12-03 and 14:30."""
    day = fields.read_iso("date", "2026-12-03", date.fromisoformat)
    at = fields.read_iso("time", "14:30", time.fromisoformat)
    if day and day.year not in YEARS:
        fields.wrong["date"] = _("Choose a year from 1990 to 2100.")
    return datetime.combine(day, at) if day and at else None


def read_agenda(form: Params) -> list[AgendaLine]:
    """Read the rows of an agenda; one without a title is left out.

    Raises:
        Invalid: a row cannot be kept, the sentence says which; or there are too many.
    """
    rows = [*zip(*(form.getlist(name) for name in COLUMNS), strict=False)]
    lines: list[AgendaLine] = []
    for number, row in enumerate(rows, 1):
        item, *typed = (one.strip() for one in row)
        fields = _Fields(dict(zip(COLUMNS[1:], typed, strict=True)))
        title = fields.read("title", _title)
        line = AgendaLine(
            item=as_number(item),
            title=title,
            contributor=fields.read("contributor", _contributor),
            minutes=fields.number("minutes", LONGEST),
            recording=fields.read("recording", read_website),
        )
        if fields.wrong:
            reason = next(iter(fields.wrong.values()))
            sentence = _("Row {number}: {reason}").format(number=number, reason=reason)
            raise Invalid(sentence, {"items": sentence})
        if title:
            lines.append(line)
    if len(lines) > MOST_ITEMS:
        sentence = _("Send at most {most} at once.").format(most=MOST_ITEMS)
        raise Invalid(sentence, {"items": sentence})
    return lines


def read_known(form: Mapping[str, str]) -> int:
    """Read how often a meeting had changed when its form was shown; -1 where it does not say."""
    number = as_number(form.get("sequence", ""))
    return -1 if number is None else number


def read_step(form: Mapping[str, str]) -> Step:
    """Read what is to be done with a meeting.

    Raises:
        Invalid: it is nothing that can be done.
    """
    step = form.get("step", "")
    if step not in set(Step):
        raise Invalid(_("Choose what to do."))
    return Step(step)


def read_summary(form: Mapping[str, str]) -> str:
    """Read what came of a meeting.

    Raises:
        Invalid: it cannot be kept.
    """
    fields = _Fields(form)
    summary = fields.read("summary", _text)
    fields.check()
    return summary


def read_rhythm(form: Mapping[str, str]) -> Rhythm:
    """Read how often a chapter means to meet.

    Raises:
        Invalid: nothing was chosen.
    """
    rhythm = form.get("rhythm", "")
    if rhythm not in set(Rhythm):
        raise Invalid(_("Choose how often the chapter meets."))
    return Rhythm(rhythm)


def read_coming(form: Mapping[str, str]) -> bool:
    """Read whether somebody comes.

    Raises:
        Invalid: neither was said.
    """
    if form.get("coming") not in {"yes", "no"}:
        raise Invalid(_("Choose one of the two."))
    return form["coming"] == "yes"


def read_attendance(form: Params) -> tuple[list[str], list[str]]:
    """Read who stood on the form, and who of them was there, by slug."""
    return form.getlist("listed"), form.getlist("there")


def read_feed_deed(form: Mapping[str, str]) -> str:
    """Read what is to be done with the address of a calendar.

    Raises:
        Invalid: it is nothing that can be done.
    """
    if form.get("feed") not in {"renew", "end"}:
        raise Invalid(_("Choose what to do."))
    return form["feed"]


def read_zone(form: Mapping[str, str]) -> str:
    """Read the zone in which somebody wants times.

    Raises:
        Invalid: it is none.
    """
    fields = _Fields(form)
    zone = fields.read("zone", _zone, needed=True)
    fields.check()
    return zone


def _title(typed: str) -> str:
    return clean_line(typed, LONGEST_TITLE)


def _text(typed: str) -> str:
    return clean_text(typed, LONGEST_TEXT)


def _zone(typed: str) -> str:
    if not as_zone(typed):
        raise BadText(_("Choose a time zone."))
    return typed


def _contributor(typed: str) -> str:
    """Return a name, or "@" and the slug of the member whose page was named."""
    line = clean_line(typed, LONGEST_TITLE)
    before, found, slug = line.rpartition("/members/")
    is_page = found and " " not in before and not urlsplit(slug).query
    return f"@{slug.strip('/')}" if is_page else line
