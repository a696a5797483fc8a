"""The words and marks that templates ask for by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.relying_party import passkeys_work
from cop.kit.i18n import current_language, mark
from cop.kit.i18n import gettext as _
from cop.vocabulary.shapes import stakeholder_shape
from profiles.fields import DEGREES, FIELDS
from profiles.index import FIELD_OF
from profiles.member import USUAL
from profiles.names import initials

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.kit.settings import Settings
    from cop.vocabulary.concepts import Concept, Vocabulary
    from search.engine import Engine

DEEDS: Final[Mapping[str, str]] = {
    "account.banned": mark("Shut the account out"),
    "account.created": mark("Made the account"),
    "account.email_changed": mark("Changed the e-mail address of the account"),
    "account.erased": mark("Erased the account"),
    "account.opened": mark("Looked at the account"),
    "account.unbanned": mark("Let the account in again"),
    "chapter.closed": mark("Closed a chapter"),
    "chapter.described": mark("Changed what a chapter says of itself"),
    "chapter.fell-quiet": mark("Made a chapter dormant, for nothing was done there"),
    "chapter.formed": mark("Began to form a chapter"),
    "announcement.sent": mark("Sent an announcement"),
    "announcement.stopped": mark("Stopped an announcement"),
    "chapter.joining-set": mark("Set how one becomes a member of a chapter"),
    "chapter.stepped-down": mark("Stepped down as coordinator of a chapter"),
    "chapter.made": mark("Made a chapter"),
    "chapter.merged": mark("Made a chapter part of another one"),
    "chapter.split": mark("Made a chapter out of a part of another one"),
    "chapter.unmerged": mark("Took a chapter out of another one again"),
    "chapter.opened": mark("Made a chapter active"),
    "chapter.reopened": mark("Began to form a closed chapter again"),
    "chapter.rested": mark("Let a chapter rest"),
    "chapter.woken": mark("Woke a chapter"),
    "consent.given": mark("Agreed to something"),
    "consent.withdrawn": mark("Took an agreement back"),
    "consistency.checked": mark("Checked that everything agrees with the database"),
    "delegation.accepted": mark("Agreed to edit for somebody"),
    "delegation.ended": mark("Ended that somebody edits for somebody else"),
    "delegation.offered": mark("Asked somebody to edit for them"),
    "identity.linked": mark("Linked an account elsewhere"),
    "identity.unlinked": mark("Unlinked an account elsewhere"),
    "institution.merged": mark("Merged two institutions"),
    "institution.told-apart": mark("Said that two institutions are not the same"),
    "institution.unmerged": mark("Took a merge of institutions back"),
    "meeting.announced": mark("Announced a meeting of a chapter"),
    "meeting.cancelled": mark("Cancelled a meeting of a chapter"),
    "meeting.held": mark("Said that a meeting of a chapter was held"),
    "meetings.imported": mark("Imported meetings of a chapter"),
    "membership.accepted": mark("Accepted an invitation to a chapter"),
    "membership.approved": mark("Approved a request to join a chapter"),
    "membership.asked": mark("Asked to join a chapter"),
    "membership.banned": mark("Banned from a chapter"),
    "membership.confirmed": mark("Said that they still want to be in a chapter"),
    "membership.declined": mark("Declined an invitation to a chapter"),
    "membership.invited": mark("Invited to a chapter"),
    "membership.joined": mark("Joined a chapter"),
    "membership.left": mark("Left a chapter"),
    "membership.moved": mark("Came along when a chapter became part of another one"),
    "membership.many": mark("Decided about many members of a chapter at once"),
    "membership.noted": mark("Noted something about a member of a chapter"),
    "membership.paused": mark("Paused in a chapter"),
    "membership.refused": mark("Declined a request to join a chapter"),
    "membership.removed": mark("Removed from a chapter"),
    "membership.resumed": mark("Is active in a chapter again"),
    "membership.taken-back": mark("Took back a request to join a chapter"),
    "membership.unbanned": mark("Lifted a ban from a chapter"),
    "membership.undone": mark("Took back what was decided about a place in a chapter"),
    "membership.undone-many": mark("Took back what was decided about many members"),
    "membership.unnoted": mark("Deleted a note about a member of a chapter"),
    "members.exported": mark("Exported members"),
    "passkey.added": mark("Added a passkey"),
    "passkey.removed": mark("Removed a passkey"),
    "photo.removed": mark("Removed the photo"),
    "photo.set": mark("Set the photo"),
    "profile.confirmed": mark("Said that all is still true"),
    "profile.created": mark("Made the profile"),
    "profile.edited": mark("Edited the profile"),
    "profile.erased": mark("Erased the profile"),
    "profile.exported": mark("Exported what coordinators see"),
    "profile.hidden": mark("Hid the profile"),
    "profile.levels-set": mark("Changed who sees what"),
    "profile.merged": mark("Merged two profiles"),
    "profile.released": mark("Released a profile that was held back"),
    "profile.taken-over": mark("Took over a profile that was imported"),
    "profile.told-apart": mark("Said that two profiles are not the same"),
    "profile.unanswered": mark("Deleted a profile nobody had answered for"),
    "profile.unhidden": mark("Showed the profile again"),
    "profile.unmerged": mark("Took a merge back"),
    "profile.viewed-closely": mark("Looked at what coordinators see"),
    "proposal.dismissed": mark("Dismissed a proposed chapter"),
    "proposal.restored": mark("Let a chapter be proposed again"),
    "report.decided": mark("Decided about a report"),
    "role.granted": mark("Gave a role"),
    "role.revoked": mark("Took a role"),
    "seat.accepted": mark("Took a seat in a chapter"),
    "seat.asked-on": mark("Asked somebody to keep a seat in a chapter"),
    "seat.declined": mark("Declined a seat in a chapter"),
    "seat.ended": mark("Ended a seat in a chapter"),
    "seat.given-up": mark("Gave up a seat in a chapter"),
    "seat.lapsed": mark("Lost a seat in a chapter, with the term or the membership"),
    "seat.not-prolonged": mark("Said no to keeping a seat in a chapter"),
    "seat.offered": mark("Offered a seat in a chapter"),
    "seat.prolonged": mark("Kept a seat in a chapter for longer"),
    "session.proved": mark("Proved with a passkey who they are"),
    "token.created": mark("Made an access token"),
    "token.revoked": mark("Revoked an access token"),
    "topic.added": mark("Made a topic"),
    "topic.changed": mark("Changed a topic"),
    "topic.declined": mark("Declined to make a word a topic"),
    "topic.merged": mark("Merged two topics"),
    "topic.retired": mark("Retired a topic"),
    "topic.split": mark("Split a topic"),
    "topic.worded": mark("Gave a topic another word"),
}
# What somebody wants to learn is looked for where it is known.
_FACETS: Final[Mapping[str, str]] = {
    **{field: facet for facet, field in reversed([*FIELD_OF.items()])},
    "interests": "topic",
}


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
        "degree_label": degree_label,
        "field_facet": field_facet,
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
    return _(DEEDS[action]) if action in DEEDS else action


def degree_label(level: int) -> str:
    """Return how well a topic is known, "" where that is as usual."""
    return "" if level == USUAL else _(DEGREES[level])


def field_scheme(name: str) -> str:
    """Return the scheme that the values of a field come from."""
    return FIELDS[name].scheme


def field_facet(name: str) -> str:
    """Return the facet in which one searches for what a field says, "" for none."""
    return _FACETS.get(name, "")


def role_label(role: str) -> str:
    """Return what a role is called."""
    return {
        "administrator": _("Administrator"),
        "editor": _("Vocabulary editor"),
        "coordinator": _("Coordinator"),
        "guest": _("Guest"),
    }.get(role, role)
