"""What a member may save of their own profile: a sheet, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _
from profiles.actions.own import ProfileEdit
from profiles.fields import FIELDS, Visibility
from profiles.forms.lists import split_list
from profiles.forms.member import read_member_form
from profiles.forms.sheet import PICKED, TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.vocabulary.concepts import Vocabulary
    from profiles.forms.sheet import Sheet
    from profiles.member import Tag

NEEDED_AT_FIRST: Final = ("name", "country", "position", "stakeholder", "expertise")
NEEDED_ALWAYS: Final = ("name", "country")
ASKED_AT_FIRST: Final = (
    "name",
    "country",
    "city",
    "institution",
    "position",
    "stakeholder",
    "sectors",
    "expertise",
    "languages",
)
_STRICT: Final = frozenset(
    {"website", "orcid", "stakeholder", "government_level", "gender", "visibility"}
)


def read_profile_edit(
    sheet: Sheet, vocabulary: Vocabulary, *, needed: tuple[str, ...] = NEEDED_ALWAYS
) -> ProfileEdit:
    """Check a sheet; what stands in a picker's text field counts as chosen.

    Raises:
        Invalid: something in it cannot be kept, or is `needed` and missing; one sentence a field.
    """
    lists = {**sheet.lists}
    for name in PICKED:
        if sheet.typed.get(name) and name in lists:
            lists[name] = (*lists[name], *_split(sheet.typed[name], name, vocabulary))
    errors = _missing(sheet, lists, needed)
    cells: dict[str, str | list[str]] = {
        **sheet.texts,
        **{one: [*values] for one, values in lists.items() if values},
    }
    cells.setdefault("name", "x")  # a part of the form without it
    if sheet.visibility:
        cells["visibility"] = sheet.visibility
    try:
        form = read_member_form(cells, vocabulary)
    except Invalid as error:
        errors = {**error.fields, **errors}
        raise Invalid(" ".join(errors.values()), errors) from error
    for note in form.notes:
        if note.column in _STRICT:
            errors.setdefault(note.column, note.reason)
    if errors:
        raise Invalid(" ".join(errors.values()), errors)
    return ProfileEdit(
        texts={one: getattr(form, one) or "" for one in TEXTS if one in sheet.texts},
        lists={one: form.lists.get(one, ()) for one in lists},
        levels=sheet.levels,
        visibility=(form.visibility or Visibility.MEMBERS).value if sheet.visibility else "",
        listed=sheet.listed,
        version=sheet.version,
        proposals=tuple(one for one in sheet.proposals if _is_kept(one, form.lists)),
        takes_over=sheet.takes_over,
    )


def _split(text: str, name: str, vocabulary: Vocabulary) -> list[str]:
    return split_list(text, lambda one: bool(vocabulary.find(one, FIELDS[name].scheme)))


def _is_kept(words: str, lists: Mapping[str, tuple[Tag, ...]]) -> bool:
    """Say whether the proposed words still stand on the profile as own words."""
    own = {tag.text for name in ("expertise", "interests") for tag in lists.get(name, ())}
    return " ".join(words.split()) in own


def _missing(
    sheet: Sheet, lists: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]
) -> dict[str, str]:
    """Return a sentence for each field that must not be empty and is."""
    sentences = {
        "name": _("The name is empty."),
        "country": _("Choose the country you work in most."),
        "position": _("Write what you do, in a few words."),
        "stakeholder": _("Choose the role that fits best."),
        "expertise": _("Choose at least one topic, or write it in your own words."),
    }
    first = needed is NEEDED_AT_FIRST
    texts = {one: sheet.texts.get(one, "") for one in needed if first or one in sheet.texts}
    empty = [one for one, text in texts.items() if one in TEXTS and not text.strip()]
    if "expertise" in needed and not lists.get("expertise"):
        empty.append("expertise")
    return {one: sentences[one] for one in needed if one in empty}
