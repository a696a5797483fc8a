"""What somebody writes who wants to meet a match: a beginning, for them to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.kit.i18n import gettext as _
from cop.kit.i18n import join_words

if TYPE_CHECKING:
    from collections.abc import Sequence


def write_to_match(name: str, topics: Sequence[str]) -> str:
    """Return the first words to a match, in the current language."""
    if not topics:
        return f"{_greet(name)}\n\n{_('I would like to get to know you.')} "
    we = _("We both work on {topics}, and I would like to get to know you.")
    return f"{_greet(name)}\n\n{we.format(topics=join_words(topics))} "


def write_to_introducer(name: str, other: str, address: str, topics: Sequence[str]) -> str:
    """Return the first words to somebody who knows the work of both, in the current language.

    Args:
        name: of who may introduce the two.
        other: whom the writer wants to meet.
        address: of the other's page.
        topics: that the writer and the other both work on.
    """
    wish = _("Could you introduce me to {name}?").format(name=other)
    why = _("We both work on {topics}.").format(topics=join_words(topics)) if topics else ""
    return f"{_greet(name)}\n\n{' '.join(filter(None, (wish, why)))}\n{address}\n\n"


def _greet(name: str) -> str:
    return _("Dear %(name)s,") % {"name": name}
