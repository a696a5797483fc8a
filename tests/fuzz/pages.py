"""Requests to every page and form: what a browser would send, made odd."""

from __future__ import annotations

from collections import defaultdict
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.routing import Match, Route

from cop.routes.all import routes
from tests.fuzz.odd import BODIES, HEADERS, METHODS, NAMES, PARTS, QUERIES, TEXTS

if TYPE_CHECKING:
    import random

    import httpx2

    from tests.fuzz.made.own import Made

Sent = tuple[str, str, dict[str, Any]]  # method, address, and what goes with it

STARTS = ("/", "/members", "/countries", "/chapters", "/network", "/about", "/sign-in", "/api")
MOST_PAGES = 120  # looked through for links and forms
API = "/api/"
ODD = 0.05  # how often a method or header is
REAL = 0.7  # how often what stands in an address exists
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


def make_request(
    chance: random.Random, route: Route, found: Map, made: Made, *, is_meant: bool
) -> tuple[str, Sent]:
    """Return what is counted, and a request to `route`.

    One that `is_meant` says what the page asks for; any other is made odd. Both go from what was
    `made` for this route, else from the forms and links that somebody has `found`.
    """
    real, fields = _base(chance, route, found, made)
    address = _address(chance, route, real, often=1 if is_meant else REAL)
    if route.methods == {"POST"}:
        form = _as_form([*fields.items()]) if is_meant else _odd_form(chance, fields)
        return route.name, ("POST", address, form)
    if is_meant:
        return route.name, ("GET", f"{address}?{urlencode(fields)}".removesuffix("?"), {})
    if chance.random() < ODD:
        return f"{route.name} (odd method)", (chance.choice(METHODS), address, {})
    if chance.random() < ODD:
        headers = dict(chance.choice(HEADERS))
        return f"{route.name} (odd headers)", ("GET", address, {"headers": headers})
    return route.name, ("GET", address + _odd_query(chance, found, fields), {})


def _base(chance: random.Random, route: Route, found: Map, made: Made) -> tuple[str, Made]:
    """Return an address of `route` and the fields that go there, as good as they are known."""
    parts = set(route.param_convertors)
    if made and parts <= set(made):
        where = {name: made[name] for name in parts}
        fields = {name: value for name, value in made.items() if name not in parts}
        return str(route.url_path_for(route.name, **where)), fields
    forms, real = found.fields.get(route.name), sorted(found.paths.get(route.name, ()))
    fields = dict(chance.choice(forms)) if forms and route.methods == {"POST"} else {}
    return chance.choice(real) if real else route.path, made or fields


def _address(chance: random.Random, route: Route, real: str, often: float) -> str:
    """Return the address that is `real` so often, else one with anything in it."""
    if "{" not in real and chance.random() < often:
        return real
    path = route.path
    for name in route.param_convertors:
        part = chance.choice([*PARTS, quote(chance.choice(TEXTS)[:500], safe="") or "x"])
        for kind in ("", ":int", ":path", ":str"):
            path = path.replace(f"{{{name}{kind}}}", part)
    return path


def _odd_query(chance: random.Random, found: Map, fields: Made) -> str:
    if chance.random() < 0.2:
        return f"?{chance.choice(QUERIES)}"
    known = sorted(found.queries | set(fields.items()))
    pairs = dict(fields)
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


def _odd_form(chance: random.Random, fields: Made) -> dict[str, Any]:
    if chance.random() < 0.2:
        kind, body = chance.choice(BODIES)
        return {"content": body, "headers": {"Content-Type": kind} if kind else {}}
    changed = dict(fields)
    for _ in range(chance.randrange(4)):
        known = bool(changed) and chance.random() < 0.7
        key = chance.choice(sorted(changed)) if known else chance.choice(NAMES)
        value = changed.get(key)
        changed[key] = _damaged(chance, value) if isinstance(value, bytes) else chance.choice(TEXTS)
    pairs = list(changed.items())
    if pairs and chance.random() < 0.1:
        pairs.append(chance.choice(pairs))
    if pairs and chance.random() < 0.1:
        pairs.remove(chance.choice(pairs))
    return _as_form(pairs)


def _damaged(chance: random.Random, file: bytes) -> bytes:
    at = chance.randrange(len(file) + 1)
    return file[:at] + chance.randbytes(chance.randrange(64)) + file[at + chance.randrange(64) :]


def _as_form(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the body of a form; a value of bytes is a file."""
    files = {name: ("file", value) for name, value in pairs if isinstance(value, bytes)}
    if files:
        return {"files": files, "data": {one: text for one, text in pairs if one not in files}}
    return {
        "content": urlencode(pairs, doseq=True).encode(),
        "headers": {"Content-Type": "application/x-www-form-urlencoded"},
    }
