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
    from collections.abc import Sequence

    from starlette.requests import Request

    from profiles.member import Member

SAID: Final = 3  # topics


async def open_match(request: Request, member: Member) -> str:
    """Return how one writes to `member`, who was suggested."""
    asker = await access_asker(caller(request))
    wanted = [tag.key for tag in asker.interests if tag.key in member.topics]
    both = await _both_know(request, asker, member)
    return write_to_match(member.name, both, _labels(request, wanted))


async def open_introduction(request: Request, member: Member) -> str:
    """Return how one asks `member` to introduce one to the member whom the address names."""
    asker = await access_asker(caller(request))
    other = await see_member(read_one(request.query_params, "to"), caller(request))
    path = request.app.url_path_for("member", slug=other.slug)
    address = f"{opened(request, Settings).base_url}{path}"
    both = await _both_know(request, asker, other)
    return write_to_introducer(member.name, other.name, address, both)


async def _both_know(request: Request, asker: Member, other: Member) -> list[str]:
    """Return the topics of both, the rarest first."""
    pair = await see_pair(opened(request, Matcher), asker.slug, other.slug, caller(request))
    return _labels(request, [one.topic for one in pair.topics])


def _labels(request: Request, topics: Sequence[str]) -> list[str]:
    vocabulary, language = opened(request, Vocabulary), current_language()
    return [vocabulary.label("topic", one, language) for one in topics[:SAID]]
