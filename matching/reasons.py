"""Why somebody is suggested, told in at most two sentences of the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.kit.i18n import current_language, format_number, join_words, mark, ngettext
from cop.kit.i18n import gettext as _
from matching.scores import LEARNS, TEACHES, TOPIC
from profiles.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cop.vocabulary.concepts import Vocabulary
    from matching.scores import Reason

NAMED: Final = 3  # topics, languages or countries in a sentence
_FIRST: Final = (TOPIC, TEACHES, LEARNS)  # the first sentence is of what there is to talk about

# kind -> the sentence, and the field whose values are its words
_SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    TOPIC: (mark("Both: %(words)s."), "expertise"),
    TEACHES: (mark("Knows what you want to learn: %(words)s."), "expertise"),
    LEARNS: (mark("Wants to learn what you know: %(words)s."), "interests"),
    "expert": (mark("Knows very well: %(words)s."), "expertise"),
    "language": (mark("Both work in %(words)s."), "languages"),
    "country": (mark("Both work on %(words)s."), "countries_known"),
    "stakeholder": (mark("Different roles: %(words)s and %(others)s."), "stakeholder"),
    "level": (
        mark("Different levels of government: %(words)s and %(others)s."),
        "government_level",
    ),
    "discipline": (mark("Different disciplines: %(words)s; %(others)s."), "disciplines"),
    "fresh": (mark("Their profile is recent."), ""),
    "seldom": (mark("Few others have found them yet."), ""),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in the current language, with places for the words that a page shows as links.

    Attributes:
        text: with `%(words)s` and `%(others)s` where they belong.
        field: of a profile, whose values the words are.
        words: keys of concepts.
        others: keys of concepts, where the two people differ.
    """

    text: str
    field: str
    words: Sequence[str]
    others: Sequence[str] = ()

    def write(self, vocabulary: Vocabulary) -> str:
        """Return the sentence without links, for what is no page."""
        scheme, language = FIELDS[self.field].scheme if self.field else "", current_language()
        words, others = (
            join_words(vocabulary.label(scheme, key, language) for key in keys)
            for keys in (self.words, self.others)
        )
        return self.text % {"words": words, "others": others}


def tell(reasons: Sequence[Reason], together: int = 0) -> list[Sentence]:
    """Return what speaks most for somebody: topics or learning first, then the strongest other.

    Args:
        reasons: as `matching.scores` finds them.
        together: how many hold all the topics that are named, 0 where that is not worth saying.
    """
    ordered = sorted(reasons, key=lambda reason: -reason.weight)
    first = next((one for one in ordered if one.kind in _FIRST), None)
    second = next((one for one in ordered if one is not first), None)
    return [_as_sentence(one, together) for one in (first, second) if one]


def _as_sentence(reason: Reason, together: int) -> Sentence:
    text, field = _SENTENCES[reason.kind]
    words, others = reason.values[:NAMED], reason.theirs[:NAMED]
    written = _(text)
    if reason.kind == TOPIC and together:
        written = _rare(together, alone=len(words) == 1)
    return Sentence(written, field, words, others)


def _rare(together: int, *, alone: bool) -> str:
    """Return the first sentence for topics that only so many hold, with the place for them left."""
    if alone:
        text = ngettext(
            "Both: %(words)s, which only %(num)s person knows.",
            "Both: %(words)s, which only %(num)s people know.",
            together,
        )
    else:
        text = ngettext(
            "Both: %(words)s; rare together: %(num)s person.",
            "Both: %(words)s; rare together: %(num)s people.",
            together,
        )
    return text.replace("%(num)s", format_number(together))
