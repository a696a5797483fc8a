"""What somebody writes who wants to meet a match: a beginning, for them to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.kit.i18n import gettext as _
from cop.kit.i18n import join_words

if TYPE_CHECKING:
    from collections.abc import Sequence


def write_to_match(name: str, both: Sequence[str], learnt: Sequence[str]) -> str:
    """Return the first words to a match, in the current language.

    Args:
        name: of the match.
        both: topics that both work on.
        learnt: topics that the match knows and the writer wants to learn.
    """
    return _begin(
        name,
        _say(_("We both work on {topics}."), both),
        _say(_("You know about {topics}, which I want to learn."), learnt),
        _("I would like to get to know you."),
    )


def write_to_introducer(name: str, other: str, address: str, both: Sequence[str]) -> str:
    """Return the first words to somebody who knows the work of both, in the current language.

    Args:
        name: of who may introduce the two.
        other: whom the writer wants to meet.
        address: of the other's page.
        both: topics that the writer and the other work on.
    """
    wish = _("Could you introduce me to {name}?").format(name=other)
    return f"{_begin(name, wish, _say(_('We both work on {topics}.'), both))}\n{address}\n\n"


def _begin(name: str, *sentences: str) -> str:
    greeting = _("Dear %(name)s,") % {"name": name}
    return f"{greeting}\n\n{' '.join(filter(None, sentences))}"


def _say(sentence: str, topics: Sequence[str]) -> str:
    return sentence.format(topics=join_words(topics)) if topics else ""
