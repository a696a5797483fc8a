"""Photos of members: shown to whom they are visible, set and removed by who may edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import FileResponse

from cop.accounts.session import caller
from cop.kit.again import shown_again_by
from cop.kit.forms import read_file
from cop.kit.settings import Settings
from cop.kit.web import go, opened
from profiles.access import access_profile_to_edit, see_photo
from profiles.actions.photos import remove_photo, set_photo
from profiles.photos.making import MOST_BYTES
from profiles.views.desk import open_desk
from profiles.views.editing import show_kept

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def show_photo(request: Request) -> Response:
    """GET /members/{slug}/photo/{name}: the photo, to whom its owner shows it."""
    slug, name = request.path_params["slug"], request.path_params["name"]
    data = opened(request, Settings).cop_data
    photo = await see_photo(slug, name, caller(request), data)
    kept = "public, max-age=3600, immutable" if photo.is_public else "private, no-store"
    return FileResponse(photo.path, media_type="image/webp", headers={"Cache-Control": kept})


@shown_again_by(show_kept)
async def save_photo(request: Request) -> Response:
    """POST /members/{slug}/photo: show another photo."""
    viewer = caller(request)
    editable = await access_profile_to_edit(viewer, request.path_params["slug"])
    content = await read_file(request, "photo", MOST_BYTES)
    await set_photo(viewer, editable, content, opened(request, Settings).cop_data)
    return go((await open_desk(request)).address)


async def remove_own_photo(request: Request) -> Response:
    """POST /members/{slug}/photo/remove: show initials again."""
    viewer = caller(request)
    editable = await access_profile_to_edit(viewer, request.path_params["slug"])
    await remove_photo(viewer, editable, opened(request, Settings).cop_data)
    return go((await open_desk(request)).address)
