"""The editors' pages: words that are no topic yet, and the topics themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.session import caller
from cop.administration.forms.accounts import read_line
from cop.administration.forms.topics import read_asked_word, read_deed, write_deed, write_terms
from cop.administration.queries.findings import Findings
from cop.kit.forms import read_one, read_posted
from cop.kit.i18n import current_language
from cop.kit.text import as_number
from cop.kit.web import go, opened, page
from cop.vocabulary.concepts import Vocabulary
from cop.vocabulary.queries import VocabularyWatch, find_topic, list_open_proposals
from profiles.topics.actions import do_deed
from profiles.topics.deeds import NoSuchTopic
from profiles.topics.queries import list_affected, list_holders

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

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


async def show_word(request: Request) -> Response:
    """GET /administration/vocabulary/word: what a word of members' own may become."""
    vocabulary, language = opened(request, Vocabulary), current_language()
    word = read_asked_word(request.query_params)
    close = vocabulary.suggest(word, "topic", language=language) or vocabulary.suggest(
        word.partition(" ")[0], "topic", language=language
    )
    return page(
        request,
        "administration/word.html",
        word=word,
        proposal=as_number(read_one(request.query_params, "proposal")) or 0,
        close=[one.concept for one in close],
        groups=vocabulary.list("topic-group"),
        topics=vocabulary.list("topic"),
        private=True,
    )


async def show_topic(request: Request) -> Response:
    """GET /administration/vocabulary/topics/{key}: one topic, and what can be done with it."""
    vocabulary = opened(request, Vocabulary)
    found = await find_topic(request.path_params["key"])
    if found is None:
        raise NoSuchTopic
    topic, version = found
    terms = [(one.text, one.language) for one in topic.terms if one.kind == "synonym"]
    return page(
        request,
        "administration/topic.html",
        topic=topic,
        version=version,
        terms=write_terms(terms),
        groups=vocabulary.list("topic-group"),
        topics=vocabulary.list("topic"),
        private=True,
    )


async def show_split(request: Request) -> Response:
    """GET /administration/vocabulary/topics/{key}/split: who goes to the new topic."""
    found = await find_topic(request.path_params["key"])
    if found is None:
        raise NoSuchTopic
    word = read_line(read_one(request.query_params, "word"))
    holders = await list_holders(found[0].key, caller(request), word)
    return page(
        request,
        "administration/split.html",
        topic=found[0],
        version=found[1],
        word=word,
        holders=holders,
        private=True,
    )


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
    await VocabularyWatch(vocabulary).refresh()
    return go(request.app.url_path_for("vocabulary"))
