"""What may be sent about chapters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cop.chapters.models import Kind
from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping


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
