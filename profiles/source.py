"""Members on their way into the search: what each audience may see of them, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.viewer import AS_AUDIENCE, Audience
from profiles.access import see
from profiles.index import MEMBERS, describe
from profiles.queries import iterate_ids
from profiles.stored import list_profiles

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from cop.vocabulary.queries import VocabularyWatch
    from search.index import Document


class MemberSource:
    """The members, for `search.sync`."""

    kind = "profile"
    indexes = tuple(MEMBERS.values())

    def __init__(self, words: VocabularyWatch) -> None:
        self._words = words

    async def prepare(self) -> None:
        await self._words.refresh()

    async def describe(self, keys: Sequence[str]) -> Mapping[str, Sequence[Document]]:
        vocabulary = self._words.vocabulary
        profiles = await list_profiles([int(key) for key in keys])
        return {
            MEMBERS[audience].name: [
                describe(member, vocabulary) for member in see(profiles, AS_AUDIENCE[audience])
            ]
            for audience in Audience
        }

    async def all_keys(self) -> AsyncIterator[Sequence[str]]:
        async for ids in iterate_ids():
            yield [str(one) for one in ids]
