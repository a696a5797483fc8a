"""A small server that speaks the routes of Meilisearch which we use, as its documentation has them.

For machines without Meilisearch; with SEARCH_TEST_URL the same tests ask the real one. It keeps
everything in memory, does each task at once and is slow. Of the rules for words it has those that
have made a difference: it cuts text at punctuation and unspaced scripts into letters, looks at ten
words, counts a typo in the first letter twice and looks for beginnings of the last word only. It
neither splits nor joins words, nor does it give up ordering after a while.
"""

from __future__ import annotations

import itertools
import json
import re
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import OSA
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

NOW = "2026-01-01T00:00:00.000001Z"
MOST_WORDS = 10


def cut(text: str) -> list[str]:
    spaced = re.sub("([\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff])", r" \1 ", text.lower())
    return [word for word in re.split(r"[\s!-/:-@\[-`{-~]+", spaced) if word]


class Refused(HTTPException):
    """What the server says to a request it cannot take."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(status, code)


class Held:
    """One index: its settings, documents and the words of each by attribute."""

    def __init__(self) -> None:
        self.made_at = str(time.monotonic_ns())
        self.settings: dict[str, Any] = {}
        self.documents: dict[str, dict[str, Any]] = {}
        self.words: dict[str, dict[str, frozenset[str]]] = {}

    def add(self, document: dict[str, Any]) -> None:
        self.documents[document["id"]] = document
        self.words[document["id"]] = {
            name: frozenset(cut(document.get(name, "")))
            for name in self.settings["searchableAttributes"]
        }

    def remove(self, keys: list[str]) -> None:
        for key in keys:
            del self.documents[key], self.words[key]

    def passing(self, filters: list[str]) -> list[str]:
        return [
            key
            for key, document in self.documents.items()
            if all(self._passes(document, one) for one in filters)
        ]

    def _passes(self, document: dict[str, Any], expression: str) -> bool:
        return any(self._holds(document, one) for one in expression.split(" OR "))

    def _holds(self, document: dict[str, Any], condition: str) -> bool:
        read = re.fullmatch(r"(NOT )?(\w+) IN \[([\w,]*)\]", condition)
        if not read or read[2] not in self.settings["filterableAttributes"]:
            raise Refused(400, "invalid_search_filter")
        value = document.get(read[2], [])
        values = [value] if isinstance(value, str) else value
        return bool(set(values) & set(read[3].split(","))) is not bool(read[1])

    def matched(self, key: str, asked: dict[str, Any]) -> tuple[int, int] | None:
        """Return the typos and the places of the words, None where one is not in the document."""
        named, quoted = asked.get("attributesToSearchOn", ["*"]), '"' in asked["q"]
        found: list[tuple[int, int] | None] = []
        for word in (words := cut(asked["q"])[:MOST_WORDS]):
            begins = word is words[-1] and not quoted
            ways = self._ways(key, word, begins=begins, forgiving=not quoted)
            there = (way[:2] for way in ways if named == ["*"] or way[2] in named)
            found.append(min(there, default=None))
        if None in found:
            return None
        return sum(typos for typos, _ in found), sum(place for _, place in found)

    def _ways(
        self, key: str, word: str, *, begins: bool, forgiving: bool
    ) -> Iterator[tuple[int, int, str]]:
        rules = self.settings["typoTolerance"]
        least = rules["minWordSizeForTypos"]
        allowed = (len(word) >= least["oneTypo"]) + (len(word) >= least["twoTypos"])
        begins = begins and self.settings["prefixSearch"] != "disabled"
        for place, (name, there) in enumerate(self.words[key].items()):
            if word in there or (begins and any(one.startswith(word) for one in there)):
                yield 0, place, name
            elif forgiving and name not in rules["disableOnAttributes"]:
                typos = (OSA.distance(word, one) + (word[0] != one[0]) for one in there)
                yield from ((number, place, name) for number in typos if number <= allowed)

    def search(self, asked: dict[str, Any]) -> dict[str, Any]:
        asked = {"filter": [], "sort": [], "facets": [], "showRankingScore": False} | asked
        matched = {
            key: how
            for key in self.passing(asked["filter"])
            if (how := self.matched(key, asked)) is not None
        }
        keys = sorted(matched, key=lambda key: (self._sorted_by(key, asked["sort"]), matched[key]))
        scores = {
            key: 1 - (1_000 * typos + place) / 10**6 for key, (typos, place) in matched.items()
        }
        return {
            "hits": [
                {"id": key} | ({"_rankingScore": scores[key]} if asked["showRankingScore"] else {})
                for key in keys[: asked["limit"]]
            ],
            "estimatedTotalHits": min(len(keys), self.settings["pagination"]["maxTotalHits"]),
            "facetDistribution": {name: self._count(name, keys) for name in asked["facets"]},
        }

    def _sorted_by(self, key: str, sort: list[str]) -> list[str]:
        names = [one.removesuffix(":asc") for one in sort]
        if not set(names) <= set(self.settings["sortableAttributes"]):
            raise Refused(400, "invalid_search_sort")
        return [self.documents[key][name] for name in names]

    def _count(self, name: str, keys: list[str]) -> dict[str, int]:
        if name not in self.settings["filterableAttributes"]:
            raise Refused(400, "invalid_search_facets")
        counts = Counter(value for key in keys for value in self.documents[key][name])
        return dict(counts.most_common(self.settings["faceting"]["maxValuesPerFacet"]))


class MeilisearchServer:
    """Everything that the server holds, and its routes."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.indexes: dict[str, Held] = {}
        self.tasks: list[dict[str, Any]] = []
        self.fails: set[str] = set()  # kinds of task that are to fail

    def app(self) -> ASGIApp:
        index = "/indexes/{uid}"
        routes = [
            ("GET", "/health", self.say_well),
            ("GET", "/indexes", self.list_indexes),
            ("POST", "/indexes", self.create),
            ("GET", index, self.show_index),
            ("DELETE", index, self.delete),
            ("GET", f"{index}/stats", self.show_stats),
            ("POST", f"{index}/compact", self.compact),
            ("PATCH", f"{index}/settings", self.change_settings),
            ("POST", f"{index}/documents", self.add_documents),
            ("POST", f"{index}/documents/delete", self.delete_documents),
            ("POST", f"{index}/documents/fetch", self.fetch_documents),
            ("POST", "/swap-indexes", self.swap),
            ("GET", "/tasks/{task:int}", self.show_task),
            ("POST", "/multi-search", self.search),
        ]
        return Starlette(
            routes=[Route(path, view, methods=[method]) for method, path, view in routes],
            middleware=[Middleware(NeedsKey, key=self.key)],
            exception_handlers={HTTPException: refuse},
        )

    def held(self, uid: str) -> Held:
        if uid not in self.indexes:
            raise Refused(404, "index_not_found")
        return self.indexes[uid]

    def task(self, kind: str, uid: str | None) -> JSONResponse:
        task = {"uid": len(self.tasks), "indexUid": uid, "type": kind, "enqueuedAt": NOW}
        self.tasks.append(task)
        return JSONResponse({"taskUid": task["uid"], "status": "enqueued", **task}, status_code=202)

    async def say_well(self, _request: Request) -> JSONResponse:
        return JSONResponse({"status": "available"})

    async def list_indexes(self, _request: Request) -> JSONResponse:
        results = [{"uid": uid, "primaryKey": "id"} for uid in self.indexes]
        return JSONResponse({"results": results, "total": len(results)})

    async def create(self, request: Request) -> JSONResponse:
        uid = (await request.json())["uid"]
        self.indexes.setdefault(uid, Held())
        return self.task("indexCreation", uid)

    async def show_index(self, request: Request) -> JSONResponse:
        uid = request.path_params["uid"]
        return JSONResponse({"uid": uid, "createdAt": self.held(uid).made_at})

    async def delete(self, request: Request) -> JSONResponse:
        self.indexes.pop(request.path_params["uid"], None)
        return self.task("indexDeletion", request.path_params["uid"])

    async def compact(self, request: Request) -> JSONResponse:
        self.held(request.path_params["uid"])
        return self.task("indexCompaction", request.path_params["uid"])

    async def show_stats(self, request: Request) -> JSONResponse:
        held = self.held(request.path_params["uid"])
        number = len(held.documents)
        return JSONResponse(
            {"numberOfDocuments": number, "isIndexing": False, "fieldDistribution": {}}
        )

    async def change_settings(self, request: Request) -> JSONResponse:
        uid = request.path_params["uid"]
        self.indexes.setdefault(uid, Held()).settings |= await request.json()
        return self.task("settingsUpdate", uid)

    async def add_documents(self, request: Request) -> JSONResponse:
        uid, lines = request.path_params["uid"], (await request.body()).splitlines()
        if request.headers["content-type"] != "application/x-ndjson":
            raise Refused(415, "invalid_content_type")
        if "documentAdditionOrUpdate" not in self.fails:
            for line in lines:
                self.indexes[uid].add(json.loads(line))
        return self.task("documentAdditionOrUpdate", uid)

    async def delete_documents(self, request: Request) -> JSONResponse:
        held = self.held(request.path_params["uid"])
        held.remove(held.passing([(await request.json())["filter"]]))
        return self.task("documentDeletion", request.path_params["uid"])

    async def fetch_documents(self, request: Request) -> JSONResponse:
        held, asked = self.held(request.path_params["uid"]), await request.json()
        begin, number = asked["offset"], asked["limit"]
        results = [{"id": key} for key in itertools.islice(held.documents, begin, begin + number)]
        return JSONResponse(
            {"results": results, "offset": begin, "limit": number, "total": len(held.documents)}
        )

    async def swap(self, request: Request) -> JSONResponse:
        for pair in await request.json():
            one, other = pair["indexes"]
            held = self.held(one), self.held(other)
            self.indexes[one], self.indexes[other] = held[1], held[0]
        return self.task("indexSwap", None)

    async def show_task(self, request: Request) -> JSONResponse:
        task = self.tasks[request.path_params["task"]]
        if task["indexUid"] is None:  # it concerns two, which a key for some does not see
            raise Refused(404, "task_not_found")
        if task["type"] in self.fails:
            error = {"code": "internal", "message": "no space left"}
            return JSONResponse(task | {"status": "failed", "error": error})
        return JSONResponse(task | {"status": "succeeded"})

    async def search(self, request: Request) -> JSONResponse:
        queries = (await request.json())["queries"]
        return JSONResponse(
            {
                "results": [
                    self.held(one["indexUid"]).search(one) | {"indexUid": one["indexUid"]}
                    for one in queries
                ]
            }
        )


class NeedsKey:
    """Lets only those in who bring the key."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self.app = app
        self.key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        if (
            scope["path"] != "/health"
            and headers.get(b"authorization") != f"Bearer {self.key}".encode()
        ):
            await JSONResponse({"code": "invalid_api_key", "message": "no"}, 403)(
                scope, receive, send
            )
            return
        await self.app(scope, receive, send)


async def refuse(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return JSONResponse(
        {"code": error.detail, "message": error.detail, "type": "invalid_request"},
        status_code=error.status_code,
    )
