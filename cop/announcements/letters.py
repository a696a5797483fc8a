"""The mail that an announcement is: its words, and what a mail program needs to end it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cop.accounts.ending import account_in
from cop.announcements.wording import list_name, words_for
from cop.kit.i18n import LANGUAGES, direction
from cop.kit.mail import one_click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cop.announcements.models import Announcement
    from cop.kit.outbox import Mail
    from cop.kit.settings import Settings
    from cop.vocabulary.concepts import Vocabulary

_KIND: Final = "announcement"
_END: Final = "end"


@dataclass(frozen=True, slots=True)
class Composed:
    """What the template `mail/announcement` is given; "{end}" in a header is each reader's own."""

    headers: Mapping[str, str]
    context: Mapping[str, Any]
    subject: str


def letter_for(
    settings: Settings, vocabulary: Vocabulary, announcement: Announcement, language: str
) -> Composed:
    """Return the mail for those who read `language`; "" is English."""
    words = words_for(announcement, language or "en")
    chapter = announcement.chapter
    at = f"announcements.{settings.base.hostname or 'localhost'}"
    return Composed(
        {
            **one_click(f"{settings.base_url}/announcements/end/{{end}}"),
            "List-Id": f"<{chapter.slug}.{at}>" if chapter else f"<{at}>",  # RFC 2919
        },
        {
            "words": words,
            "way": direction(words.language),
            "number": announcement.id,
            "called": list_name(chapter, vocabulary, language or "en"),
        },
        words.title,
    )


def body_key(announcement_id: int, language: str, *, seen: bool) -> str:
    """Return what the stored words of a mail are known by.

    Those for readers whom the writer cannot find are apart: no number tells of them.
    """
    return f"{_KIND}:{announcement_id}:{language}:{'seen' if seen else 'unseen'}"


def parts_of_week(announcements: Sequence[Announcement], end: str) -> dict[str, str]:
    """Return what a mail with those of a week keeps to be asked by when it goes.

    Args:
        announcements: of which it tells.
        end: the token that ends such mails, which says whose it is, as in all others.
    """
    return {_KIND: " ".join(str(one.id) for one in announcements), _END: end}


def reader_of(mail: Mail) -> int:
    """Return the account that a mail with announcements was written to, whatever its address."""
    return account_in((mail.parts or {}).get(_END, ""))


def announcements_in(mail: Mail) -> list[int]:
    """Return the announcements that a mail tells of; none where it is about something else."""
    if mail.body is None:
        return [int(one) for one in (mail.parts or {}).get(_KIND, "").split()]
    kind, _colon, rest = mail.body.key.partition(":")
    return [int(rest.partition(":")[0])] if kind == _KIND else []


def body_keys(announcement_id: int, *, seen: bool | None = None) -> list[str]:
    """Return the keys of all stored words of an announcement, or of those for whom is `seen`."""
    chosen = (True, False) if seen is None else (seen,)
    return [body_key(announcement_id, code, seen=one) for code in LANGUAGES for one in chosen]
