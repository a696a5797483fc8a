"""A server that runs on loopback for the time of a test, can be killed and comes back."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from collections.abc import Generator

    from starlette.types import ASGIApp


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def running(app: ASGIApp, port: int) -> Generator[str]:
    """Serve `app` in a thread; yields its address."""
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
