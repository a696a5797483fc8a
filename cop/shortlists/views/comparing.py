"""Up to five people side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.kit.web import page
from cop.shortlists.comparing import COMPARED, FEWEST, MOST, compare
from cop.shortlists.forms import read_who
from profiles.access import see_members_at
from profiles.looks import record_looks

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def show_comparison(request: Request) -> Response:
    """GET /compare: what those named have in common, as far as the viewer may see them."""
    viewer = caller(request)
    seen = await see_members_at(read_who(request.query_params), viewer)
    members = seen[:MOST] if len(seen) >= FEWEST else []
    await record_looks(viewer, members, COMPARED)
    return page(
        request,
        "shortlists/compare.html",
        members=members,
        rows=compare(members),
        is_cut=len(seen) > MOST,
        most=MOST,
    )
