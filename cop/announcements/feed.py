"""What a chapter announced to everybody, as an Atom feed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from cop.announcements.wording import list_name, words_for
from cop.kit.atom import Entry, Feed, write_atom
from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.announcements.models import Announcement
    from cop.chapters.models.chapters import Chapter
    from cop.vocabulary.concepts import Vocabulary


def write_feed(
    chapter: Chapter, public: Sequence[Announcement], vocabulary: Vocabulary, base_url: str
) -> bytes:
    """Return the feed as XML, in the current language."""
    language = current_language()
    called = list_name(chapter, vocabulary, language)
    path = f"{base_url}/chapters/{chapter.slug}/announcements"
    return write_atom(
        Feed(
            language=language,
            id=uuid5(NAMESPACE_URL, f"{base_url}/announcements/of/{chapter.id}").urn,
            title=_("Announcements of {chapter}").format(chapter=called),
            updated=chapter.created_at,
            author=called,
            address=f"{path}.atom",
            page=path,
            entries=[_entry(one, language, base_url) for one in public],
        )
    )


def _entry(one: Announcement, language: str, base_url: str) -> Entry:
    words = words_for(one, language)
    return Entry(
        address=f"{base_url}/announcements/{one.id}",
        title=words.title,
        updated=one.sent_at or one.created_at,
        summary=words.text,
    )
