"""Who sends slowly is hung up on; who is answered slowly is not. Over real sockets."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from cop.cli.serve import SERVED
from cop.kit.patience import Impatient

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message

ASK = b"GET /slow HTTP/1.1\r\nHost: here\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\n"


class Hurried(Impatient):
    headers_within = 0.4
    body_within = 0.4


async def answer(request: Request) -> PlainTextResponse:
    await request.body()
    if request.url.path == "/slow":
        await asyncio.sleep(3 * Hurried.body_within)
    return PlainTextResponse("answered")


def test_it_is_how_the_service_is_served() -> None:
    assert SERVED["http"] is Impatient


@pytest.fixture
async def port() -> AsyncGenerator[int]:
    """Where a server listens that waits only a moment."""
    app = Starlette(routes=[Route("/", answer, methods=["POST"]), Route("/slow", answer)])
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, http=Hurried, lifespan="off", log_config=None)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        yield listening.getsockname()[1]
        server.should_exit = True
        await serving


async def heard(port: int, *pieces: bytes, until: bytes = b"") -> bytes:
    """Send `pieces` with a pause after each, and return all that comes until the other hangs up.

    With `until`, only what comes up to that.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(0.15)
        return await (reader.readuntil(until) if until else reader.read())
    except (OSError, asyncio.IncompleteReadError):  # hung up on while it was sending
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize(
    "pieces",
    [
        (),
        (b"\r\n",),
        (ASK[:-2],),
        (b"GET / HTTP/1.1\r\n", *(b"X-%d: slow\r\n" % n for n in range(6))),
        (POST,),
        (POST, b"half"),
    ],
)
async def test_who_never_ends_a_request_is_hung_up_on(port: int, pieces: tuple[bytes, ...]) -> None:
    assert b"answered" not in await asyncio.wait_for(heard(port, *pieces), 60)


async def test_the_next_request_of_a_connection_must_come_as_soon(port: int) -> None:
    first = POST + b"123456789"

    told = await asyncio.wait_for(heard(port, first, ASK[:20]), 60)

    assert told.count(b"answered") == 1


async def test_a_slow_answer_is_waited_for(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(2):
        writer.write(ASK)
        assert (await asyncio.wait_for(reader.readuntil(b"answered"), 60)).startswith(
            b"HTTP/1.1 200"
        )
    writer.close()


@pytest.mark.parametrize("more", [b"\r\n", ASK[:20]])
async def test_what_comes_during_a_slow_answer_does_not_end_it(port: int, more: bytes) -> None:
    assert b"answered" in await asyncio.wait_for(heard(port, ASK, more, until=b"answered"), 60)


async def test_a_request_that_waits_for_its_turn_must_end_too(port: int) -> None:
    told = await asyncio.wait_for(heard(port, ASK, POST, b"half"), 60)

    assert told.count(b"answered") == 1


async def test_who_hangs_up_in_the_middle_is_no_error(app: ASGIApp) -> None:
    scope = {
        "type": "http", "method": "POST", "path": "/sign-in", "query_string": b"",
        "raw_path": b"/sign-in", "client": ("127.0.0.1", 1), "headers": [
            (b"host", b"127.0.0.1"), (b"content-type", b"application/x-www-form-urlencoded"),
        ],
    }  # fmt: skip
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        told.append(message)

    await app(scope, receive, send)  # raises nothing that a server would log

    assert told[0]["status"] == 400
