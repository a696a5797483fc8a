"""Reading stored profiles and institutions. What is shown of them is for `profiles.access`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from profiles.models import Institution, InstitutionName, Profile

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Sequence

    from tortoise.queryset import QuerySet

PORTION: Final = 500


def _whole(profiles: QuerySet[Profile]) -> QuerySet[Profile]:
    """Return `profiles` with all that `visible` looks at."""
    return profiles.select_related("institution").prefetch_related("tags", "shared_with")


async def find_profile(slug: str) -> Profile | None:
    """Return the profile at `slug`, whoever may see it."""
    return await _whole(Profile.filter(slug=slug)).first()


async def find_own_slug(account_id: int) -> str | None:
    """Return the slug of the profile that belongs to the account."""
    slugs = await Profile.filter(account_id=account_id).values_list("slug", flat=True)
    return cast("str", slugs[0]) if slugs else None


async def list_profiles(ids: Collection[int]) -> list[Profile]:
    """Return the profiles with these ids, in any order."""
    return await _whole(Profile.filter(id__in=list(ids))) if ids else []


async def iterate_profiles(portion: int = PORTION) -> AsyncIterator[Sequence[Profile]]:
    """Yield all profiles by id, in portions."""
    after = 0
    while profiles := await _whole(Profile.filter(id__gt=after)).order_by("id").limit(portion):
        yield profiles
        after = profiles[-1].id


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


async def count_profiles() -> int:
    """Return how many profiles are stored, seen or not."""
    return await Profile.all().count()


async def find_institutions(
    keys: Collection[tuple[str, str]],
) -> dict[tuple[str, str], Institution]:
    """Return the institutions that go by these (name key, country)."""
    names = await InstitutionName.filter(key__in=list({key for key, _ in keys})).select_related(
        "institution"
    )
    found = {(name.key, name.country): name.institution for name in names}
    return {key: found[key] for key in keys if key in found}
