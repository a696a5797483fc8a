"""Reading the stored vocabulary."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from cop.kit.changes import Change, last_change
from cop.vocabulary.concepts import Concept, Term, TermKind, Vocabulary
from cop.vocabulary.models import ConceptRow, Proposal


async def get_vocabulary(*schemes: str) -> Vocabulary:
    """Return the vocabulary, ready for lookup: the whole of it, or these schemes only."""
    rows = ConceptRow.filter(scheme__in=schemes) if schemes else ConceptRow.all()
    return Vocabulary([as_concept(row) for row in await rows.order_by("id")])


async def count_concepts() -> int:
    """Return how many concepts are stored."""
    return await ConceptRow.all().count()


def as_concept(row: ConceptRow) -> Concept:
    """Return the concept that `row` stores."""
    return Concept(
        row.scheme,
        row.key,
        row.parent,
        row.rank,
        row.labels,
        tuple(_term(text, language, kind) for text, language, kind in row.terms),
        row.facts,
        row.retired,
    )


@lru_cache(maxsize=32_768)  # the vocabulary is read again and again, and hardly ever another
def _term(text: str, language: str, kind: str) -> Term:
    return Term(text, language, cast("TermKind", kind))


async def list_open_proposals() -> list[Proposal]:
    """Return the topics that somebody misses and nobody has decided about, the oldest first."""
    return await Proposal.filter(state="open").order_by("id")


async def list_declined_words() -> set[str]:
    """Return the words, folded, that an editor does not want as topics."""
    rows = await Proposal.filter(state="declined").values_list("folded", flat=True)
    return {str(one) for one in rows}


async def find_topic(key: str) -> tuple[Concept, int] | None:
    """Return a topic in use as it is stored, and its version; None when there is none."""
    row = await ConceptRow.get_or_none(scheme="topic", key=key, retired=False)
    return (as_concept(row), row.version) if row else None


class VocabularyWatch:
    """Keeps the vocabulary in this process's memory true to the stored one.

    Attributes:
        seen: the last change of which `vocabulary` knows; None where nobody can say.
    """

    def __init__(self, vocabulary: Vocabulary, seen: int | None = None) -> None:
        self.vocabulary = vocabulary
        self.seen = seen

    async def refresh(self) -> None:
        """Read the vocabulary anew if it has changed since the last call."""
        newest = await last_change()
        since = Change.filter(kind="vocabulary", id__gt=self.seen or 0)
        if self.seen is None or await since.exists():
            self.vocabulary.become(await get_vocabulary())
        self.seen = newest
