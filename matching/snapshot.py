"""What the matcher knows of the members, as one audience sees them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count
from typing import TYPE_CHECKING, Final

import numpy as np

from cop.accounts.viewer import AS_AUDIENCE, Audience
from cop.vocabulary.geography import region_of
from matching.overlap import Overlap
from profiles.access import see, see_members
from profiles.queries import iterate_profiles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

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
    confirmed: int = 0  # the day on which they said last that all is true, as an ordinal
    chapters: frozenset[str] = frozenset()


class Snapshot:
    """All members of an audience at one moment, ready for comparing; never changed once made.

    Its `number` is its own as long as the process lives, so that what is kept can be told by it.
    """

    def __init__(self, people: Mapping[int, Person]) -> None:
        self.number = next(_numbers)
        self.people = people
        self.overlap = Overlap({one: person.topics for one, person in people.items()})
        self._numbers: dict[str, Mapping[str, int]] = {}
        self.countries = self._numbered("country")
        self._regions = self._numbered("region")
        self._cities = self._numbered("city_id")
        ids = map(int, self.overlap.members)
        self._confirmed = np.array([people[one].confirmed for one in ids], dtype=np.int64)
        self.by_institution: Mapping[int, Sequence[int]] = self._grouped()

    @cached_property
    def chapters(self) -> frozenset[str]:
        """Return all chapters that somebody has joined."""
        return frozenset(chain.from_iterable(person.chapters for person in self.people.values()))

    def within(self, member: int, scope: str) -> NDArray[np.bool_] | None:
        """Return for each member whether they are in the member's own `scope`; None for all."""
        if scope == "world" or member not in self.overlap:
            return None
        numbers = self.countries if scope == "country" else self._regions
        own = numbers[np.searchsorted(self.overlap.members, member)]
        return numbers == own if own >= 0 else np.zeros(len(numbers), dtype=np.bool_)

    def in_countries(self, countries: Collection[str]) -> NDArray[np.bool_]:
        """Return for each member whether they are in one of `countries`."""
        return self._among("country", self.countries, countries)

    def in_cities(self, cities: Collection[int]) -> NDArray[np.bool_]:
        """Return for each member whether they are in one of `cities`, and in a known country."""
        return self._among("city_id", self._cities, cities) & (self.countries >= 0)

    def at_institution(self, institution: int) -> NDArray[np.bool_]:
        """Return for each member whether they are at `institution`, and in a known country."""
        return self.among(self.by_institution.get(institution, ())) & (self.countries >= 0)

    def among(self, members: Collection[int]) -> NDArray[np.bool_]:
        """Return for each member whether they are one of `members`."""
        return np.isin(self.overlap.members, [*members])

    def best(self, within: NDArray[np.bool_], topics: Collection[str], most: int) -> Sequence[int]:
        """Return the `most` members `within` who have most in common with who holds `topics`.

        Then those who have said lately that all is still true.
        """
        best = [one.member for one in self.overlap.nearest(topics, most, within)]
        rest = np.flatnonzero(within & ~self.among(best))
        order = np.lexsort((rest, -self._confirmed[rest]))[: most - len(best)]
        return [*best, *(int(one) for one in self.overlap.members[rest[order]])]

    def _among(
        self, name: str, numbers: NDArray[np.int64], values: Collection[object]
    ) -> NDArray[np.bool_]:
        wanted = [self._numbers[name].get(str(value), -2) for value in values]
        return np.isin(numbers, wanted)

    def _numbered(self, name: str) -> NDArray[np.int64]:
        """Return a number for what is seen of each member, such as a country, -1 for nothing."""
        values = [str(getattr(self.people[int(one)], name) or "") for one in self.overlap.members]
        numbers = {value: at for at, value in enumerate(sorted({*values} - {""}))}
        self._numbers[name] = numbers
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
    async for profiles in iterate_profiles(only="expertise"):
        for audience in Audience:
            people[audience] |= _as_people(see(profiles, AS_AUDIENCE[audience]), vocabulary)
    return {audience: await asyncio.to_thread(Snapshot, seen) for audience, seen in people.items()}


async def renew_snapshots(
    snapshots: Mapping[Audience, Snapshot], changed: Collection[int], vocabulary: Vocabulary
) -> dict[Audience, Snapshot]:
    """Read the members who have `changed` and return what each audience sees of everybody now.

    Where an audience sees no difference, its snapshot stays the same.
    """
    renewed: dict[Audience, Snapshot] = {}
    for audience, snapshot in snapshots.items():
        before = {one: snapshot.people[one] for one in changed if one in snapshot.people}
        after = _as_people(await see_members(changed, AS_AUDIENCE[audience]), vocabulary)
        if before == after:
            renewed[audience] = snapshot
        else:
            rest = {one: who for one, who in snapshot.people.items() if one not in before}
            people = dict(sorted((rest | after).items()))
            renewed[audience] = await asyncio.to_thread(Snapshot, people)
    return renewed


def _as_people(members: Iterable[Member], vocabulary: Vocabulary) -> dict[int, Person]:
    return {member.id: _as_person(member, vocabulary) for member in members}


def _as_person(member: Member, vocabulary: Vocabulary) -> Person:
    return Person(
        member.country,
        region_of(vocabulary, member.country),
        member.city_id,
        member.institution.id if member.institution else None,
        member.topics,
        (member.confirmed_at or member.joined_at).toordinal(),
        member.chapters,
    )
