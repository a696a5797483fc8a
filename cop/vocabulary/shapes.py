"""The shape that stands for a stakeholder group in pictures, so that colour never works alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cop.vocabulary.concepts import Vocabulary

UNKNOWN: Final = 3  # a triangle: no group uses it


def stakeholder_shape(vocabulary: Vocabulary, key: str) -> int:
    """Return the shape, 0 to 5 in `templates/pictures/shapes.html`, of a stakeholder's group."""
    group = stakeholder_group(vocabulary, key)
    concept = vocabulary.get("stakeholder", group)
    text = str(concept.facts.get("shape", "")) if concept else ""
    return int(text) if text.isdecimal() else UNKNOWN


def stakeholder_group(vocabulary: Vocabulary, key: str) -> str:
    """Return the group that a stakeholder role belongs to, or the group itself."""
    concept = vocabulary.get("stakeholder", key)
    return (concept.parent or concept.key) if concept else ""
