"""What the matcher knows of the members, as one audience sees them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

import numpy as np

from cop.accounts.viewer import AS_AUDIENCE, Audience
from cop.vocabulary.geography import region_of
from matching.overlap import Overlap
from profiles.access import see
from profiles.queries import iterate_profiles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member

SCOPES: Final = ("country", "region", "world")
_numbers: Final = count()


@dataclass(frozen=True, slots=True)
class Person:
    """What matching needs of a member besides the topics; all of it visible to the audience."""

    country: str
    region: str
    city_id: int | None
    institution_id: int | None
    topics: tuple[str, ...]


class Snapshot:
    """All members of an audience at one moment, ready for comparing; never changed once made.

    Its `number` is its own as long as the process lives, so that what is kept can be told by it.
    """

    def __init__(self, people: Mapping[int, Person]) -> None:
        self.number = next(_numbers)
        self.people = people
        self.overlap = Overlap({one: person.topics for one, person in people.items()})
        self.countries = self._numbered("country")
        self._regions = self._numbered("region")
        self.by_institution: Mapping[int, Sequence[int]] = self._grouped()

    def within(self, member: int, scope: str) -> NDArray[np.bool_] | None:
        """Return for each member whether they are in the member's own `scope`; None for all."""
        if scope == "world" or member not in self.overlap:
            return None
        numbers = self.countries if scope == "country" else self._regions
        own = numbers[np.searchsorted(self.overlap.members, member)]
        return numbers == own if own >= 0 else np.zeros(len(numbers), dtype=np.bool_)

    def _numbered(self, name: str) -> NDArray[np.int64]:
        """Return a number for the country or region of each member, -1 where it is not seen."""
        values = [str(getattr(self.people[int(one)], name)) for one in self.overlap.members]
        numbers = {value: at for at, value in enumerate(sorted({*values} - {""}))}
        return np.array([numbers.get(value, -1) for value in values], dtype=np.int64)

    def _grouped(self) -> Mapping[int, Sequence[int]]:
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for one, person in self.people.items():
            if person.institution_id is not None:
                groups[person.institution_id].append(one)
        return groups


async def take_snapshots(vocabulary: Vocabulary) -> dict[Audience, Snapshot]:
    """Read all members and return what each audience sees of them."""
    people: dict[Audience, dict[int, Person]] = {audience: {} for audience in Audience}
    async for profiles in iterate_profiles():
        for audience in Audience:
            for member in see(profiles, AS_AUDIENCE[audience]):
                people[audience][member.id] = _as_person(member, vocabulary)
    return {audience: await asyncio.to_thread(Snapshot, seen) for audience, seen in people.items()}


def _as_person(member: Member, vocabulary: Vocabulary) -> Person:
    return Person(
        member.country,
        region_of(vocabulary, member.country),
        member.city_id,
        member.institution.id if member.institution else None,
        member.topics,
    )
