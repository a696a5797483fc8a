"""Noting what nobody answers, so that editors learn which words and people are missing.

Nobody's identity is needed for it. Questions all of whose words the vocabulary knows are written
down at once. Those with other words could be about a person: of them a keyed hash is kept, and on
how many days it was asked. Only when that are enough, and no member is called so, the words are
written down: they are then at hand, for somebody has just asked them again. Days serve where one
would count askers, for whom one would have to know apart.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tortoise.expressions import F

from cop.kit.clock import now
from cop.kit.secret import sign
from cop.searches.asked import Asked, read_asked
from cop.searches.models import Unanswered
from profiles.queries import is_part_of_a_name

if TYPE_CHECKING:
    from datetime import date

    from cop.accounts.viewer import Viewer
    from cop.kit.settings import Settings
    from cop.vocabulary.concepts import Vocabulary
    from profiles.directory import Answer

WRITTEN_EVERY: Final = timedelta(minutes=1)
ENOUGH_DAYS: Final = 5
MOST_WAITING: Final = 200  # questions; more in a minute are asked by no people
MOST_KEPT: Final = 10_000
KEPT_FOR: Final = timedelta(days=365)
SEALED_FOR: Final = timedelta(days=90)
_PURPOSE: Final = "unanswered question"


class UnansweredLog:
    """Notes questions in this process's memory, and writes them where no search waits for it.

    A question counts once a minute and process; what was not written when the process ends is lost.
    """

    def __init__(self, settings: Settings, vocabulary: Vocabulary) -> None:
        self._settings = settings
        self._vocabulary = vocabulary
        self._waiting: dict[Asked, None] = {}

    def note(self, answer: Answer, viewer: Viewer) -> bool:
        """Note what was asked if nobody answers and it may be noted; say whether it was.

        Who is no member, or has blocked or is blocked, may find nobody for that reason alone.
        """
        sees_all = viewer.is_member and not viewer.blocked
        asked = read_asked(answer, self._vocabulary) if sees_all else None
        if asked is None or len(self._waiting) >= MOST_WAITING:
            return False
        self._waiting[asked] = None
        return True

    async def write(self) -> None:
        """Write down what was noted since the last time."""
        waiting, self._waiting = self._waiting, {}
        for asked in waiting:
            text = json.dumps([asked.terms, sorted(asked.words)])
            await _write(asked, sign(self._settings.cop_data, _PURPOSE, text), now().date())


async def _write(asked: Asked, key: str, today: date) -> None:
    row = Unanswered.filter(key=key)
    if not await row.update(times=F("times") + 1):
        if await Unanswered.all().count() >= MOST_KEPT:
            await _make_room()
        said = {} if asked.words else _said(asked)
        fresh = Unanswered(
            key=key, times=1, days=1, first_on=today, last_on=today,
            **({"is_open": False, "terms": []} | said),
        )  # fmt: skip
        await Unanswered.bulk_create([fresh], ignore_conflicts=True)  # another process is as good
    await row.filter(last_on__lt=today).update(days=F("days") + 1, last_on=today)
    sealed = row.filter(is_open=False, days__gte=ENOUGH_DAYS)
    if await sealed.exists() and not await is_part_of_a_name(asked.words):
        await sealed.update(**_said(asked))


async def _make_room() -> None:
    """Forget the question that was asked longest ago, rather one that was never written down."""
    oldest = await Unanswered.all().order_by("is_open", "last_on", "id").first()
    if oldest:
        await oldest.delete()


def _said(asked: Asked) -> dict[str, object]:
    """Return the columns in which it is written down what was asked."""
    terms = [[*one] for one in asked.terms]
    return {"is_open": True, "terms": terms, "words": " ".join(asked.words)}


async def settle_unanswered(number: int) -> None:
    """Forget a question that an editor is done with; it may be asked again."""
    await Unanswered.filter(id=number, is_open=True).delete()


async def forget_old_questions() -> None:
    """Delete what nobody has asked for a year, and sooner what was never written down.

    Words by which somebody is called now are sealed again.
    """
    today = now().date()
    await Unanswered.filter(last_on__lt=today - KEPT_FOR).delete()
    await Unanswered.filter(is_open=False, last_on__lt=today - SEALED_FOR).delete()
    for row in await Unanswered.filter(is_open=True).exclude(words=""):
        if await is_part_of_a_name(row.words.split()):
            await Unanswered.filter(id=row.id).update(is_open=False, terms=[], words="")
