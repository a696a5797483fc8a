"""Who may see what of a member. The only way from a stored profile to anything shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _
from profiles.fields import FIELDS, FLOOR, LISTS, Level, level_of
from profiles.member import Member, Workplace
from profiles.queries import find_profile, list_profiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cop.accounts.viewer import Viewer
    from profiles.models import Profile


_PLAIN: Final = tuple(
    name for name in FIELDS if name not in LISTS and name not in {"name", "city", "institution"}
)


class NoSuchMember(NotFound):
    """There is none, or this viewer may not know it. The two are not told apart."""

    def __init__(self) -> None:
        super().__init__(_("We know no member by that name."))


def visible(profile: Profile, viewer: Viewer) -> Member | None:
    """Return what `viewer` may see of `profile`, None when they may not find it at all.

    `profile` is whole, as `profiles.queries` gives it.
    """
    closeness = _closeness(profile, viewer)
    if closeness < _floor(profile) or _is_blocked(profile, viewer):
        return None
    seen = {name for name in FIELDS if level_of(name, profile.levels) <= closeness}
    values: dict[str, Any] = {name: getattr(profile, name) for name in _PLAIN if name in seen}
    if "city" in seen:
        values |= {"city": profile.city, "city_id": profile.city_id}
    if "institution" in seen and profile.institution is not None:
        place = profile.institution
        values["institution"] = Workplace(place.id, place.slug, place.name, place.country)
    values |= {name: tags for name, tags in profile.lists.items() if name in seen}
    return Member(
        id=profile.id,
        slug=profile.slug,
        name=profile.name,
        joined_at=profile.joined_at,
        confirmed_at=profile.confirmed_at,
        closely=_closely(profile, values) if closeness is Level.CHAPTERS else frozenset(),
        **values,
    )


def _closely(profile: Profile, values: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(
        name
        for name in FIELDS
        if values.get(name) and level_of(name, profile.levels) is Level.CHAPTERS
    )


def _closeness(profile: Profile, viewer: Viewer) -> Level:
    if viewer.account_id is not None and profile.account_id == viewer.account_id:
        return Level.ME
    if viewer.is_administrator:
        return Level.CHAPTERS
    if not viewer.coordinates.isdisjoint(profile.chapters):
        return Level.CHAPTERS
    return Level.MEMBERS if viewer.is_member else Level.PUBLIC


def _is_blocked(profile: Profile, viewer: Viewer) -> bool:
    return profile.account_id in viewer.blocked and not viewer.is_administrator


def _floor(profile: Profile) -> Level:
    if profile.hidden_at:
        return Level.ME
    return FLOOR[profile.visibility] if profile.published_at else Level.CHAPTERS


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


def see(profiles: Sequence[Profile], viewer: Viewer) -> list[Member]:
    """Return what `viewer` may see of `profiles`, leaving out whom they may not find."""
    seen = (visible(profile, viewer) for profile in profiles)
    return [member for member in seen if member is not None]
