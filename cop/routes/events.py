"""Addresses of meetings and their calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.events.views import calendars, clocks, editing, importing, meetings, people
from cop.permissions import Who, saves, shows

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

_ALL: Final = "/chapters/{slug}/meetings"
_ONE: Final = f"{_ALL}/{{number}}"

routes: Final[list[BaseRoute]] = [
    # One's own
    shows("/meetings", calendars.show_own, "own-meetings", Who.SIGNED_IN),
    saves("/meetings", calendars.save_feed, "save-calendar", Who.SIGNED_IN),
    shows("/meetings/{token}.ics", calendars.show_own_feed, "own-calendar", Who.ANYONE),
    shows("/time-zone", clocks.show_zone, "zone", Who.ANYONE),
    saves("/time-zone", clocks.save_zone, "save-zone", Who.ANYONE),
    # Of a chapter
    shows(_ALL, meetings.show_meetings, "meetings", Who.ANYONE),
    saves(_ALL, editing.save_new, "plan-meeting", Who.COORDINATOR),
    shows(f"{_ALL}.ics", calendars.show_feed, "calendar", Who.ANYONE),
    shows(f"{_ALL}/export.ics", calendars.show_export, "export-meetings", Who.COORDINATOR),
    shows(f"{_ALL}/new", editing.show_new, "new-meeting", Who.COORDINATOR),
    saves(f"{_ALL}/rhythm", editing.save_rhythm, "set-rhythm", Who.COORDINATOR),
    shows(f"{_ALL}/import", importing.show_import, "import-meetings", Who.COORDINATOR),
    saves(f"{_ALL}/import", importing.save_import, "save-import", Who.COORDINATOR),
    saves(f"{_ALL}/import/preview", importing.show_preview, "preview-import", Who.COORDINATOR),
    # One of them
    shows(f"{_ONE}.ics", calendars.show_event, "meeting-calendar", Who.ANYONE),
    shows(_ONE, meetings.show_meeting, "meeting", Who.ANYONE),
    saves(f"{_ONE}/registration", people.save_registration, "register", Who.MEMBER),
    shows(f"{_ONE}/people", people.show_people, "meeting-people", Who.COORDINATOR),
    saves(f"{_ONE}/people", people.save_attendance, "save-attendance", Who.COORDINATOR),
    shows(f"{_ONE}/edit", editing.show_edit, "edit-meeting", Who.COORDINATOR),
    saves(f"{_ONE}/edit", editing.save_edit, "save-meeting", Who.COORDINATOR),
    shows(f"{_ONE}/agenda", editing.show_agenda, "edit-agenda", Who.COORDINATOR),
    saves(f"{_ONE}/agenda", editing.save_agenda, "save-agenda", Who.COORDINATOR),
    saves(f"{_ONE}/state", editing.save_step, "take-meeting-step", Who.COORDINATOR),
    saves(f"{_ONE}/summary", editing.save_summary, "save-summary", Who.COORDINATOR),
]
