"""Who a row is about: someone new, someone we have, or someone who stands in the file twice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tortoise.expressions import Q

from cop.accounts.email import email_key
from cop.kit.i18n import gettext as _
from cop.kit.text import fold
from profiles.houses import find_institutions
from profiles.models import ImportedRow, Profile
from profiles.names import institution_key, name_key, same_person_name
from profiles.queries import whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from profiles.forms.member import MemberForm

Place = tuple[str, str]  # (institution key, or city where there is none, country)


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a row is about.

    Attributes:
        profile: whom we have already; the row updates them.
        of: the row of this file, or the slug, that it repeats.
        why: in which respect it does.
    """

    profile: Profile | None = None
    of: int | str | None = None
    why: str = ""


@dataclass(slots=True)
class Recognizer:
    """Recognises the rows of one import, batch after batch.

    Attributes:
        run_id: of the import; profiles it has touched are rows of the same file.
        keep_namesakes: take rows that share name and institution with somebody as new people.
    """

    run_id: int
    keep_namesakes: bool = False
    _profiles: dict[int, Profile] = field(default_factory=dict[int, Profile])
    _rows: dict[int, int] = field(default_factory=dict[int, int])
    _by_key: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    _by_place: defaultdict[Place, list[int]] = field(
        default_factory=lambda: defaultdict[Place, list[int]](list)
    )
    _batch: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    _batch_places: defaultdict[Place, list[tuple[int, MemberForm]]] = field(
        default_factory=lambda: defaultdict[Place, list[tuple[int, "MemberForm"]]](list)
    )

    async def load(self, forms: Sequence[MemberForm]) -> None:
        """Look up everybody whom one of `forms` may be about; call it once a batch."""
        keys = {key for form in forms for key in _keys(form)}
        found = await _load(
            Q(slug__in=[value for kind, value in keys if kind == "slug"]),
            Q(email_key__in=[value for kind, value in keys if kind == "email_key"]),
            Q(orcid__in=[value for kind, value in keys if kind == "orcid"]),
        )
        for table in (self._profiles, self._by_key, self._by_place, self._batch):
            table.clear()
        self._batch_places.clear()
        for profile in found:
            self._remember(profile)
        for profile in await _load_namesakes(
            [form for form in forms if self._by_own_key(form) is None]
        ):
            if profile.id not in self._profiles:
                self._remember(profile)
        self._rows = dict(
            await ImportedRow.filter(
                run_id=self.run_id, profile_id__in=list(self._profiles)
            ).values_list("profile_id", "row")
        )

    def recognize(self, row: int, form: MemberForm) -> Identity:
        """Say whom `row` is about, and remember it for the rows that follow."""
        identity = self._by_own_key(form) or self._by_name(form) or Identity()
        if identity.profile is not None and identity.profile.id in self._rows:
            identity = Identity(None, self._rows[identity.profile.id], identity.why)
        if identity.profile is not None and _is_another(form, identity):
            identity = Identity(None, identity.profile.slug, _another_person(identity.why))
        if identity.of is None:
            for key in _keys(form):
                self._batch.setdefault(key, row)
            self._batch_places[_place(form)].append((row, form))
            if identity.profile is not None:
                self._rows[identity.profile.id] = row
        return identity

    def is_taken(self, row: int, profile: Profile, form: MemberForm) -> bool:
        """Say whether the e-mail address in `form` is somebody else's than `profile`."""
        key = ("email_key", email_key(form.email)) if form.email else ("", "")
        return self._batch.get(key, row) != row or self._by_key.get(key, profile.id) != profile.id

    def _remember(self, profile: Profile) -> None:
        self._profiles[profile.id] = profile
        for name in ("email_key", "slug", "orcid"):
            value: str = getattr(profile, name)
            if value:
                self._by_key[name, value] = profile.id
        for place in _places(profile):
            self._by_place[place].append(profile.id)

    def _by_own_key(self, form: MemberForm) -> Identity | None:
        for key in _keys(form):
            why = _why(key[0])
            if key in self._batch:
                return Identity(None, self._batch[key], why)
            if key in self._by_key:
                return Identity(self._profiles[self._by_key[key]], None, why)
        return None

    def _by_name(self, form: MemberForm) -> Identity | None:
        """Look for a namesake at the same place; a different address makes it a question."""
        place = _place(form)
        why = _("same name and institution") if form.institution else _("same name and city")
        for profile in (self._profiles[one] for one in self._by_place.get(place, ())):
            if form.slug and profile.id in self._rows:
                continue  # a file with slugs knows its namesakes apart
            if _may_be(form, profile, placed=bool(place[0])):
                if not (form.email and profile.email_key):
                    return Identity(profile, None, why)
                if not self.keep_namesakes:
                    return Identity(None, self._rows.get(profile.id, profile.slug), why)
        others = () if self.keep_namesakes else self._batch_places.get(place, ())
        for row, other in others:
            if _may_be(form, other, placed=bool(place[0])) and not (form.slug and other.slug):
                return Identity(None, row, why)
        return None


