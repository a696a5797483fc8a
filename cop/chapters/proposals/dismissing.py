"""Proposals that administrators do not want, and when they are made again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.chapters.models.proposals import DismissedProposal
from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _
from matching.sketches import likeness, sketch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.proposals import ToldProposal, Why
    from matching.proposals import Proposal

LEAST_ALIKE: Final = 0.7  # Jaccard index of members then and now, below which it is another group
MOST_GROWN: Final = 1.25  # times as many members, above which it is worth another look


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Why a proposal is dismissed, in own words too."""

    why: Why
    words: str


class Dismissals:
    """All proposals that were dismissed."""

    def __init__(self, rows: Sequence[DismissedProposal]) -> None:
        self.rows = rows

    @classmethod
    async def read(cls) -> Dismissals:
        """Return those of now, the last first."""
        return cls(await DismissedProposal.all().order_by("-id"))

    def hold(self, proposal: Proposal) -> bool:
        """Say whether a proposal was dismissed and is, for the most part, what it was."""
        return is_known(proposal, self.rows)


def is_known(proposal: Proposal, rows: Iterable[DismissedProposal | ToldProposal]) -> bool:
    """Say whether a proposal is, for the most part, one of those in `rows`.

    By its people, not by its name: the leading topics of a group change places easily.
    """
    size = len(proposal.members)
    near = [
        row.sketch
        for row in rows
        if row.kind == proposal.kind and LEAST_ALIKE * row.size <= size <= MOST_GROWN * row.size
    ]
    if not near:
        return False
    own = sketch(proposal.members)
    return any(likeness(own, one) >= LEAST_ALIKE for one in near)


async def dismiss_proposal(actor: Viewer, proposal: Proposal, dismissal: Dismissal) -> None:
    """Keep a proposal from being made until it changes; who dismisses it again, replaces why."""
    with suppress(IntegrityError):  # somebody else said so at the same moment
        await _dismiss(actor, proposal, dismissal)


async def _dismiss(actor: Viewer, proposal: Proposal, dismissal: Dismissal) -> None:
    async with in_transaction():
        await DismissedProposal.filter(kind=proposal.kind, scope=proposal.scope).delete()
        row = await DismissedProposal.create(
            kind=proposal.kind,
            scope=proposal.scope,
            size=len(proposal.members),
            sketch=sketch(proposal.members),
            why=dismissal.why,
            words=dismissal.words,
            account_id=actor.account_id,
        )
        detail = {"kind": row.kind, "scope": row.scope, "why": row.why}
        await record_deed(actor, "proposal.dismissed", f"proposal:{row.id}", **detail)


async def take_back_dismissal(actor: Viewer, number: int) -> None:
    """Let a proposal be made again.

    Raises:
        NotFound: it is not dismissed.
    """
    async with in_transaction():
        row = await DismissedProposal.get_or_none(id=number)
        if row is None or not await DismissedProposal.filter(id=number).delete():
            raise NotFound(_("There is nothing at this address."))
        detail = {"kind": row.kind, "scope": row.scope}
        await record_deed(actor, "proposal.restored", f"proposal:{number}", **detail)
