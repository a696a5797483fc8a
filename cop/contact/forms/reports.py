"""What may be reported, and how it may be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.contact.actions.reports import Complaint, Decision
from cop.contact.forms.messages import read_words
from cop.contact.models import Deed, Reason
from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _
from cop.kit.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Mapping


REASONS: Final[Mapping[Reason, str]] = {
    Reason.SPAM: mark("Advertising or spam"),
    Reason.HARASSMENT: mark("Harassment or threats"),
    Reason.IMPOSTOR: mark("Not who they say they are"),
    Reason.OTHER: mark("Something else"),
}
DEEDS: Final[Mapping[Deed, str]] = {
    Deed.DISMISS: mark("Dismiss: nothing needs to be done"),
    Deed.HIDE: mark("Hide the profile"),
    Deed.BAN: mark("Shut the account out and hide the profile"),
}


def read_report_form(data: Mapping[str, str]) -> Complaint:
    """Return what is reported.

    Raises:
        Invalid: no reason was chosen, or the words cannot be kept.
    """
    reason = data.get("reason", "")
    if reason not in set(Reason):
        raise Invalid(_("Choose a reason."), {"reason": _("Choose a reason.")})
    words = read_words(data.get("words", ""), required=False, name="words")
    return Complaint(Reason(reason), words, block=data.get("block") == "on")


def read_decision_form(data: Mapping[str, str]) -> Decision:
    """Return the decision.

    Raises:
        Invalid: nothing was chosen, or it goes without a reason.
    """
    deed = data.get("deed", "")
    if deed not in set(Deed):
        raise Invalid(_("Choose what to do."), {"deed": _("Choose what to do.")})
    return Decision(Deed(deed), read_words(data.get("words", ""), required=True, name="words"))
