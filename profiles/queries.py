"""Reading stored profiles and institutions. What is shown of them is for `profiles.access`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from tortoise.expressions import Q, Subquery

from profiles.models import Profile, ProfileTag
from profiles.stored import (
    Stored,
    list_profiles,
    list_quiet_chapters,
    map_chapters,
    map_lists,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Iterable, Sequence

    from tortoise.queryset import QuerySet

PORTION: Final = 500
LONGEST_SLUG: Final = 80  # the database refuses to be asked for longer ones
SMALL_PORTION: Final = 100  # while somebody waits


@dataclass(frozen=True, slots=True)
class Owner:
    """Whoever stands behind a profile: for writing to them and deciding about them, never shown.

    `account_id` is None while nobody has taken the profile over; `address` is "" where there is
    none, or where the account is shut out.
    """

    profile_id: int
    slug: str
    name: str
    account_id: int | None
    address: str
    language: str


async def whole(found: QuerySet[Profile]) -> list[Profile]:
    """Return the profiles that are `found` with all that `visible` looks at."""
    profiles = await found.select_related("institution")
    lists = await map_lists([profile.id for profile in profiles])
    chapters = await map_chapters([profile.id for profile in profiles])
    quiet = await list_quiet_chapters()
    for profile in profiles:
        profile.lists, profile.chapters = lists[profile.id], chapters[profile.id]
        profile.quiet = quiet
    return profiles


async def find_profile(slug: str) -> Profile | None:
    """Return the profile at `slug`, whoever may see it."""
    found = await whole(Profile.filter(slug=slug)) if len(slug) <= LONGEST_SLUG else []
    return found[0] if found else None


async def find_own_slug(account_id: int) -> str | None:
    """Return the slug of the profile that belongs to the account."""
    slugs = await Profile.filter(account_id=account_id).values_list("slug", flat=True)
    return cast("str", slugs[0]) if slugs else None


async def find_profile_of(account_id: int) -> Profile | None:
    """Return the profile that belongs to the account."""
    found = await whole(Profile.filter(account_id=account_id))
    return found[0] if found else None


async def find_unowned(email_key: str) -> Profile | None:
    """Return the profile with this e-mail address that nobody owns yet."""
    found = await whole(Profile.filter(email_key=email_key, account_id=None))
    return found[0] if found else None


async def list_ids_of(accounts: Collection[int]) -> list[int]:
    """Return the ids of the profiles that belong to these accounts."""
    found = await Profile.filter(account_id__in=list(accounts)).values_list("id", flat=True)
    return [int(str(one)) for one in found]


async def find_owner(profile_id: int) -> Owner | None:
    """Return who stands behind the profile."""
    owners = await list_owners([profile_id])
    return owners[0] if owners else None


async def list_owners(ids: Collection[int]) -> list[Owner]:
    """Return who stands behind each of these profiles, in the order of ids."""
    found = Profile.filter(id__in=list(ids)).order_by("id").select_related("account")
    return [_as_owner(profile) for profile in await found]


def _as_owner(profile: Profile) -> Owner:
    account = profile.account
    address = (account.email if account else profile.email) or ""
    return Owner(
        profile.id,
        profile.slug,
        profile.name,
        profile.account_id,
        "" if account and account.banned_at else address,
        account.language if account else "",
    )


async def map_ids_of(accounts: Collection[int]) -> dict[int, int]:
    """Return the profile of each of these accounts that has one."""
    rows = await Profile.filter(account_id__in=list(accounts)).values_list("account_id", "id")
    return {int(str(account)): int(str(profile)) for account, profile in rows}


async def map_accounts_of(profiles: Collection[int]) -> dict[int, int]:
    """Return the account of each of these profiles that has one."""
    rows = Profile.filter(id__in=list(profiles), account_id__not_isnull=True)
    return {int(str(one)): int(str(a)) for one, a in await rows.values_list("id", "account_id")}


async def map_ids_at(slugs: Collection[str]) -> dict[str, int]:
    """Return the ids of the profiles at these slugs, whoever may see them."""
    possible = [slug for slug in slugs if len(slug) <= LONGEST_SLUG]
    rows = await Profile.filter(slug__in=possible).values_list("slug", "id")
    return {str(slug): int(str(one)) for slug, one in rows}


async def list_ids_with(email_keys: Collection[str]) -> list[int]:
    """Return the ids of the profiles with these addresses, whoever may see them."""
    found = Profile.filter(email_key__in=list(email_keys)).order_by("id")
    return [int(str(one)) for one in await found.values_list("id", flat=True)]


async def iterate_ids(portion: int = PORTION) -> AsyncIterator[Sequence[int]]:
    """Yield the ids of all profiles, in portions."""
    after = 0
    while True:
        rows = await Profile.filter(id__gt=after).order_by("id").limit(portion).values_list("id")
        if not rows:
            return
        ids = [int(row[0]) for row in rows]
        yield ids
        after = ids[-1]


async def iterate_profiles(
    portion: int = PORTION, *, only: str = ""
) -> AsyncIterator[Sequence[Stored]]:
    """Yield all profiles by id, in portions; of their lists `only` one, if it is named."""
    async for ids in iterate_ids(portion):
        yield await list_profiles(ids, only)


@dataclass(frozen=True, slots=True)
class Sought:
    """A folded word, "" for none, and the countries and topics that it may mean."""

    word: str
    countries: Sequence[str]
    topics: Sequence[str]


async def iterate_sought(
    sought: Sequence[Sought],
    visibilities: Sequence[str],
    *,
    countries: Sequence[str],
    topics: Sequence[str],
    ids: Sequence[int] | None,
) -> AsyncIterator[Sequence[Stored]]:
    """Yield, by id and in portions, the listed profiles that hold something of each word.

    More than anybody may see: what a viewer finds is for `profiles.access` to say.

    Args:
        sought: what each of the words may be: part of a name, a country, a topic.
        visibilities: of whom the viewer may find.
        countries: where they must be, if any are named.
        topics: of which they must know one, if any are named.
        ids: the only ones; None for all.
    """
    profiles = Profile.filter(
        published_at__isnull=False,
        hidden_at=None,
        kept_hidden_at=None,
        held_at=None,
        visibility__in=list(visibilities),
    )
    for one in sought:
        means = Q(country__in=list(one.countries)) | Q(id__in=_who_know(one.topics))
        named = Q(name_key__contains=one.word)
        profiles = profiles.filter(means | named if one.word else means)
    if countries:
        profiles = profiles.filter(country__in=list(countries))
    if topics:
        profiles = profiles.filter(id__in=_who_know(topics))
    if ids is not None:
        profiles = profiles.filter(id__in=list(ids))
    after = 0
    while True:
        found = profiles.filter(id__gt=after).order_by("id").limit(SMALL_PORTION)
        portion = [int(str(one)) for one in await found.values_list("id", flat=True)]
        if not portion:
            return
        yield await list_profiles(portion)
        after = portion[-1]


def _who_know(topics: Sequence[str]) -> Subquery:
    tags = ProfileTag.filter(field="expertise", key__in=list(topics))
    return Subquery(tags.values("profile_id"))


async def is_part_of_a_name(words: Iterable[str]) -> bool:
    """Say whether one of these folded words stands in anybody's name, whoever may see them."""
    for word in words:
        ends = Q(name_key=word) | Q(name_key__startswith=f"{word} ")
        inside = Q(name_key__endswith=f" {word}") | Q(name_key__contains=f" {word} ")
        if await Profile.filter(ends | inside).exists():
            return True
    return False


async def list_held_ids() -> list[int]:
    """Return the ids of the profiles that are held back for their name, the longest first."""
    found = Profile.filter(held_at__isnull=False).order_by("held_at", "id")
    return [int(str(one)) for one in await found.values_list("id", flat=True)]


async def count_profiles() -> int:
    """Return how many profiles are stored, seen or not."""
    return await Profile.all().count()
