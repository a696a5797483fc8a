"""The desk of a chapter for programs of those who coordinate it; for all others there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.chapters.access import access_chapter
from cop.chapters.forms.roster import read_wanted
from cop.chapters.models.memberships import State
from cop.chapters.queries.desk import see_desk, see_requests, see_suggested
from cop.chapters.queries.people import see_topics
from cop.chapters.queries.roster import (
    MOST_SUGGESTED,
    SIZE,
    SORTS,
    STATES,
    STILL,
    Lookout,
    see_roster,
)
from cop.chapters.queries.seated import count_ending_seats
from cop.chapters.queries.stands import see_stands
from cop.chapters.queries.trail import see_trail
from cop.kit.api import DEEPEST, PAGED, Endpoint, cut
from cop.kit.forms import read_page
from cop.kit.i18n import current_language, mark
from cop.kit.parameters import LANG, Parameter, which_page
from cop.kit.web import opened
from cop.vocabulary.concepts import Vocabulary
from profiles.api import SHORT, SLUG, short_as_json
from profiles.facets import NAMES
from profiles.looks import IN_ROWS, record_looks
from search.engine import Engine

if TYPE_CHECKING:
    from starlette.requests import Request

    from cop.chapters.models.chapters import Chapter
    from cop.chapters.queries.desk import Standing
    from cop.chapters.queries.trail import Told


async def show_desk(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/desk: what needs its coordinators, and how the chapter is."""
    viewer, chapter = caller(request), await access(request)
    vocabulary, language = opened(request, Vocabulary), current_language()
    desk = await see_desk(chapter, opened(request, Engine), vocabulary, viewer)
    return {
        "requests": desk.counts.get(State.REQUESTED, 0),
        "suggested": desk.suggestions,
        "quiet": desk.quiet,
        "unconfirmed": desk.unconfirmed,
        "terms_ending": await count_ending_seats(chapter, viewer),
        "members": desk.members,
        "states": {state.value: count for state, count in desk.counts.items()},
        "months": [
            {
                "month": f"{one.first:%Y-%m}",
                "members": one.members,
                "came": one.came,
                "went": one.went,
            }
            for one in desk.months
        ],
        "answered": {"requests": desk.answers.total, "median_days": round(desk.answers.median, 2)},
        "balance": {
            facet: [
                {"id": key, "label": vocabulary.label(facet, key, language), "count": count}
                for key, count in values
            ]
            for facet, values in {**desk.balance, "gender": desk.genders}.items()
        },
    }


