"""A woman who is stored twice, and all that a merge may touch."""

from __future__ import annotations

from typing import Any

from cop.chapters.models.memberships import Membership
from cop.contact.models import Message, Report
from profiles.actions.members import Draft, create_profiles
from profiles.fields import Level, Visibility
from profiles.models import Institution, InstitutionName, Profile
from profiles.queries import whole
from tests.people import tags

ADMINISTRATOR = [("administrator", "")]
PAGE = "/administration/duplicates"


async def make(**values: Any) -> Profile:
    """Create a member from Kenya."""
    lists = values.pop("lists", {})
    base = {"country": "KE", "visibility": Visibility.PUBLIC.value}
    made = await create_profiles([Draft(base | values, lists)], published=True)
    return made[0]


async def twice() -> tuple[Profile, Profile]:
    """Create one woman twice."""
    one = await make(
        name="Amina Wanjiru Otieno",
        slug="amina",
        email="amina@old.example",
        position="Planner",
        lists={"expertise": tags("property-tax"), "languages": tags("en")},
    )
    other = await make(
        name="Otieno Amina Wanjiru",
        slug="amina-2",
        email="amina@new.example",
        bio="Counts wells.",
        levels={"bio": Level.CHAPTERS.value},
        lists={"expertise": tags("wash", "property-tax")},
    )
    return one, other


def merging(kept: Profile, gone: Profile, **choices: str) -> dict[str, str]:
    """Return the form that keeps `kept`."""
    return {
        "keep": str(kept.id),
        f"version-{kept.id}": str(kept.version),
        f"version-{gone.id}": str(gone.version),
    } | {f"field-{name}": value for name, value in choices.items()}


def place_of(kind: str, one: int, other: int) -> str:
    return f"{PAGE}/{kind}/{min(one, other)}/{max(one, other)}"


async def everything() -> dict[str, Any]:
    """Return all that merging may touch, without what counts up."""
    profiles = await whole(Profile.all().order_by("id"))
    columns = await Profile.all().order_by("id").values()
    for row in columns:
        del row["version"], row["updated_at"]
    return {
        "columns": columns,
        "lists": [one.lists for one in profiles],
        "chapters": [one.chapters for one in profiles],
        "memberships": await Membership.all()
        .order_by("chapter_id", "profile_id")
        .values("chapter_id", "profile_id", "state", "since"),
        "messages": await Message.all().order_by("id").values(),
        "reports": await Report.all().order_by("id").values(),
        "institutions": await Institution.all().order_by("id").values(),
        "names": await InstitutionName.all().order_by("id").values(),
    }
