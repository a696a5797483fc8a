"""Changing the vocabulary."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tortoise.transactions import in_transaction

from cop.kit.changes import record_changes
from cop.kit.clock import now
from cop.kit.text import fold, slugify
from cop.vocabulary.concepts import Concept
from cop.vocabulary.models import ConceptRow, Proposal
from cop.vocabulary.queries import as_concept
from cop.vocabulary.source import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cop.vocabulary.concepts import Term

OWN_VOCABULARY: Final = Path(__file__).parent / "data"


@dataclass(slots=True)
class Loaded:
    """What loading did to one scheme."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    unchanged: int = 0


async def load_vocabulary(folder: Path, *, only_new: bool = False) -> dict[str, dict[str, int]]:
    """Make the files in `folder` the vocabulary; schemes without a file there stay as they are.

    With `only_new` so does every scheme of which something is stored: an update brings the others.

    Returns:
        For each scheme how many concepts were added, changed, retired or left unchanged.

    Raises:
        BadVocabulary: the files contradict themselves; nothing was loaded.
    """
    concepts = read_vocabulary(folder)
    if only_new:
        stored = await ConceptRow.all().distinct().values_list("scheme", flat=True)
        known = {str(one) for one in stored}
        concepts = [one for one in concepts if one.scheme not in known]
    report: defaultdict[str, Loaded] = defaultdict(Loaded)
    async with in_transaction():
        schemes = {concept.scheme for concept in concepts}
        rows = {(row.scheme, row.key): row for row in await ConceptRow.filter(scheme__in=schemes)}
        new = [concept for concept in concepts if (concept.scheme, concept.key) not in rows]
        await ConceptRow.bulk_create([_as_row(concept) for concept in new], batch_size=500)
        for concept in new:
            report[concept.scheme].added += 1
        for concept in concepts:
            row = rows.pop((concept.scheme, concept.key), None)
            if row is not None:
                await _update(row, concept, report[concept.scheme])
        for row in rows.values():
            await _retire(row, report[row.scheme])
        await record_changes("vocabulary", sorted(schemes))
    return {scheme: asdict(loaded) for scheme, loaded in report.items()}


async def create_topics(labels: Iterable[str], keys: Iterable[str]) -> None:
    """Add topics that members brought, English label first, for the vocabulary's editor to place.

    Call it inside a transaction.
    """
    last = await ConceptRow.filter(scheme="topic").count()
    await ConceptRow.bulk_create(
        [
            _as_row(Concept("topic", key, "", last + place, {"en": label}))
            for place, (key, label) in enumerate(zip(keys, labels, strict=True), 1)
        ]
    )
    await record_changes("vocabulary", ["topic"])


async def _update(row: ConceptRow, concept: Concept, loaded: Loaded) -> None:
    if as_concept(row) == concept:
        loaded.unchanged += 1
        return
    fresh = _as_row(concept)
    for name in ("parent", "rank", "labels", "terms", "facts", "retired"):
        setattr(row, name, getattr(fresh, name))
    await row.save()
    loaded.changed += 1


async def _retire(row: ConceptRow, loaded: Loaded) -> None:
    if row.retired:
        return
    row.retired = True
    await row.save(update_fields=["retired"])
    loaded.retired += 1


def _as_row(concept: Concept) -> ConceptRow:
    return ConceptRow(
        scheme=concept.scheme,
        key=concept.key,
        parent=concept.parent,
        rank=concept.rank,
        labels=dict(concept.labels),
        terms=[[term.text, term.language, term.kind] for term in concept.terms],
        facts=dict(concept.facts),
        retired=concept.retired,
    )


async def add_topic(labels: Mapping[str, str], parent: str, terms: Iterable[Term]) -> str | None:
    """Add a topic and return its key; None when there is one by that name.

    Call it inside a transaction.
    """
    key = slugify(labels["en"], "topic")
    if await ConceptRow.exists(scheme="topic", key=key):
        return None
    last = await ConceptRow.filter(scheme="topic").count()
    await _as_row(Concept("topic", key, parent, last + 1, dict(labels), tuple(terms))).save()
    await record_changes("vocabulary", ["topic"])
    return key


async def change_topic(concept: Concept, version: int) -> bool:
    """Store the topic as `concept` says, unless somebody changed it since `version`.

    Call it inside a transaction.
    """
    row = _as_row(concept)
    fresh = {
        "parent": row.parent,
        "labels": row.labels,
        "terms": row.terms,
        "facts": row.facts,
        "retired": row.retired,
        "version": version + 1,
    }
    stored = ConceptRow.filter(scheme="topic", key=concept.key, version=version, retired=False)
    if not await stored.update(**fresh):
        return False
    await record_changes("vocabulary", ["topic"])
    return True


async def settle_proposal(number: int, state: str) -> bool:
    """Decide a proposal; say whether it was still open."""
    still_open = Proposal.filter(id=number, state="open")
    return bool(await still_open.update(state=state, decided_at=now()))


async def note_outcome(number: int, became: str) -> None:
    """Note which topic a decided proposal became, or became part of."""
    await Proposal.filter(id=number).update(became=became)


async def decline_word(word: str) -> bool:
    """Note that a word is not to be a topic; say whether that is new."""
    folded = fold(word)
    if await Proposal.exists(folded=folded, state="declined"):
        return False
    await Proposal.create(label=word[:120], folded=folded, state="declined", decided_at=now())
    return True
