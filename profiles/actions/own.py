"""What members do with their own profile: make it, take it over, change it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, cast

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.models import Account, AuditRow, Consent
from cop.kit.changes import record_changes
from cop.kit.clock import now
from cop.kit.errors import Conflict, TooMany
from cop.kit.i18n import gettext as _
from cop.kit.text import fold
from cop.vocabulary.geography import find_city
from cop.vocabulary.models import Proposal
from profiles.access import NoSuchMember
from profiles.actions.holding import hold
from profiles.actions.members import (
    KIND,
    Draft,
    EditedMeanwhile,
    create_profiles,
    derived_values,
    ensure_institutions,
    replace_tags,
)
from profiles.fields import level_of
from profiles.models import Profile
from profiles.names import institution_key
from profiles.queries import find_own_slug, find_profile, find_unowned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.accounts.viewer import Viewer
    from profiles.access import Editable
    from profiles.member import Tag

MOST_EDITS: Final = 100  # of one profile in an hour


class SavedAtOnce(Conflict):
    """Two people named the same new thing in the same moment."""

    def __init__(self) -> None:
        super().__init__(_("Somebody saved the same at this moment. Save once more."))


@dataclass(frozen=True, kw_only=True, slots=True)
class ProfileEdit:
    """What shall be saved; what is not in it stays as it is."""

    texts: Mapping[str, str]
    lists: Mapping[str, tuple[Tag, ...]]
    levels: Mapping[str, int]
    visibility: str
    listed: bool | None
    version: int
    proposals: tuple[str, ...]
    takes_over: bool


@dataclass(slots=True)
class _Difference:
    """What a save changes: columns, lists, levels, whether the member is listed."""

    draft: Draft
    levels: dict[str, int] = field(default_factory=dict[str, int])
    listed: bool | None = None

    def __bool__(self) -> bool:
        return bool(self.draft) or bool(self.levels) or self.listed is not None

    @property
    def names(self) -> list[str]:
        """Return the names of the fields that change."""
        columns = {"city_id": "city", "institution_id": "institution"}
        return sorted({columns.get(one, one) for one in (*self.draft.values, *self.draft.lists)})


async def create_own_profile(viewer: Viewer, edit: ProfileEdit, consent: str) -> str:
    """Make the profile of somebody who has none, make them a member, and return its slug.

    It is published only if they want to be listed. Sent twice, it is made once.

    Args:
        viewer: whose.
        edit: what stands in it.
        consent: the words they read beside the question whether to be listed.

    Raises:
        SavedAtOnce: the same was made in the same moment.
    """
    account_id = cast("int", viewer.account_id)
    try:
        async with in_transaction():
            slug = await find_own_slug(account_id)
            return slug or await _create(viewer, account_id, edit, consent)
    except IntegrityError as error:
        slug = await find_own_slug(account_id)
        if slug is None:
            raise SavedAtOnce from error
        return slug


async def _create(viewer: Viewer, account_id: int, edit: ProfileEdit, consent: str) -> str:
    account = await Account.get(id=account_id)
    listed = bool(edit.listed)
    await Account.filter(id=account_id).update(name=edit.texts["name"])
    await Account.filter(id=account_id, joined_at=None).update(joined_at=now())
    await Consent.create(account_id=account_id, kind="directory", given=listed, words=consent)
    await _propose(account_id, edit)
    proved = account.email_key if account.verified_at else None
    found = await find_unowned(proved) if proved else None
    if found is not None and edit.takes_over:
        return await _take_over(viewer, account_id, found, edit)
    draft = (await _difference(None, edit)).draft
    draft.values |= {"account_id": account_id, "confirmed_at": now()}
    draft.values |= await hold(account_id, edit.texts["name"])
    if proved and not await Profile.filter(email_key=proved).exists():
        draft.values["email"] = account.email
    (profile,) = await create_profiles([draft], published=listed)
    await record_deed(viewer, "profile.created", f"profile:{profile.id}", listed=listed)
    return profile.slug


async def _take_over(viewer: Viewer, account_id: int, found: Profile, edit: ProfileEdit) -> str:
    """Make the profile that an import made theirs, with what they changed of it."""
    change = await _difference(found, edit)
    values = {"account_id": account_id, "published_at": now() if edit.listed else None}
    values |= await hold(account_id, edit.texts["name"])
    if not await Profile.filter(id=found.id, account_id=None).update(
        **_columns(found, change), **values
    ):
        raise EditedMeanwhile
    await replace_tags(found.id, change.draft.lists)
    await record_deed(viewer, "profile.taken-over", f"profile:{found.id}", fields=change.names)
    await record_changes(KIND, [found.id])
    return found.slug


async def edit_profile(
    viewer: Viewer, editable: Editable, edit: ProfileEdit, consent: str = ""
) -> None:
    """Save what differs from the stored profile; what does not is no change.

    Raises:
        EditedMeanwhile: the profile is not any more as it was when the form was made.
        SavedAtOnce: a new institution was named by somebody else in the same moment.
        TooMany: it was changed a hundred times within the hour.
    """
    try:
        async with in_transaction():
            await _edit(viewer, editable, edit, consent)
    except IntegrityError as error:
        raise SavedAtOnce from error


async def _edit(viewer: Viewer, editable: Editable, edit: ProfileEdit, consent: str) -> None:
    profile = await find_profile(editable.member.slug)
    if profile is None or profile.account_id != editable.owner_id:
        raise NoSuchMember
    change = await _difference(profile, edit, editable)
    if not change:
        return
    if edit.version != profile.version:
        raise EditedMeanwhile
    await _check_pace(profile.id)
    columns = _columns(profile, change)
    if "name" in change.draft.values:
        columns |= await hold(editable.owner_id, change.draft.values["name"])
    kept = Profile.filter(id=profile.id, version=edit.version)
    if not await kept.update(**columns, version=edit.version + 1):
        raise EditedMeanwhile
    await replace_tags(profile.id, change.draft.lists)
    if "name" in change.draft.values:
        await Account.filter(id=editable.owner_id).update(name=change.draft.values["name"])
    if change.listed is not None:
        await Consent.create(
            account_id=editable.owner_id, kind="directory", given=change.listed, words=consent
        )
    await _propose(editable.owner_id, edit)
    await record_deed(
        viewer,
        "profile.edited",
        f"profile:{profile.id}",
        fields=change.names,
        levels=change.levels,
        **({} if change.listed is None else {"listed": change.listed}),
    )
    await record_changes(KIND, [profile.id])


async def _difference(
    profile: Profile | None, edit: ProfileEdit, editable: Editable | None = None
) -> _Difference:
    """Return what `edit` says that is not so already, as far as its editor may change it."""
    may = editable.fields if editable else None
    values: dict[str, Any] = {
        name: text
        for name, text in edit.texts.items()
        if name != "institution"
        and (may is None or name in may)
        and text != (getattr(profile, name) if profile else "")
    }
    if "institution" in edit.texts and (may is None or "institution" in may):
        values |= await _institution(profile, edit)
    place = {one: getattr(profile, one) if profile else "" for one in ("city", "country")}
    if not place.keys().isdisjoint(values):
        place |= values
        city = find_city(place["city"], place["country"])
        values["city_id"] = city.id if city else None
    lists = {
        name: tags
        for name, tags in edit.lists.items()
        if (may is None or name in may) and tags != (profile.lists.get(name, ()) if profile else ())
    }
    change = _Difference(Draft(values, lists))
    if editable is None or editable.is_own:
        _add_privacy(change, profile, edit)
    return change


def _add_privacy(change: _Difference, profile: Profile | None, edit: ProfileEdit) -> None:
    """Add what only the owner changes: who may see what."""
    chosen = profile.levels if profile else {}
    change.levels = {
        name: level for name, level in edit.levels.items() if level != level_of(name, chosen)
    }
    if edit.visibility and edit.visibility != (profile.visibility if profile else ""):
        change.draft.values["visibility"] = edit.visibility
    if profile and edit.listed not in {None, profile.published_at is not None}:
        change.listed = edit.listed


async def _institution(profile: Profile | None, edit: ProfileEdit) -> dict[str, Any]:
    """Return the institution that was named; the one they have stays, abroad as it may be."""
    name = edit.texts["institution"]
    now_at = profile.institution if profile else None
    if not name:
        return {"institution_id": None} if now_at else {}
    if now_at and institution_key(now_at.name) == institution_key(name):
        return {}
    country = edit.texts.get("country") or (profile.country if profile else "")
    found = (await ensure_institutions([(name, country)]))[name, country]
    return {} if now_at and now_at.id == found.id else {"institution_id": found.id}


def _columns(profile: Profile, change: _Difference) -> dict[str, Any]:
    columns = derived_values(change.draft.values) | {"updated_at": now(), "confirmed_at": now()}
    if change.levels:
        columns["levels"] = {**profile.levels, **change.levels}
    if change.listed is not None:
        columns["published_at"] = now() if change.listed else None
    return columns


async def _propose(account_id: int, edit: ProfileEdit) -> None:
    """Lay own words before the vocabulary's editors, once."""
    for words in edit.proposals:
        folded = fold(words)[:120]
        if not await Proposal.filter(folded=folded, state="open").exists():
            await Proposal.create(label=words, folded=folded, account_id=account_id)


async def _check_pace(profile_id: int) -> None:
    deeds = AuditRow.filter(subject=f"profile:{profile_id}", action="profile.edited")
    if await deeds.filter(at__gt=now() - timedelta(hours=1)).count() >= MOST_EDITS:
        raise TooMany(_("This profile was changed very often. Try again in an hour."))
