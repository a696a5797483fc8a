"""Simpler questions, for one that found nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from profiles.directory import search_members
from profiles.question import Question
from search.words import read_words

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from cop.vocabulary.concepts import Vocabulary
    from profiles.directory import Answer
    from search.engine import Engine

MOST: Final = 3


async def nearest_questions(
    engine: Engine, vocabulary: Vocabulary, answer: Answer, viewer: Viewer
) -> list[tuple[Question, int]]:
    """Return up to `MOST` simpler questions that find somebody, for one that found nobody.

    Without its filters, then each of its words alone.
    """
    if answer.found:
        return []
    asked = answer.question
    is_narrow = asked.filters or asked.near
    tries = [Question(text=asked.text)] if is_narrow and asked.text else []
    tries += [Question(text=word) for word in read_words(asked.text) if len(word) > 1]
    found: list[tuple[Question, int]] = []
    for simpler in tries[:6]:
        alone = replace(simpler, size=1, ladder=False)
        total = (await search_members(engine, vocabulary, alone, viewer)).total
        found += [(simpler, total)] if total else []
        if len(found) == MOST:
            break
    return found
