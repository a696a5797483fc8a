"""The words and marks that templates ask for by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.relying_party import passkeys_work
from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _
from cop.vocabulary.shapes import stakeholder_shape
from profiles.fields import FIELDS
from profiles.names import initials

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.kit.settings import Settings
    from cop.vocabulary.concepts import Concept, Vocabulary
    from search.engine import Engine


def make_page_context(
    vocabulary: Vocabulary, settings: Settings, engine: Engine
) -> Mapping[str, object]:
    """Return the names that every template knows."""

    def label(scheme: str, key: str) -> str:
        return vocabulary.label(scheme, key, current_language())

    def shape(stakeholder: str) -> int:
        return stakeholder_shape(vocabulary, stakeholder)

    def stakeholder_groups() -> list[Concept]:
        return [one for one in vocabulary.list("stakeholder") if not one.parent]

    return {
        "deed_label": deed_label,
        "field_label": field_label,
        "field_scheme": field_scheme,
        "initials": initials,
        "is_local": settings.is_local,
        "label": label,
        "passkeys_work": passkeys_work(settings),
        "providers": settings.oidc,
        "role_label": role_label,
        "search_is_limited": lambda: engine.is_limited,
        "shape": shape,
        "stakeholder_groups": stakeholder_groups,
    }


def field_label(name: str) -> str:
    """Return what a field of a profile is called."""
    return _(FIELDS[name].label)


def deed_label(action: str) -> str:
    """Return what a row of the trail says happened."""
    return {
        "account.joined": _("Joined the community"),
        "consent.given": _("Agreed to something"),
        "consent.withdrawn": _("Took an agreement back"),
        "profile.confirmed": _("Said that all is still true"),
        "profile.created": _("Made the profile"),
        "profile.edited": _("Edited the profile"),
        "profile.exported": _("Exported what coordinators see"),
        "profile.hidden": _("Hid the profile"),
        "profile.levels-set": _("Changed who sees what"),
        "profile.unhidden": _("Showed the profile again"),
        "profile.viewed-closely": _("Looked at what coordinators see"),
        "role.granted": _("Gave a role"),
        "role.taken": _("Took a role"),
    }.get(action, action)


def field_scheme(name: str) -> str:
    """Return the scheme that the values of a field come from."""
    return FIELDS[name].scheme


def role_label(role: str) -> str:
    """Return what a role is called."""
    return {
        "administrator": _("Administrator"),
        "editor": _("Vocabulary editor"),
        "coordinator": _("Coordinator"),
        "co-chair": _("Co-chair"),
        "guest": _("Guest"),
    }.get(role, role)
