"""What a chapter needs of its coordinators, and how it is: who waits, who is quiet, who is missing.

Everybody is seen as the coordinator sees them now: who asked and has hidden since waits unseen, and
is in no figure.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from cop.chapters.models.memberships import INSIDE, State
from cop.chapters.queries.health import count_answers, count_months
from cop.chapters.queries.memberships import map_words
from cop.chapters.queries.people import see_topics
from cop.chapters.queries.stands import list_changes, see_stands
from cop.chapters.scopes import About, read_scope
from cop.kit.clock import now
from profiles.access import see_members
from profiles.finding import find_members
from search.index import Query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter
    from cop.chapters.queries.health import Answers, Month
    from cop.chapters.queries.stands import Stand
    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member
    from search.engine import Engine

WAITING: Final = 10  # requests on the page, those that wait longest
LOOKED_AT: Final = 200  # of those whom the graph suggests
SUGGESTED: Final = 6  # on the page
HALF_A_YEAR: Final = timedelta(days=182)  # as long as members are given to say "still true"
YEAR: Final = timedelta(days=365)
BALANCE: Final = ("country", "stakeholder", "level", "language")
FEWEST: Final = 5  # say their gender, or nothing is told of it


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody, how they stand to the chapter, and its topics that they know, the first first."""

    member: Member
    state: State
    since: datetime
    words: str = ""
    shared: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """What a chapter needs of its coordinators, and how it is.

    Attributes:
        requested: who waits for an answer, the longest first; a few of them.
        suggested: whom the graph suggests, the closest to its topics first; a few of them.
        suggestions: how many they are, of the first `LOOKED_AT`.
        counts: how many stand in each state.
        quiet: members for a year who confirmed nothing in that time.
        unconfirmed: others who confirmed nothing for half a year.
        balance: of those who are in, facet -> (value, how many), as members see each other.
        genders: of those who are in and say it to the viewer, the most frequent first; none where
            fewer than `FEWEST` do.
        months: how it grew.
        answers: how long requests waited in the last year.
    """

    requested: Sequence[Standing]
    suggested: Sequence[Standing]
    suggestions: int
    counts: Mapping[State, int]
    quiet: int
    unconfirmed: int
    balance: Mapping[str, Sequence[tuple[str, int]]]
    genders: Sequence[tuple[str, int]]
    months: Sequence[Month]
    answers: Answers

    @property
    def everybody(self) -> list[Member]:
        """Return all who stand on the page."""
        return [one.member for one in (*self.requested, *self.suggested)]

    @property
    def members(self) -> int:
        """Return how many are in."""
        return sum(self.counts[one] for one in INSIDE)


async def see_desk(
    chapter: Chapter, engine: Engine, vocabulary: Vocabulary, viewer: Viewer
) -> Desk:
    """Return what `viewer`, who coordinates `chapter`, is asked for, and how the chapter is."""
    stands = await see_stands(chapter, viewer)
    topics = await see_topics(chapter, engine, viewer)
    asking = [one for one in stands if one.state is State.REQUESTED]
    # The index counts in a thread of its own while the database is read.
    balance, suggested, requested, changes = await asyncio.gather(
        _see_balance(stands, engine, viewer),
        see_suggested(chapter, stands, topics, vocabulary, viewer),
        see_requests(chapter, asking[:WAITING], topics, viewer),
        list_changes(chapter, {one.profile_id for one in stands}),
    )
    moment = now()
    dull = [quietness(one, moment) for one in stands]
    return Desk(
        requested=requested,
        suggested=suggested[:SUGGESTED],
        suggestions=len(suggested),
        counts=Counter(one.state for one in stands),
        quiet=dull.count(YEAR),
        unconfirmed=dull.count(HALF_A_YEAR),
        balance=balance,
        genders=_count_genders(stands),
        months=count_months(changes, moment),
        answers=count_answers(changes, moment - YEAR),
    )


def quietness(stand: Stand, moment: datetime) -> timedelta | None:
    """Return which of the two limits a member has passed without a word; None for neither."""
    if stand.state not in INSIDE:
        return None
    if max(stand.confirmed, stand.since) < moment - YEAR:
        return YEAR
    return HALF_A_YEAR if stand.confirmed < moment - HALF_A_YEAR else None


async def see_standings(stands: Iterable[Stand], viewer: Viewer) -> list[Standing]:
    """Return how members stand to a chapter, in the order of `stands`."""
    of = {one.profile_id: one for one in stands}
    return [
        Standing(member, of[member.id].state, of[member.id].since)
        for member in await see_members(of, viewer)
    ]


async def see_requests(
    chapter: Chapter, stands: Sequence[Stand], topics: Sequence[str], viewer: Viewer
) -> list[Standing]:
    """Return those who ask to join `chapter`, with their words and what they share with it."""
    words = await map_words(chapter, [one.profile_id for one in stands])
    return [
        replace(one, words=words[one.member.id], shared=_shared(topics, one.member))
        for one in await see_standings(stands, viewer)
    ]


async def see_suggested(
    chapter: Chapter,
    stands: Sequence[Stand],
    topics: Sequence[str],
    vocabulary: Vocabulary,
    viewer: Viewer,
    most: int = LOOKED_AT,
) -> list[Standing]:
    """Return whom the graph suggests, who shows the viewer what they are suggested for."""
    waiting = [one for one in stands if one.state is State.SUGGESTED][:most]
    scope = read_scope(chapter.kind, chapter.scope)
    found = [
        replace(one, shared=_shared(topics, one.member))
        for one in await see_standings(waiting, viewer)
        if not scope.parts or scope.holds(About.member(one.member), vocabulary)
    ]
    return sorted(found, key=lambda one: -len(one.shared))


async def _see_balance(
    stands: Sequence[Stand], engine: Engine, viewer: Viewer
) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Return how those who are in divide, by what they show to other members too."""
    keys = [str(one.profile_id) for one in stands if one.state in INSIDE]
    found = await find_members(engine, Query(keys=keys, count=BALANCE, limit=1), viewer)
    return found.facets


def _count_genders(stands: Sequence[Stand]) -> Sequence[tuple[str, int]]:
    said = Counter(one.gender for one in stands if one.state in INSIDE and one.gender)
    counted = sorted(said.items(), key=lambda one: (-one[1], one[0]))
    return counted if said.total() >= FEWEST else []


def _shared(topics: Sequence[str], member: Member) -> list[str]:
    return [topic for topic in topics if topic in member.topics]