async def list_requests(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/requests: who asks to join, the longest first."""
    viewer, chapter = caller(request), await access(request)
    stands = [one for one in await see_stands(chapter, viewer) if one.state is State.REQUESTED]
    topics = await see_topics(chapter, opened(request, Engine), viewer)
    wanted, told = cut(request, stands, SIZE)
    asking = await see_requests(chapter, wanted, topics, viewer)
    await record_looks(viewer, [one.member for one in asking], IN_ROWS)
    return told | {
        "requests": [_fit_as_json(one) | {"since": _day(one), "words": one.words} for one in asking]
    }


async def list_members(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/members: its members, filtered and sorted."""
    viewer, chapter = caller(request), await access(request)
    engine, vocabulary = opened(request, Engine), opened(request, Vocabulary)
    lookout = Lookout(viewer, engine, vocabulary, current_language())
    roster = await see_roster(chapter, read_wanted(request.query_params), lookout)
    listed, told = cut(request, roster.wanted, SIZE)
    await record_looks(viewer, [one.member for one in listed], SHORT)
    return told | {
        "members": [
            short_as_json(one.member)
            | {
                "state": one.state.value,
                "since": _day(one),
                "confirmed": (one.member.confirmed_at or one.member.joined_at).date().isoformat(),
            }
            for one in listed
        ]
    }


async def list_suggested(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/suggested: who might be invited, the closest first."""
    viewer, chapter = caller(request), await access(request)
    stands = await see_stands(chapter, viewer)
    topics = await see_topics(chapter, opened(request, Engine), viewer)
    vocabulary = opened(request, Vocabulary)
    found = await see_suggested(chapter, stands, topics, vocabulary, viewer, MOST_SUGGESTED)
    listed, told = cut(request, found, SIZE)
    await record_looks(viewer, [one.member for one in listed], IN_ROWS)
    return told | {"suggested": [_fit_as_json(one) for one in listed]}


async def list_steps(request: Request) -> dict[str, Any]:
    """GET /api/v1/chapters/{slug}/trail: what was done in the chapter, by whom and when."""
    viewer, chapter = caller(request), await access(request)
    trail = await see_trail(chapter, viewer, read_page(request.query_params, last=DEEPEST))
    return {
        "total": trail.total,
        "pages": trail.pages,
        "steps": [
            told_as_json(one)
            | {"member": one.member.slug, "name": one.member.name, "state": one.after}
            for one in trail.steps
            if one.member
        ],
        "deeds": [told_as_json(one) | {"deed": one.after} for one in trail.deeds],
    }


async def access(request: Request) -> Chapter:
    """Return the chapter of an address to who runs it.

    Raises:
        NotFound: for everybody else there is none.
    """
    return await access_chapter(caller(request), request.path_params["slug"])


def _fit_as_json(one: Standing) -> dict[str, Any]:
    return short_as_json(one.member) | {"shared": [*one.shared]}


def _day(one: Standing) -> str:
    return one.since.date().isoformat()


def told_as_json(one: Told) -> dict[str, Any]:
    """Return when something was done, and by whom, as far as coordinators may know."""
    by = "member" if one.is_own else "service" if one.who is None else "coordinator"
    return {"at": one.at.isoformat(), "by": by} | (
        {"coordinator": one.who} if one.who and not one.is_own else {}
    )


_FIT: Final = SHORT | {"shared": [str]}
TOLD: Final = {"at": str, "by": str, "coordinator?": str}
_PAGE: Final = which_page(DEEPEST)

ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/chapters/{slug}/desk",
        view=show_desk,
        name="api-desk",
        about=mark(
            "For those who coordinate the chapter: what needs them, and how it is. Who has hidden "
            "is not counted."
        ),
        parameters=(SLUG, LANG),
        answer={
            "requests": int,
            "suggested": int,
            "quiet": int,
            "unconfirmed": int,
            "terms_ending": int,
            "members": int,
            "states": {"*": int},
            "months": [{"month": str, "members": int, "came": int, "went": int}],
            "answered": {"requests": int, "median_days": float},
            "balance": {"*": [{"id": str, "label": str, "count": int}]},
        },
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/requests",
        view=list_requests,
        name="api-requests",
        about=mark(
            "For those who coordinate the chapter: who asks to join, with their words and the "
            "topics they share with it; who waits longest comes first."
        ),
        parameters=(SLUG, _PAGE, LANG),
        answer=PAGED | {"requests": [_FIT | {"since": str, "words": str}]},
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/members",
        view=list_members,
        name="api-roster",
        about=mark("For those who coordinate the chapter: its members, and how each stands to it."),
        parameters=(
            SLUG,
            Parameter(name="q", about=mark("Words of the name, institution or position.")),
            Parameter(name="state", about=mark("How they stand to it."), choices=tuple(STATES)),
            Parameter(name="country", about=NAMES["country"]),
            Parameter(name="stakeholder", about=NAMES["stakeholder"]),
            Parameter(
                name="still",
                about=mark("Who confirmed nothing for a year, or for half a year."),
                choices=tuple(STILL),
            ),
            Parameter(name="sort", about=mark("The order."), choices=SORTS),
            _PAGE,
            LANG,
        ),
        answer=PAGED | {"members": [SHORT | {"state": str, "since": str, "confirmed": str}]},
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/suggested",
        view=list_suggested,
        name="api-suggested",
        about=mark(
            "For those who coordinate the chapter: whom they might invite; who shares most of its "
            "topics comes first."
        ),
        parameters=(SLUG, _PAGE, LANG),
        answer=PAGED | {"suggested": [_FIT]},
    ),
    Endpoint(
        path="/api/v1/chapters/{slug}/trail",
        view=list_steps,
        name="api-trail",
        about=mark(
            "For those who coordinate the chapter: what was done about its members and about "
            "itself, by whom and when, the last first. Who coordinates it no more is not named."
        ),
        parameters=(SLUG, _PAGE, LANG),
        answer=PAGED
        | {
            "steps": [TOLD | {"member": str, "name": str, "state": str}],
            "deeds": [TOLD | {"deed": str}],
        },
    ),
)
