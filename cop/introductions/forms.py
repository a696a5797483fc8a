"""What may be sent about matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.introductions.models import Answer
from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _
from matching.snapshot import SCOPES

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_within(text: str) -> str:
    """Return how far to look: the member's country or region, or the world, as for all else."""
    return text if text in SCOPES else "world"


def read_answer(data: Mapping[str, str]) -> Answer:
    """Return what the member answers.

    Raises:
        Invalid: it is none of the four.
    """
    answer = data.get("answer", "")
    if answer not in set(Answer):
        raise Invalid(_("Choose one of the answers."))
    return Answer(answer)


def read_helped(data: Mapping[str, str]) -> bool:
    """Say whether it helped.

    Raises:
        Invalid: neither was chosen.
    """
    return _read_switch(data, "helped", "yes", "no")


def read_digest_switch(data: Mapping[str, str]) -> bool:
    """Say whether to be told by mail.

    Raises:
        Invalid: neither was chosen.
    """
    return _read_switch(data, "mail", "on", "off")


def _read_switch(data: Mapping[str, str], name: str, yes: str, no: str) -> bool:
    if data.get(name) not in {yes, no}:
        raise Invalid(_("Choose one of the two."))
    return data[name] == yes
