"""What an announcement says, in whose language, and what the list it comes by is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cop.chapters.scopes import chapter_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.announcements.models import Announcement
    from cop.chapters.models.chapters import Chapter
    from cop.vocabulary.concepts import Vocabulary


@dataclass(frozen=True, slots=True)
class Words:
    """Title and text, the latter in Markdown, in one language."""

    language: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An announcement as it was written.

    Attributes:
        words: one for each language it is written in.
        language: for who reads none of them.
        question: whom it is for, as the directory is asked in an address; "" is everybody.
    """

    words: Sequence[Words]
    language: str
    question: str
    is_public: bool


def words_for(announcement: Announcement, language: str) -> Words:
    """Return what the announcement says in `language`, else in the writer's first."""
    written = announcement.words
    chosen = language if language in written else announcement.language
    return Words(chosen, written[chosen]["title"], written[chosen]["text"])


def list_name(chapter: Chapter | None, vocabulary: Vocabulary, language: str) -> str:
    """Return what the chapter is called, or the whole community."""
    if chapter is None:
        return vocabulary.label("community", "name", language)
    return chapter_name(chapter, vocabulary, language)
