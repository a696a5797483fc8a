"""Send everything, as everybody, and tally what comes back."""

from __future__ import annotations

import itertools
import logging
import random
import time
import traceback
from itertools import pairwise
from typing import TYPE_CHECKING

import httpx2

from cop.kit.limits import forget_spent
from tests.fuzz.bodies import BODIES
from tests.fuzz.callers import ROLES, Caller
from tests.fuzz.described import CHECKS, as_request, lead_somewhere, make_cases, mean_it
from tests.fuzz.needs import make_what_it_needs
from tests.fuzz.pages import MOST_PAGES, PAGES, Map, make_request
from tests.fuzz.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import schemathesis
    from starlette.types import ASGIApp

    from cop.running import Service
    from tests.fuzz.pages import Sent

BASE = "http://127.0.0.1:8000"
FORGET_EVERY = 50  # requests: limits are not what is tried here


class Traces(logging.Handler):
    """Tracebacks that were logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info or "Traceback" in record.getMessage():
            self.found.append(f"{record.name}: {record.getMessage()}")


class Run:
    """One run against the application `app` on an open `service`.

    Pages and forms are asked for what they are for as often as is `meant`, else for something odd.
    """

    def __init__(self, service: Service, app: ASGIApp, meant: float = 0.5) -> None:
        self.service = service
        self.app = app
        self.meant = meant
        self.tally = Tally()
        self.traces = Traces()
        self._sent = 0
        self._cases: list[schemathesis.Case] = []
        self._pages = itertools.cycle(PAGES)  # a short run comes round with all roles together

    async def everything(
        self,
        described: int,
        pages: int,
        *,
        explored: int = MOST_PAGES,
        seed: int = 2026,
        roles: Sequence[str] = ROLES,
        advance: Callable[[int], None] = lambda _sent: None,
    ) -> Tally:
        """Send, for each of `roles`, so many requests to the API and so many to pages."""
        logging.getLogger().addHandler(self.traces)
        try:
            for role in roles:
                transport = httpx2.ASGITransport(app=self.app, client=("192.0.2.1", 50_000))
                async with httpx2.AsyncClient(transport=transport, base_url=BASE) as client:
                    caller = Caller(role, client, self.service, seed)
                    await caller.renew()
                    found = await Map().explore(client, explored)
                    await self._ask_for_pages(caller, found, pages, seed, advance)
                    await self._ask_the_api(caller, found, described, seed, advance)
        finally:
            logging.getLogger().removeHandler(self.traces)
        for trace in self.traces.found:
            self.tally.fail("log", "traceback", trace)
        return self.tally

    async def _ask_for_pages(
        self,
        caller: Caller,
        found: Map,
        count: int,
        seed: int,
        advance: Callable[[int], None],
    ) -> None:
        """Ask every page and form as often as every other."""
        chance = random.Random(seed)
        for at, route in enumerate(itertools.islice(self._pages, count)):
            made = await make_what_it_needs(route.name, caller)
            is_meant = chance.random() < self.meant
            name, sent = make_request(chance, route, found, made, is_meant=is_meant)
            await self._ask(caller, name, sent)
            advance(at)

    async def _ask(self, caller: Caller, name: str, sent: Sent) -> httpx2.Response | None:
        method, address, more = sent
        what = f"{method} {address[:200]} {str(more)[:300]}"
        self._sent += 1
        if self._sent % FORGET_EVERY == 0:
            forget_spent()
        begun = time.perf_counter()
        try:
            response = await caller.client.request(method, address, **more)
        except (httpx2.InvalidURL, ValueError, UnicodeError) as error:
            if _is_ours(error):
                self.tally.fail(caller.role, what, "".join(traceback.format_exception(error)[-6:]))
            return None  # no client can send it
        except Exception as error:  # noqa: BLE001  whatever the application raised is a failure
            self.tally.fail(caller.role, what, "".join(traceback.format_exception(error)[-6:]))
            return None
        self.tally.note(caller.role, name, response, time.perf_counter() - begun, what)
        await caller.stay()
        return response

    async def _ask_the_api(
        self,
        caller: Caller,
        found: Map,
        count: int,
        seed: int,
        advance: Callable[[int], None],
    ) -> None:
        """Send what the OpenAPI document allows and forbids, and hold the answers against it."""
        await caller.renew()
        caller.client.cookies.clear()
        document = (await caller.client.get("/api/v1/openapi.json")).json()
        real, chance = _real(caller, found, document), random.Random(seed)
        self._cases = self._cases or make_cases(document, count, seed)
        for at, described in enumerate(self._cases):
            name = described.operation.definition.raw["operationId"]
            is_meant = chance.random() < self.meant
            made = await make_what_it_needs(name, caller, BODIES) if is_meant else {}
            if made:
                case = mean_it(described, made)
            else:
                case = described
                lead_somewhere(case, real, chance)
            method, address, more = as_request(case)
            sent: Sent = (method, address, more | {"headers": more["headers"] | caller.token})
            response = await self._ask(caller, name, sent)
            if response is not None and response.status_code not in {400, 405}:
                try:
                    case.validate_response(response, checks=CHECKS)
                except Exception as error:  # noqa: BLE001  schemathesis raises groups of its own
                    self.tally.fail(caller.role, address, error)
            advance(at)


def _is_ours(error: BaseException) -> bool:
    """Say whether the application raised `error`, and not the client that could not send."""
    return any(
        "/starlette/" in frame.filename for frame in traceback.extract_tb(error.__traceback__)
    )


def _real(
    caller: Caller, found: Map, document: Mapping[str, Mapping[str, object]]
) -> dict[str, list[str]]:
    """Return which parts of paths exist, as far as the pages have links to them.

    Whoever coordinates chapters asks about those.
    """
    kinds = {
        "members": "member", "chapters": "chapter", "countries": "country", "meetings": "meeting",
    }  # fmt: skip
    real: dict[str, list[str]] = {}
    for path in document["paths"]:
        for kind, part in pairwise(path.split("/")):
            if kind in kinds and part.startswith("{"):
                paths = sorted(found.paths[kinds[kind]])
                there = [one.rpartition("/")[2] for one in paths]
                own = sorted(caller.viewer.coordinates) if kind == "chapters" else []
                real[f"{path}#{part[1:-1]}"] = own or there
    return real
