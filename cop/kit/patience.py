"""How long somebody may take to say what they want; uvicorn itself would wait for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    from asyncio import TimerHandle, Transport


class Impatient(HttpToolsProtocol):
    """uvicorn's protocol; it hangs up on who sends headers or a body too slowly.

    How long an answer takes is not its matter.
    """

    headers_within: ClassVar[float] = 10  # seconds, from the connection or the first byte on
    body_within: ClassVar[float] = 60

    _waits: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        super().connection_made(transport)
        self._wait(self.headers_within)

    def data_received(self, data: bytes) -> None:
        self._expect_headers()
        super().data_received(data)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._expect_headers()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        if not self.pipeline:  # while one waits for its turn, uvicorn does not listen
            self._wait(self.body_within)

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._stop()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._waits is None and not self.pipeline and self.cycle.more_body:
            self._wait(self.body_within)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def _expect_headers(self) -> None:
        answering = self.cycle and not self.cycle.response_complete
        if self._waits is None and not answering:
            self._wait(self.headers_within)

    def _wait(self, seconds: float) -> None:
        self._stop()
        self._waits = self.loop.call_later(seconds, self.transport.abort)

    def _stop(self) -> None:
        if self._waits is not None:
            self._waits.cancel()
            self._waits = None
