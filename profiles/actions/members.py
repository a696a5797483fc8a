"""What can be done with members and institutions. Call the plural ones inside a transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tortoise.transactions import in_transaction

from cop.accounts.email import email_key
from cop.kit.changes import record_changes
from cop.kit.clock import now
from cop.kit.database import take_turns
from cop.kit.errors import Conflict
from cop.kit.i18n import gettext as _
from cop.kit.text import slugify
from profiles.fields import Visibility
from profiles.houses import find_institutions
from profiles.member import Tag
from profiles.models import Institution, InstitutionName, Profile, ProfileTag, SharedWith
from profiles.names import guess_institution_kind, institution_key, name_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cop.accounts.models import Account

KIND: Final = "profile"  # in the change feed
_SUFFIX_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_BULK: Final = 500


class EditedMeanwhile(Conflict):
    """Somebody, or another tab, saved the profile after the form was made."""

    def __init__(self) -> None:
        super().__init__(
            _("The profile was changed after you opened this form. Nothing was saved yet.")
        )


@dataclass(slots=True)
class Draft:
    """Values for a profile: columns of the model, and lists by field."""

    values: dict[str, Any]
    lists: dict[str, tuple[Tag, ...]] = field(default_factory=dict[str, tuple[Tag, ...]])

    def __bool__(self) -> bool:
        return bool(self.values or self.lists)


async def create_profiles(drafts: Sequence[Draft], *, published: bool) -> list[Profile]:
    """Create a profile for each draft, in order; drafts without a slug are given one."""
    slugs = await _free_slugs([draft.values for draft in drafts])
    moment = now()
    made = [
        Profile(
            **{"visibility": Visibility.MEMBERS.value, "levels": {}} | derived_values(draft.values),
            slug=slug,
            published_at=moment if published else None,
        )
        for slug, draft in zip(slugs, drafts, strict=True)
    ]
    await Profile.bulk_create(made, batch_size=_BULK)
    stored = {profile.slug: profile for profile in await Profile.filter(slug__in=slugs)}
    profiles = [stored[slug] for slug in slugs]
    await ProfileTag.bulk_create(
        [
            tag
            for profile, draft in zip(profiles, drafts, strict=True)
            for name, tags in draft.lists.items()
            for tag in _tags(profile.id, name, tags)
        ],
        batch_size=_BULK,
    )
    await record_changes(KIND, [profile.id for profile in profiles])
    return profiles


async def update_profile(profile: Profile, draft: Draft) -> None:
    """Put the values of `draft` on `profile` and count its version up.

    Raises:
        EditedMeanwhile: it was saved by somebody else after it was read.
    """
    values = derived_values(draft.values) | {"version": profile.version + 1, "updated_at": now()}
    if not await Profile.filter(id=profile.id, version=profile.version).update(**values):
        raise EditedMeanwhile
    for name, value in values.items():
        setattr(profile, name, value)
    await replace_tags(profile.id, draft.lists)
    await record_changes(KIND, [profile.id])


async def hold_profiles(ids: Collection[int]) -> None:
    """Let nobody else change these profiles until the transaction ends.

    To be called before a first change is recorded by whoever goes on writing then: others hold a
    profile while they wait for the feed.
    """
    await Profile.filter(id__in=list(ids)).order_by("id").only("id").select_for_update()


async def replace_tags(profile_id: int, lists: Mapping[str, Sequence[Tag]]) -> None:
    """Put `lists` in the place of what stands in these lists of the profile."""
    if lists:
        await ProfileTag.filter(profile_id=profile_id, field__in=list(lists)).delete()
        await ProfileTag.bulk_create(
            [tag for name, tags in lists.items() for tag in _tags(profile_id, name, tags)]
        )


async def delete_profiles(ids: Collection[int]) -> None:
    """Delete these profiles with all that hangs on them."""
    await Profile.filter(id__in=list(ids)).delete()
    await record_changes(KIND, sorted(ids))


async def give_account(profile_id: int, account: Account) -> None:
    """Make `account` the owner of the profile."""
    async with in_transaction():
        await Profile.filter(id=profile_id).update(account_id=account.id)
        await record_changes(KIND, [profile_id])


async def unshare(profile_id: int, chapter: str) -> None:
    """Close to the coordinators of `chapter` what the member keeps for coordinators."""
    await unshare_all([profile_id], chapter)


async def unshare_all(ids: Collection[int], chapter: str) -> None:
    """Close to the coordinators of `chapter` what these members keep for coordinators."""
    await SharedWith.filter(profile_id__in=list(ids), chapter=chapter).delete()


async def share_with_chapters(pairs: Collection[tuple[int, str]]) -> None:
    """Let the coordinators of chapters see what members keep for them; (profile, chapter)."""
    await SharedWith.bulk_create(
        [SharedWith(profile_id=profile, chapter=chapter) for profile, chapter in pairs],
        ignore_conflicts=True,
        batch_size=_BULK,
    )


async def ensure_institutions(
    named: Collection[tuple[str, str]],
) -> dict[tuple[str, str], Institution]:
    """Return the institution for each (name, country), creating those nobody has named before."""
    keys = {(name, country): (institution_key(name), country) for name, country in named}
    found = await find_institutions(set(keys.values()))
    if not found.keys() >= {*keys.values()}:
        async with in_transaction():
            await take_turns("institutions")
            found = await find_institutions(set(keys.values()))  # somebody may have been faster
            new: dict[tuple[str, str], str] = {}  # called as it is called first
            for (name, _country), key in keys.items():
                if key not in found:
                    new.setdefault(key, name)
            found |= await _create_institutions(new)
    return {pair: found[key] for pair, key in keys.items()}


async def _create_institutions(
    new: Mapping[tuple[str, str], str],
) -> dict[tuple[str, str], Institution]:
    bases = [slugify(f"{name} {country}", "institution") for (_key, country), name in new.items()]
    taken = {one.slug for one in await Institution.filter(slug__in=bases).only("slug")}
    slugs: dict[tuple[str, str], str] = {}
    for key, base in zip(new, bases, strict=True):
        slug = base
        while slug in taken:
            slug = f"{base}-{_suffix()}"
        taken.add(slug)
        slugs[key] = slug
    made = [
        Institution(slug=slugs[key], name=name, country=key[1], kind=guess_institution_kind(name))
        for key, name in new.items()
    ]
    await Institution.bulk_create(made, batch_size=_BULK)
    stored = {one.slug: one for one in await Institution.filter(slug__in=list(slugs.values()))}
    await InstitutionName.bulk_create(
        [
            InstitutionName(
                institution_id=stored[slugs[key]].id, name=name, key=key[0], country=key[1]
            )
            for key, name in new.items()
        ],
        batch_size=_BULK,
    )
    return {key: stored[slug] for key, slug in slugs.items()}


def derived_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `values` with the keys that names and addresses are compared by."""
    made = dict(values)
    made.pop("slug", None)
    if "name" in made:
        made["name_key"] = name_key(made["name"])
    if "email" in made:
        made["email_key"] = email_key(made["email"]) if made["email"] else None
    return made


def _tags(profile_id: int, name: str, tags: Sequence[Tag]) -> list[ProfileTag]:
    return [
        ProfileTag(
            profile_id=profile_id,
            field=name,
            key=tag.key,
            text=tag.text,
            level=tag.level,
            rank=rank,
        )
        for rank, tag in enumerate(tags)
    ]


async def _free_slugs(wanted: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return an address for each; the random end says nothing about who else is here."""
    slugs = [values.get("slug") or f"{slugify(values['name'])}-{_suffix()}" for values in wanted]
    taken = {one.slug for one in await Profile.filter(slug__in=slugs).only("slug")}
    seen: set[str] = set()
    for at, slug in enumerate(slugs):
        while slugs[at] in taken or slugs[at] in seen:
            slugs[at] = f"{slug}-{_suffix()}"
        seen.add(slugs[at])
    return slugs


def _suffix() -> str:
    return "".join(secrets.choice(_SUFFIX_LETTERS) for _ in range(4))
