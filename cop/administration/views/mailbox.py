"""The mails that were sent, or would be if there were a mail server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse

from cop.accounts.session import caller
from cop.administration.mailbox import see_mail, see_outbox
from cop.kit.settings import Settings
from cop.kit.web import opened, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

# A mail is a document of its own: it may style itself, and can neither run nor load anything.
AS_MAIL: Final = {
    "Content-Security-Policy": (
        "sandbox allow-popups allow-top-navigation-by-user-activation; default-src 'none'; "
        "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
}


async def show_mailbox(request: Request) -> Response:
    """GET /administration/mail: what was sent, and what waits."""
    settings = opened(request, Settings)
    mails = await see_outbox(settings, caller(request))
    return page(
        request,
        "administration/mailbox.html",
        mails=mails,
        has_server=bool(settings.smtp_url),
        private=True,
    )


async def show_mail(request: Request) -> Response:
    """GET /administration/mail/{id}: one mail as text."""
    mail = await see_mail(opened(request, Settings), request.path_params["id"])
    return page(request, "administration/mail.html", mail=mail, private=True)


async def show_mail_html(request: Request) -> Response:
    """GET /administration/mail/{id}/html: one mail as it looks, shut in."""
    mail = await see_mail(opened(request, Settings), request.path_params["id"])
    return HTMLResponse(mail.html, headers=AS_MAIL)
