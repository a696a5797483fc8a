"""Asking a saved search who is newest in its answer, for a mail or a feed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cop.chapters.queries.following import follow_chapters
from cop.kit.errors import Unavailable
from cop.kit.forms import Params
from cop.kit.i18n import gettext as _
from profiles.directory import Instead, search_members
from profiles.forms.question import read_question

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer
    from cop.searches.models import SavedSearch
    from cop.vocabulary.concepts import Vocabulary
    from profiles.directory import Answer
    from search.engine import Engine


async def ask_newest(
    engine: Engine, vocabulary: Vocabulary, search: SavedSearch, viewer: Viewer, most: int
) -> Answer:
    """Return who answers the search itself, the newest first; nobody who only nearly does.

    Raises:
        Unavailable: the engine does not answer now.
    """
    asked = await follow_chapters(Params(search.question), viewer)
    kept = replace(read_question(asked), order="by_joining", size=most, ladder=False)
    answer = await search_members(engine, vocabulary, kept, viewer)
    if answer.is_limited:
        raise Unavailable(_("The search does not answer now."))
    return replace(answer, found=()) if answer.instead is Instead.NEARLY else answer
