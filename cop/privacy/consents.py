"""What a person can agree to, in the words they read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.announcements.actions import lists as announcements
from cop.announcements.actions.lists import CONSENT as ANNOUNCEMENTS
from cop.introductions.actions.digest import CONSENT as MATCHES
from cop.introductions.actions.digest import TITLE, WORDS
from cop.kit.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Agreement:
    """One thing to agree to.

    Attributes:
        words: as the person reads them; kept with the answer.
        assumed: what holds before they have answered.
    """

    title: str
    words: str
    assumed: bool = False


CONSENTS: Final[Mapping[str, Agreement]] = {
    "directory": Agreement(
        mark("Be in the directory"),
        mark(
            "My profile may be found in the directory, the matches and the network, by whom my "
            "settings let see it."
        ),
    ),
    "reminders": Agreement(
        mark("Be asked whether all is still true"),
        mark("Twice a year I may get a mail that asks whether my profile is still true."),
        assumed=True,  # it keeps what is stored accurate; one click ends it
    ),
    MATCHES: Agreement(TITLE, WORDS),
    ANNOUNCEMENTS: Agreement(
        announcements.TITLE,
        announcements.WORDS,
        assumed=True,  # who joins a chapter agrees to it there; one click ends it
    ),
}
