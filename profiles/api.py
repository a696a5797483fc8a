"""Members for machines: what `visible` gave, as JSON. The command line answers with the same."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.kit.api import Endpoint
from cop.kit.forms import read_number
from cop.kit.i18n import current_language, mark
from cop.kit.parameters import LANG, Parameter, which_page
from cop.kit.web import opened
from cop.vocabulary.concepts import Vocabulary
from profiles.access import see_member
from profiles.chips import KINDS, label_of
from profiles.directory import search_members
from profiles.facets import NAMES, Tellers, label_values
from profiles.fields import FIELDS, LISTS
from profiles.forms.question import DEEPEST, LARGEST, ORDERS, read_question
from profiles.index import FACETS
from profiles.question import PAGE_SIZE
from search.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from profiles.directory import Answer, Found
    from profiles.facets import Labels
    from profiles.lexicon import Reading
    from profiles.member import Member, Tag
    from profiles.understanding import Part

SLUG: Final = Parameter(name="slug", about=mark("The last part of the address."), in_path=True)
QUESTION: Final = (
    Parameter(name="q", about=mark("Words, in any language.")),
    *(Parameter(name=name, about=NAMES[name], many=True) for name in FACETS),
    Parameter(
        name="near",
        about=mark("A town or a country: who lives there, and then who lives near it."),
    ),
    Parameter(
        name="sort",
        about=mark("The order: the best match first, by name, or the newest first."),
        choices=tuple(filter(None, ORDERS)),
    ),
    Parameter(
        name="exact",
        about=mark("1: the words as they are, whatever they may mean."),
        choices=("0", "1"),
    ),
    Parameter(
        name="ladder",
        about=mark("0: only who answers, where a country has few."),
        choices=("0", "1"),
    ),
    which_page(DEEPEST),
    Parameter(name="size", about=mark("How many on a page."), most=LARGEST),
)

_COUNT: Final = {"id": str, "label": str, "count": int}
_CONCEPT: Final = {"id": str, "label": str}
_WORKPLACE: Final = {"slug": str, "name": str, "country": str}
_FACTS: Final = ("email", "city", "unit", "position", "bio", "website", "orcid")
_CONCEPTS: Final = ("country", "stakeholder", "government_level", "gender")


async def list_members(request: Request) -> dict[str, Any]:
    """GET /api/v1/members: who answers the question, and why."""
    begun = time.perf_counter()
    vocabulary = opened(request, Vocabulary)
    viewer, tellers = caller(request), opened(request, Tellers)
    params = await tellers.follow(request.query_params, viewer)
    question = read_question(params, read_number(params, "size", PAGE_SIZE, LARGEST))
    answer = await search_members(opened(request, Engine), vocabulary, question, viewer)
    labels = await label_values(answer, tellers, viewer, vocabulary, current_language())
    return answer_as_json(answer, labels, seconds=time.perf_counter() - begun)


async def show_member(request: Request) -> dict[str, Any]:
    """GET /api/v1/members/{slug}: one member, as far as the caller may see."""
    member = await see_member(request.path_params["slug"], caller(request))
    return member_as_json(member, opened(request, Vocabulary), current_language())


def answer_as_json(answer: Answer, labels: Labels, *, seconds: float) -> dict[str, Any]:
    """Return a page of the directory: who was found and why, and how all divide."""
    asked = bool(answer.words or answer.understood.terms)
    return {
        "total": answer.total,
        "understood": _understood_as_json(answer, labels.vocabulary, labels.language),
        "hits": [_found_as_json(one, asked=asked) for one in answer.found],
        "rungs": [{"rung": rung.name, "count": rung.count} for rung in answer.rungs],
        "facets": {
            name: [
                {"id": key, "label": labels.of(name, key), "count": count} for key, count in values
            ]
            for name, values in answer.facets.items()
        },
        "cut": answer.is_cut,
        "limited": answer.is_limited,
        "seconds": round(seconds, 4),
    }


def _understood_as_json(answer: Answer, vocabulary: Vocabulary, language: str) -> dict[str, Any]:
    """Return the question as it was understood: its text and its filters, kind by kind."""
    understood, filters = answer.understood, answer.question.filters

    def reading(one: Reading, part: Part) -> dict[str, str]:
        return {"kind": one.kind, "id": one.key, "label": label_of(one, part, vocabulary, language)}

    return {
        "text": answer.question.text,
        "words": answer.words,
        **{
            many: [*dict.fromkeys((*understood.keys(kind), *filters.get(kind, ())))]
            for kind, many in KINDS.items()
        },
        "names": [part.text for part in understood.parts if part.kind == "name"],
        "parts": [
            {"kind": part.kind, "text": part.text, "start": part.start, "ids": part.keys}
            for part in understood.parts
        ],
        "ambiguous": [
            {
                "text": part.text,
                "readings": [reading(one, part) for one in (*part.readings, *part.offered)],
            }
            for part in understood.parts
            if part.is_ambiguous
        ],
        "exact": answer.is_exact,
        "nearly": answer.instead == "nearly",
    }


def _found_as_json(found: Found, *, asked: bool) -> dict[str, Any]:
    return {
        **short_as_json(found.member),
        "topics": found.member.topics,
        **({"score": round(found.score, 3)} if asked else {}),
        "why": [
            {
                "field": why.field,
                "id": why.key,
                "text": "".join(part for part, _ in why.parts).strip(),
            }
            for why in found.why
        ],
        "rung": found.rung,
    }


def short_as_json(member: Member) -> dict[str, Any]:
    """Return who a member is, as lists say it."""
    return {
        "slug": member.slug,
        "name": member.name,
        "country": member.country,
        "city": member.city,
        "institution": member.institution.name if member.institution else "",
    }


def member_as_json(member: Member, vocabulary: Vocabulary, language: str) -> dict[str, Any]:
    """Return all that the viewer sees of `member`; what is hidden or empty is not there."""

    def concept(field: str, key: str) -> dict[str, str]:
        return {"id": key, "label": vocabulary.label(FIELDS[field].scheme, key, language)}

    def values(field: str, tags: Iterable[Tag]) -> list[dict[str, str]]:
        return [
            concept(field, tag.key) if tag.key else {"id": "", "label": tag.text} for tag in tags
        ]

    place = member.institution
    said = {
        **{name: getattr(member, name) for name in _FACTS},
        **{name: concept(name, key) for name in _CONCEPTS if (key := getattr(member, name))},
        "institution": place and {"slug": place.slug, "name": place.name, "country": place.country},
        **{name: values(name, getattr(member, name)) for name in LISTS},
    }
    return {
        "slug": member.slug,
        "name": member.name,
        "joined": member.joined_at.date().isoformat(),
        **{name: value for name, value in said.items() if value},
    }


SHORT: Final = {"slug": str, "name": str, "country": str, "city": str, "institution": str}

ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/members",
        view=list_members,
        name="api-members",
        about=mark("Who answers a question, and why; a page of them, and how all of them divide."),
        parameters=(*QUESTION, LANG),
        answer={
            "total": int,
            "understood": {
                "text": str,
                "words": [str],
                **{many: [str] for many in KINDS.values()},
                "names": [str],
                "parts": [{"kind": str, "text": str, "start": int, "ids": [str]}],
                "ambiguous": [{"text": str, "readings": [{"kind": str, "id": str, "label": str}]}],
                "exact": bool,
                "nearly": bool,
            },
            "hits": [
                SHORT
                | {
                    "topics": [str],
                    "score?": float,
                    "why": [{"field": str, "id": str, "text": str}],
                    "rung": str,
                }
            ],
            "rungs": [{"rung": str, "count": int}],
            "facets": {"*": [_COUNT]},
            "cut": bool,
            "limited": bool,
            "seconds": float,
        },
    ),
    Endpoint(
        path="/api/v1/members/{slug}",
        view=show_member,
        name="api-member",
        about=mark("One member, as far as you may see them."),
        parameters=(SLUG, LANG),
        answer={
            "slug": str,
            "name": str,
            "joined": str,
            **{f"{name}?": str for name in _FACTS},
            **{f"{name}?": _CONCEPT for name in _CONCEPTS},
            "institution?": _WORKPLACE,
            **{f"{name}?": [_CONCEPT] for name in LISTS},
        },
    ),
)
