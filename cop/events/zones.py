"""Times as clocks show them: wall times, zones of the world, five cities to compare with."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import format_skeleton, format_time, get_timezone_location

from cop.kit.i18n import current_language, mark
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CITIES: Final = Path(__file__).parent / "data" / "cities.csv"
UNIVERSAL: Final = "UTC"
YEARS: Final = range(1990, 2101)  # in which meetings may be
_MOMENT: Final = "%Y%m%dT%H%M%SZ"
AREAS: Final[Mapping[str, str]] = {
    "Africa": mark("Africa"),
    "America": mark("The Americas"),
    "Antarctica": mark("Antarctica"),
    "Asia": mark("Asia"),
    "Atlantic": mark("Atlantic Ocean"),
    "Australia": mark("Australia"),
    "Europe": mark("Europe"),
    "Indian": mark("Indian Ocean"),
    "Pacific": mark("Pacific Ocean"),
}


class NoSuchTime(ValueError):
    """Clocks never show this time, or show it twice; the message says so to who typed it."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What a clock somewhere shows at a moment; `day` is "" where it is the day of others."""

    where: str
    day: str
    time: str


@cache
def known_zones() -> frozenset[str]:
    """Return the zones that one may choose: those of a place, and UTC."""
    places = {one for one in available_timezones() if one.partition("/")[0] in AREAS}
    return frozenset(places | {UNIVERSAL})


def as_zone(name: str) -> str:
    """Return `name` if one may choose it, else ""."""
    return name if name in known_zones() else ""


def resolve(wall: datetime, zone: str) -> datetime:
    """Return the moment at which clocks in `zone` show `wall`, in UTC.

    Raises:
        NoSuchTime: clocks are put forward over it, or back so that it comes twice.
    """
    first, second = (
        wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)
    )
    if first == second:
        return first
    if first < second:
        raise NoSuchTime(
            _("Clocks are put back that night: this time comes twice. Choose another.")
        )
    raise NoSuchTime(_("Clocks are put forward that night: there is no such time. Choose another."))


def wall_time(moment: datetime, zone: str) -> datetime:
    """Return what clocks in `zone` show at `moment`."""
    return moment.astimezone(ZoneInfo(zone))


def write_moment(moment: datetime) -> str:
    """Return a moment in UTC as calendars write it."""
    return f"{moment:{_MOMENT}}"


def as_moment(text: str) -> datetime:
    """Return the moment that `write_moment` wrote."""
    return datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)


def write_day(moment: datetime, zone: str) -> str:
    """Return weekday and date in `zone`, as the current language writes them."""
    return format_skeleton("yMMMEd", wall_time(moment, zone), locale=current_language())


def write_time(moment: datetime, zone: str) -> str:
    """Return the time of day in `zone`, as the current language writes it."""
    return format_time(wall_time(moment, zone), "short", locale=current_language())


def show_clock(moment: datetime, zone: str) -> Clock:
    """Return what clocks in `zone` show at `moment`."""
    return Clock(zone_name(zone), write_day(moment, zone), write_time(moment, zone))


def show_cities(moment: datetime, zone: str) -> list[Clock]:
    """Return what clocks in five cities show; with the day where it is not that in `zone`."""
    day = wall_time(moment, zone).date()
    return [
        Clock(
            names[current_language()],
            write_day(moment, place) if wall_time(moment, place).date() != day else "",
            write_time(moment, place),
        )
        for place, names in _read_cities()
    ]


@cache
def list_zones(language: str) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return what to choose from, by part of the world: (zone, what it is called), old names out.

    Source: IANA Time Zone Database, zone.tab.
    """
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    current = {line.split("\t")[2] for line in table.splitlines() if not line.startswith("#")}
    listed: dict[str, list[tuple[str, str]]] = {area: [] for area in AREAS}
    for zone in known_zones() & current:
        listed[zone.partition("/")[0]].append((zone, _called(zone, language)))
    return {area: sorted(zones, key=lambda one: one[1]) for area, zones in listed.items()}


def zone_name(zone: str) -> str:
    """Return what a zone is called in the current language: its city."""
    return _called(zone, current_language())


@cache
def _called(zone: str, language: str) -> str:
    if zone == UNIVERSAL:
        return zone
    city = get_timezone_location(ZoneInfo(zone), locale=language, return_city=True)
    return city or zone.rpartition("/")[2].replace("_", " ")


@cache
def _read_cities() -> Sequence[tuple[str, Mapping[str, str]]]:
    with CITIES.open(encoding="utf-8", newline="") as file:
        return [(row.pop("zone"), row) for row in csv.DictReader(file)]
