"""Which chapters a viewer may know of: the only way to chapters that are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.viewer import Audience
from cop.chapters.models.chapters import Chapter
from cop.chapters.rules.states import Stage

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet

    from cop.accounts.viewer import Viewer


def standing() -> QuerySet[Chapter]:
    """Return the chapters that are no part of another one."""
    return Chapter.filter(merged_into_id__isnull=True)


def known_to(viewer: Viewer) -> QuerySet[Chapter]:
    """Return the chapters that `viewer` may know of; any other is as if it were not there."""
    if viewer.is_administrator:
        return standing()
    formed = standing().exclude(state=Stage.PROPOSED)
    return formed if viewer.is_member else formed.filter(visibility=Audience.PUBLIC)
