"""The first words of a message to a match, or to who may introduce one to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cop.accounts.session import caller
from cop.accounts.viewer import ANY_MEMBER
from cop.contact.access import access_writer
from cop.introductions.wording import write_to_introducer, write_to_match
from cop.kit.forms import read_one
from cop.kit.i18n import current_language
from cop.kit.settings import Settings
from cop.kit.web import opened
from cop.vocabulary.concepts import Vocabulary
from matching.matcher import Matcher
from matching.pairs import see_pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from matching.pairs import Pair
    from profiles.member import Member

SAID: Final = 3  # topics


async def open_match(request: Request, member: Member) -> str:
    """Return how one writes to `member`, who was suggested."""
    pair = await _as_members_see(request, member.slug)
    wanted = [tag.key for tag in pair.one.interests if tag.key in pair.other.topics]
    return write_to_match(pair.other.name, _both(request, pair), _labels(request, wanted))


async def open_introduction(request: Request, member: Member) -> str:
    """Return how one asks `member` to introduce one to the member whom the address names."""
    pair = await _as_members_see(request, read_one(request.query_params, "to"))
    path = request.app.url_path_for("member", slug=pair.other.slug)
    address = f"{opened(request, Settings).base_url}{path}"
    return write_to_introducer(member.name, pair.other.name, address, _both(request, pair))


async def _as_members_see(request: Request, slug: str) -> Pair:
    """Return the caller and a member side by side, with nothing that not all members see."""
    viewer = caller(request)
    eyes = replace(ANY_MEMBER, blocked=viewer.blocked)
    asker = await access_writer(viewer)
    return await see_pair(opened(request, Matcher), asker.slug, slug, eyes)


def _both(request: Request, pair: Pair) -> list[str]:
    """Return what both know, the rarest first."""
    return _labels(request, [one.topic for one in pair.topics])


def _labels(request: Request, topics: Sequence[str]) -> list[str]:
    vocabulary, language = opened(request, Vocabulary), current_language()
    return [vocabulary.label("topic", one, language) for one in topics[:SAID]]
