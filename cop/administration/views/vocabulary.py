"""The editors' pages: words that are no topic yet, and the topics themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.administration.forms.accounts import read_line
from cop.administration.forms.topics import (
    LONGEST_KEY,
    read_asked_word,
    read_deed,
    write_deed,
    write_terms,
)
from cop.administration.queries.findings import Findings
from cop.kit.again import shown_again_by
from cop.kit.forms import read_one, read_posted
from cop.kit.i18n import current_language
from cop.kit.text import as_number
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary
from cop.vocabulary.queries import VocabularyWatch, find_topic, list_open_proposals
from profiles.topics.actions import do_deed
from profiles.topics.deeds import Kind, NoSuchTopic
from profiles.topics.queries import list_affected, list_holders

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from cop.kit.again import ShowAgain
    from cop.kit.errors import CopError

MOST_WORDS: Final = 100
MOST_SHOWN: Final = 20


async def show_vocabulary(request: Request) -> Response:
    """GET /administration/vocabulary: what an editor has to decide, and all topics."""
    words = await opened(request, Findings).words()
    vocabulary = opened(request, Vocabulary)
    return page(
        request,
        "administration/vocabulary.html",
        words=words[:MOST_WORDS],
        total=len(words),
        proposals=await list_open_proposals(),
        groups=vocabulary.list("topic-group"),
        topics=vocabulary.list("topic"),
        private=True,
    )


async def show_word(request: Request, error: CopError | None = None) -> Response:
    """GET /administration/vocabulary/word: what a word of members' own may become."""
    vocabulary, language = opened(request, Vocabulary), current_language()
    word = read_asked_word(request.query_params)
    close = vocabulary.suggest(word, "topic", language=language) or vocabulary.suggest(
        word.partition(" ")[0], "topic", language=language
    )
    return page(
        request,
        "administration/word.html",
        **_refused(request, error),
        word=word,
        proposal=as_number(read_one(request.query_params, "proposal")) or 0,
        close=[one.concept for one in close],
        groups=vocabulary.list("topic-group"),
        topics=vocabulary.list("topic"),
        private=True,
    )


async def show_topic(request: Request, error: CopError | None = None) -> Response:
    """GET /administration/vocabulary/topics/{key}: one topic, and what can be done with it."""
    vocabulary = opened(request, Vocabulary)
    found = await find_topic(_key(request))
    if found is None:
        raise NoSuchTopic
    topic, version = found
    terms = [(one.text, one.language) for one in topic.terms if one.kind == "synonym"]
    return page(
        request,
        "administration/topic.html",
        **_refused(request, error),
        topic=topic,
        version=version,
        terms=write_terms(terms),
        groups=vocabulary.list("topic-group"),
        topics=vocabulary.list("topic"),
        private=True,
    )


async def show_split(request: Request, error: CopError | None = None) -> Response:
    """GET /administration/vocabulary/topics/{key}/split: who goes to the new topic."""
    found = await find_topic(_key(request))
    if found is None:
        raise NoSuchTopic
    word = read_line(read_one(request.query_params, "word"))
    holders = await list_holders(found[0].key, caller(request), word)
    return page(
        request,
        "administration/split.html",
        **_refused(request, error),
        topic=found[0],
        version=found[1],
        word=word,
        holders=holders,
        chosen=request.query_params.getlist("member"),
        private=True,
    )


async def show_deed_form(request: Request, error: CopError) -> Response:
    """Show the form again that a deed was chosen on."""
    show = _FORMS.get(request.query_params.get("kind", ""))
    if show is None:
        raise error
    return await show(request, error)


@shown_again_by(show_deed_form)
async def show_preview(request: Request) -> Response:
    """GET /administration/vocabulary/preview: whom a deed would touch, before it is done."""
    params = request.query_params
    deed = read_deed(dict(params), params.getlist("member"), opened(request, Vocabulary))
    affected = await list_affected(deed, caller(request))
    return page(
        request,
        "administration/preview.html",
        deed=deed,
        fields=write_deed(deed),
        affected=len(affected),
        members=affected[:MOST_SHOWN],
        private=True,
    )


async def save_deed(request: Request) -> Response:
    """POST /administration/vocabulary/deeds: do what was previewed."""
    vocabulary = opened(request, Vocabulary)
    deed = read_deed(await read_posted(request), (), vocabulary)
    await do_deed(caller(request), deed)
    await opened(request, VocabularyWatch).refresh()
    return go(request.app.url_path_for("vocabulary"))


def _key(request: Request) -> str:
    """Return which topic is meant, by the address or by the form that is shown again."""
    asked = request.query_params.get("topic", "")
    return str(request.path_params.get("key") or read_line(asked, "topic", LONGEST_KEY))


def _refused(request: Request, error: CopError | None) -> dict[str, Any]:
    """Return what a form says of itself: nothing, or why it was refused and what was typed."""
    return {"error": error, "typed": request.query_params if error else {}}


_FORMS: Final[Mapping[str, ShowAgain]] = {
    Kind.ADD: show_word,
    Kind.ALIAS: show_word,
    Kind.DECLINE: show_word,
    Kind.CHANGE: show_topic,
    Kind.MERGE: show_topic,
    Kind.RETIRE: show_topic,
    Kind.SPLIT: show_split,
}
