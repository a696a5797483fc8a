"""A question to the directory as an address says it and in words, and a line about who answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from cop.kit.forms import Params
from cop.kit.i18n import current_language
from cop.kit.i18n import gettext as _
from profiles.chips import label_of
from profiles.facets import Labels
from profiles.fields import FIELDS
from profiles.forms.question import read_question
from profiles.lexicon import Lexicon
from profiles.understanding import understand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cop.vocabulary.concepts import Vocabulary
    from profiles.directory import Found
    from profiles.question import Question
    from profiles.understanding import Part


def write_question(question: Question) -> str:
    """Return what `read_back` reads the same question from: text, filters and exactness."""
    pairs = [("q", question.text)] if question.text else []
    pairs += [(facet, value) for facet, values in question.filters.items() for value in values]
    return urlencode([*pairs, ("exact", "1")] if question.exact else pairs)


def read_back(written: str) -> Question:
    """Return the question that `write_question` wrote."""
    return read_question(Params(written))


def describe(question: Question, vocabulary: Vocabulary, language: str) -> list[str]:
    """Return the parts of a question in words: what its text means, then its filters."""
    labels = Labels(vocabulary, language, {})
    return [
        *_parts(question, vocabulary, language),
        *(
            labels.of(facet, value)
            for facet, values in question.filters.items()
            for value in values
        ),
    ]


def _parts(question: Question, vocabulary: Vocabulary, language: str) -> Iterator[str]:
    if question.exact:
        yield f"“{question.text}”"
        return
    for part in understand(question.text, vocabulary.derive(Lexicon)).parts:
        yield _label(part, vocabulary, language)


def _label(part: Part, vocabulary: Vocabulary, language: str) -> str:
    if not part.readings:
        return part.text if part.kind == "exact" else f"“{part.text}”"
    return " / ".join(label_of(one, part, vocabulary, language) for one in part.readings)


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody who answers a question, outside of a page: in a mail or a feed."""

    slug: str
    name: str
    place: str
    why: str


def write_line(found: Found, vocabulary: Vocabulary) -> Line:
    """Return who was found, where they live and why, in the current language."""
    member, language = found.member, current_language()
    place = vocabulary.label("country", member.country, language) if member.country else ""
    reasons = [
        f"{_(FIELDS[why.field].label)}: {''.join(text for text, _asked in why.parts).strip()}"
        for why in found.why
    ]
    return Line(member.slug, member.name, place, "; ".join(reasons))
