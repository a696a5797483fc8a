"""A saved search as an Atom feed: the newest people in its answer, as everybody may see them.

The address is a secret, and secrets are passed on: so it tells nothing that a visitor could not
find. Nor do the blocks of its owner count: a feed without somebody whom all can see would tell who
has blocked whom. Those of a reader who has signed in do, as on every page.

Source: RFC 4287, The Atom Syndication Format.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _
from cop.searches.wording import describe, read_back, write_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.searches.models import SavedSearch
    from cop.vocabulary.concepts import Vocabulary
    from profiles.directory import Found

ATOM: Final = "http://www.w3.org/2005/Atom"
MOST_ENTRIES: Final = 20


def write_feed(
    search: SavedSearch,
    newest: Sequence[Found],
    vocabulary: Vocabulary,
    base_url: str,
    token: str,
) -> bytes:
    """Return the feed as XML, in the current language."""
    language = current_language()
    register_namespace("", ATOM)
    feed = Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": language})
    community = vocabulary.label("community", "name", language)
    words = describe(read_back(search.question), vocabulary, language)
    path = f"/searches/{token}.atom"
    _add(feed, "id", uuid5(NAMESPACE_URL, f"{base_url}/searches/{search.id}").urn)
    _add(feed, "title", f"{community}: {_(', ').join(words)}")
    joined = [_midnight(one) for one in newest]
    _add(feed, "updated", max([search.created_at, *joined]).isoformat())
    SubElement(_add(feed, "author"), _name("name")).text = community
    _link(feed, "self", f"{base_url}{path}", "application/atom+xml")
    _link(feed, "alternate", f"{base_url}/members?{search.question}", "text/html")
    for one, day in zip(newest, joined, strict=True):
        line = write_line(one, vocabulary)
        address = f"{base_url}/members/{line.slug}"
        entry = _add(feed, "entry")
        _add(entry, "id", address)
        _add(entry, "title", line.name)
        _add(entry, "updated", day.isoformat())
        _link(entry, "alternate", address, "text/html")
        _add(entry, "summary", "\n".join(filter(None, (line.place, line.why))))
    return tostring(feed, encoding="utf-8", xml_declaration=True)


def _midnight(found: Found) -> datetime:
    """Return the day somebody joined, which everybody may know; the hour is nobody's."""
    return datetime.combine(found.member.joined_at.date(), time(), UTC)


def _name(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"


def _add(parent: Element, tag: str, text: str = "") -> Element:
    element = SubElement(parent, _name(tag))
    element.text = text or None
    return element


def _link(parent: Element, relation: str, address: str, kind: str) -> None:
    SubElement(parent, _name("link"), {"rel": relation, "type": kind, "href": address})
