"""The words that stand in the form of a profile, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _
from cop.kit.text import fold
from profiles.fields import DEGREES, FIELDS, Level, Visibility
from profiles.forms.lists import with_level, without_level
from profiles.member import USUAL, Tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.vocabulary.concepts import Concept, Vocabulary

Choices = list[tuple[str, str]]  # what the form keeps, what it shows


class FormWords:
    """What can be chosen, and what chosen things are called."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._language = current_language()

    def field(self, name: str) -> str:
        """Return what a field is called."""
        return _(FIELDS[name].label)

    def label(self, field: str, value: object) -> str:
        """Return what a value of the form is called: a concept's label, or the own words."""
        scheme, text = FIELDS[field].scheme, str(value)
        if scheme == "topic" and self._vocabulary.get(scheme, text) is None:
            text = without_level(text)[0]
        return self._vocabulary.label(scheme, text, self._language) if scheme else text

    def labels(self, field: str, values: Sequence[str] | str) -> str:
        """Return what one or several values are called, on one line, topics with their level."""
        several = [values] if isinstance(values, str) else values
        return _(", ").join(self._in_full(field, one) for one in several if one)

    def _in_full(self, field: str, value: str) -> str:
        level = without_level(value)[1] if field == "expertise" else USUAL
        label = self.label(field, value)
        return label if level == USUAL else f"{label} ({_(DEGREES[level])})"

    def choices(self, field: str) -> Choices:
        """Return all that can be chosen in `field`, countries by name."""
        found = [self._pair(one) for one in self._vocabulary.list(FIELDS[field].scheme)]
        by_name = FIELDS[field].scheme == "country"
        return sorted(found, key=lambda pair: fold(pair[1])) if by_name else found

    def groups(self, field: str) -> list[tuple[str, Choices]]:
        """Return what can be chosen in `field` under the groups it belongs to."""
        concepts = self._vocabulary.list(FIELDS[field].scheme)
        return [
            (
                group.label(self._language),
                [self._pair(one) for one in concepts if one.parent == group.key],
            )
            for group in concepts
            if not group.parent
        ]

    def ticks(self, field: str, chosen: Sequence[str]) -> list[tuple[str, str, bool]]:
        """Return (value, label, whether it is chosen); own words stand at the end."""
        known = self.choices(field)
        keys = {key for key, _label in known}
        rows = [(key, label, key in chosen) for key, label in known]
        return rows + [(one, self.label(field, one), True) for one in chosen if one not in keys]

    def degrees(self, value: str) -> list[tuple[str, str, bool]]:
        """Return (form value, words, whether it is chosen) of each level a topic can have."""
        bare, level = without_level(value)
        return [
            (with_level(Tag("", bare, degree)), _(words), degree == level)
            for degree, words in DEGREES.items()
        ]

    def level(self, level: int) -> str:
        """Return what the form calls a level."""
        return {
            Level.PUBLIC: _("Everyone"),
            Level.MEMBERS: _("Members"),
            Level.CHAPTERS: _("Coordinators of my chapters"),
            Level.ME: _("Only me"),
        }[Level(level)]

    def visibilities(self) -> Choices:
        """Return who may find a profile that is listed."""
        return [
            (Visibility.PUBLIC.value, _("Everyone")),
            (Visibility.MEMBERS.value, _("Members")),
            (Visibility.HIDDEN.value, _("Coordinators of my chapters")),
        ]

    def _pair(self, concept: Concept) -> tuple[str, str]:
        return concept.key, concept.label(self._language)
