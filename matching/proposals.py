"""Groups in the graph that could become chapters, and what speaks for each."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import product
from math import log, sqrt
from typing import TYPE_CHECKING, Final, Literal

from matching.communities import Ties, find_communities, stability

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from matching.graph import MemberGraph

Kind = Literal["regional", "country", "thematic", "bridge"]

FEWEST: Final = 12  # members of a chapter
FEWEST_COUNTRIES: Final = 3  # of a thematic one or a bridge
LOOSEST: Final = 0.75  # conductance of a thematic one
LEAST_STABLE: Final = 0.6  # of a thematic one or a bridge; Hennig: below, no pattern is seen
LEAST_COVERAGE: Final = 0.75  # of a country one
SAME_AS: Final = 0.5  # Jaccard index with an existing chapter
TELLING: Final = 2.0  # log-odds, in standard deviations, that make a topic characteristic
MOST_TOPICS: Final = 5
CO_CHAIRS: Final = 3


@dataclass(frozen=True, slots=True)
class Person:
    """What a proposal needs to know of a member."""

    country: str
    region: str
    institution: int | None
    topics: Collection[str]
    sectors: Collection[str] = ()


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
        co_chairs: well-tied members of different countries and institutions; of a bridge the
            closest pair across.
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


def propose_regions(graph: MemberGraph, people: Mapping[int, Person]) -> Iterator[Proposal]:
    """Yield a chapter for every region with enough members, the largest first."""
    ties = Ties(graph)
    for region, members in _grouped(people, lambda person: person.region):
        if len(members) >= FEWEST:
            yield _propose("regional", region, members, ties, people)


def propose_countries(graph: MemberGraph, people: Mapping[int, Person]) -> Iterator[Proposal]:
    """Yield a chapter for every country where most members have a close peer at home."""
    ties = Ties(graph)
    for country, members in _grouped(people, lambda person: person.country):
        if len(members) >= FEWEST:
            proposal = _propose("country", country, members, ties, people)
            if proposal.quality.coverage >= LEAST_COVERAGE:
                yield proposal


def propose_themes(
    graph: MemberGraph, people: Mapping[int, Person], *, rounds: int = 20
) -> Iterator[Proposal]:
    """Yield a chapter for every community that is about something, holds together and is stable.

    Of several about the same two topics the largest; chapters are told apart by their scope.
    """
    ties = Ties(graph)
    proposed: set[frozenset[str]] = set()
    communities = [one for one in find_communities(graph) if len(one) >= FEWEST]
    for members, stable in zip(
        communities, stability(graph, communities, rounds=rounds), strict=True
    ):
        topics = [topic.topic for topic in typical_topics(members, people)[:2]]
        if not topics or frozenset(topics) in proposed or stable < LEAST_STABLE:
            continue
        proposal = _propose("thematic", "+".join(topics), members, ties, people, stable=stable)
        if len(proposal.countries) >= FEWEST_COUNTRIES and proposal.quality.conductance <= LOOSEST:
            proposed.add(frozenset(topics))
            yield proposal


def propose_bridges(graph: MemberGraph, people: Mapping[int, Person]) -> Iterator[Proposal]:
    """Yield a chapter for pairs of sectors whose people are close peers without sharing a sector.

    Pairs come by how many have a peer across, against the size of the smaller sector; each sector
    is bridged once, so that the list stays short. Somebody with n such peers still has one in a
    random half with a chance of 1 - 2^-n: the mean of that is how stable a bridge is.
    """
    ties = Ties(graph)
    sizes = Counter(sector for person in people.values() for sector in person.sectors)
    across = _ties_across(graph, people)
    reach = {
        pair: len({one for tie in found for one in tie}) / min(sizes[one] for one in pair)
        for pair, found in across.items()
    }
    bridged: set[str] = set()
    for pair in sorted(across, key=lambda pair: (-reach[pair], pair)):
        partners = Counter(one for tie in across[pair] for one in tie)
        stable = sum(1 - 0.5**count for count in partners.values()) / len(partners)
        if len(partners) < FEWEST or stable < LEAST_STABLE or not bridged.isdisjoint(pair):
            continue
        members = sorted(partners)
        proposal = _propose("bridge", "+".join(pair), members, ties, people, stable=stable)
        if len(proposal.countries) >= FEWEST_COUNTRIES:
            bridged.update(pair)
            closest = max(
                across[pair], key=lambda tie: (graph.edges[tie]["weight"], -tie[0], -tie[1])
            )
            yield replace(proposal, co_chairs=closest)


def uncovered(
    proposals: Iterable[Proposal], existing: Collection[AbstractSet[int]]
) -> Iterator[Proposal]:
    """Yield the proposals whose members are not, for the most part, a chapter already."""
    for proposal in proposals:
        members = set(proposal.members)
        if all(len(members & one) / len(members | one) < SAME_AS for one in existing if one):
            yield proposal


def typical_topics(
    members: Sequence[int], people: Mapping[int, Person], *, least: float = TELLING
) -> tuple[TypicalTopic, ...]:
    """Return what the group talks about more than others do, the most typical first.

    The log-odds of each topic inside against outside, with all members as prior, in standard
    deviations.

    Source: B. L. Monroe, M. P. Colaresi and K. M. Quinn, Fightin' Words, Political Analysis 16
    (2008) 372, equations 15 to 22.
    """
    everywhere = Counter(topic for person in people.values() for topic in person.topics)
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
    for one, other in graph.edges:
        own, theirs = {*people[one].sectors}, {*people[other].sectors}
        for first, second in product(own - theirs, theirs - own):
            across[min(first, second), max(first, second)].append((one, other))
    return across


def _propose(
    kind: Kind,
    scope: str,
    members: Sequence[int],
    ties: Ties,
    people: Mapping[int, Person],
    *,
    stable: float = 1.0,
) -> Proposal:
    strength = ties.strength_inside(members)
    countries = Counter(people[member].country for member in members if people[member].country)
    return Proposal(
        kind=kind,
        scope=scope,
        members=tuple(members),
        countries=tuple(sorted(countries.items(), key=lambda one: (-one[1], one[0]))),
        topics=typical_topics(members, people),
        co_chairs=_co_chairs(strength, people, local=kind == "country"),
        quality=Quality(
            modularity=round(ties.modularity_against_rest(members), 3),
            conductance=round(ties.conductance(members), 3),
            coverage=round(sum(map(bool, strength.values())) / len(members), 3),
            stability=round(stable, 3),
        ),
    )


def _co_chairs(
    strength: Mapping[int, float], people: Mapping[int, Person], *, local: bool
) -> tuple[int, ...]:
    """Return the best-tied members, no two of one institution or (unless `local`) one country."""
    chosen: list[int] = []
    for member in sorted(strength, key=lambda one: (-strength[one], one)):
        person = people[member]
        others = [people[one] for one in chosen]
        same_desk = person.institution and any(
            other.institution == person.institution for other in others
        )
        same_country = not local and any(other.country == person.country for other in others)
        if not same_desk and not same_country and strength[member] > 0:
            chosen.append(member)
        if len(chosen) == CO_CHAIRS:
            break
    return tuple(chosen)


def _grouped(
    people: Mapping[int, Person], name: Callable[[Person], str]
) -> list[tuple[str, list[int]]]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for member in sorted(people):
        if name(people[member]):
            groups[name(people[member])].append(member)
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
