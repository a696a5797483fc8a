"""A list as others see it by its link, and lists as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from cop.accounts.session import caller
from cop.kit.i18n import current_language
from cop.kit.settings import Settings
from cop.kit.text import slugify
from cop.kit.web import opened, page
from cop.shortlists.access import access_shared, access_shortlist
from cop.shortlists.people import see_people
from cop.shortlists.taking import take_out
from cop.vocabulary.concepts import Vocabulary
from profiles.exchange.row import write_csv
from profiles.looks import IN_ROWS, record_looks
from profiles.vcard import write_vcard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from cop.shortlists.models import Shortlist
    from cop.shortlists.people import Kept


async def show_shared(request: Request) -> Response:
    """GET /shared/{token}: a list, for whoever has its link, as far as they may see its people."""
    viewer = caller(request)
    shortlist = await _shared(request)
    people = await see_people(shortlist, viewer, noted=shortlist.with_notes)
    await record_looks(viewer, [one.member for one in people], IN_ROWS)
    response = page(
        request,
        "shortlists/shared.html",
        shortlist=shortlist,
        people=people,
        token=request.path_params["token"],
        private=True,
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


async def download_csv(request: Request) -> Response:
    """GET /shortlists/{number}.csv: one's list as a table."""
    own = await access_shortlist(request.path_params["number"], caller(request))
    return _as_csv(own, await take_out(own, caller(request), noted=True))


async def download_vcards(request: Request) -> Response:
    """GET /shortlists/{number}.vcf: the people of one's list for an address book."""
    own = await access_shortlist(request.path_params["number"], caller(request))
    people = await take_out(own, caller(request), noted=False)
    return _as_vcards(request, own, people)


async def download_shared_csv(request: Request) -> Response:
    """GET /shared/{token}.csv: a list by its link, as a table."""
    shared = await _shared(request)
    return _as_csv(shared, await take_out(shared, caller(request), noted=shared.with_notes))


async def download_shared_vcards(request: Request) -> Response:
    """GET /shared/{token}.vcf: the people of a list by its link, for an address book."""
    shared = await _shared(request)
    return _as_vcards(request, shared, await take_out(shared, caller(request), noted=False))


async def _shared(request: Request) -> Shortlist:
    folder = opened(request, Settings).cop_data
    return await access_shared(request.path_params["token"], caller(request), folder)


def _as_csv(shortlist: Shortlist, people: Sequence[Kept]) -> Response:
    notes = {"note": [one.note for one in people]} if any(one.note for one in people) else {}
    return _file(shortlist, "csv", "text/csv", write_csv([one.member for one in people], notes))


def _as_vcards(request: Request, shortlist: Shortlist, people: Sequence[Kept]) -> Response:
    vocabulary, base = opened(request, Vocabulary), opened(request, Settings).base_url
    cards = [
        write_vcard(
            one.member,
            vocabulary,
            current_language(),
            f"{base}{request.app.url_path_for('member', slug=one.member.slug)}",
        )
        for one in people
    ]
    return _file(shortlist, "vcf", "text/vcard", "".join(cards))


def _file(shortlist: Shortlist, suffix: str, kind: str, content: str) -> Response:
    name = f"{slugify(shortlist.name, 'shortlist')}.{suffix}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "Vary": "Accept-Language, Cookie",
        "X-Robots-Tag": "noindex",
    }
    return Response(content, media_type=kind, headers=headers)
