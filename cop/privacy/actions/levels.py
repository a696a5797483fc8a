"""Who sees which field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.kit.changes import record_changes
from cop.kit.clock import now
from cop.kit.errors import Conflict
from cop.kit.i18n import gettext as _
from profiles.actions.members import KIND
from profiles.fields import Level, Visibility, level_of
from profiles.models import Profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.accounts.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ChosenLevels:
    """Who may see what, and of which version of the profile the page told."""

    version: int
    visibility: Visibility
    levels: Mapping[str, Level]


class ProfileChanged(Conflict):
    """The profile is not as it was when the form was shown."""

    def __init__(self) -> None:
        super().__init__(
            _("Your profile has changed meanwhile, in another window perhaps. Look again.")
        )


async def set_levels(profile: Profile, form: ChosenLevels, actor: Viewer) -> None:
    """Let each field, and the whole profile, be seen as the form says.

    Raises:
        ProfileChanged: somebody saved it since the form was shown; nothing was done.
    """
    levels = profile.levels | {name: int(level) for name, level in form.levels.items()}
    changed: dict[str, list[int]] = {
        name: [int(level_of(name, profile.levels)), int(level)]
        for name, level in form.levels.items()
        if level_of(name, profile.levels) != level
    }
    async with in_transaction():
        as_shown = Profile.filter(id=profile.id, version=form.version)
        if not await as_shown.update(
            levels=levels,
            visibility=form.visibility.value,
            version=form.version + 1,
            updated_at=now(),
        ):
            raise ProfileChanged
        detail: dict[str, object] = {"levels": changed} if changed else {}
        if profile.visibility != form.visibility:
            detail["visibility"] = [profile.visibility, form.visibility.value]
        if detail:
            subject = f"profile:{profile.id}"
            await record_deed(actor, "profile.levels-set", subject, **detail)
        await record_changes(KIND, [profile.id])
