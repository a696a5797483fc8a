"""The text of a calendar, cut into its components without losing a letter.

Source: RFC 5545, 3.1 and 3.4.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from icalendar import Event
from icalendar.parser import Contentline

from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_BYTES: Final = 400_000  # of a file
MOST_ENTRIES: Final = 1_000  # components, or lines of the calendar's own
_FOLD: Final = re.compile(b"\r?\n[ \t]")  # it may stand within a letter of several bytes
_PARAMETERS: Final = r'(?:;(?:"[^"\n]*"|[^":\n])*)?'
_BREAK: Final = re.compile("\r\n|\n|\r")
_OTHERS: Final = re.compile(r"^\s*BEGIN\s*:(?!VEVENT|VALARM)", re.MULTILINE | re.IGNORECASE)
# What the library raises where it does not know all of its own types.
BROKEN: Final = (ValueError, LookupError, TypeError, AttributeError, OverflowError)
_UNSTEADY: Final = re.compile("^(DTSTAMP|LAST-MODIFIED)[;:].*$\n?", re.MULTILINE | re.IGNORECASE)


class BadCalendar(Invalid):
    """The file is no calendar that can be read; nothing of it was taken."""

    def __init__(self, message: str) -> None:
        super().__init__(message, {"text": message})


@dataclass(frozen=True, slots=True)
class Component:
    """A component of a calendar: its kind, and its unfolded lines from BEGIN to END."""

    kind: str
    text: str

    def first(self, name: str) -> str:
        """Return the value of the first line called `name`, as it stands there; "" for none."""
        found = re.search(rf"^{name}{_PARAMETERS}:(.*)$", self.text, re.MULTILINE | re.IGNORECASE)
        return found[1].strip() if found else ""


@dataclass(frozen=True, slots=True)
class CalendarText:
    """A calendar: its own lines, without BEGIN and END, and its components."""

    properties: Sequence[str]
    components: Sequence[Component]

    def first(self, name: str) -> str:
        """Return the value of the calendar's own line called `name`, "" for none."""
        return Component("VCALENDAR", "\n".join(self.properties)).first(name)


def split_calendar(data: bytes) -> CalendarText:
    """Cut a file into its components.

    Raises:
        BadCalendar: it is too large, in another encoding, no calendar, or cut off.
    """
    if len(data) > MOST_BYTES:
        size = MOST_BYTES // 1000
        raise BadCalendar(_("This file is larger than {size} kB.").format(size=size))
    try:
        text = _FOLD.sub(b"", data).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadCalendar(_("This file is not written in UTF-8, as calendars are.")) from error
    if "\0" in text:
        raise BadCalendar(_("A field holds what no text can hold."))
    lines = [line for line in _BREAK.split(text) if line.strip()]
    if not lines or lines[0].strip().upper() != "BEGIN:VCALENDAR":
        raise BadCalendar(_("This is no calendar: it does not begin with BEGIN:VCALENDAR."))
    return _cut(lines)


def _cut(lines: Iterable[str]) -> CalendarText:
    own: list[str] = []
    components: list[Component] = []
    within: list[str] = []  # kinds that are open
    current: list[str] = []
    for line in lines:
        word, _colon, kind = line.strip().upper().partition(":")
        if word == "BEGIN":
            within.append(kind)
        (current if len(within) > 1 else own).append(line)
        if word == "END":
            if not within or within.pop() != kind:
                raise BadCalendar(_("This calendar is damaged: something ends that did not begin."))
            if len(within) == 1:
                components.append(Component(kind, "\n".join(current)))
                current = []
    if within:
        raise BadCalendar(_("This calendar is cut off."))
    if max(len(components), len(own)) > MOST_ENTRIES:
        most = MOST_ENTRIES
        raise BadCalendar(_("This calendar has more than {most} entries.").format(most=most))
    words = ("BEGIN", "END")  # of the calendar itself
    return CalendarText(
        [one for one in own if not one.strip().upper().startswith(words)], components
    )


def parse_event(text: str) -> Any:
    """Return the event that these lines say, None where they cannot be read as one.

    Nothing but alarms may stand within: of a zone
    in there it would make one for all calendars to come.
    """
    if _OTHERS.search(text):
        return None
    try:
        found = Event.from_ical(text)
    except BROKEN:
        return None
    return found if isinstance(found, Event) else None


def fold_lines(text: str) -> bytes:
    """Return unfolded lines as they stand in a file: 75 octets at most, CR LF."""
    return b"".join(Contentline(line).to_ical() + b"\r\n" for line in text.split("\n") if line)


def fingerprint(text: str) -> str:
    """Return what tells two components apart, whenever each of them was written out."""
    return hashlib.sha256(_UNSTEADY.sub("", text).encode()).hexdigest()
