"""The first words of a message to a match, or to who may introduce one to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.session import caller
from cop.introductions.access import access_asker
from cop.introductions.wording import write_to_introducer, write_to_match
from cop.kit.forms import read_one
from cop.kit.i18n import current_language
from cop.kit.settings import Settings
from cop.kit.web import opened
from cop.vocabulary.concepts import Vocabulary
from matching.matcher import Matcher
from matching.pairs import see_pair
from profiles.access import see_member

if TYPE_CHECKING:
    from starlette.requests import Request

    from profiles.member import Member

SAID: Final = 3  # topics


async def open_match(request: Request, member: Member) -> str:
    """Return how one writes to `member`, who was suggested."""
    return write_to_match(member.name, await _topics(request, member.slug))


async def open_introduction(request: Request, member: Member) -> str:
    """Return how one asks `member` to introduce one to the member whom the address names."""
    other = await see_member(read_one(request.query_params, "to"), caller(request))
    path = request.app.url_path_for("member", slug=other.slug)
    address = f"{opened(request, Settings).base_url}{path}"
    topics = await _topics(request, other.slug)
    return write_to_introducer(member.name, other.name, address, topics)


async def _topics(request: Request, slug: str) -> list[str]:
    """Return what the caller and a member both know, as it is called, the rarest first."""
    asker, vocabulary = await access_asker(caller(request)), opened(request, Vocabulary)
    pair = await see_pair(opened(request, Matcher), asker.slug, slug, caller(request))
    language = current_language()
    return [vocabulary.label("topic", one.topic, language) for one in pair.topics[:SAID]]
