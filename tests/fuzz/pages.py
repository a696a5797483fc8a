"""Requests to every page and form: what a browser would send, made odd."""

from __future__ import annotations

import random
from collections import defaultdict
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.routing import Match, Route

from cop.routes import routes
from tests.fuzz.odd import BODIES, HEADERS, METHODS, NAMES, PARTS, QUERIES, TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx2

Sent = tuple[str, str, dict[str, Any]]  # method, address, and what goes with it

STARTS = ("/", "/members", "/countries", "/chapters", "/network", "/about", "/sign-in", "/api")
MOST_PAGES = 120  # looked through for links and forms
API = "/api/"
PAGES = [one for one in routes if isinstance(one, Route) and not one.path.startswith(API)]


class Seen(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[tuple[str, str, list[tuple[str, str]]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and said.get("href", "").startswith(("/", "?")):
            self.links.append(said["href"])
        if tag == "form":
            self.forms.append((said.get("method", "get").upper(), said.get("action", ""), []))
        elif tag in {"input", "button", "textarea", "select"} and self.forms and said.get("name"):
            self.forms[-1][2].append((said["name"], said.get("value", "")))
        elif tag == "option" and self.forms and self.forms[-1][2]:
            name = self.forms[-1][2][-1][0]
            self.forms[-1][2].append((name, said.get("value", "")))


class Map:
    """What one person finds by following links: addresses of each route, its fields and queries."""

    def __init__(self) -> None:
        self.paths: defaultdict[str, set[str]] = defaultdict(set)
        self.fields: defaultdict[str, list[list[tuple[str, str]]]] = defaultdict(list)
        self.queries: set[tuple[str, str]] = set()

    async def explore(self, client: httpx2.AsyncClient, most: int = MOST_PAGES) -> Map:
        """Follow links from the main pages, and a few of each kind."""
        waiting, seen = list(STARTS), set[str]()
        visited: defaultdict[str, int] = defaultdict(int)
        while waiting and len(seen) < most:
            address = waiting.pop(0)
            path = urlsplit(address).path
            name = route_name("GET", path)
            if address in seen or visited[name] >= 8:
                continue
            seen.add(address)
            visited[name] += 1
            response = await client.get(address)
            if "html" not in response.headers.get("content-type", ""):
                continue
            found = Seen(response.text)
            for link in found.links:
                self._note("GET", link, path)
                waiting.append(link if link.startswith("/") else path + link)
            for method, action, fields in found.forms:
                self._note(method, action or path, path, fields)
        return self

    def _note(
        self, method: str, address: str, at: str, fields: list[tuple[str, str]] | None = None
    ) -> None:
        split = urlsplit(address)
        path = split.path or at
        name = route_name(method, path)
        if name:
            self.paths[name].add(path)
        self.queries.update(parse_qsl(split.query))
        if fields and method == "POST":
            self.fields[name].append(fields)
        elif fields:
            self.queries.update(fields)


def route_name(method: str, path: str) -> str:
    """Return the name of the page at `path`, "" where there is none."""
    scope = {"type": "http", "method": method, "path": path, "root_path": "", "headers": []}
    for route in PAGES:
        if route.matches(scope)[0] is Match.FULL:
            return route.name
    return ""


def make_requests(found: Map, count: int, seed: int) -> Iterator[tuple[str, Sent]]:
    """Yield `count` times the name of a route and a request to it, the same number to each."""
    chance = random.Random(seed)
    for number in range(count):
        route = PAGES[number % len(PAGES)]
        posts = route.methods == {"POST"}
        address = _address(chance, route, found)
        if posts:
            yield route.name, ("POST", address, _posted(chance, found, route.name))
        elif chance.random() < 0.05:
            yield f"{route.name} (odd method)", (chance.choice(METHODS), address, {})
        elif chance.random() < 0.05:
            yield (
                f"{route.name} (odd headers)",
                (
                    "GET",
                    address,
                    {"headers": dict(chance.choice(HEADERS))},
                ),
            )
        else:
            yield route.name, ("GET", address + _query(chance, found), {})


def _address(chance: random.Random, route: Route, found: Map) -> str:
    real = sorted(found.paths.get(route.name, ()))
    if "{" not in route.path:
        return route.path
    if real and chance.random() < 0.7:
        return chance.choice(real)
    path = route.path
    for name in route.param_convertors:
        part = chance.choice([*PARTS, quote(chance.choice(TEXTS)[:500], safe="") or "x"])
        for kind in ("", ":int", ":path", ":str"):
            path = path.replace(f"{{{name}{kind}}}", part)
    return path


def _query(chance: random.Random, found: Map) -> str:
    if chance.random() < 0.2:
        return f"?{chance.choice(QUERIES)}"
    known = sorted(found.queries)
    pairs: dict[str, str] = {}
    for _ in range(chance.randrange(4)):
        name, value = chance.choice(known) if known else ("q", "")
        odd = chance.random()
        if odd < 0.1:
            name = chance.choice(NAMES)
        if odd < 0.5:
            value = chance.choice(TEXTS)
        pairs[name] = value
    query = urlencode(pairs)
    return f"?{query}" if query else ""


def _posted(chance: random.Random, found: Map, name: str) -> dict[str, Any]:
    if chance.random() < 0.2:
        kind, body = chance.choice(BODIES)
        return {"content": body, "headers": {"Content-Type": kind} if kind else {}}
    forms = found.fields.get(name)
    fields = dict(chance.choice(forms)) if forms else {}
    for _ in range(chance.randrange(4)):
        known = bool(fields) and chance.random() < 0.7
        key = chance.choice(sorted(fields)) if known else chance.choice(NAMES)
        fields[key] = chance.choice(TEXTS)
    pairs = list(fields.items())
    if pairs and chance.random() < 0.1:
        pairs.append(chance.choice(pairs))
    if pairs and chance.random() < 0.1:
        pairs.remove(chance.choice(pairs))
    body = urlencode([(key, value) for key, value in pairs])
    return {
        "content": body.encode(),
        "headers": {"Content-Type": "application/x-www-form-urlencoded"},
    }
