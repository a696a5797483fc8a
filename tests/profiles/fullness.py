"""A member who has told everything that can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cop.kit.changes import record_changes
from profiles.actions.members import (
    Draft,
    create_profiles,
    ensure_institutions,
    share_with_chapters,
)
from profiles.fields import FIELDS, LISTS
from profiles.member import Tag
from profiles.queries import find_profile

if TYPE_CHECKING:
    from profiles.models import Profile

JOINED = "east-africa"  # the chapter that Fay has joined
TOWN = 184622  # Nakuru

VALUES: dict[str, Any] = {
    "name": "Fay Full",
    "photo": "f00d.webp",
    "email": "fay@canary.example.org",
    "country": "KE",
    "city": "Canarytown",
    "city_id": TOWN,
    "unit": "Canaryunit",
    "position": "Canaryposition",
    "stakeholder": "academia",
    "government_level": "local",
    "bio": "Canarybio",
    "website": "https://canary.example.org",
    "orcid": "0000-0002-1825-0097",
    "gender": "woman",
}
TAGS: dict[str, tuple[Tag, ...]] = {
    "disciplines": (Tag("political-science"), Tag("", "Canarydiscipline")),
    "sectors": (Tag("public-finance"), Tag("", "Canarysector")),
    "expertise": (Tag("property-tax", level=3), Tag("", "Canaryexpertise")),
    "interests": (Tag("local-elections"), Tag("", "Canaryinterest")),
    "languages": (Tag("sw"), Tag("", "Canarylanguage")),
    "countries_known": (Tag("TZ"), Tag("", "Canarycountry")),
    "offers": (Tag("mentoring"), Tag("", "Canaryoffer")),
    "seeks": (Tag("mentor"), Tag("", "Canaryseek")),
}


def blank(field: str) -> dict[str, Any]:
    """What the field looks like where nothing was told."""
    if field in LISTS:
        return {field: ()}
    return (
        {"city": "", "city_id": None}
        if field == "city"
        else {field: None if field == "institution" else ""}
    )


async def create_fay(account_id: int | None = None) -> Profile:
    """Create Fay, who has filled in every field, and return her as `visible` wants her."""
    assert {*VALUES, *TAGS, "institution"} - {"city_id"} == FIELDS.keys()
    places = await ensure_institutions([("Canary Institute", "KE")])
    institution = places["Canary Institute", "KE"].id
    values = VALUES | {"slug": "fay", "institution_id": institution, "account_id": account_id}
    (made,) = await create_profiles([Draft(values, TAGS)], published=True)
    await share_with_chapters([(made.id, JOINED)])
    await record_changes("profile", [made.id])
    profile = await find_profile("fay")
    assert profile is not None
    return profile
