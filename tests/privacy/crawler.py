"""Visits addresses as everybody, and hears what is said there."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from cop.accounts.session import cookie_name
from cop.kit.limits import forget_spent
from tests.privacy.addresses import WORD_FACETS
from tests.privacy.policy import may_find, may_search
from tests.privacy.words import canaries_in
from tests.privacy.world import MOST, SCHEMES, concept_key, concept_word
from tests.serving import serve

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message

    from tests.privacy.addresses import Address
    from tests.privacy.policy import Looker, Person
    from tests.privacy.world import World

LANGUAGES = ("en", "fr", "es", "pt", "ar")
_SLUGS = re.compile(r"/members/(cnry[a-z]+)")


@dataclass(frozen=True)
class Said:
    """An answer."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def everything(self) -> bytes:
        return b"\n".join((*(b": ".join(pair) for pair in self.headers), self.body))

    def header(self, name: bytes) -> bytes:
        return dict(self.headers).get(name, b"")


class Visitor:
    """Asks as one looker; counts what was asked of all."""

    requests = 0

    def __init__(self, world: World, looker: Looker, app: ASGIApp | None = None) -> None:
        forget_spent()  # how often one may ask is not what is listened to
        self.world, self.looker = world, looker
        self.app = app or serve(world.service)
        self.headers = [(b"host", b"127.0.0.1")]
        if looker.session:
            cookie = f"{cookie_name(world.service.settings)}={looker.session}"
            self.headers.append((b"cookie", cookie.encode()))
            self.headers.append((b"authorization", f"Bearer {looker.token}".encode()))

    async def ask(
        self, address: Address, language: str = "en", method: str = "GET", **more: str
    ) -> Said:
        Visitor.requests += 1
        headers = [
            *self.headers,
            (b"accept-language", language.encode()),
            *((name.replace("_", "-").encode(), value.encode()) for name, value in more.items()),
        ]
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
            "scheme": "http", "path": address.path, "raw_path": address.path.encode(),
            "query_string": address.query.encode(), "headers": headers, "root_path": "",
            "server": ("127.0.0.1", 8000), "client": ("127.0.0.1", 9),
        }  # fmt: skip
        parts: list[Message] = []
        sent = asyncio.Event()

        async def receive() -> Message:
            if sent.is_set():  # who has sent all stays on the line
                await asyncio.Event().wait()
            sent.set()
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            parts.append(message)

        await self.app(scope, receive, send)
        body = b"".join(part.get("body", b"") for part in parts[1:])
        return Said(parts[0]["status"], tuple(parts[0]["headers"]), body)

    def heard(self, address: Address, said: Said) -> set[str]:
        """Return the canaries of an answer that say something about somebody.

        Not what the question itself said, and no concepts where the whole vocabulary is listed.
        """
        words = canaries_in(said.everything) - address.echo
        listed = {name for name, decoys in self.world.decoys.items() if decoys <= words}
        listed = {other for name in listed for other in SCHEMES if SCHEMES[other] == SCHEMES[name]}
        if address.name in {"country", "briefing", "chapter", "api-country", "api-chapter"}:
            listed |= {"country", "countries_known"}  # their maps name what lies around
        if address.name == "suggest":  # completes words of the vocabulary, whoever has them
            listed |= {"country", "countries_known", "expertise", "interests"}
        decoys = {word for words in self.world.decoys.values() for word in words}
        return {word for word in words - decoys if self.world.concepts.get(word) not in listed}

    def finds(self, person: Person) -> bool:
        return may_find(self.looker, person)

    def should_find(self, address: Address) -> set[str] | None:
        """Return the slugs that a search must find, and no others; None where we do not say.

        We say it for one canary as a word, and for one concept as a filter, of those who answer
        themselves and are not only near.
        """
        asked = [pair for pair in parse_qsl(address.query) if pair != ("ladder", "0")]
        if address.name != "directory" or len(asked) != 1:
            return None
        ((name, value),) = asked
        if name in WORD_FACETS:
            field = WORD_FACETS[name]
            keys = {concept_key(field, at): concept_word(field, at) for at in range(MOST)}
            owners = self.world.owners.get(keys.get(value, ""), [])
            owners = [(person, one) for person, one in owners if one == field]
        elif name == "q" and value in self.world.owners:
            owners = self.world.owners[value]
        else:
            return None
        return {one.slug for one, field in owners if may_search(self.looker, one, field)}


def found_in(said: Said) -> set[str]:
    """Return the slugs that a page of the directory lists."""
    return {*_SLUGS.findall(said.body.decode(errors="replace"))}
