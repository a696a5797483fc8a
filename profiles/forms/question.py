"""A question to the directory, as it stands in an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.kit.forms import read_one, read_page
from cop.vocabulary.places import LONGEST
from profiles.index import CONFIRMED, FACETS, FRESHNESS
from profiles.question import PAGE_SIZE, Question
from search.words import MOST_CHARACTERS

if TYPE_CHECKING:
    from cop.kit.forms import Params

MOST_FILTERS: Final = 30  # values of one facet
LONGEST_VALUE: Final = 80
DEEPEST: Final = 500  # hits that anybody may page through
LARGEST: Final = 50  # page
ORDERS: Final = {"": "", "name": "by_name", "newest": "by_joining"}


def read_question(params: Params, size: int = PAGE_SIZE) -> Question:
    """Read a question; unknown parameters, orders and pages are ignored.

    Raises:
        Invalid: a parameter that stands for one thing was given twice.
    """
    text = read_one(params, "q").strip()
    return Question(
        text=text[:MOST_CHARACTERS],
        is_cut=len(text) > MOST_CHARACTERS,
        filters={
            facet: tuple(dict.fromkeys(value[:LONGEST_VALUE] for value in values[:MOST_FILTERS]))
            for facet in FACETS
            if (values := [value for value in params.getlist(facet) if _may_be(facet, value)])
        },
        order=ORDERS.get(read_one(params, "sort"), ""),
        page=read_page(params, last=DEEPEST // size),
        size=size,
        exact=read_one(params, "exact") == "1",
        ladder=read_one(params, "ladder") != "0",
        near=read_one(params, "near").strip()[:LONGEST],
    )


def _may_be(facet: str, value: str) -> bool:
    return value in FRESHNESS if facet == CONFIRMED else bool(value)
