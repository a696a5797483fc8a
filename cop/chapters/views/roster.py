"""All members of a chapter in one table, taken out as a file, and many decided about at once."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from starlette.responses import Response

from cop.accounts.session import caller
from cop.chapters.actions.bulk import (
    DEEDS,
    MOST,
    Bulk,
    do_bulk,
    get_bulk,
    list_steps_of,
    map_states,
    may_be_undone,
    preview_bulk,
    undo_bulk,
)
from cop.chapters.forms.roster import read_bulk, read_wanted
from cop.chapters.queries.lists import list_cells, see_named
from cop.chapters.queries.roster import Lookout, see_roster
from cop.chapters.rules.memberships import Deed
from cop.chapters.views.desk import access_chapter, show_of
from cop.kit.again import shown_again_by
from cop.kit.errors import Invalid
from cop.kit.forms import read_file, read_id, read_page, read_posted_lists
from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _
from cop.kit.mail import Post
from cop.kit.text import fold
from cop.kit.web import go, opened
from cop.vocabulary.concepts import Vocabulary
from profiles.access import see_members, see_members_briefly
from profiles.exchange.exporting import make_workbook
from profiles.exchange.files import read_table
from profiles.exchange.row import write_csv
from profiles.looks import record_export, record_looks
from search.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from cop.chapters.models.chapters import Chapter
    from cop.chapters.queries.roster import Roster, Wanted
    from cop.kit.errors import CopError
    from profiles.member import Member

SHOWN: Final = frozenset({"position", "institution", "country", "stakeholder"})  # of each member
NAMED: Final = frozenset({"country"})  # of those about whom something is done
MOST_BYTES: Final = 1_000_000  # of a list of people
DEEPEST: Final = 1_000  # pages


async def show_roster(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/{slug}/roster: its members, filtered and sorted."""
    chapter = await access_chapter(request)
    params = request.query_params
    wanted = read_wanted(params)
    roster = await _see_roster(request, chapter, wanted)
    number = min(read_page(params, last=DEEPEST), roster.pages)
    listed = roster.page(number)
    await record_looks(caller(request), [one.member for one in listed], SHOWN)
    return show_of(
        request,
        "chapters/roster.html",
        chapter,
        wanted=wanted,
        roster=roster,
        listed=listed,
        number=number,
        countries=_choices("country", roster.countries, opened(request, Vocabulary)),
        stakeholders=_choices("stakeholder", roster.stakeholders, opened(request, Vocabulary)),
        deeds=DEEDS,
        here=f"?{urlencode(params.multi_items())}",
        words=params.get("q", ""),
        most=MOST,
        error=error,
    )


async def show_csv(request: Request) -> Response:
    """GET /chapters/{slug}/roster.csv: who is wanted, as one sees them, as a CSV file."""
    chapter = await access_chapter(request)
    members, more = await _take_out(request, chapter)
    return _file(write_csv(members, more).encode(), "text/csv; charset=utf-8", chapter, "csv")


async def show_workbook(request: Request) -> Response:
    """GET /chapters/{slug}/roster.xlsx: who is wanted, as one sees them, as a spreadsheet."""
    chapter = await access_chapter(request)
    members, more = await _take_out(request, chapter)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(await asyncio.to_thread(make_workbook, members, more), kind, chapter, "xlsx")


@shown_again_by(show_roster)
async def show_preview(request: Request) -> Response:
    """POST /chapters/{slug}/roster/preview: about whom a deed would be, before it is done."""
    chapter = await access_chapter(request)
    form = await read_posted_lists(request)
    bulk = read_bulk(form)
    if form.get("everybody"):
        roster = await _see_roster(request, chapter, read_wanted(form))
        bulk = Bulk(bulk.deed, [one.member.slug for one in roster.wanted], bulk.words)
    return await _show_preview(request, chapter, bulk)


