"""What the demo community was told: archives in several languages, whose mails went long ago."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cop.announcements.models import Announcement, Stage
from cop.announcements.wording import list_name
from cop.chapters.models.chapters import Chapter
from cop.kit.clock import now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cop.accounts.models import Account
    from cop.vocabulary.concepts import Vocabulary

_TOLD: Final = Path(__file__).with_name("demo_announcements.json")
_EACH: Final = "*"  # the scope of what every chapter tells


async def announce(vocabulary: Vocabulary, writer: Account) -> None:
    """Store what was told to all members, to those of each chapter, and of some."""
    chapters = await Chapter.all().order_by("id")
    told = json.loads(_TOLD.read_text(encoding="utf-8"))
    rows = [
        _as_sent(one, chapter, vocabulary, writer)
        for one in told
        for chapter in _to(one["scope"], chapters)
    ]
    await Announcement.bulk_create(rows)


def _to(scope: str, chapters: list[Chapter]) -> Iterator[Chapter | None]:
    """Yield the chapters that have the scope; for "" the whole community, which is None."""
    if not scope:
        yield None
    yield from (one for one in chapters if scope in {_EACH, one.scope})


def _as_sent(
    told: dict[str, Any], chapter: Chapter | None, vocabulary: Vocabulary, writer: Account
) -> Announcement:
    words = {
        language: {
            name: text.replace("{chapter}", list_name(chapter, vocabulary, language))
            for name, text in said.items()
        }
        for language, said in told["words"].items()
    }
    return Announcement(
        chapter=chapter,
        account=writer,
        words=words,
        language=next(iter(words)),
        is_public=told["public"],
        stage=Stage.SENT,
        sent_at=now() - timedelta(days=told["days"]),
    )
