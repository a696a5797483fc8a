"""Taking one's data along, being erased, and being left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import StreamingResponse

from cop.accounts.fresh import fresh
from cop.accounts.session import caller, clear_session
from cop.accounts.viewer import ANYONE
from cop.chapters.queries.leading import list_led_alone
from cop.chapters.scopes import chapter_name
from cop.kit.forms import read_posted
from cop.kit.i18n import current_language
from cop.kit.personal import Personal
from cop.kit.settings import Settings
from cop.kit.web import opened, page
from cop.privacy.access import access_own_account
from cop.privacy.actions.consents import give_consent
from cop.privacy.actions.erasure import erase
from cop.privacy.actions.freshness import access_reminders
from cop.privacy.download import stream_archive
from cop.privacy.forms import read_erasure_form
from cop.privacy.queries import get_person
from cop.vocabulary.concepts import Vocabulary
from profiles.queries import find_profile_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


@fresh
async def download_own_data(request: Request) -> Response:
    """GET /me/privacy/download: all that is kept about me, in one archive."""
    account = await access_own_account(caller(request))
    person = await get_person(account.id)
    data = opened(request, Settings).cop_data
    return StreamingResponse(
        stream_archive(person, opened(request, Personal), data),
        media_type="application/zip",
        headers={
            "Content-Disposition": 'attachment; filename="my-data.zip"',
            "Cache-Control": "no-store",
        },
    )


@fresh
async def show_erasure(request: Request) -> Response:
    """GET /me/erase: what happens when I am erased, and the button."""
    account = await access_own_account(caller(request))
    vocabulary, language = opened(request, Vocabulary), current_language()
    return page(
        request,
        "privacy/erase.html",
        name=account.name,
        unled=[chapter_name(one, vocabulary, language) for one in await list_led_alone(account.id)],
        private=True,
    )


@fresh
async def save_erasure(request: Request) -> Response:
    """POST /me/erase: erase me."""
    account = await access_own_account(caller(request))
    read_erasure_form(await read_posted(request))
    profile = await find_profile_of(account.id)
    await erase(account, profile, opened(request, Settings))
    request.scope["viewer"] = ANYONE
    response = page(request, "privacy/erased.html", private=True)
    clear_session(response, opened(request, Settings))
    return response


async def show_unsubscribe(request: Request) -> Response:
    """GET /unsubscribe/{token}: the button that ends the reminders; a GET ends nothing."""
    await _whose(request)
    return page(request, "privacy/unsubscribe.html", done=False, private=True)


async def save_unsubscribe(request: Request) -> Response:
    """POST /unsubscribe/{token}: send this person no more reminders."""
    await give_consent(await _whose(request), "reminders", given=False)
    return page(request, "privacy/unsubscribe.html", done=True, private=True)


async def _whose(request: Request) -> int:
    return await access_reminders(opened(request, Settings), request.path_params["token"])
