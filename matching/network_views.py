"""The picture of the network, and the same as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import Response
from tortoise.transactions import in_transaction

from cop.accounts.session import caller
from cop.kit.i18n import current_language
from cop.kit.web import opened, page
from cop.vocabulary.concepts import Vocabulary
from matching.exports import write_graphml, write_ties
from matching.forms import read_network_question
from matching.layout.labels import place_labels
from matching.network import Networks
from matching.picture import depict
from matching.seeing import see_network
from profiles.facets import Tellers
from profiles.looks import IN_ROWS, record_export, record_looks

if TYPE_CHECKING:
    from starlette.requests import Request

    from matching.seeing import SeenNetwork

TIES_SHOWN: Final = 50
TOPICS_OFFERED: Final = 6


async def show_network(request: Request) -> Response:
    """GET /network: groups of close members: of a place, a topic or a chapter, or around one."""
    vocabulary = opened(request, Vocabulary)
    question = read_network_question(request.query_params, vocabulary)
    seen = await see_asked(request)
    people = depict(request.app.url_path_for, [*seen.members.values()], vocabulary)
    names = {one: person.short_name for one, person in people.items()}
    slug = question.focus or question.person
    focus = next((one for one, person in people.items() if person.slug == slug), None)
    return page(
        request,
        "matching/network.html",
        seen=seen,
        network=seen.network,
        question=seen.network.question,
        typed=question.typed,
        meant=vocabulary.suggest(
            question.typed, "topic", language=current_language(), limit=TOPICS_OFFERED
        ),
        people=people,
        focus=focus,
        picture=seen.picture,
        labels=place_labels(seen.picture, names, focus=focus),
        regions=vocabulary.list("region"),
        topics=vocabulary.list("topic"),
        ties_shown=TIES_SHOWN,
    )


async def download_ties(request: Request) -> Response:
    """GET /network.csv: the ties of a picture of the network, as a table."""
    return _as_file(write_ties(await _take_out(request)), "csv", "text/csv")


async def download_graph(request: Request) -> Response:
    """GET /network.graphml: a picture of the network, for programs that work with graphs."""
    return _as_file(write_graphml(await _take_out(request)), "graphml", "application/graphml+xml")


async def see_asked(request: Request) -> SeenNetwork:
    """Return the part of the network that the address asks for."""
    vocabulary, viewer = opened(request, Vocabulary), caller(request)
    networks, tellers = opened(request, Networks), opened(request, Tellers)
    params = await tellers.follow(request.query_params, viewer)
    question = read_network_question(params, vocabulary)
    seen = await see_network(networks, question, viewer, tellers, vocabulary)
    await record_looks(viewer, seen.everybody, IN_ROWS)
    return seen


async def _take_out(request: Request) -> SeenNetwork:
    """Return what goes into a file; the trail says who has taken it, if they have signed in."""
    seen, viewer = await see_asked(request), caller(request)
    if viewer.account_id is not None:
        closely = [one.id for one in seen.members.values() if one.closely]
        async with in_transaction():
            await record_export(viewer, "network", len(seen.members), closely)
    return seen


def _as_file(content: str, suffix: str, kind: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="network.{suffix}"',
        "Cache-Control": "no-store",
        "Vary": "Accept-Language, Cookie",
        "X-Robots-Tag": "noindex",
    }
    return Response(content, media_type=kind, headers=headers)
