"""All members of a chapter as a coordinator sees them now: filtered, sorted, page by page.

What somebody hides from the coordinator neither filters nor sorts, and who hides is not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.chapters.models.memberships import INSIDE, State
from cop.chapters.queries.desk import HALF_A_YEAR, YEAR, Standing, quietness, see_suggested
from cop.chapters.queries.people import see_topics
from cop.chapters.queries.stands import see_stands
from cop.kit.clock import now
from cop.kit.paging import count_pages
from cop.kit.text import fold
from profiles.access import see_members_briefly

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import timedelta
    from typing import Any

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter
    from cop.chapters.queries.stands import Stand
    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member
    from search.engine import Engine

SIZE: Final = 50
MOST_SUGGESTED: Final = 1_000
STATES: Final[Mapping[str, frozenset[State]]] = {  # what may be asked for, the first at first
    "in": INSIDE,
    **{one.value: frozenset({one}) for one in State if one is not State.NEW},
}
STILL: Final[Mapping[str, timedelta]] = {"quiet": YEAR, "unconfirmed": HALF_A_YEAR}
SORTS: Final = ("name", "country", "since", "confirmed")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which members are wanted, in which order; "" is any.

    Attributes:
        state: a key of `STATES`.
        still: a key of `STILL`.
        words: folded, each to be found in the name, the institution or the position.
    """

    state: str = "in"
    country: str = ""
    stakeholder: str = ""
    still: str = ""
    words: tuple[str, ...] = ()
    sort: str = "name"


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is wanted, in order; and the countries and stakeholder roles of all in that state."""

    wanted: Sequence[Standing]
    countries: Sequence[str]
    stakeholders: Sequence[str]

    def page(self, number: int) -> Sequence[Standing]:
        """Return one page, from 1."""
        return self.wanted[(number - 1) * SIZE : number * SIZE]

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return count_pages(len(self.wanted), SIZE)


@dataclass(frozen=True, slots=True)
class Lookout:
    """Whose eyes look, and what they look through."""

    viewer: Viewer
    engine: Engine
    vocabulary: Vocabulary
    language: str


async def see_roster(chapter: Chapter, wanted: Wanted, lookout: Lookout) -> Roster:
    """Return the members of `chapter` who are wanted, as the viewer sees them."""
    viewer, vocabulary = lookout.viewer, lookout.vocabulary
    stands = await see_stands(chapter, viewer)
    chosen = [one for one in stands if one.state in STATES[wanted.state]]
    if wanted.still:
        chosen = [one for one in chosen if quietness(one, now()) == STILL[wanted.still]]
    if wanted.state == State.SUGGESTED:
        topics = await see_topics(chapter, lookout.engine, viewer)
        there = await see_suggested(chapter, chosen, topics, vocabulary, viewer, MOST_SUGGESTED)
    else:
        there = await _see(chosen, viewer)
    order = _orders(lookout)[wanted.sort]
    return Roster(
        sorted((one for one in there if _is_wanted(one.member, wanted)), key=order),
        sorted({one.member.country for one in there} - {""}),
        sorted({one.member.stakeholder for one in there} - {""}),
    )


async def _see(stands: Sequence[Stand], viewer: Viewer) -> list[Standing]:
    of = {one.profile_id: one for one in stands}
    return [
        Standing(member, of[member.id].state, of[member.id].since)
        for member in await see_members_briefly(of, viewer)
    ]


def _is_wanted(member: Member, wanted: Wanted) -> bool:
    if wanted.country not in {"", member.country}:
        return False
    if wanted.stakeholder not in {"", member.stakeholder}:
        return False
    place = member.institution.name if member.institution else ""
    told = fold(f"{member.name} {place} {member.position}") if wanted.words else ""
    return all(word in told for word in wanted.words)


def _orders(lookout: Lookout) -> Mapping[str, Callable[[Standing], tuple[Any, ...]]]:
    """Return by what each of `SORTS` sorts; who says nothing comes last, equals are by name."""

    def by_name(one: Standing) -> tuple[Any, ...]:
        return fold(one.member.name), one.member.id

    def by_country(one: Standing) -> tuple[Any, ...]:
        code = one.member.country
        name = lookout.vocabulary.label("country", code, lookout.language) if code else ""
        return not code, fold(name), *by_name(one)

    def by_since(one: Standing) -> tuple[Any, ...]:
        return one.since, *by_name(one)

    def by_confirmed(one: Standing) -> tuple[Any, ...]:
        return one.member.confirmed_at or one.member.joined_at, *by_name(one)

    return dict(zip(SORTS, (by_name, by_country, by_since, by_confirmed), strict=True))
