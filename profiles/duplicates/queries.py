"""Reading who is stored twice, as far as the viewer may see them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, cast

from cop.accounts.viewer import ADMINISTRATOR
from cop.kit.clock import now
from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _
from profiles.access import see, see_members
from profiles.duplicates.alike import Named, Pair, find_alike_institutions, find_alike_people
from profiles.models import Distinct, Institution, InstitutionName, Merge, Profile
from profiles.queries import iterate_profiles
from profiles.stored import list_profiles

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cop.accounts.viewer import Viewer
    from profiles.duplicates.alike import Found
    from profiles.member import Member

KEPT_FOR: Final = timedelta(days=30)  # what a merge took away
KINDS: Final = ("profile", "institution")
MOST_SHOWN: Final = 100


class NoSuchPair(NotFound):
    """One of the two is not there, or this viewer may not see it."""

    def __init__(self) -> None:
        super().__init__(_("These two are not there to be compared."))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two that may be one."""

    pair: Pair
    names: tuple[str, str]
    countries: tuple[str, str]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class House:
    """An institution with the names it goes by and how many members the viewer sees there."""

    institution: Institution
    names: tuple[str, ...]
    members: int


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge that can still be taken back."""

    id: int
    kind: str
    kept: str
    gone: str
    merge: Merge


@dataclass(frozen=True, slots=True)
class AlikePeople:
    """All pairs of members who may be one person, and what they are called."""

    found: Found
    named: Mapping[int, tuple[str, str]]


async def find_people() -> AlikePeople:
    """Compare all members with each other, as every administrator sees them."""
    members: dict[int, Member] = {}
    async for profiles in iterate_profiles():
        members |= {one.id: one for one in see(profiles, ADMINISTRATOR)}
    found = await asyncio.to_thread(find_alike_people, list(members.values()))
    return AlikePeople(
        found, {one: (member.name, member.country) for one, member in members.items()}
    )


async def list_alike_people(alike: AlikePeople) -> list[Candidate]:
    """Return the members who may be one person and were not told apart, the likeliest first."""
    return await _as_candidates("profile", alike.found, alike.named)


async def list_alike_institutions() -> list[Candidate]:
    """Return the institutions that may be one, the likeliest first."""
    rows = await Institution.all().values_list("id", "name", "country")
    known = [Named(int(one), str(name), str(country)) for one, name, country in rows]
    found = await asyncio.to_thread(find_alike_institutions, known)
    named = {one.id: (one.name, one.country) for one in known}
    alike = await _as_candidates("institution", found, named)
    unseen = await _list_unseen({one for pair in found for one in (pair.one, pair.other)})
    return [one for one in alike if unseen.isdisjoint((one.pair.one, one.pair.other))]


async def _list_unseen(institutions: Collection[int]) -> set[int]:
    """Return in which of these some work, and none of them says so to administrators."""
    rows = Profile.filter(institution_id__in=list(institutions))
    works = {int(one): int(at) for one, at in await rows.values_list("id", "institution_id")}
    members = await see_members(works, ADMINISTRATOR)
    return {*works.values()} - {one.institution.id for one in members if one.institution}


async def _as_candidates(
    kind: str, found: Found, named: Mapping[int, tuple[str, str]]
) -> list[Candidate]:
    settled = {
        Pair(int(one), int(other))
        for one, other in await Distinct.filter(kind=kind).values_list("one", "other")
    }
    candidates = [
        Candidate(
            pair,
            (named[pair.one][0], named[pair.other][0]),
            (named[pair.one][1], named[pair.other][1]),
            tuple(reasons),
        )
        for pair, reasons in found.items()
        if pair not in settled
    ]
    return sorted(candidates, key=lambda one: (-len(one.reasons), one.names, one.pair))


async def see_pair(pair: Pair, viewer: Viewer) -> tuple[Member, Member]:
    """Return the two members to compare.

    Raises:
        NoSuchPair: the viewer does not see both.
    """
    members = await see_members([pair.one, pair.other], viewer)
    if len(members) != len({pair.one, pair.other}) or pair.one == pair.other:
        raise NoSuchPair
    return members[0], members[1]


async def refuse_hidden(kind: str, pair: Pair, viewer: Viewer) -> None:
    """Let nothing be decided about two of whom the viewer does not see one that is there.

    Raises:
        NoSuchPair: so it is.
    """
    both = [pair.one, pair.other]
    if kind == "institution":
        hidden = await _list_unseen(both)
    else:
        profiles = await list_profiles(both)
        hidden = {one.id for one in profiles} - {one.id for one in see(profiles, viewer)}
    if hidden:
        raise NoSuchPair


async def get_versions(pair: Pair) -> Mapping[int, int]:
    """Return the version of each of the two profiles, which a merge must still find."""
    rows = await Profile.filter(id__in=[pair.one, pair.other]).values_list("id", "version")
    return {int(one): int(version) for one, version in rows}


async def count_accounts(pair: Pair) -> int:
    """Return how many of the two profiles belong to somebody who signs in."""
    both = Profile.filter(id__in=[pair.one, pair.other], account_id__isnull=False)
    return await both.count()


async def see_houses(pair: Pair, viewer: Viewer) -> tuple[House, House]:
    """Return the two institutions to compare.

    Raises:
        NoSuchPair: one of them is not there, or only in what members keep to themselves.
    """
    both = [pair.one, pair.other]
    rows = {one.id: one for one in await Institution.filter(id__in=both)}
    if len(rows) != len(both) or await _list_unseen(both):
        raise NoSuchPair
    return await _see_house(rows[pair.one], viewer), await _see_house(rows[pair.other], viewer)


async def _see_house(institution: Institution, viewer: Viewer) -> House:
    names = await InstitutionName.filter(institution_id=institution.id).order_by("id")
    ids = await Profile.filter(institution_id=institution.id).values_list("id", flat=True)
    members = await see_members([int(str(one)) for one in ids], viewer)
    there = sum(1 for one in members if one.institution)
    return House(institution, tuple(one.name for one in names), there)


async def list_merges() -> Sequence[Merged]:
    """Return the merges that can still be taken back, the last first."""
    rows = await Merge.filter(undone_at=None, at__gt=now() - KEPT_FOR).order_by("-id")
    people = await _names_of(rows, "profile")
    houses = await _names_of(rows, "institution")
    return [
        Merged(
            row.id,
            row.kind,
            (people if row.kind == "profile" else houses).get(row.kept, ""),
            str(cast("dict[str, str]", row.gone["values"])["name"]),
            row,
        )
        for row in rows
    ]


async def _names_of(rows: Sequence[Merge], kind: str) -> dict[int, str]:
    ids = [row.kept for row in rows if row.kind == kind]
    found = Profile.filter(id__in=ids) if kind == "profile" else Institution.filter(id__in=ids)
    return {int(one): str(name) for one, name in await found.values_list("id", "name")}
