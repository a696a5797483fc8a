"""What profiles keep about a person."""

from __future__ import annotations

from typing import Final

from cop.kit.personal import Part
from profiles.models import ImportedRow, Profile, ProfileTag, SharedWith

_ROW: Final = {"id": "a number of ours", "profile_id": "it is you"}
_NOBODY: Final = 0  # no profile has this number

PARTS: Final = (
    Part(
        name="profile",
        model=Profile,
        columns=(
            "id",
            "slug",
            "name",
            "email",
            "country",
            "city",
            "institution__name",
            "unit",
            "position",
            "stakeholder",
            "government_level",
            "bio",
            "website",
            "orcid",
            "gender",
            "photo",
            "visibility",
            "levels",
            "published_at",
            "hidden_at",
            "kept_hidden_at",
            "held_at",
            "invited_at",
            "joined_at",
            "updated_at",
            "confirmed_at",
            "reminded_at",
            "version",
        ),
        withheld={
            "account_id": "it is you",
            "name_key": "the name once more, as it is compared",
            "email_key": "the address once more, as it is compared",
            "city_id": "the city once more, as a number",
            "institution_id": "the institution is named",
        },
        find=lambda one: Profile.filter(id=one.profile_id or _NOBODY),
    ),
    Part(
        name="profile_lists",
        model=ProfileTag,
        columns=("field", "key", "text", "level", "rank"),
        withheld=_ROW,
        find=lambda one: ProfileTag.filter(profile_id=one.profile_id or _NOBODY),
    ),
    Part(
        name="shared_with_chapters",
        model=SharedWith,
        columns=("chapter",),
        withheld=_ROW,
        find=lambda one: SharedWith.filter(profile_id=one.profile_id or _NOBODY),
    ),
    Part(
        name="imports",
        model=ImportedRow,
        columns=(
            "run__file_name",
            "run__started_at",
            "run__consent",
            "row",
            "outcome",
            "version",
            "notes",
            "before",
        ),
        withheld=_ROW | {"run_id": "the file is named"},
        find=lambda one: ImportedRow.filter(profile_id=one.profile_id or _NOBODY),
    ),
)
