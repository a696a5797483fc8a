"""One's matches, and what one answers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from cop.accounts.session import caller, own_id
from cop.introductions.access import access_asker, access_match, as_member, find_asker
from cop.introductions.actions.answers import answer_match, say_helped, take_back
from cop.introductions.actions.digest import WORDS
from cop.introductions.forms import read_answer, read_helped, read_within
from cop.introductions.models import Answer
from cop.introductions.people import see_answered, see_introducers, see_matches
from cop.kit.forms import read_one, read_posted
from cop.kit.panels import make_panels
from cop.kit.web import go, opened, page
from matching.matcher import Matcher

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.contact.access import Other


async def show_matches(request: Request) -> Response:
    """GET /matches: whom one might meet, why, and what one can do about it."""
    viewer, asked = as_member(caller(request)), request.query_params
    asker = await find_asker(viewer)
    if asker is None:
        return page(request, "introductions/nobody.html", private=True)
    within = read_within(read_one(asked, "within"))
    matcher, aside = opened(request, Matcher), read_one(asked, "answered")
    matches = await see_matches(matcher, asker, viewer, within=within, aside=aside)
    return page(
        request,
        "introductions/matches.html",
        member=asker,
        matches=matches,
        within=within,
        thanks=read_one(asked, "thanks"),
        words=WORDS,
        panels=await make_panels(request, "matches", asker),
        private=True,
    )


async def show_answers(request: Request) -> Response:
    """GET /matches/answers: all that one has answered, to be taken back."""
    answered = await see_answered(as_member(caller(request)))
    return page(request, "introductions/answers.html", answered=answered, private=True)


async def show_introduction(request: Request) -> Response:
    """GET /matches/with/{slug}/introduction: who could introduce one to a member."""
    viewer = as_member(caller(request))
    asker, other = await access_asker(viewer), await _other(request)
    third = await see_introducers(opened(request, Matcher), asker, other.member, viewer)
    return page(
        request, "introductions/introduction.html", other=other, introducers=third, private=True
    )


async def save_answer(request: Request) -> Response:
    """POST /matches/with/{slug}: answer; who wants to meet them goes on to write."""
    other, data = await _other(request), await read_posted(request)
    slug, via = other.member.slug, data.get("via", "")
    third = (await access_match(via, caller(request))).member.slug if via else ""
    answer = read_answer(data)
    await answer_match(own_id(request), other.member, answer)
    if answer is not Answer.ACCEPTED:
        return _back(request, data.get("within", ""), answered=slug)
    opening = {"opening": "introduction", "to": slug} if third else {"opening": "match"}
    return go(f"{request.app.url_path_for('write', slug=third or slug)}?{urlencode(opening)}")


async def save_taken_back(request: Request) -> Response:
    """POST /matches/with/{slug}/undo: take an answer back; they may be suggested again."""
    other, data = await _other(request), await read_posted(request)
    await take_back(own_id(request), other.member)
    if data.get("from") == "answers":
        return go(request.app.url_path_for("match-answers"))
    return _back(request, data.get("within", ""))


async def save_helped(request: Request) -> Response:
    """POST /matches/with/{slug}/helped: say whether it helped to meet somebody."""
    other, helped = await _other(request), read_helped(await read_posted(request))
    await say_helped(own_id(request), other.member, helped=helped)
    return _back(request, thanks="yes")


async def _other(request: Request) -> Other:
    return await access_match(request.path_params["slug"], caller(request))


def _back(request: Request, within: str = "", **said: str) -> Response:
    """Return to the matches, which then say what was done."""
    asked = {"within": read_within(within)} if within else {}
    return go(f"{request.app.url_path_for('matches')}?{urlencode(asked | said)}".rstrip("?"))
