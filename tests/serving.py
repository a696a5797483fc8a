"""The application on a service that is already open, and visitors of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx2

from cop.app import create_app, make_state

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from cop.app import Service


PATIENT = 60.0  # seconds that a search may take: machines are noisy


def serve(service: Service) -> ASGIApp:
    """Return the application with the state that its lifespan would have opened."""
    application = create_app(service.settings)
    state = make_state(service)

    async def with_state(scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"] = dict(state)
        await application(scope, receive, send)

    return with_state


def visit(app: ASGIApp, base_url: str = "http://127.0.0.1:8000") -> httpx2.AsyncClient:
    """Return a browser of sorts that talks to `app` without a network."""
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url=base_url)
