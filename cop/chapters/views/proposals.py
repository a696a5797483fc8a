"""The pages of chapters that the graph proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.chapters.access import access_proposals
from cop.chapters.forms.memberships import (
    REASONS,
    read_choice,
    read_dismissal,
    read_dismissed,
    read_named,
)
from cop.chapters.proposals.accepting import accept_proposal
from cop.chapters.proposals.choosing import choose, see_listed, see_to_ask
from cop.chapters.proposals.dismissing import Dismissals, dismiss_proposal, take_back_dismissal
from cop.chapters.proposals.forming import find_drifting, propose_chapters, survey
from cop.chapters.queries.willing import find_willing
from cop.chapters.scopes import chapter_name, scope_name
from cop.kit.again import shown_again_by
from cop.kit.errors import Conflict, NotFound
from cop.kit.forms import Params, read_one, read_posted, read_posted_lists
from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary
from matching.matcher import Matcher
from profiles.access import see_members

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.chapters.proposals.forming import Named
    from cop.kit.errors import CopError


async def show_proposals(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/proposals: the chapters that the graph proposes, and what was dismissed."""
    viewer, vocabulary, language = caller(request), opened(request, Vocabulary), current_language()
    access_proposals(viewer)
    land = await survey(opened(request, Matcher), vocabulary)
    proposals = await propose_chapters(land, vocabulary, language)
    chairs = [one for named in proposals for one in named.proposal.co_chairs]
    dismissed = await Dismissals.read()
    return page(
        request,
        "chapters/proposals.html",
        proposals=proposals,
        chairs={one.id: one for one in await see_members(chairs, viewer)},
        willing=await find_willing(chairs),
        drifting=await find_drifting(land, vocabulary, language),
        dismissed=[
            (row, scope_name(row.kind, row.scope, vocabulary, language)) for row in dismissed.rows
        ],
        to_ask=[
            (one, chapter_name(one.chapter, vocabulary, language))
            for one in await see_to_ask(viewer)
        ],
        reasons=REASONS,
        error=error,
    )


async def show_proposal(request: Request, error: CopError | None = None) -> Response:
    """GET /chapters/proposals/one: one of them, with its people, to change, form or dismiss."""
    viewer = caller(request)
    access_proposals(viewer)
    named = await _find(request, read_one(request.query_params, "proposal"))
    if named is None:
        raise NotFound(_("The network has changed since; this chapter is not proposed any more."))
    listed = await see_listed(named.proposal, viewer)
    typed = await read_posted_lists(request) if error else Params()
    chairs = [one.slug for one in listed if one.id in named.proposal.co_chairs]
    return page(
        request,
        "chapters/proposal.html",
        named=named,
        listed=listed,
        members=typed.getlist("member") if "listed" in typed else [one.slug for one in listed],
        chairs=typed.getlist("chair") if "listed" in typed else chairs,
        willing=await find_willing([one.id for one in listed]),
        typed=typed,
        reasons=REASONS,
        error=error,
    )


async def _show_again(request: Request, error: CopError) -> Response:
    """Show the page that the form stands on: only that of one proposal names it in its address."""
    show = show_proposal if "proposal" in request.query_params else show_proposals
    return await show(request, error)


@shown_again_by(_show_again)
async def save_proposal(request: Request) -> Response:
    """POST /chapters/proposals: accept one, as it is or after leaving people out."""
    viewer = caller(request)
    access_proposals(viewer)
    form = await read_posted_lists(request)
    named = await _get(request, form.get("proposal", ""))
    chosen = await choose(named.proposal, read_choice(form), viewer)
    chapter = await accept_proposal(chosen, opened(request, Vocabulary), viewer)
    return go(request.app.url_path_for("chapter", slug=chapter.slug))


@shown_again_by(_show_again)
async def save_dismissal(request: Request) -> Response:
    """POST /chapters/proposals/dismiss: say why one is not wanted."""
    viewer = caller(request)
    access_proposals(viewer)
    form = await read_posted(request)
    dismissal = read_dismissal(form)
    named = await _get(request, form.get("proposal", ""))
    await dismiss_proposal(viewer, named.proposal, dismissal)
    return go(request.app.url_path_for("proposals"))


@shown_again_by(show_proposals)
async def save_return(request: Request) -> Response:
    """POST /chapters/proposals/restore: let one be proposed again."""
    viewer = caller(request)
    access_proposals(viewer)
    await take_back_dismissal(viewer, read_dismissed(await read_posted(request)))
    return go(request.app.url_path_for("proposals"))


async def _get(request: Request, key: str) -> Named:
    named = await _find(request, key)
    if named is None:
        raise Conflict(_("The network has changed since; this chapter is not proposed any more."))
    return named


async def _find(request: Request, key: str) -> Named | None:
    wanted = read_named(key)
    vocabulary = opened(request, Vocabulary)
    land = await survey(opened(request, Matcher), vocabulary)
    proposals = await propose_chapters(land, vocabulary, current_language(), [wanted.kind])
    return next((one for one in proposals if one.proposal.key == wanted.key), None)
