"""What takes a look at all members to find, kept until something changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.kit.changes import UntilChanged
from profiles.duplicates.queries import find_people, list_alike_people
from profiles.topics.queries import find_unknown_words, list_unknown_words

if TYPE_CHECKING:
    from profiles.duplicates.queries import Candidate
    from profiles.topics.queries import Word


class Findings:
    """The duplicates and the unknown words of this moment; one object a process."""

    def __init__(self) -> None:
        self._people = UntilChanged(find_people)
        self._words = UntilChanged(find_unknown_words)

    async def people(self) -> list[Candidate]:
        """Return the members who may be stored twice."""
        return await list_alike_people(await self._people.get())

    async def words(self) -> list[Word]:
        """Return the words that are no topic yet."""
        return await list_unknown_words(await self._words.get())
