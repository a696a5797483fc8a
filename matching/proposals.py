"""Groups in the graph that could become chapters, and what speaks for each."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import chain, product
from math import log, sqrt
from typing import TYPE_CHECKING, Final, Literal

from matching.chairs import suggest_chairs
from matching.communities import Ties, find_settled

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from matching.graph import MemberGraph

Kind = Literal["regional", "country", "thematic", "bridge"]

KINDS: Final = ("regional", "thematic", "country", "bridge")
FEWEST: Final = 12  # members of a chapter
FEWEST_COUNTRIES: Final = 3  # of a thematic one or a bridge
LOOSEST: Final = 0.75  # conductance of a thematic one
LEAST_STABLE: Final = 0.6  # of a thematic one or a bridge; Hennig: below, no pattern is seen
LEAST_COVERAGE: Final = 0.75  # of a country one
TELLING: Final = 2.0  # log-odds, in standard deviations, that make a topic characteristic
MOST_TOPICS: Final = 5


@dataclass(frozen=True, slots=True)
class Person:
    """What a proposal needs to know of a member.

    Attributes:
        is_new: they joined not long ago.
        is_willing: they offer to help to lead.
    """

    country: str
    region: str
    institution: int | None
    topics: Collection[str]
    sectors: Collection[str] = ()
    stakeholders: str = ""
    is_new: bool = False
    is_willing: bool = False


@dataclass(frozen=True, slots=True)
class TypicalTopic:
    """A topic that a group names more often than others do; shares from 0 to 1."""

    topic: str
    inside: float
    outside: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a group holds together.

    Attributes:
        modularity: of the division into this group and the rest.
        conductance: the share of its ties that leave it; low is good.
        coverage: the share of its members with at least one tie inside.
        stability: how well it is found again in random halves, 1 where that has no meaning.
    """

    modularity: float
    conductance: float
    coverage: float
    stability: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A chapter that could be.

    Attributes:
        scope: the region, the country, or the two leading topics or sectors, joined by "+".
        co_chairs: well-tied members who differ in where they come from, the willing first; of a
            bridge the closest pair across.
    """

    kind: Kind
    scope: str
    members: tuple[int, ...]
    countries: tuple[tuple[str, int], ...]
    topics: tuple[TypicalTopic, ...]
    co_chairs: tuple[int, ...]
    quality: Quality

    @property
    def key(self) -> str:
        """Return what names this proposal as long as it stays about the same."""
        return f"{self.kind}:{self.scope}"


class Landscape:
    """Who is tied to whom, and who they are; counted once for all proposals."""

    def __init__(self, graph: MemberGraph, people: Mapping[int, Person]) -> None:
        self.graph = graph
        self.people = people
        self.ties = Ties(graph)
        self.said = count_topics(people)

    def typical_topics(self, members: Sequence[int]) -> tuple[TypicalTopic, ...]:
        """Return what the group talks about more than others do, the most typical first."""
        return typical_topics(members, self.people, said=self.said)


def propose_regions(land: Landscape) -> Iterator[Proposal]:
    """Yield a chapter for every region with enough members, the largest first."""
    for region, members in _grouped(land.people, lambda person: person.region):
        if len(members) >= FEWEST:
            yield _propose("regional", region, members, land)


def propose_countries(land: Landscape) -> Iterator[Proposal]:
    """Yield a chapter for every country where most members have a close peer at home."""
    for country, members in _grouped(land.people, lambda person: person.country):
        if len(members) >= FEWEST:
            proposal = _propose("country", country, members, land)
            if proposal.quality.coverage >= LEAST_COVERAGE:
                yield proposal


def propose_themes(land: Landscape) -> Iterator[Proposal]:
    """Yield a chapter for every community that is about something, holds together and is stable.

    Of several about the same two topics the largest; chapters are told apart by their scope.
    """
    proposed: set[frozenset[str]] = set()
    for members, stable in find_settled(land.graph, FEWEST):
        topics = [topic.topic for topic in land.typical_topics(members)[:2]]
        is_clear = len(members) >= FEWEST and stable >= LEAST_STABLE
        if not topics or frozenset(topics) in proposed or not is_clear:
            continue
        proposal = _propose("thematic", "+".join(topics), members, land, stable=stable)
        if len(proposal.countries) >= FEWEST_COUNTRIES and proposal.quality.conductance <= LOOSEST:
            proposed.add(frozenset(topics))
            yield proposal


def propose_bridges(land: Landscape) -> Iterator[Proposal]:
    """Yield a chapter for pairs of sectors whose people are close peers without sharing a sector.

    Pairs come by how many have a peer across, against the size of the smaller sector; each sector
    is bridged once, so that the list stays short. Somebody with n such peers still has one in a
    random half with a chance of 1 - 2^-n: the mean of that is how stable a bridge is.
    """
    sizes = Counter(sector for person in land.people.values() for sector in person.sectors)
    across = _ties_across(land.graph, land.people)
    reach = {
        pair: len({one for tie in found for one in tie}) / min(sizes[one] for one in pair)
        for pair, found in across.items()
    }
    bridged: set[str] = set()
    for pair in sorted(across, key=lambda pair: (-reach[pair], pair)):
        if not bridged.isdisjoint(pair):
            continue
        partners = Counter(one for tie in across[pair] for one in tie)
        stable = sum(1 - 0.5**count for count in partners.values()) / len(partners)
        if len(partners) < FEWEST or stable < LEAST_STABLE:
            continue
        members = sorted(partners)
        proposal = _propose("bridge", "+".join(pair), members, land, stable=stable)
        if len(proposal.countries) >= FEWEST_COUNTRIES:
            bridged.update(pair)
            yield replace(proposal, co_chairs=_closest(across[pair], land))


def propose(land: Landscape, kinds: Collection[str]) -> list[Proposal]:
    """Return the proposals of these kinds, in the order of `KINDS`."""
    make = {
        "regional": propose_regions,
        "thematic": propose_themes,
        "country": propose_countries,
        "bridge": propose_bridges,
    }
    return [*chain.from_iterable(make[kind](land) for kind in KINDS if kind in kinds)]


def count_topics(people: Mapping[int, Person]) -> Counter[str]:
    """Return how many know each topic."""
    return Counter(topic for person in people.values() for topic in person.topics)


def typical_topics(
    members: Sequence[int],
    people: Mapping[int, Person],
    *,
    least: float = TELLING,
    said: Counter[str] | None = None,
) -> tuple[TypicalTopic, ...]:
    """Return what the group talks about more than others do, the most typical first.

    The log-odds of each topic inside against outside, with all members as prior, in standard
    deviations; `said` is what `count_topics` returns, where it is known already.

    Source: B. L. Monroe, M. P. Colaresi and K. M. Quinn, Fightin' Words, Political Analysis 16
    (2008) 372, equations 15 to 22.
    """
    everywhere = said or count_topics(people)
    inside = Counter(topic for member in members for topic in people[member].topics)
    all_inside, all_said = inside.total(), everywhere.total()
    rest = max(len(people) - len(members), 1)
    scored: list[tuple[float, TypicalTopic]] = []
    for topic, count in inside.items():
        prior = everywhere[topic]
        outside = prior - count
        odds = log((count + prior) / (all_inside + all_said - count - prior + 1)) - log(
            (outside + prior) / (2 * all_said - all_inside - outside - prior + 1)
        )
        deviations = odds / sqrt(1 / (count + prior) + 1 / (outside + prior))
        if deviations >= least:
            share = TypicalTopic(topic, count / len(members), outside / rest)
            scored.append((deviations, share))
    scored.sort(key=lambda one: (-one[0], one[1].topic))
    return tuple(share for _, share in scored[:MOST_TOPICS])


def _ties_across(
    graph: MemberGraph, people: Mapping[int, Person]
) -> Mapping[tuple[str, str], list[tuple[int, int]]]:
    """Return pairs of sectors -> the ties between one of each who is not in the other."""
    across: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    sectors = {one: {*person.sectors} for one, person in people.items()}
    for tie in graph.edges:
        own, theirs = (sectors[one] for one in tie)
        for first, second in product(own - theirs, theirs - own):
            across[min(first, second), max(first, second)].append(tie)
    return across


def _closest(ties: Sequence[tuple[int, int]], land: Landscape) -> tuple[int, int]:
    """Return the closest of `ties`, from two countries and institutions where there is one.

    Between who offers to lead comes before.
    """

    def rank(tie: tuple[int, int]) -> tuple[bool, int, float, int, int]:
        one, other = (land.people[member] for member in tie)
        is_one_desk = one.institution is not None and one.institution == other.institution
        is_apart = one.country != other.country and not is_one_desk
        willing = one.is_willing + other.is_willing
        return is_apart, willing, land.graph.edges[tie]["weight"], -tie[0], -tie[1]

    return max(ties, key=rank)


def _propose(
    kind: Kind,
    scope: str,
    members: Sequence[int],
    land: Landscape,
    *,
    stable: float = 1.0,
) -> Proposal:
    ties, people = land.ties, land.people
    strength = ties.strength_inside(members)
    countries = Counter(people[member].country for member in members if people[member].country)
    return Proposal(
        kind=kind,
        scope=scope,
        members=tuple(members),
        countries=tuple(sorted(countries.items(), key=lambda one: (-one[1], one[0]))),
        topics=land.typical_topics(members),
        co_chairs=suggest_chairs(strength, people, local=kind == "country"),
        quality=Quality(
            modularity=round(ties.modularity_against_rest(members), 3),
            conductance=round(ties.conductance(members), 3),
            coverage=round(sum(map(bool, strength.values())) / len(members), 3),
            stability=round(stable, 3),
        ),
    )


def _grouped(
    people: Mapping[int, Person], name: Callable[[Person], str]
) -> list[tuple[str, list[int]]]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for member in sorted(people):
        if name(people[member]):
            groups[name(people[member])].append(member)
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
