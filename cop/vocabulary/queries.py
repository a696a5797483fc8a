"""Reading the stored vocabulary."""

from __future__ import annotations

from typing import cast

from cop.vocabulary.concepts import Concept, Term, TermKind, Vocabulary
from cop.vocabulary.models import ConceptRow


async def get_vocabulary() -> Vocabulary:
    """Return the whole vocabulary, ready for lookup."""
    return Vocabulary([as_concept(row) for row in await ConceptRow.all().order_by("id")])


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
        tuple(Term(text, language, cast("TermKind", kind)) for text, language, kind in row.terms),
        row.facts,
        row.retired,
    )
