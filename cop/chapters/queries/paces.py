"""Reading how often chapters write to somebody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cop.chapters.models.notices import About, Often, Pace

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, slots=True)
class Paces:
    """What somebody has chosen.

    Attributes:
        general: for all but the requests that `requests` names.
        requests: for those to join a chapter that they look after, by its id.
    """

    general: Often = Often.AT_ONCE
    requests: Mapping[int, Often] = field(default_factory=dict[int, Often])

    def of(self, about: About, chapter_id: int) -> Often:
        """Return how often somebody is told of such a thing."""
        is_request = about is About.REQUEST
        return self.requests.get(chapter_id, self.general) if is_request else self.general


async def get_paces(account_id: int) -> Paces:
    """Return what the holder of the account has chosen."""
    chosen = {one.chapter_id: Often(one.often) for one in await Pace.filter(account_id=account_id)}
    general = chosen.pop(None, Often.AT_ONCE)
    return Paces(general, {one: often for one, often in chosen.items() if one is not None})


async def map_general(accounts: Collection[int]) -> Mapping[int, Often]:
    """Return what those of these accounts have chosen in general who have chosen anything."""
    chosen = await Pace.filter(account_id__in=list(accounts), chapter_id__isnull=True)
    return {one.account_id: Often(one.often) for one in chosen}
