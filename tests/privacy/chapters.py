"""The chapters of a generated world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.chapters.actions.memberships import join_chapters
from cop.chapters.models.chapters import Chapter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.privacy.policy import Person


async def create_chapters() -> list[Chapter]:
    """Create two chapters of regions and one of topics, without members."""
    made = []
    for slug, kind, scope in (
        ("ssa", "regional", "ssa"),
        ("pacific", "regional", "asia-pacific"),
        ("tax-wash", "thematic", "property-tax+wash"),
    ):
        values = {"topics": [["property-tax", 0.5, 0.1]], "quality": {"conductance": 0.5}}
        made.append(await Chapter.create(slug=slug, kind=kind, scope=scope, **values))
    return made


async def create_further_chapters(people: Sequence[Person]) -> list[str]:
    """Let everybody join a chapter within that of a region, and one that is about nothing."""
    values = {"topics": [], "quality": {}}
    kenya = await Chapter.create(slug="kenya", kind="country", scope="KE", **values)
    free = await Chapter.create(
        slug="free", kind="free", scope="free", names={"en": "All"}, **values
    )
    await join_chapters([(one.id, chapter) for one in people for chapter in (kenya, free)])
    return [kenya.slug, free.slug]
