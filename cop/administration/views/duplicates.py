"""The pages of duplicates: found, compared, merged, taken apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cop.accounts.session import caller
from cop.administration.forms.duplicates import read_asked, read_merge_form, read_undone
from cop.administration.queries.accounts import name_accounts
from cop.administration.queries.comparing import compare_houses, compare_members
from cop.administration.queries.findings import Findings
from cop.kit.again import shown_again_by
from cop.kit.forms import read_posted
from cop.kit.i18n import current_language
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary
from profiles.duplicates.actions import tell_apart
from profiles.duplicates.alike import REASONS
from profiles.duplicates.institutions import merge_institutions, undo_institutions
from profiles.duplicates.movers import Movers
from profiles.duplicates.people import merge_people, undo_people
from profiles.duplicates.queries import (
    MOST_SHOWN,
    count_accounts,
    get_versions,
    list_alike_institutions,
    list_merges,
    refuse_hidden,
    see_houses,
    see_pair,
)

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.administration.forms.duplicates import Asked
    from cop.kit.errors import CopError


async def show_duplicates(request: Request) -> Response:
    """GET /administration/duplicates: who and what may be stored twice, and what was merged."""
    merges = await list_merges()
    return page(
        request,
        "administration/duplicates.html",
        found=[
            ("profile", await opened(request, Findings).people()),
            ("institution", await list_alike_institutions()),
        ],
        merges=merges,
        names=await name_accounts({one.merge.actor_id for one in merges}),
        reasons=REASONS,
        most=MOST_SHOWN,
        private=True,
    )


async def show_pair(request: Request, error: CopError | None = None) -> Response:
    """GET /administration/duplicates/{kind}/{one}/{other}: the two side by side."""
    asked = read_asked(request.path_params)
    make = _compare_members if asked.kind == "profile" else _compare_houses
    typed = await read_posted(request) if error else {}
    return await make(request, asked, error=error, typed=typed)


async def _compare_members(request: Request, asked: Asked, **refused: Any) -> Response:
    one, other = await see_pair(asked.pair, caller(request))
    return page(
        request,
        "administration/compare.html",
        **refused,
        asked=asked,
        sides=((one.id, one.name), (other.id, other.name)),
        slugs=(one.slug, other.slug),
        rows=compare_members(one, other, opened(request, Vocabulary), current_language()),
        versions=await get_versions(asked.pair),
        accounts=await count_accounts(asked.pair),
        private=True,
    )


async def _compare_houses(request: Request, asked: Asked, **refused: Any) -> Response:
    one, other = await see_houses(asked.pair, caller(request))
    return page(
        request,
        "administration/compare.html",
        **refused,
        asked=asked,
        sides=tuple((house.institution.id, house.institution.name) for house in (one, other)),
        houses=(one, other),
        rows=compare_houses(one, other, opened(request, Vocabulary), current_language()),
        versions={},
        accounts=0,
        private=True,
    )


@shown_again_by(show_pair)
async def save_merge(request: Request) -> Response:
    """POST /administration/duplicates/{kind}/{one}/{other}: make one of the two."""
    asked = read_asked(request.path_params)
    form = read_merge_form(asked, await read_posted(request))
    compared, actor = form.compared, caller(request)
    await refuse_hidden(asked.kind, asked.pair, actor)
    if asked.kind == "profile":
        await merge_people(actor, compared, form.choices, opened(request, Movers))
    else:
        await merge_institutions(actor, compared.kept, compared.gone, form.choices)
    return go(request.app.url_path_for("duplicates"))


async def save_apart(request: Request) -> Response:
    """POST /administration/duplicates/{kind}/{one}/{other}/apart: they are not the same."""
    asked = read_asked(request.path_params)
    await tell_apart(caller(request), asked.kind, asked.pair)
    return go(request.app.url_path_for("duplicates"))


async def save_undo(request: Request) -> Response:
    """POST /administration/merges/{kind}/{id}/undo: bring back what a merge took away."""
    undone, actor = read_undone(request.path_params), caller(request)
    if undone.kind == "profile":
        await undo_people(actor, undone.id, opened(request, Movers))
    else:
        await undo_institutions(actor, undone.id)
    return go(request.app.url_path_for("duplicates"))
