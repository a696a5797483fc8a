"""What the vocabulary keeps about a person: the topics they proposed."""

from __future__ import annotations

from typing import Final

from cop.kit.personal import Part
from cop.vocabulary.models import Proposal

PARTS: Final = (
    Part(
        name="proposed_topics",
        model=Proposal,
        columns=("label", "reason", "state", "became", "created_at", "decided_at"),
        find=lambda one: Proposal.filter(account_id=one.account_id),
    ),
)
