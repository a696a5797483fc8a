"""Matches for machines. The command line answers with the same."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.kit.api import Endpoint
from cop.kit.forms import read_number, read_one
from cop.kit.i18n import mark
from cop.kit.parameters import LANG, Parameter
from cop.kit.web import opened
from cop.vocabulary.concepts import Vocabulary
from matching.links import Links
from matching.matcher import Matcher
from matching.nearby import centre_of, see_bands
from matching.network_views import see_asked
from matching.peers import see_nearby
from matching.scores import TOPIC
from matching.snapshot import SCOPES
from matching.suggestions import see_suggestions
from profiles.access import see_member
from profiles.api import SHORT, SLUG, short_as_json
from profiles.facets import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.requests import Request

    from matching.links import OwnLinks
    from matching.matcher import Match
    from matching.nearby import Near
    from matching.suggestions import Suggestion
    from profiles.member import Member

MOST: Final = 50
USUAL: Final = 20


async def list_matches(request: Request) -> dict[str, Any]:
    """GET /api/v1/members/{slug}/matches: whom a member should meet, and why."""
    viewer, params, begun = caller(request), request.query_params, time.perf_counter()
    member = await see_member(request.path_params["slug"], viewer)
    found = await see_suggestions(
        opened(request, Matcher),
        member,
        viewer,
        within=read_one(params, "within") or "world",
        most=read_number(params, "limit", USUAL, MOST),
    )
    links = await opened(request, Links).of(viewer)
    return matches_as_json(member, found, links, seconds=time.perf_counter() - begun)


async def list_nearby(request: Request) -> dict[str, Any]:
    """GET /api/v1/members/{slug}/nearby: who works on the same, and who else is how near."""
    viewer, matcher = caller(request), opened(request, Matcher)
    member = await see_member(request.path_params["slug"], viewer)
    nearby = await see_nearby(matcher, member, viewer)
    bands = await see_bands(matcher, opened(request, Vocabulary), centre_of(member), viewer)
    return {
        "member": member.slug,
        "nearby": [
            short_as_json(one.member)
            | {"kilometres": round(one.near.kilometres), "reasons": _topics(one.near.match)}
            for one in nearby
        ],
        "bands": [
            {
                "band": one.band.value,
                "count": one.count,
                "members": [_near_as_json(near) for near in one.people],
            }
            for one in bands
        ],
    }


async def show_network(request: Request) -> dict[str, Any]:
    """GET /api/v1/network: who is tied with whom, and by what."""
    seen = await see_asked(request)
    return {
        "members": [
            short_as_json(seen.members[mark.member])
            | {"group": list(seen.network.groups[mark.group].topics)}
            for mark in seen.picture.marks
        ],
        "ties": [
            {
                "members": [tie.one.slug, tie.other.slug],
                "weight": round(tie.weight, 6),
                "topics": list(tie.topics),
                "kinds": list(tie.kinds),
            }
            for tie in seen.ties
        ],
    }


def _near_as_json(near: Near) -> dict[str, Any]:
    kilometres = {} if near.kilometres is None else {"kilometres": round(near.kilometres)}
    return short_as_json(near.member) | kilometres


def matches_as_json(
    member: Member, found: Sequence[Suggestion], links: OwnLinks, *, seconds: float
) -> dict[str, Any]:
    """Return whom `member` should meet, and why; of links only those of who asks."""
    return {
        "member": member.slug,
        "matches": [
            {
                "slug": one.member.slug,
                "name": one.member.name,
                "country": one.member.country,
                "score": round(one.score, 6),
                "reasons": [*_all_reasons(one)],
                "linked": bool(links.between(member.id, one.member.id)),
            }
            for one in found
        ],
        "seconds": round(seconds, 4),
    }


def _all_reasons(found: Suggestion) -> Iterator[dict[str, Any]]:
    """Yield all reasons, one for each topic; what they weigh makes the score."""
    for reason in found.reasons:
        if reason.kind == TOPIC:
            yield from _topics(found.match, reason.weight)
        else:
            told = {"values": list(reason.values), "theirs": list(reason.theirs)}
            said = {name: keys for name, keys in told.items() if keys}
            yield {"kind": reason.kind, **said, "weight": round(reason.weight, 6)}


def _topics(match: Match, together: float = 1.0) -> list[dict[str, Any]]:
    """Return the topics that both know, with the part of each of what they weigh `together`."""
    return [
        {
            "kind": TOPIC,
            "topic": shared.topic,
            "holders": shared.holders,
            "weight": round(shared.share * together, 6),
        }
        for shared in match.shared
    ]


_TOPICS: Final = [{"kind": str, "topic": str, "holders": int, "weight": float}]
_REASONS: Final = [
    {
        "kind": str,
        "topic?": str,
        "holders?": int,
        "values?": [str],
        "theirs?": [str],
        "weight": float,
    }
]

ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/members/{slug}/matches",
        view=list_matches,
        name="api-matches",
        about=mark(
            "Whom a member should meet, and why. The weights of the reasons add up to the score, "
            "from 0 to 1. `values` are what both say; where they differ, `theirs` what the other "
            "says."
        ),
        parameters=(
            SLUG,
            Parameter(
                name="within",
                about=mark("How far to look: the member's country, region, or the world."),
                choices=tuple(SCOPES),
            ),
            Parameter(name="limit", about=mark("How many, at most."), most=MOST),
            LANG,
        ),
        answer={
            "member": str,
            "matches": [
                {
                    "slug": str,
                    "name": str,
                    "country": str,
                    "score": float,
                    "reasons": _REASONS,
                    "linked": bool,
                }
            ],
            "seconds": float,
        },
    ),
    Endpoint(
        path="/api/v1/members/{slug}/nearby",
        view=list_nearby,
        name="api-nearby",
        about=mark(
            "Who works on the same topics within a day's travel, and who is near: at the same "
            "institution, in the town, within a day's travel, in the country, next door."
        ),
        parameters=(SLUG, LANG),
        answer={
            "member": str,
            "nearby": [SHORT | {"kilometres": int, "reasons": _TOPICS}],
            "bands": [{"band": str, "count": int, "members": [SHORT | {"kilometres?": int}]}],
        },
    ),
    Endpoint(
        path="/api/v1/network",
        view=show_network,
        name="api-network",
        about=mark(
            "Who is tied with whom, and by what: in a region, a country, on a topic, in a chapter, "
            "or at most two steps from a person."
        ),
        parameters=(
            Parameter(name="region", about=NAMES["region"]),
            Parameter(name="country", about=NAMES["country"]),
            Parameter(name="topic", about=NAMES["topic"]),
            Parameter(name="chapter", about=NAMES["chapter"]),
            Parameter(name="person", about=mark("Around whom: the last part of their address.")),
            LANG,
        ),
        answer={
            "members": [SHORT | {"group": [str]}],
            "ties": [{"members": [str], "weight": float, "topics": [str], "kinds": [str]}],
        },
    ),
)
