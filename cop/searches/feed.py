"""A saved search as an Atom feed: the newest people in its answer, as everybody may see them.

The address is a secret, and secrets are passed on: so it tells nothing that a visitor could not
find. Nor do the blocks of its owner count: a feed without somebody whom all can see would tell who
has blocked whom. Those of a reader who has signed in do, as on every page.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, uuid5

from cop.kit.atom import Entry, Feed, write_atom
from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _
from cop.searches.wording import describe, read_back, write_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.searches.models import SavedSearch
    from cop.vocabulary.concepts import Vocabulary
    from profiles.directory import Found

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
    community = vocabulary.label("community", "name", language)
    words = describe(read_back(search.question), vocabulary, language)
    return write_atom(
        Feed(
            language=language,
            id=uuid5(NAMESPACE_URL, f"{base_url}/searches/{search.id}").urn,
            title=f"{community}: {_(', ').join(words)}",
            updated=search.created_at,
            author=community,
            address=f"{base_url}/searches/{token}.atom",
            page=f"{base_url}/members?{search.question}",
            entries=[_entry(one, vocabulary, base_url) for one in newest],
        )
    )


def _entry(found: Found, vocabulary: Vocabulary, base_url: str) -> Entry:
    line = write_line(found, vocabulary)
    return Entry(
        address=f"{base_url}/members/{line.slug}",
        title=line.name,
        updated=_midnight(found),
        summary="\n".join(filter(None, (line.place, line.why))),
    )


def _midnight(found: Found) -> datetime:
    """Return the day somebody joined, which everybody may know; the hour is nobody's."""
    return datetime.combine(found.member.joined_at.date(), time(), UTC)
