"""Feeds for news readers.

Source: RFC 4287, The Atom Syndication Format.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from starlette.responses import Response

from cop.kit.api import is_named_by

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from starlette.requests import Request

ATOM: Final = "http://www.w3.org/2005/Atom"
FRESH: Final = 900  # seconds in which a reader need not ask again


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing in a feed; `address` is absolute and names it for ever."""

    address: str
    title: str
    updated: datetime
    summary: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A feed.

    Attributes:
        id: a URI that never changes.
        updated: when there is no entry yet.
        author: who is named as such.
        address: of the feed itself, absolute, and `page` of the page that shows the same.
    """

    language: str
    id: str
    title: str
    updated: datetime
    author: str
    address: str
    page: str
    entries: Sequence[Entry]


def write_atom(feed: Feed) -> bytes:
    """Return the feed as XML."""
    register_namespace("", ATOM)
    root = Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", max([feed.updated, *(one.updated for one in feed.entries)]).isoformat())
    _add(_add(root, "author"), "name", feed.author)
    _link(root, "self", feed.address, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    for one in feed.entries:
        entry = _add(root, "entry")
        _add(entry, "id", one.address)
        _add(entry, "title", one.title)
        _add(entry, "updated", one.updated.isoformat())
        _link(entry, "alternate", one.address, "text/html")
        _add(entry, "summary", one.summary)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def answer_with(request: Request, feed: bytes) -> Response:
    """Answer a news reader, briefly where it knows the feed as it is."""
    tag = f'"{hashlib.sha256(feed).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": f"private, max-age={FRESH}"}
    if is_named_by(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(feed, headers=headers, media_type="application/atom+xml")


def _name(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"


def _add(parent: Element, tag: str, text: str = "") -> Element:
    element = SubElement(parent, _name(tag))
    element.text = text or None
    return element


def _link(parent: Element, relation: str, address: str, kind: str) -> None:
    SubElement(parent, _name("link"), {"rel": relation, "type": kind, "href": address})
