"""Who is in touch with whom, as domains further right know it; one learns only of one's own links.

A domain writes a function from a viewer to the profiles they are in touch with; `cop.domains` names
all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from profiles.queries import map_ids_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from cop.accounts.viewer import Viewer

Finder: TypeAlias = "Callable[[Viewer], Awaitable[set[int]]]"


@dataclass(frozen=True, slots=True)
class OwnLinks:
    """Whom a viewer is in touch with; `own` is their profile, None where they have none."""

    own: int | None = None
    others: frozenset[int] = frozenset()

    def between(self, one: int, other: int) -> bool | None:
        """Say whether two members are in touch; None where neither is the viewer."""
        if self.own is None or self.own not in (one, other):
            return None
        return (other if one == self.own else one) in self.others


@dataclass(frozen=True, slots=True)
class Links:
    """All who know of links, from `cop.domains`."""

    finders: Sequence[Finder]

    async def of(self, viewer: Viewer) -> OwnLinks:
        """Return whom `viewer` is in touch with; nobody for who has not signed in."""
        if viewer.account_id is None:
            return OwnLinks()
        own = (await map_ids_of([viewer.account_id])).get(viewer.account_id)
        found = [await find(viewer) for find in self.finders]
        return OwnLinks(own, frozenset[int]().union(*found))
