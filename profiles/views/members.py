"""The directory and the page of a member."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response

from cop.accounts.session import caller
from cop.kit.forms import read_one
from cop.kit.i18n import current_language
from cop.kit.panels import Panel, make_panels
from cop.kit.settings import Settings
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary
from profiles.access import see_member
from profiles.chips import show_chips, show_rungs
from profiles.directory import search_members
from profiles.facets import Tellers, label_values, show_facets
from profiles.finding import count_members
from profiles.forms.question import read_question
from profiles.index import CONFIRMED
from profiles.linked_data import as_linked_data
from profiles.looks import IN_ROWS, record_looks
from profiles.queries import find_own_slug
from profiles.simpler import nearest_questions
from profiles.vcard import write_vcard
from profiles.views.desk import make_assistants_panel
from search.engine import Engine
from search.words import MOST_CHARACTERS, MOST_WORDS

if TYPE_CHECKING:
    from starlette.requests import Request

    from cop.accounts.viewer import Viewer
    from profiles.member import Member, Tag

SHOWN: Final = (
    "country",
    "sector",
    "stakeholder",
    "topic",
    "language",
    "region",
    "level",
    "discipline",
    "kind",
    "chapter",
    "offers",
    CONFIRMED,
    "knows",
    "institution",
)


async def show_directory(request: Request) -> Response:
    """GET /members: who answers the question, with filters; an old one at its new address."""
    engine, vocabulary = opened(request, Engine), opened(request, Vocabulary)
    viewer, tellers = caller(request), opened(request, Tellers)
    params = await tellers.follow(request.query_params, viewer)
    if params != request.query_params:
        return go(f"{request.url.path}?{params}")
    answer = await search_members(engine, vocabulary, read_question(params), viewer)
    await record_looks(viewer, [found.member for found in answer.found], IN_ROWS)
    known = (params, vocabulary, current_language())
    labels = await label_values(answer, tellers, viewer, *known[1:])
    return page(
        request,
        "profiles/directory.html",
        answer=answer,
        facets=show_facets(answer, labels, SHOWN),
        chips=show_chips(answer, *known),
        rungs=show_rungs(answer, *known),
        nearest=()
        if answer.is_limited
        else await nearest_questions(engine, vocabulary, answer, viewer),
        near=answer.place.label(vocabulary) if answer.place else "",
        panels=await make_panels(request, "directory", answer),
        sort=read_one(params, "sort"),
        most=(MOST_CHARACTERS, MOST_WORDS),
        ticked=await make_panels(request, "ticked", answer),
    )


async def show_member(request: Request) -> Response:
    """GET /members/{slug}: one member, as far as the viewer may see."""
    viewer = caller(request)
    member = await see_member(request.path_params["slug"], viewer)
    await record_looks(viewer, [member])
    return page(
        request,
        "profiles/member.html",
        **await describe_member(request, member, viewer),
        panels=await make_panels(request, "member", member),
        facts=_public_facts(request, member),
    )


async def show_vcard(request: Request) -> Response:
    """GET /members/{slug}.vcf: one member for an address book, as far as the viewer may see."""
    member = await see_member(request.path_params["slug"], caller(request))
    vocabulary, address = opened(request, Vocabulary), _address(request, member)
    return Response(
        write_vcard(member, vocabulary, current_language(), address),
        media_type="text/vcard",
        headers={
            "Content-Disposition": f'attachment; filename="{member.slug}.vcf"',
            "Cache-Control": "no-store",
            "Vary": "Accept-Language, Cookie",
        },
    )


async def describe_member(request: Request, member: Member, viewer: Viewer) -> dict[str, Any]:
    """Return what the page of `member` says to `viewer`, but for its panels."""
    counts = await count_members(opened(request, Engine), viewer, "topic")
    return {
        "member": member,
        "topic_groups": _by_group(member, opened(request, Vocabulary)),
        "own_topics": await _own_topics(viewer, member),
        "holders": dict(counts.facets["topic"]),
    }


async def show_own_profile(request: Request) -> Response:
    """GET /me: go to one's own page, or to where it is made."""
    account_id = caller(request).account_id
    slug = await find_own_slug(account_id) if account_id else None
    path_for = request.app.url_path_for
    return go(path_for("member", slug=slug) if slug else path_for("profile"))


async def make_own_panel(request: Request, member: Member) -> Panel | None:
    """Show on one's own page where to edit it, and whom one assists."""
    viewer = caller(request)
    if viewer.account_id is None or await find_own_slug(viewer.account_id) != member.slug:
        return None
    return replace(await make_assistants_panel(viewer), template="profiles/own.html")


def _address(request: Request, member: Member) -> str:
    """Return the address of the member's page as the world knows it."""
    path = request.app.url_path_for("member", slug=member.slug)
    return f"{opened(request, Settings).base_url}{path}"


def _public_facts(request: Request, member: Member) -> dict[str, Any] | None:
    """Return facts for search engines, which sign in nowhere; what others see is none of theirs."""
    if caller(request).account_id is not None:
        return None
    address = _address(request, member)
    return as_linked_data(member, opened(request, Vocabulary), current_language(), address)


def _by_group(member: Member, vocabulary: Vocabulary) -> list[tuple[str, list[Tag]]]:
    """Return what a member knows by topic group; words that are no topic under ""."""
    groups: dict[str, list[Tag]] = {}
    for tag in member.expertise:
        concept = vocabulary.get("topic", tag.key)
        groups.setdefault(concept.parent if concept else "", []).append(tag)
    return sorted(groups.items(), key=lambda group: (not group[0], -len(group[1])))


async def _own_topics(viewer: Viewer, member: Member) -> frozenset[str]:
    """Return which topics of `member` the viewer has too, unless they look at themselves."""
    slug = await find_own_slug(viewer.account_id) if viewer.account_id else None
    if slug is None or slug == member.slug:
        return frozenset()
    own = await see_member(slug, viewer)
    return frozenset(own.topics).intersection(member.topics)
