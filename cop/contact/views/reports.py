"""Reporting somebody, and the administrators' page of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.session import caller
from cop.contact.access import access_other, access_received
from cop.contact.actions.reports import decide_report, report
from cop.contact.forms.reports import (
    DEEDS,
    REASONS,
    read_decision_form,
    read_report_form,
)
from cop.contact.queries.reports import list_decided_reports, list_open_reports
from cop.kit.again import shown_again_by
from cop.kit.forms import read_id, read_posted
from cop.kit.mail import Post
from cop.kit.web import go, opened, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.kit.errors import CopError


async def show_report_form(request: Request, error: CopError | None = None) -> Response:
    """GET /members/{slug}/report: where one reports a member."""
    other = await access_other(request.path_params["slug"], caller(request))
    return await _form(request, error, member=other.member, message=None)


@shown_again_by(show_report_form)
async def save_report(request: Request) -> Response:
    """POST /members/{slug}/report: report a member."""
    viewer = caller(request)
    other = await access_other(request.path_params["slug"], viewer)
    form = read_report_form(await read_posted(request))
    subject = f"profile:{other.member.id}"
    await report(viewer, subject, form, account_id=other.owner.account_id)
    return go(request.app.url_path_for("reported"))


async def show_message_report_form(request: Request, error: CopError | None = None) -> Response:
    """GET /messages/{id}/report: where one reports what somebody wrote."""
    conversation, message = await access_received(request.path_params["id"], caller(request))
    return await _form(request, error, member=conversation.member, message=message)


async def _form(request: Request, error: CopError | None, **about: object) -> Response:
    return page(
        request,
        "contact/report.html",
        reasons=REASONS,
        error=error,
        typed=await read_posted(request) if error else {},
        private=True,
        **about,
    )


@shown_again_by(show_message_report_form)
async def save_message_report(request: Request) -> Response:
    """POST /messages/{id}/report: report what somebody wrote."""
    viewer = caller(request)
    conversation, message = await access_received(request.path_params["id"], viewer)
    form = read_report_form(await read_posted(request))
    await report(viewer, f"message:{message.id}", form, account_id=conversation.account_id)
    return go(request.app.url_path_for("reported"))


async def show_reported(request: Request) -> Response:
    """GET /reported: what happens with a report."""
    return page(request, "contact/reported.html", private=True)


async def show_reports(request: Request, error: CopError | None = None) -> Response:
    """GET /administration/reports: what members reported, the oldest first."""
    viewer = caller(request)
    return page(
        request,
        "contact/reports.html",
        waiting=await list_open_reports(viewer),
        decided=await list_decided_reports(viewer),
        reasons=REASONS,
        deeds=DEEDS,
        error=error,
        typed=await read_posted(request) if error else {},
        typed_about=request.path_params.get("id", ""),
        private=True,
    )


@shown_again_by(show_reports)
async def save_decision(request: Request) -> Response:
    """POST /administration/reports/{id}: decide about a report."""
    form = read_decision_form(await read_posted(request))
    number = read_id(request.path_params["id"])
    await decide_report(opened(request, Post), caller(request), number, form)
    return go(request.app.url_path_for("reports"))