async def _load(*conditions: Q) -> list[Profile]:
    found = Profile.filter(Q(*conditions, join_type="OR"))
    return await whole(found.prefetch_related("institution__names"))


async def _load_namesakes(forms: Sequence[MemberForm]) -> list[Profile]:
    """Return who shares a word of their name, and the place, with one of `forms`.

    Of an institution's thousands only those are loaded.
    """
    known = await find_institutions({_place(form) for form in forms if form.institution})
    words: defaultdict[int, set[str]] = defaultdict(set)
    for form in forms:
        if form.institution and _place(form) in known:
            words[known[_place(form)].id].update(name_key(form.name).split())
    there = await Profile.filter(institution_id__in=list(words)).values_list(
        "id", "institution_id", "name_key"
    )
    ids = [one for one, place, key in there if not words[place].isdisjoint(key.split())]
    names = [name_key(form.name) for form in forms if not form.institution]
    return await _load(Q(id__in=ids), Q(institution_id__isnull=True, name_key__in=names))


def _may_be(form: MemberForm, other: MemberForm | Profile, *, placed: bool) -> bool:
    """Say whether two at the same place may be one person.

    Where no place is known, only the very name will do, and nothing must tell them apart.
    """
    if form.orcid and other.orcid and form.orcid != other.orcid:
        return False
    if placed:
        return same_person_name(form.name, other.name)
    return name_key(form.name) == name_key(other.name) and not (form.email or other.email)


def _is_another(form: MemberForm, identity: Identity) -> bool:
    """Say whether only an ORCID iD speaks for one person, and name and address against it."""
    profile = identity.profile
    return (
        profile is not None
        and identity.why == _why("orcid")
        and not same_person_name(form.name, profile.name)
        and bool(form.email and profile.email_key)
    )


def _another_person(why: str) -> str:
    return _("{why}, but another name and another e-mail address").format(why=why)


def _keys(form: MemberForm) -> Iterable[tuple[str, str]]:
    """Return what tells this person from all others, the surest first."""
    if form.slug:
        yield "slug", form.slug
    if form.email:
        yield "email_key", email_key(form.email)
    if form.orcid:
        yield "orcid", form.orcid


def _why(key: str) -> str:
    return {
        "email_key": _("same e-mail address"),
        "slug": _("same slug"),
        "orcid": _("same ORCID iD"),
    }[key]


def _place(form: MemberForm) -> Place:
    words = institution_key(form.institution) if form.institution else fold(form.city or "")
    return words, form.country or ""


def _places(profile: Profile) -> Iterable[Place]:
    if profile.institution is None:
        yield fold(profile.city), profile.country
    else:
        for name in profile.institution.names:
            yield name.key, name.country
