"""What may be sent to the pages of privacy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _
from cop.kit.text import as_number
from cop.privacy.actions.levels import ChosenLevels
from cop.privacy.consents import CONSENTS
from profiles.fields import FIELDS, Level, Visibility

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_levels_form(data: Mapping[str, str]) -> ChosenLevels:
    """Read the levels; a field that was not sent stays as it is.

    Raises:
        Invalid: something is no level, or there is no version.
    """
    version = as_number(data.get("version", ""))
    levels = {
        name: data[f"level-{name}"]
        for name, field in FIELDS.items()
        if field.level is not None and f"level-{name}" in data
    }
    visibility = data.get("visibility", "")
    if (
        version is None
        or visibility not in set(Visibility)
        or not {*levels.values()} <= {str(level.value) for level in Level}
    ):
        raise Invalid(_("This form cannot be read. Open the page again."))
    return ChosenLevels(
        version,
        Visibility(visibility),
        {name: Level(int(level)) for name, level in levels.items()},
    )


def read_consent_form(data: Mapping[str, str]) -> tuple[str, bool]:
    """Return which consent is given, or taken back.

    Raises:
        Invalid: there is no such consent.
    """
    kind, given = data.get("kind", ""), data.get("given", "")
    if kind not in CONSENTS or given not in {"yes", "no"}:
        raise Invalid(_("This form cannot be read. Open the page again."))
    return kind, given == "yes"


def read_erasure_form(data: Mapping[str, str]) -> None:
    """Make sure that the person has said they know it cannot be undone.

    Raises:
        Invalid: they have not.
    """
    if data.get("sure") != "yes":
        raise Invalid(_("Tick that you understand that this cannot be undone."))
