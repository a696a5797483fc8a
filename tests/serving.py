"""The application on a service that is already open, its visitors, and servers on loopback."""

from __future__ import annotations

import dataclasses
import socket
import threading
from contextlib import contextmanager
from secrets import token_hex
from typing import TYPE_CHECKING

import httpx2
import uvicorn

from cop.app import create_app, make_state
from cop.running import make_service
from search.fuse import BUDGET, PAUSE
from search.meilisearch import MeilisearchEngine

if TYPE_CHECKING:
    from collections.abc import Generator

    from starlette.types import ASGIApp, Receive, Scope, Send

    from cop.running import Service


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


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def running(app: ASGIApp, port: int) -> Generator[str]:
    """Serve `app` on loopback in a thread, as often as wanted; yields its address."""
    config = uvicorn.Config(app, port=port, log_config=None, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    listening = socket.create_server(("127.0.0.1", port))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def with_engine(
    service: Service, url: str = "", key: str = "key", budget: float = BUDGET, pause: float = PAUSE
) -> Service:
    """Return the service with a Meilisearch at `url`; "" for one that is not there."""
    url = url or f"http://127.0.0.1:{free_port()}"
    engine = MeilisearchEngine(url, key, token_hex(4), budget, pause)
    fresh = make_service(service.settings, service.words, engine)
    return dataclasses.replace(fresh, matcher=service.matcher)
