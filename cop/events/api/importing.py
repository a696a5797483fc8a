"""Bringing in by program a calendar that was kept elsewhere, as on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.chapters.access import access_chapter
from cop.events.actions.importing import (
    MOST_SHOWN,
    Fate,
    import_calendar,
    preview_import,
    read_incoming,
)
from cop.events.forms import read_zone
from cop.kit.api import Endpoint, sent
from cop.kit.i18n import mark
from cop.kit.mail import Post
from cop.kit.parameters import LANG, Parameter
from cop.kit.settings import Settings
from cop.kit.web import opened
from profiles.api import SLUG

if TYPE_CHECKING:
    from starlette.requests import Request

    from cop.events.actions.importing import Fated


async def import_meetings(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/meetings/import: take in the events of a calendar."""
    viewer, form = caller(request), sent(request)
    chapter = await access_chapter(viewer, request.path_params["slug"])
    text, folder = form["text"].encode(), opened(request, Settings).cop_data
    taken = await read_incoming(text, read_zone(form), folder)
    is_preview = bool(form.get("preview"))
    if is_preview:
        became = await preview_import(chapter, taken)
    else:
        is_public = form.get("audience") == "public"
        post = opened(request, Post)
        became = await import_calendar(post, viewer, chapter, taken, is_public=is_public)
    return {
        "done": not is_preview,
        **{fate.value: became.count(fate) for fate in Fate},
        "kept": len(became.unread),
        "events": [_fated_as_json(one) for one in became.events[:MOST_SHOWN]],
        "unread": [{"name": one.name, "why": one.why} for one in became.unread[:MOST_SHOWN]],
    }


def _fated_as_json(one: Fated) -> dict[str, Any]:
    """Return what becomes of an event, with the number of its meeting where there is one."""
    what = one.event.plan
    number = {"number": one.meeting.number} if one.meeting else {}
    return {
        "what": one.fate.value,
        "title": what.title,
        "starts_at": what.starts_at.isoformat(),
        "minutes": what.minutes,
        "zone": what.zone,
    } | number


ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/chapters/{slug}/meetings/import",
        view=import_meetings,
        name="api-import-meetings",
        about=mark(
            "For those who coordinate the chapter: take in a calendar, or see what would become of"
            " each of its events: new, changed or unchanged. What no meeting can be made of is"
            " kept. The answer lists the first 200. Twice is once."
        ),
        parameters=(SLUG, LANG),
        body=(
            Parameter(
                name="text",
                about=mark("The calendar, as a file that ends in .ics holds it."),
                required=True,
            ),
            Parameter(
                name="zone",
                about=mark("The time zone of times that say none, like Africa/Nairobi."),
                required=True,
            ),
            Parameter(
                name="audience",
                about=mark(
                    "For whom new meetings are; where nothing is said, for members of the chapter."
                ),
                choices=("public", "members"),
            ),
            Parameter(
                name="preview",
                about=mark("Whether one only wants to see what would happen."),
                is_truth=True,
            ),
        ),
        answer={
            "done": bool,
            "new": int,
            "changed": int,
            "unchanged": int,
            "kept": int,
            "events": [
                {
                    "what": str,
                    "number?": int,
                    "title": str,
                    "starts_at": str,
                    "minutes": int,
                    "zone": str,
                }
            ],
            "unread": [{"name": str, "why": str}],
        },
    ),
)
