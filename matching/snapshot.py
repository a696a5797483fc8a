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
from matching.columns import NOTHING, Column
from matching.overlap import Overlap
from profiles.access import see, see_members
from profiles.queries import iterate_profiles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from cop.vocabulary.concepts import Vocabulary
    from matching.scale import Scale
    from profiles.member import Member

SCOPES: Final = ("country", "region", "world")
COLUMNS: Final = ("country", "region", "city_id")
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
    `people` come by id.
    """

    def __init__(
        self,
        people: Mapping[int, Person],
        overlap: Overlap,
        columns: Mapping[str, Column],
        by_institution: Mapping[int, Sequence[int]],
    ) -> None:
        self.number = next(_numbers)
        self.people = people
        self.overlap = overlap
        self.by_institution = by_institution
        self._columns = columns

    @classmethod
    def of(cls, people: Mapping[int, Person], scale: Scale | None = None) -> Snapshot:
        """Return the snapshot of `people`; without a scale, weights come from themselves."""
        people = dict(sorted(people.items()))
        overlap = Overlap.of({one: person.topics for one, person in people.items()}, scale)
        columns = {
            name: Column.of(overlap.members, [_value(person, name) for person in people.values()])
            for name in COLUMNS
        }
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for one, person in people.items():
            if person.institution_id is not None:
                groups[person.institution_id].append(one)
        return cls(people, overlap, columns, groups)

    def renewed(self, changes: Mapping[int, Person | None]) -> Snapshot:
        """Return the snapshot after few `changes`: who they are now, None for who is gone."""
        there = {one: person for one, person in changes.items() if person is not None}
        people = {**self.people, **there}
        for one in changes.keys() - there.keys():
            people.pop(one, None)
        last = int(self.overlap.members.max(initial=0))
        if any(one < last for one in there.keys() - self.people.keys()):
            people = dict(sorted(people.items()))
        overlap = self.overlap.renewed(
            {one: person and person.topics for one, person in changes.items()}
        )
        columns = {
            name: column.renewed(
                overlap.members, {one: _value(person, name) for one, person in there.items()}
            )
            for name, column in self._columns.items()
        }
        return Snapshot(people, overlap, columns, self._regrouped(changes))

    def rescaled(self, scale: Scale | None = None) -> Snapshot:
        """Return the same with weights from `scale`, else from the members as they are now."""
        overlap = self.overlap.rescaled(scale)
        return Snapshot(self.people, overlap, self._columns, self.by_institution)

    def _regrouped(self, changes: Mapping[int, Person | None]) -> Mapping[int, Sequence[int]]:
        groups = {**self.by_institution}
        for one, person in changes.items():
            before = self.people.get(one)
            old, new = (who.institution_id if who else None for who in (before, person))
            if old is not None:
                groups[old] = [other for other in groups[old] if other != one]
            if new is not None:
                groups[new] = sorted([*groups.get(new, ()), one])
        return groups

    @cached_property
    def chapters(self) -> frozenset[str]:
        """Return all chapters that somebody has joined."""
        return frozenset(chain.from_iterable(person.chapters for person in self.people.values()))

    def within(self, member: int, scope: str) -> NDArray[np.bool_] | None:
        """Return for each member whether they are in the member's own `scope`; None for all."""
        if scope == "world" or member not in self.overlap:
            return None
        return self.around(member, scope)

    def around(self, member: int, column: str) -> NDArray[np.bool_]:
        """Return for each member whether they are where `member` is: in their country, region."""
        numbers = self._columns[column].numbers
        own = numbers[np.searchsorted(self.overlap.members, member)]
        return (numbers == own) & (own != NOTHING)

    @property
    def countries(self) -> NDArray[np.int64]:
        """Return a number for the country of each member, negative where none is seen."""
        return self._columns["country"].numbers

    def in_countries(self, countries: Collection[str]) -> NDArray[np.bool_]:
        """Return for each member whether they are in one of `countries`."""
        return self._columns["country"].among(countries)

    def in_region(self, region: str) -> NDArray[np.bool_]:
        """Return for each member whether they are in `region`."""
        return self._columns["region"].among([region])

    def in_cities(self, cities: Collection[int]) -> NDArray[np.bool_]:
        """Return for each member whether they are in one of `cities`, and in a known country."""
        named = self._columns["city_id"].among([*map(str, cities)])
        return named & (self.countries != NOTHING)

    def at_institution(self, institution: int) -> NDArray[np.bool_]:
        """Return for each member whether they are at `institution`, and in a known country."""
        return self.among(self.by_institution.get(institution, ())) & (self.countries != NOTHING)

    def among(self, members: Collection[int]) -> NDArray[np.bool_]:
        """Return for each member whether they are one of `members`."""
        return np.isin(self.overlap.members, [*members])

    def best(self, within: NDArray[np.bool_], topics: Collection[str], most: int) -> Sequence[int]:
        """Return the `most` members `within` who have most in common with who holds `topics`.

        Then those who have said lately that all is still true.
        """
        best = [one.member for one in self.overlap.nearest(topics, most, within)]
        rest = np.flatnonzero(within & ~self.among(best))
        confirmed = [self.people[one].confirmed for one in self.overlap.members[rest].tolist()]
        order = np.lexsort((rest, -np.array(confirmed, dtype=np.int64)))[: most - len(best)]
        return [*best, *(int(one) for one in self.overlap.members[rest[order]])]


def _value(person: Person, column: str) -> str:
    return str(getattr(person, column) or "")


async def take_snapshots(
    vocabulary: Vocabulary, scales: Mapping[Audience, Scale] | None = None
) -> dict[Audience, Snapshot]:
    """Read all members and return what each audience sees of them, weighed by its scale."""
    people: dict[Audience, dict[int, Person]] = {audience: {} for audience in Audience}
    async for profiles in iterate_profiles(only="expertise"):
        for audience in Audience:
            people[audience] |= _as_people(see(profiles, AS_AUDIENCE[audience]), vocabulary)
    scales = scales or {}
    return {
        audience: await asyncio.to_thread(Snapshot.of, seen, scales.get(audience))
        for audience, seen in people.items()
    }


async def renew_snapshots(
    snapshots: Mapping[Audience, Snapshot], changed: Collection[int], vocabulary: Vocabulary
) -> dict[Audience, Snapshot]:
    """Read the members who have `changed` and return what each audience sees of everybody now.

    Where an audience sees no difference, its snapshot stays the same.
    """
    renewed: dict[Audience, Snapshot] = {}
    for audience, snapshot in snapshots.items():
        seen = _as_people(await see_members(changed, AS_AUDIENCE[audience]), vocabulary)
        changes = {
            one: seen.get(one) for one in changed if seen.get(one) != snapshot.people.get(one)
        }
        renewed[audience] = (
            await asyncio.to_thread(snapshot.renewed, changes) if changes else snapshot
        )
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
