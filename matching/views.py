"""What matching shows: panels on the page of a member, pairs, and who is near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.kit.again import shown_again_by
from cop.kit.forms import read_posted
from cop.kit.i18n import gettext as _
from cop.kit.panels import Panel
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary
from cop.vocabulary.places import A_DAYS_TRAVEL, nearest_city
from matching.forms import read_nearby_question, read_position
from matching.links import Links
from matching.matcher import Matcher
from matching.nearby import BAND_NAMES, look_around
from matching.pairs import ALIKE, see_pair
from matching.peers import see_hall, see_nearby, see_peers
from matching.picture import draw_near, people_in_picture
from matching.walks import Walks
from matching.welcome import see_first_peers
from profiles.looks import IN_ROWS, record_looks

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.kit.errors import CopError
    from profiles.member import Member


async def show_nearby(request: Request, error: CopError | None = None) -> Response:
    """GET /nearby: who is near a place or a member, in bands, as a list and on a map."""
    vocabulary, viewer = opened(request, Vocabulary), caller(request)
    question = read_nearby_question(request.query_params)
    around = await look_around(opened(request, Matcher), vocabulary, question, viewer)
    await record_looks(viewer, around.people, IN_ROWS)
    return page(
        request,
        "matching/nearby_page.html",
        question=question,
        member=around.member,
        choices=[(one.key, one.label(vocabulary)) for one in around.places],
        bands=[(_(BAND_NAMES[one.band]), one) for one in around.bands],
        map=draw_near(around.bands, vocabulary),
        reach=round(A_DAYS_TRAVEL),
        error=error,
    )


async def show_pair(request: Request) -> Response:
    """GET /members/{slug}/with/{other}: what two members have in common, and who is between."""
    viewer, params = caller(request), request.path_params
    pair = await see_pair(opened(request, Matcher), params["slug"], params["other"], viewer)
    way = await opened(request, Walks).between(pair.one, pair.other, viewer)
    people = [*pair.people, *(step.member for step in way)]
    await record_looks(viewer, people, (*ALIKE, "expertise", *IN_ROWS))
    links = await opened(request, Links).of(viewer)
    linked = links.between(pair.one.id, pair.other.id)
    return page(request, "matching/pair.html", pair=pair, way=way, linked=linked)


@shown_again_by(show_nearby)
async def save_position(request: Request) -> Response:
    """POST /nearby: go to the town nearest to the caller. Where they are is kept nowhere."""
    position = read_position(await read_posted(request))
    city = nearest_city(position.lat, position.lon)
    return go(f"{request.app.url_path_for('nearby')}?place={city.id}")


async def make_peers_panel(request: Request, member: Member) -> Panel | None:
    """Show the closest peers of a member, as a picture and as a list."""
    vocabulary, viewer = opened(request, Vocabulary), caller(request)
    peers = await see_peers(opened(request, Matcher), member, viewer)
    if not peers.list:
        return None
    people = await people_in_picture(
        request.app.url_path_for, [peer.member.id for peer in peers.list], viewer, vocabulary
    )
    return Panel("matching/peers.html", {"peers": peers, "people": people}, aside=False)


async def make_first_panel(request: Request, member: Member) -> Panel | None:
    """Show three people to somebody who has just arrived."""
    first = await see_first_peers(
        opened(request, Matcher), member, caller(request), opened(request, Vocabulary)
    )
    return Panel("matching/welcome.html", {"first": first}, aside=False) if first else None


async def make_hall_panel(request: Request, member: Member) -> Panel | None:
    """Show who sits down the hall from a member."""
    hall = await see_hall(opened(request, Matcher), member, caller(request))
    return Panel("matching/hall.html", {"hall": hall}) if hall else None


async def make_nearby_panel(request: Request, member: Member) -> Panel | None:
    """Show who works on the same topics within a day's travel."""
    nearby = await see_nearby(opened(request, Matcher), member, caller(request))
    context = {"nearby": nearby, "member": member}
    return Panel("matching/nearby.html", context) if nearby else None
