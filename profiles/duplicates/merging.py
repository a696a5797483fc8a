"""What becomes of the fields when two profiles are made one. Stricter privacy wins everywhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from profiles.fields import FIELDS, FLOOR, LISTS, MOST_VALUES, level_of
from profiles.member import Tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from profiles.models import Profile

KEPT: Final = "kept"
GONE: Final = "gone"
BOTH: Final = "both"
CHOICES: Final = (KEPT, GONE, BOTH)
ACCOUNT: Final = "account"  # chosen like a field
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name", "name_key"),
    "email": ("email", "email_key"),
    "city": ("city", "city_id"),
    "institution": ("institution_id",),
}


@dataclass(slots=True)
class Outcome:
    """What is written on the profile that stays: columns, and lists by field."""

    values: dict[str, Any] = field(default_factory=dict[str, Any])
    lists: dict[str, tuple[Tag, ...]] = field(default_factory=dict[str, tuple[Tag, ...]])


def work_out(kept: Profile, gone: Profile, choices: Mapping[str, str]) -> Outcome:
    """Return what changes on `kept`; a field without a choice is filled where it was empty."""
    outcome, levels = Outcome(), dict(kept.levels)
    for name in FIELDS:
        choice = choices.get(name) or _usual_choice(kept, gone, name)
        if choice == KEPT or not _has(gone, name):
            continue
        if name in LISTS:
            both = choice == BOTH
            outcome.lists[name] = _joined(kept.lists.get(name, ()) if both else (), gone, name)
        else:
            columns = _COLUMNS.get(name, (name,))
            outcome.values |= {column: getattr(gone, column) for column in columns}
        if FIELDS[name].level is not None:
            level = max(level_of(name, kept.levels), level_of(name, gone.levels))
            if level != level_of(name, kept.levels):
                levels[name] = level.value
    outcome.values |= _of_the_whole(kept, gone, choices) | {"levels": levels}
    return outcome


def _usual_choice(kept: Profile, gone: Profile, name: str) -> str:
    if name in LISTS:
        return BOTH
    return KEPT if _has(kept, name) or not _has(gone, name) else GONE


def _has(profile: Profile, name: str) -> bool:
    if name in LISTS:
        return bool(profile.lists.get(name))
    return bool(getattr(profile, "institution_id" if name == "institution" else name))


def _joined(first: Iterable[Tag], gone: Profile, name: str) -> tuple[Tag, ...]:
    tags: dict[tuple[str, str], Tag] = {}
    for tag in (*first, *gone.lists.get(name, ())):
        known = tags.get((tag.key, tag.text))
        if known is None or known.level < tag.level:
            tags[tag.key, tag.text] = tag
    return tuple(tags.values())[:MOST_VALUES]


def _of_the_whole(kept: Profile, gone: Profile, choices: Mapping[str, str]) -> dict[str, Any]:
    """Return what goes for the whole profile. Whoever owns it has said whether it is published."""
    takes = gone.account_id is not None and (
        kept.account_id is None or choices.get(ACCOUNT) == GONE
    )
    stricter = max(kept.visibility, gone.visibility, key=lambda one: FLOOR[one])
    return {
        "account_id": gone.account_id if takes else kept.account_id,
        "published_at": gone.published_at if takes else kept.published_at,
        "visibility": stricter,
        "hidden_at": kept.hidden_at or gone.hidden_at,
        "kept_hidden_at": kept.kept_hidden_at or gone.kept_hidden_at,
        "held_at": kept.held_at or gone.held_at,
        "joined_at": min(kept.joined_at, gone.joined_at),
    }
