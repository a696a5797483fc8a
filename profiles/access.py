"""Who may see what of a member. The only way from a stored profile to anything shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cop.accounts.queries import list_assisted, may_assist
from cop.accounts.viewer import ANYONE, Viewer
from cop.kit.confusables import mixes_scripts
from cop.kit.database import as_moment
from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _
from profiles.fields import FIELDS, FLOOR, LISTS, Level, seen_from
from profiles.member import Member, Workplace
from profiles.photos.files import photo_path
from profiles.queries import (
    find_own_slug,
    find_profile,
    find_unowned,
    list_ids_of,
    map_ids_at,
)
from profiles.stored import Bare, Stored, list_bare_profiles, list_profiles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from cop.accounts.models import Account
    from profiles.models import Profile


_PLAIN: Final = tuple(
    name for name in FIELDS if name not in LISTS and name not in {"name", "city", "institution"}
)


class NoSuchMember(NotFound):
    """There is none, or this viewer may not know it. The two are not told apart."""

    def __init__(self) -> None:
        super().__init__(_("We know no member by that name."))


def visible(profile: Profile | Stored, viewer: Viewer) -> Member | None:
    """Return what `viewer` may see of `profile`, None when they may not find it at all.

    `profile` is whole, as `profiles.queries` and `profiles.stored` give it.
    """
    closeness = _closeness(profile, viewer)
    if not _may_find(profile, viewer, closeness):
        return None
    seen = _fields_for(closeness, tuple(profile.levels.items()))
    values: dict[str, Any] = {name: getattr(profile, name) for name in _PLAIN if name in seen}
    if "city" in seen:
        values |= {"city": profile.city, "city_id": profile.city_id}
    if "institution" in seen and profile.institution is not None:
        place = profile.institution
        values["institution"] = Workplace(
            place.id, place.slug, place.name, place.country, place.kind
        )
    values |= {name: tags for name, tags in profile.lists.items() if name in seen}
    return Member(
        id=profile.id,
        slug=profile.slug,
        name=profile.name,
        joined_at=profile.joined_at,
        confirmed_at=profile.confirmed_at,
        chapters=profile.chapters - (profile.quiet if closeness is Level.PUBLIC else frozenset()),
        closely=_closely(profile, values) if closeness is Level.CHAPTERS else frozenset(),
        notes=frozenset(_notes(profile, closeness)),
        **values,
    )


@lru_cache(maxsize=1_024)
def _fields_for(closeness: Level, chosen: tuple[tuple[str, int], ...]) -> frozenset[str]:
    """Return what is seen from there, where the member has `chosen` so."""
    levels = dict(chosen)
    return frozenset(name for name in FIELDS if seen_from(name, levels) <= closeness)


def _may_find(profile: Profile | Stored | Bare, viewer: Viewer, closeness: Level) -> bool:
    return closeness >= _floor(profile) and not _is_blocked(profile, viewer)


def _notes(profile: Profile | Stored, closeness: Level) -> Iterator[str]:
    if profile.held_at and closeness >= Level.CHAPTERS:
        yield "held"
    if closeness is Level.CHAPTERS and mixes_scripts(profile.name):
        yield "mixed-script"


def _closely(profile: Profile | Stored, values: Mapping[str, Any]) -> frozenset[str]:
    chosen = tuple(profile.levels.items())
    kept = _fields_for(Level.CHAPTERS, chosen) - _fields_for(Level.MEMBERS, chosen)
    return frozenset(name for name in kept if values.get(name))


def _closeness(profile: Profile | Stored | Bare, viewer: Viewer) -> Level:
    if viewer.account_id is not None and profile.account_id == viewer.account_id:
        return Level.ME
    if viewer.is_administrator:
        return Level.CHAPTERS
    if not viewer.coordinates.isdisjoint(profile.chapters):
        return Level.CHAPTERS
    return Level.MEMBERS if viewer.is_member else Level.PUBLIC


def _is_blocked(profile: Profile | Stored | Bare, viewer: Viewer) -> bool:
    return profile.account_id in viewer.blocked and not viewer.is_administrator


def _floor(profile: Profile | Stored | Bare) -> Level:
    if profile.hidden_at or profile.kept_hidden_at:
        return Level.ME
    is_listed = profile.published_at and not profile.held_at
    return FLOOR[profile.visibility] if is_listed else Level.CHAPTERS


async def see_member(slug: str, viewer: Viewer) -> Member:
    """Return the member `slug` as `viewer` may see them.

    Raises:
        NoSuchMember: there is none, or not for this viewer.
    """
    profile = await find_profile(slug)
    member = visible(profile, viewer) if profile else None
    if member is None:
        raise NoSuchMember
    return member


async def see_members(ids: Iterable[int], viewer: Viewer) -> list[Member]:
    """Return the members with these ids that `viewer` may see, in the order of `ids`."""
    wanted = list(ids)
    found = {profile.id: profile for profile in await list_profiles(wanted)}
    return see(([found[one] for one in wanted if one in found]), viewer)


async def see_members_briefly(ids: Iterable[int], viewer: Viewer) -> list[Member]:
    """Return as much of members as `see_members` does, but for their lists: for thousands."""
    return see(await list_profiles([*ids], None), viewer)


async def see_members_at(slugs: Collection[str], viewer: Viewer) -> list[Member]:
    """Return the members at these slugs that `viewer` may see, in the order of `slugs`."""
    ids = await map_ids_at(slugs)
    return await see_members([ids[slug] for slug in slugs if slug in ids], viewer)


async def find_seen(ids: Iterable[int], viewer: Viewer) -> set[int]:
    """Return which of these ids are members that `viewer` may see, where nothing else is asked."""
    return {*await map_glimpses(ids, viewer)}


class Glimpse(NamedTuple):  # made by the thousand
    """The little that pages of thousands tell of a member, as a viewer may see it.

    Attributes:
        confirmed: when they last said that all is true; who has said nothing yet, by joining.
    """

    confirmed: datetime
    gender: str


async def map_glimpses(ids: Iterable[int], viewer: Viewer) -> dict[int, Glimpse]:
    """Return a glimpse of each of these members whom `viewer` may see."""
    seen: dict[int, Glimpse] = {}
    for one in await list_bare_profiles([*ids]):
        closeness = _closeness(one, viewer)
        if _may_find(one, viewer, closeness):
            is_told = one.gender and "gender" in _fields_for(closeness, one.levels)
            seen[one.id] = Glimpse(as_moment(one.confirmed_at), one.gender if is_told else "")
    return seen


def see(profiles: Sequence[Profile | Stored], viewer: Viewer) -> list[Member]:
    """Return what `viewer` may see of `profiles`, leaving out whom they may not find."""
    seen = (visible(profile, viewer) for profile in profiles)
    return [member for member in seen if member is not None]


@dataclass(frozen=True, slots=True)
class SeenPhoto:
    """A photo that the viewer may see, and whether everyone may."""

    path: Path
    is_public: bool


async def see_photo(slug: str, name: str, viewer: Viewer, data: Path) -> SeenPhoto:
    """Return the photo `name` of the member `slug`, if `viewer` may see it.

    Raises:
        NoSuchMember: there is none, or not for this viewer.
    """
    profile = await find_profile(slug)
    seen = profile and visible(profile, viewer)
    path = photo_path(data, name)
    if not profile or not seen or seen.photo != name or path is None or not path.exists():
        raise NoSuchMember
    anyone = visible(profile, ANYONE)
    return SeenPhoto(path, is_public=anyone is not None and anyone.photo == name)


@dataclass(frozen=True, slots=True)
class Editable:
    """A profile that somebody may edit, as far as they may.

    Attributes:
        member: as its editor sees it.
        fields: which may be changed.
        is_own: and not that of somebody they assist.
    """

    member: Member
    fields: frozenset[str]
    is_own: bool
    owner_id: int
    levels: Mapping[str, int]
    visibility: str
    is_listed: bool
    version: int


async def access_profile_to_edit(viewer: Viewer, slug: str) -> Editable:
    """Return the profile `slug` if `viewer` may edit it: it is theirs, or its owner lets them.

    Who assists writes what is said, neither who may see it nor what the owner keeps to themselves.

    Raises:
        NoSuchMember: there is none, or they may not; the two are not told apart.
    """
    profile = await find_profile(slug)
    if profile is None or profile.account_id is None or viewer.account_id is None:
        raise NoSuchMember
    is_own = profile.account_id == viewer.account_id
    if not (is_own or await may_assist(viewer.account_id, profile.account_id)):
        raise NoSuchMember
    eyes = viewer if is_own else Viewer(is_administrator=True)
    member = visible(profile, eyes)
    if member is None:
        raise NoSuchMember
    closeness = _closeness(profile, eyes)
    return Editable(
        member=member,
        fields=frozenset(one for one in FIELDS if seen_from(one, profile.levels) <= closeness),
        is_own=is_own,
        owner_id=profile.account_id,
        levels=profile.levels,
        visibility=profile.visibility,
        is_listed=profile.published_at is not None,
        version=profile.version,
    )


async def see_own(viewer: Viewer) -> Member:
    """Return the caller as they see themselves.

    Raises:
        NoSuchMember: they have no profile yet.
    """
    slug = await find_own_slug(viewer.account_id) if viewer.account_id else None
    if slug is None:
        raise NoSuchMember
    return await see_member(slug, viewer)


async def see_assisted(viewer: Viewer) -> list[Member]:
    """Return the members whose profiles the caller may edit for them."""
    if viewer.account_id is None:
        return []
    owners = await list_assisted(viewer.account_id)
    profiles = await list_profiles(await list_ids_of(owners))
    return see(profiles, Viewer(is_administrator=True))


async def see_unowned(account: Account) -> Member | None:
    """Return the profile that an import made for the proved address of `account`, as its own."""
    if account.email_key is None or account.verified_at is None:
        return None
    profile = await find_unowned(account.email_key)
    if profile is None:
        return None
    profile.account_id = account.id  # for the eyes only: nothing is stored
    return visible(profile, Viewer(account_id=account.id))
