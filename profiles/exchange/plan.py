"""One batch of rows: read, recognised, stored, each with its outcome."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from cop.kit.clock import now
from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _
from cop.vocabulary.geography import find_city
from profiles.actions.members import (
    Draft,
    create_profiles,
    ensure_institutions,
    hold_profiles,
    update_profile,
)
from profiles.exchange.identity import Recognizer
from profiles.fields import EXCHANGED, LISTS
from profiles.forms.member import MemberForm, read_member_form
from profiles.member import Tag
from profiles.models import ImportedRow
from profiles.names import institution_key, same_person_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cop.vocabulary.concepts import Vocabulary
    from profiles.exchange.table import Cell, SourceRow
    from profiles.models import Import, Institution, Profile

_COLUMNS: Final = tuple(name for name in EXCHANGED if name not in LISTS and name != "institution")


@dataclass(slots=True)
class _Plan:
    """What is to be done about one row."""

    row: SourceRow
    form: MemberForm | None = None
    outcome: str = "skipped"
    profile: Profile | None = None
    draft: Draft | None = None
    before: dict[str, Any] | None = None
    notes: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    @property
    def country(self) -> str:
        """Return where the person is: as the row says, else as we know."""
        said = self.form.country if self.form else None
        return said if said is not None else self.profile.country if self.profile else ""

    def note(self, kind: str, **what: object) -> None:
        """Add something the sender should know."""
        self.notes.append({"kind": kind, **what})


async def plan_rows(
    run: Import,
    rows: Sequence[SourceRow],
    columns: Sequence[str | None],
    vocabulary: Vocabulary,
    erased: Callable[[str], bool],
) -> None:
    """Bring in `rows` of `run`: profiles, outcomes and changes, within the current transaction.

    `erased` says of an address whether its person asked to be erased.
    """
    plans = [_refused(_read(row, columns, vocabulary), erased) for row in rows]
    readable = [plan for plan in plans if plan.form is not None]
    forms = [plan.form for plan in readable if plan.form is not None]
    recognizer = Recognizer(run.id, bool(run.options["keep_namesakes"]))
    await recognizer.load(forms)
    for plan in readable:
        _recognize(plan, recognizer)
    named = [
        (plan.form.institution, plan.country)
        for plan in readable
        if plan.form and plan.form.institution and plan.outcome != "skipped"
        if not _works_there(plan.profile, plan.form)
    ]
    institutions = await ensure_institutions(dict.fromkeys(named))
    published = bool(run.options["published"])
    for plan in readable:
        _draft(plan, institutions, published=published)
    known = [plan.profile.id for plan in readable if plan.outcome == "updated" and plan.profile]
    await hold_profiles(known)
    new = [plan for plan in readable if plan.outcome == "created" and plan.draft]
    made = await create_profiles([plan.draft for plan in new if plan.draft], published=published)
    for plan, profile in zip(new, made, strict=True):
        plan.profile = profile
    for plan in readable:
        if plan.outcome == "updated" and plan.profile and plan.draft:
            await update_profile(plan.profile, plan.draft)
    await ImportedRow.bulk_create([_as_row(run, plan) for plan in plans], batch_size=500)


def topic_words(
    rows: Sequence[SourceRow], columns: Sequence[str | None], vocabulary: Vocabulary
) -> Iterator[str]:
    """Yield the words in `rows` that stand where topics belong and are none."""
    for row in rows:
        form = _read(row, columns, vocabulary).form
        yield from (tag.text for tag in _unknown_topics(form)) if form else ()


def _unknown_topics(form: MemberForm) -> list[Tag]:
    lists = (form.lists.get(name, ()) for name in ("expertise", "interests"))
    return [tag for tags in lists for tag in tags if not tag.key]


def _read(row: SourceRow, columns: Sequence[str | None], vocabulary: Vocabulary) -> _Plan:
    plan = _Plan(row)
    _note_problems(plan, columns)
    if plan.notes:
        return plan
    cells: Mapping[str, Cell] = {
        name: cell for name, cell in zip(columns, row.cells, strict=False) if name
    }
    try:
        plan.form = read_member_form(cells, vocabulary)
    except Invalid as error:
        for name, reason in error.fields.items():
            plan.note("error", column=name, value=_shown(cells.get(name, "")), reason=reason)
    else:
        for note in plan.form.notes:
            plan.note("warning", **asdict(note) | {"value": _shown(note.value)})
        for tag in _unknown_topics(plan.form):
            plan.note("unknown_topic", value=tag.text)
    return plan


def _refused(plan: _Plan, erased: Callable[[str], bool]) -> _Plan:
    """Refuse a row about somebody who was erased; what it says of them is not kept."""
    if plan.form and plan.form.email and erased(plan.form.email):
        reason = _("This person was erased on request and cannot be added again by import.")
        plan.notes = [{"kind": "error", "column": "email", "value": "", "reason": reason}]
        plan.form = None
    return plan


def _note_problems(plan: _Plan, columns: Sequence[str | None]) -> None:
    for at, reason in plan.row.problems.items():
        column = columns[at] if at >= 0 else ""
        if column is not None:  # a column that is left out may hold what it likes
            plan.note("error", column=column, value="", reason=reason)


def _shown(cell: Cell) -> str:
    """Return a cell for a report: short, and without what cannot be written or stored."""
    text = (cell if isinstance(cell, str) else "; ".join(cell))[:200]
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def _recognize(plan: _Plan, recognizer: Recognizer) -> None:
    """Decide whether the row is somebody new, somebody we have, or a repetition."""
    if plan.form is None:
        return
    identity = recognizer.recognize(plan.row.number, plan.form)
    if identity.of is not None:
        plan.note("duplicate", of=identity.of, why=identity.why)
    elif identity.profile is None:
        plan.outcome = "created"
    elif recognizer.is_taken(plan.row.number, identity.profile, plan.form):
        reason = _("This e-mail address belongs to another member.")
        plan.note("error", column="email", value=plan.form.email or "", reason=reason)
    else:
        plan.outcome, plan.profile = "updated", identity.profile


def _draft(
    plan: _Plan, institutions: Mapping[tuple[str, str], Institution], *, published: bool
) -> None:
    """Work out what the row says that is not so already."""
    form = plan.form
    if form is None or plan.outcome == "skipped":
        return
    known = _works_there(plan.profile, form)
    institution = None if known else institutions.get((form.institution or "", plan.country))
    said = _said(form, institution, plan.country)
    if plan.profile is None:
        plan.draft = said
        return
    _note_ignored_visibility(plan, plan.profile, form)
    draft, plan.before = difference(plan.profile, said)
    if "name" in draft.values and not same_person_name(form.name, plan.profile.name):
        reason = _("The member was called “{name}” before.").format(name=plan.profile.name)
        plan.note("warning", column="name", value=form.name, reason=reason)
    if published and plan.profile.published_at is None and plan.profile.account_id is None:
        draft.values["published_at"] = now()
        plan.before["values"]["published_at"] = None
    plan.draft = draft
    if not draft:
        plan.outcome, plan.before = "unchanged", None


def _said(form: MemberForm, institution: Institution | None, country: str) -> Draft:
    """Return what the form says, as columns and lists; what it leaves open is not in it."""
    values: dict[str, Any] = {
        name: value for name in _COLUMNS if (value := getattr(form, name)) is not None
    }
    if form.city is not None:
        values["city_id"] = _city_id(form.city, country)
    if institution is not None:
        values["institution_id"] = institution.id
    if form.slug is not None:
        values["slug"] = form.slug
    if form.visibility is not None:
        values["visibility"] = form.visibility.value
    return Draft(values, dict(form.lists))


def _city_id(city: str, country: str) -> int | None:
    found = find_city(city, country)
    return found.id if found else None


def _works_there(profile: Profile | None, form: MemberForm) -> bool:
    """Say whether the row names the institution that we know already, abroad as it may be."""
    if profile is None or profile.institution is None or form.institution is None:
        return False
    key = institution_key(form.institution)
    stays = form.country in {None, profile.country}
    return stays and any(name.key == key for name in profile.institution.names)


def difference(profile: Profile, said: Draft) -> tuple[Draft, dict[str, Any]]:
    """Return what of `said` differs from `profile`, and what stood there before.

    Visibility and address are the member's; of a profile with an owner only what is empty is
    filled in.
    """
    lists = profile.lists
    values = {
        name: value
        for name, value in said.values.items()
        if name not in {"visibility", "slug", "city_id"} and getattr(profile, name) != value
    }
    new_lists = {name: tags for name, tags in said.lists.items() if lists.get(name, ()) != tags}
    if profile.account_id is not None:
        values = {name: value for name, value in values.items() if not getattr(profile, name)}
        new_lists = {name: tags for name, tags in new_lists.items() if not lists.get(name)}
    if not {"city", "country"}.isdisjoint(values):
        place = {"city": profile.city, "country": profile.country} | values
        values["city_id"] = _city_id(place["city"], place["country"])
    before = {
        "values": {name: getattr(profile, name) for name in values},
        "lists": {name: [asdict(tag) for tag in lists.get(name, ())] for name in new_lists},
    }
    return Draft(values, new_lists), before


def _note_ignored_visibility(plan: _Plan, profile: Profile, form: MemberForm) -> None:
    if form.visibility is not None and form.visibility.value != profile.visibility:
        reason = _("Only the member can change who may find the profile; it was left as it is.")
        plan.note("warning", column="visibility", value=form.visibility.value, reason=reason)


def _as_row(run: Import, plan: _Plan) -> ImportedRow:
    return ImportedRow(
        run_id=run.id,
        row=plan.row.number,
        outcome=plan.outcome,
        profile_id=plan.profile.id if plan.profile else None,
        version=plan.profile.version if plan.profile else 0,
        notes=[{"line": plan.row.line, **note} for note in plan.notes],
        before=plan.before,
    )
