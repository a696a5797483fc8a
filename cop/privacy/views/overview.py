"""The page of privacy: who sees what, who looked, and how others see one's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.fresh import is_fresh
from cop.accounts.session import caller
from cop.kit.forms import read_posted
from cop.kit.web import go, page
from cop.privacy.access import EYES, access_own_account, access_own_profile, seen_as
from cop.privacy.actions.consents import give_consent, hide
from cop.privacy.actions.freshness import confirm
from cop.privacy.actions.levels import set_levels
from cop.privacy.consents import CONSENTS
from cop.privacy.forms import read_consent_form, read_levels_form
from cop.privacy.queries import get_person, list_consents, list_own_trail
from profiles.fields import FIELDS, level_of
from profiles.queries import find_profile_of
from profiles.views.members import describe_member

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def show_privacy(request: Request) -> Response:
    """GET /me/privacy: who sees what of me, what I agreed to, who looked."""
    viewer = caller(request)
    account = await access_own_account(viewer)
    profile = await find_profile_of(account.id)
    said = await list_consents(account.id)
    return page(
        request,
        "privacy/overview.html",
        private=True,
        profile=profile,
        fields=[(one, level_of(one.name, profile.levels)) for one in FIELDS.values()]
        if profile
        else [],
        consents=[
            (kind, agreement, [one for one in said if one.kind == kind])
            for kind, agreement in CONSENTS.items()
            if profile or kind != "directory"
        ],
        trail=await list_own_trail(await get_person(account.id)),
        fresh=await is_fresh(viewer),
    )


async def show_preview(request: Request) -> Response:
    """GET /me/preview/{eyes}: my page as the public, a member or a coordinator sees it."""
    profile = await access_own_profile(caller(request))
    eyes = request.path_params["eyes"]
    member, viewer = seen_as(profile, eyes, caller(request).blocked)
    if member is None:
        return page(request, "privacy/unseen.html", eyes=eyes, all_eyes=EYES, private=True)
    return page(
        request,
        "privacy/preview.html",
        **await describe_member(request, member, viewer),
        eyes=eyes,
        all_eyes=EYES,
        in_chapters=bool(profile.chapters),
        panels=(),
        facts=None,  # they are for search engines
        private=True,
    )


async def save_levels(request: Request) -> Response:
    """POST /me/privacy/levels: let each field be seen as the form says."""
    form = read_levels_form(await read_posted(request))
    viewer = caller(request)
    await set_levels(await access_own_profile(viewer), form, viewer)
    return go(f"{request.app.url_path_for('privacy')}#levels")


async def save_hidden(request: Request) -> Response:
    """POST /me/hide: let nobody find me from now on."""
    await hide(caller(request), hidden=True)
    return go(request.app.url_path_for("privacy"))


async def save_unhidden(request: Request) -> Response:
    """POST /me/unhide: let others find me again, as my settings say."""
    await hide(caller(request), hidden=False)
    return go(request.app.url_path_for("privacy"))


async def save_consent(request: Request) -> Response:
    """POST /me/consents: agree to something, or take it back."""
    kind, given = read_consent_form(await read_posted(request))
    account = await access_own_account(caller(request))
    await give_consent(account.id, kind, given=given)
    return go(f"{request.app.url_path_for('privacy')}#consents")


async def save_still_true(request: Request) -> Response:
    """POST /me/still-true: note that all in my profile is as it was."""
    await confirm(caller(request))
    return go(request.app.url_path_for("privacy"))