@shown_again_by(show_roster)
async def show_list(request: Request) -> Response:
    """POST /chapters/{slug}/roster/list: whom of a list of people one could invite."""
    chapter = await access_chapter(request)
    content = await read_file(request, "list", MOST_BYTES)
    if len(content) > MOST_BYTES:
        raise Invalid(_("The file is too large."))
    rows = list_cells(await asyncio.to_thread(read_table, Path("list.csv"), content))
    if len(rows) > MOST:
        raise Invalid(_("Bring at most {most} people at once.").format(most=MOST))
    slugs = await see_named(rows, caller(request))
    return await _show_preview(request, chapter, Bulk(Deed.INVITE, slugs), rows=len(rows))


@shown_again_by(show_roster)
async def save_bulk(request: Request) -> Response:
    """POST /chapters/{slug}/roster: do what was looked at, about everybody it fits."""
    chapter = await access_chapter(request)
    bulk = read_bulk(await read_posted_lists(request))
    post, vocabulary = opened(request, Post), opened(request, Vocabulary)
    row, _preview = await do_bulk(post, vocabulary, caller(request), chapter, bulk)
    return go(_address(request, chapter, row.id))


async def show_bulk(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/{slug}/deeds/{number}: about whom something was done, and taking it back."""
    viewer, chapter = caller(request), await access_chapter(request)
    row = await get_bulk(chapter, read_id(request.path_params["number"]))
    ids = [one.profile_id for one in await list_steps_of(row)]
    return show_of(
        request,
        "chapters/bulk.html",
        chapter,
        row=row,
        members=await see_members_briefly(ids, viewer),
        states=await map_states(chapter, ids),
        may_be_undone=may_be_undone(row),
        error=error,
    )


@shown_again_by(show_bulk)
async def save_undoing(request: Request) -> Response:
    """POST /chapters/{slug}/deeds/{number}/undo: take it back, where nothing was done since."""
    chapter = await access_chapter(request)
    row = await get_bulk(chapter, read_id(request.path_params["number"]))
    await undo_bulk(caller(request), chapter, row)
    return go(_address(request, chapter, row.id))


def _choices(scheme: str, keys: Sequence[str], vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Return concepts with what they are called, in that order."""
    labels = [(one, vocabulary.label(scheme, one, current_language())) for one in keys]
    return sorted(labels, key=lambda pair: fold(pair[1]))


async def _see_roster(request: Request, chapter: Chapter, wanted: Wanted) -> Roster:
    engine, vocabulary = opened(request, Engine), opened(request, Vocabulary)
    lookout = Lookout(caller(request), engine, vocabulary, current_language())
    return await see_roster(chapter, wanted, lookout)


async def _take_out(
    request: Request, chapter: Chapter
) -> tuple[Sequence[Member], dict[str, list[str]]]:
    """Return who is wanted, whole, and how they stand; the trail says who took them out."""
    viewer = caller(request)
    roster = await _see_roster(request, chapter, read_wanted(request.query_params))
    of = {one.member.id: one for one in roster.wanted}
    members = await see_members(of, viewer)
    closely = [one.id for one in members if one.closely]
    await record_export(viewer, f"chapter:{chapter.slug}", len(members), closely)
    return members, {
        "state": [of[one.id].state for one in members],
        "since": [f"{of[one.id].since:%Y-%m-%d}" for one in members],
    }


async def _show_preview(
    request: Request, chapter: Chapter, bulk: Bulk, rows: int | None = None
) -> Response:
    preview = await preview_bulk(chapter, bulk, caller(request))
    others = [one for one, _state in preview.others]
    await record_looks(caller(request), [*preview.affected, *others], NAMED)
    return show_of(request, "chapters/preview.html", chapter, bulk=bulk, preview=preview, rows=rows)


def _address(request: Request, chapter: Chapter, number: int) -> str:
    where = {"slug": chapter.slug, "number": str(number)}
    return str(request.app.url_path_for("bulk-deed", **where))


def _file(content: bytes, kind: str, chapter: Chapter, suffix: str) -> Response:
    name = f'attachment; filename="{chapter.slug}.{suffix}"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(content, media_type=kind, headers=headers)
