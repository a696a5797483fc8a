"""What may be sent about chapters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.chapters.models.chapters import LONGEST_WORDS, Joining, Kind
from cop.chapters.models.notices import Often
from cop.chapters.models.proposals import Why
from cop.chapters.proposals.choosing import Choice
from cop.chapters.proposals.dismissing import Dismissal
from cop.chapters.queries.paces import Paces
from cop.chapters.rules.memberships import By, Deed, deeds_of
from cop.contact.forms.messages import read_words
from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _
from cop.kit.i18n import mark
from cop.kit.text import BadText, as_number, clean_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cop.chapters.models.chapters import Chapter
    from cop.kit.forms import Params

REASONS: Final[Mapping[str, str]] = {
    Why.COVERED: mark("Another group does this already"),
    Why.APART: mark("These people do not belong together"),
    Why.UNLED: mark("Nobody would lead it"),
    Why.LATER: mark("Not now"),
    Why.OTHER: mark("Something else, in my words"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """Which proposal is meant."""

    kind: str
    key: str


def read_named(key: str) -> Named:
    """Read which proposal is meant.

    Raises:
        Invalid: it is none.
    """
    kind = key.partition(":")[0]
    if kind not in {one.value for one in Kind}:
        raise Invalid(_("Choose a proposal."))
    return Named(kind, key)


def read_choice(form: Params) -> Choice:
    """Read who was left in, and who is to be asked to lead; nobody was listed on a short form."""
    listed = form.get("listed", "").split()
    return Choice(listed, frozenset(form.getlist("member")), form.getlist("chair"))


def read_dismissal(form: Mapping[str, str]) -> Dismissal:
    """Read why a proposal is dismissed.

    Raises:
        Invalid: no reason was chosen, or what was typed cannot be kept or is missing.
    """
    why = form.get("why", "")
    if why not in REASONS:
        reason = _("Choose a reason.")
        raise Invalid(reason, {"why": reason})
    try:
        words = clean_text(form.get("words", ""), LONGEST_WORDS)
    except BadText as error:
        raise Invalid(str(error), {"words": str(error)}) from error
    if why == Why.OTHER and not words:
        reason = _("Write a few words.")
        raise Invalid(reason, {"words": reason})
    return Dismissal(Why(why), words)


def read_dismissed(form: Mapping[str, str]) -> int:
    """Read the number of a dismissed proposal.

    Raises:
        Invalid: it is none.
    """
    number = as_number(form.get("dismissed", ""))
    if number is None:
        raise Invalid(_("Choose a proposal."))
    return number


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


def read_answer(form: Mapping[str, str]) -> Deed:
    """Read what a coordinator answers to a request.

    Raises:
        Invalid: neither yes nor no.
    """
    return _read_deed(form, {Deed.APPROVE, Deed.REFUSE})


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


def read_paces(form: Mapping[str, str], chapters: Sequence[Chapter]) -> Paces:
    """Read how often chapters may write, and otherwise about requests to join `chapters`.

    Raises:
        Invalid: nothing that can be chosen.
    """
    chosen = {one.id: form.get(f"often-{one.slug}", "") for one in chapters}
    general = form.get("often", "")
    if not {general, *filter(None, chosen.values())} <= {*Often}:
        raise Invalid(_("Choose how often."))
    return Paces(Often(general), {one: Often(often) for one, often in chosen.items() if often})
