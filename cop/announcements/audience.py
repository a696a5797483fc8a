"""Whom an announcement is for: the active members of a chapter, all members, or some of them.

Some are those who answer a question to the directory, as any member could ask it: what somebody
shows to fewer than all members chooses nobody, whoever writes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cop.announcements.queries import list_members, map_active
from cop.chapters.queries.following import follow_chapters
from cop.kit.forms import Params
from profiles.access import find_seen
from profiles.everybody import find_everybody
from profiles.forms.question import read_question
from profiles.queries import map_accounts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter
    from cop.vocabulary.concepts import Vocabulary
    from search.engine import Engine

BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Audience:
    """Accounts, in ascending order.

    Attributes:
        unseen: those whom the writer cannot find: they are written to, and in no number.
    """

    accounts: Sequence[int]
    unseen: frozenset[int] = frozenset()

    @property
    def size(self) -> int:
        """Return how many there are, as far as the writer may know."""
        return len(self.accounts) - len(self.unseen)


async def find_audience(
    chapter: Chapter | None, question: str, engine: Engine, vocabulary: Vocabulary, writer: Viewer
) -> Audience:
    """Return whom an announcement by `writer` is for; `question` as it stands in an address.

    Raises:
        Unavailable: the search does not answer now.
    """
    eyes = replace(
        writer,
        is_administrator=False,
        coordinates=frozenset({chapter.slug}) if chapter else frozenset(),
    )
    if question:
        return await _some(chapter, question, engine, vocabulary, eyes)
    if chapter is None:
        return Audience(sorted(set(await list_members()) - eyes.blocked))
    active = await map_active(chapter)
    seen: set[int] = set()
    for portion in batches([*active]):
        seen |= await find_seen(portion, eyes)
    unseen = {account for profile, account in active.items() if profile not in seen}
    accounts = {*active.values()} - eyes.blocked
    return Audience(sorted(accounts), frozenset(unseen & accounts))


async def _some(
    chapter: Chapter | None, question: str, engine: Engine, vocabulary: Vocabulary, eyes: Viewer
) -> Audience:
    params = await follow_chapters(Params(question), eyes)
    asked = replace(read_question(params), ladder=False)
    if chapter is not None:
        asked = replace(asked, filters={**asked.filters, "chapter": (chapter.slug,)})
    found = await find_everybody(engine, vocabulary, asked, eyes)
    if chapter is not None:
        active = await map_active(chapter)
        return Audience(sorted(active[one] for one in found if one in active))
    accounts: set[int] = set()
    for portion in batches(found):
        accounts.update((await map_accounts_of(portion)).values())
    return Audience(sorted(accounts.intersection(await list_members())))


def batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield `numbers` in portions that a database takes at once."""
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]
