"""All who answer a question, by number: for writing to them, where a page would show a few."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cop.kit.errors import Unavailable
from cop.kit.i18n import gettext as _
from profiles.directory import read_asked
from profiles.finding import find_members
from profiles.question import widen

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from cop.vocabulary.concepts import Vocabulary
    from profiles.question import Question
    from search.engine import Engine


async def find_everybody(
    engine: Engine, vocabulary: Vocabulary, question: Question, viewer: Viewer
) -> list[int]:
    """Return the profiles that answer `question` itself and that `viewer` may find, by name.

    Raises:
        PlaceUnclear: the place it asks for is none, or several.
        Unavailable: the engine does not answer now.
    """
    asked = await read_asked(engine, vocabulary, widen(question, vocabulary), viewer)
    query = replace(asked.query, count=(), order="by_name", offset=0, limit=1)
    total = (await find_members(engine, query, viewer)).total
    found = await find_members(engine, replace(query, limit=max(total, 1)), viewer)
    if found.is_limited:
        raise Unavailable(_("The search does not answer now."))
    return [int(hit.key) for hit in found.hits]
