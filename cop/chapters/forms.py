"""What may be sent about chapters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cop.chapters.memberships import By, Deed, deeds_of
from cop.chapters.models import Joining, Kind
from cop.contact.forms.messages import read_words
from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, slots=True)
class Accepted:
    """Which proposal an administrator accepts."""

    kind: str
    key: str


def read_accepted(form: Mapping[str, str]) -> Accepted:
    """Read which proposal is accepted.

    Raises:
        Invalid: the form names none.
    """
    key = form.get("proposal", "")
    kind = key.partition(":")[0]
    if kind not in {one.value for one in Kind}:
        raise Invalid(_("Choose a proposal."))
    return Accepted(kind, key)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a coordinator does about a member, by slug; `words` go with an invitation."""

    deed: Deed
    who: str
    words: str


def read_decision(form: Mapping[str, str]) -> Decision:
    """Read what a coordinator does, and about whom.

    Raises:
        Invalid: it is nothing a coordinator can do, or the words cannot be kept.
    """
    deed = _read_deed(form, deeds_of(By.COORDINATOR))
    return Decision(deed, form.get("who", ""), read_line(form))


def read_own_deed(form: Mapping[str, str]) -> Deed:
    """Read what a member does about their own place in a chapter.

    Raises:
        Invalid: it is nothing a member can do; how to join is the chapter's rule to say.
    """
    return _read_deed(form, deeds_of(By.MEMBER) - {Deed.JOIN, Deed.ASK})


def _read_deed(form: Mapping[str, str], known: Collection[Deed]) -> Deed:
    deed = form.get("deed", "")
    if deed not in known:
        raise Invalid(_("Choose what to do."))
    return Deed(deed)


def read_line(form: Mapping[str, str]) -> str:
    """Read the few words that may go with a request or an invitation.

    Raises:
        Invalid: they cannot be kept.
    """
    return read_words(form.get("words", ""), required=False, name="words")


def read_joining(form: Mapping[str, str]) -> Joining:
    """Read how one becomes a member.

    Raises:
        Invalid: nothing was chosen.
    """
    joining = form.get("joining", "")
    if joining not in set(Joining):
        raise Invalid(_("Choose how one becomes a member."))
    return Joining(joining)
