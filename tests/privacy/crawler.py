"""Visits every address as everybody, and hears what is said there."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

from starlette.routing import Route

from cop.accounts.session import cookie_name
from cop.kit.limits import forget_spent
from cop.routes import routes
from profiles.index import FACETS
from tests.privacy.policy import may_find, may_search
from tests.privacy.words import canaries_in, canary
from tests.privacy.world import MOST, SCHEMES, SHARED_TOPICS, TOWN, concept_key, concept_word
from tests.serving import serve

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from starlette.types import ASGIApp, Message

    from tests.privacy.policy import Looker, Person
    from tests.privacy.world import World

LANGUAGES = ("en", "fr", "es", "pt", "ar")
_SLUGS = re.compile(r"/members/(cnry[a-z]+)")
_WORD_FACETS = {
    "sector": "sectors", "topic": "expertise", "stakeholder": "stakeholder",
    "level": "government_level", "discipline": "disciplines", "language": "languages",
    "country": "country", "knows": "countries_known", "offers": "offers",
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """Where to go, and which words the address itself says."""

    name: str
    path: str
    query: str = ""

    @property
    def echo(self) -> set[str]:
        """The words that an answer may repeat, for they are in the question."""
        values = {value for _name, value in parse_qsl(self.query)}
        names = {
            concept_word(field, member)
            for field in ("country", "countries_known")
            for member in range(MOST)
            if concept_key(field, member) in values
        }
        return canaries_in(f"{self.path}?{self.query}".encode()) | names

    def __str__(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


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


class CannotVisit(AssertionError):
    """An address needs something that the world does not have; tell `fillings` what."""


def fillings(world: World, route: Route, parameter: str) -> Sequence[str]:
    """Return what may stand for `{parameter}` in the path of `route`."""
    prefix = next((part for part in route.path.split("/") if part not in {"", "api", "v1"}), "")
    if prefix in {"administration", "account"}:
        prefix = route.path.split("/")[2]
    slugs = [one.slug for one in world.people] + [canary("nobody")]
    countries = {"KE": None} | {
        concept_key(name, at): None
        for name in ("country", "countries_known")
        for at in range(len(world.people) if world.thorough else 2)
    }
    known = {
        ("members", "slug"): slugs,
        ("members", "other"): slugs[:3],
        ("searches", "token"): [*world.tokens, "none"],
        ("chapters", "slug"): [*world.chapters, "none"],
        ("institutions", "slug"): [*world.institutions, "none"],
        ("", "code"): [*countries],
        ("", "provider"): ["orcid", "none"],
        ("shortlists", "number"): [world.shortlist[0]],
        ("shared", "token"): [world.shortlist[1]],
        ("matches", "token"): [world.digest, "none"],
        ("", "token"): ["none"],
        ("", "scheme"): ["topic", "none"],
        ("", "key"): ["property-tax", concept_key("expertise", 0), "none"],
        ("", "topic"): ["property-tax", "none"],
        ("", "field"): [*SCHEMES],
        ("", "file"): ["none"],
        ("", "eyes"): ["public", "member", "coordinator", "none"],
        ("", "kind"): ["profile", "institution", "none"],
        ("", "one"): [str(one.id) for one in world.people[:3]],
        ("", "other"): [str(one.id) for one in world.people[1:3]],
        ("", "number"): ["1"],
        ("", "passkey"): ["1"],
        ("", "name"): ["none"],
        ("", "account"): [str(one) for one in world.accounts],
        ("", "account_id"): [str(one) for one in world.accounts],
        ("accounts", "id"): [str(one) for one in world.accounts],
        ("profiles", "id"): [str(one.id) for one in world.people],
        ("", "profile"): [str(one.id) for one in world.people],
        ("", "profile_id"): [str(one.id) for one in world.people],
        ("", "id"): [str(one.id) for one in world.people] + ["1"],
        ("", "slug"): slugs,
    }
    values = known.get((prefix, parameter)) or known.get(("", parameter))
    if values is None:
        raise CannotVisit(f"{route.path}: what stands for {{{parameter}}}?")
    return values


def all_addresses(world: World) -> Iterator[Address]:
    """Yield every address that can be asked with GET, with everything the world has."""
    for route in routes:
        if isinstance(route, Route) and "GET" in (route.methods or ()):
            paths = [route.path]
            for parameter in route.param_convertors:
                cut = re.compile(r"\{" + parameter + r"(:\w+)?\}")
                paths = [
                    cut.sub(quote(value), path)
                    for path in paths
                    for value in fillings(world, route, parameter)
                ]
            yield from (Address(route.name, path) for path in paths)


def _parts(world: World, dice: random.Random) -> Iterator[Address]:
    """Yield who is near a town and a country, and parts of the network in all forms."""
    yield Address("nearby", "/nearby", f"place={TOWN}")
    yield Address("nearby", "/nearby", f"place={concept_key('country', 0)}")
    yield Address("api-members", "/api/v1/members", f"near={TOWN}")
    for asked in (
        {"region": "asia-pacific"},
        {"country": concept_key("country", 0)},
        {"topic": dice.choice([*SHARED_TOPICS, concept_key("expertise", 0)])},
        {"chapter": dice.choice(world.chapters)},
        {"person": dice.choice(world.people).slug},
    ):
        for form in ("network", "network.csv", "network.graphml", "api/v1/network"):
            yield Address(form, f"/{form}", urlencode(asked))


def _matches(world: World, dice: random.Random) -> Iterator[Address]:
    """Yield what follows an answer to a match: its undoing, words to who may introduce one."""
    one, other = dice.sample(world.people, 2)
    yield Address("matches", "/matches", urlencode({"answered": one.slug, "within": "region"}))
    opening = urlencode({"opening": "introduction", "to": other.slug})
    yield Address("write", f"/members/{one.slug}/message", opening)


def questions(world: World, dice: random.Random, many: int) -> Iterator[Address]:
    """Yield searches, filters, sorts and pictures, each about somebody's canaries."""
    said = [(word, name) for word, holders in world.owners.items() for _p, name in holders]
    for word, _name in dice.sample(said, many):
        yield Address("directory", "/members", urlencode({"q": word, "ladder": "0"}))
    word, _name = dice.choice(said)
    yield Address("directory", "/members", urlencode({"q": word[:9]}))
    yield Address("suggest", "/suggest", urlencode({"q": word[:9]}))
    yield Address("directory", "/members", urlencode({"q": f"-{word} NOT {word}"}))
    yield Address("directory", "/members", urlencode({"q": "property tax", "sort": "newest"}))
    # A country that few live in, and who may help there; what words are understood as.
    member = dice.randrange(len(world.people))
    for name in ("country", "countries_known"):
        place = concept_word(name, member)
        yield Address("directory", "/members", urlencode({"q": f"property tax in {place}"}))
        yield Address("api-members", "/api/v1/members", f"country={concept_key(name, member)}")
    asked = f"who speaks {concept_word('languages', member)}, {concept_word('expertise', member)}"
    yield Address("api-members", "/api/v1/members", urlencode({"q": asked}))
    yield Address("directory", "/members", "sort=name&page=2")
    yield Address("directory", "/members", "sort=newest")
    others = {
        "region": "ssa",
        "institution": dice.choice(world.institutions),
        "kind": "research",
        "chapter": dice.choice(world.chapters),
        "confirmed": "6",
    }
    for facet in FACETS:
        member = dice.randrange(len(world.people))
        value = others.get(facet) or concept_key(_WORD_FACETS[facet], member)
        yield Address("directory", "/members", urlencode({facet: value, "ladder": "0"}))
        yield Address("directory", "/members", urlencode({f"exclude_{facet}": value, "q": "head"}))
    for person in dice.sample(world.people, 2):
        yield Address("network", "/network", urlencode({"region": "ssa", "focus": person.slug}))
        yield Address("nearby", "/nearby", urlencode({"member": person.slug}))
    yield from (*_parts(world, dice), *_matches(world, dice))
    who = [("who", one.slug) for one in dice.sample(world.people, 4)]
    yield Address("compare-members", "/compare", urlencode(who))
    yield Address("choose-shortlist", "/shortlists/keep", urlencode(who))
    for chapter in world.chapters:
        yield Address("chapter", f"/chapters/{chapter}", "page=2")


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
        if name in _WORD_FACETS:
            field = _WORD_FACETS[name]
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
