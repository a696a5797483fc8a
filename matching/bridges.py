"""Who stands between: people on the ways between groups, and those who know two fields."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, cast

import igraph

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from matching.graph import MemberGraph

BRIDGES: Final = 5
CONNECTIONS: Final = 3
MOST_CONNECTORS: Final = 5  # that can be named in a sentence
FEWEST: Final = 5  # people of a field, to be worth connecting


@dataclass(frozen=True, slots=True)
class Bridge:
    """A member who is tied to several groups.

    Attributes:
        groups: to how many, their own included.
        between: of how many pairs of others they stand on the shortest way.
    """

    member: int
    groups: int
    between: float


@dataclass(frozen=True, slots=True)
class Connection:
    """Two fields that few people know both, and who these are."""

    fields: tuple[str, str]
    members: Sequence[int]


def find_bridges(graph: MemberGraph, groups: Sequence[Collection[int]]) -> list[Bridge]:
    """Return who is tied to several groups, those on most shortest ways between others first.

    Source: L. C. Freeman, A set of measures of centrality based on betweenness, Sociometry 40
    (1977) 35; where several ways are as short each counts in part. Computed by igraph.
    """
    members = sorted(graph)
    row = {member: at for at, member in enumerate(members)}
    edges = [(row[one], row[other]) for one, other in graph.edges]
    between: list[float] = cast("Any", igraph).Graph(n=len(members), edges=edges).betweenness()
    group_of = {one: at for at, group in enumerate(groups) for one in group}
    bridges = [
        Bridge(one, len({group_of[other] for other in (one, *graph.adj[one])}), between[row[one]])
        for one in members
    ]
    bridges.sort(key=lambda bridge: (-bridge.between, bridge.member))
    return [bridge for bridge in bridges if bridge.groups > 1][:BRIDGES]


def find_connections(fields: Mapping[int, Collection[str]]) -> list[Connection]:
    """Return the pairs of fields that fewest people know both, against what chance would give.

    Of N members, m and n know the one and the other: by chance m · n / N would know both. Pairs
    come by the number who do over that number, the least first; those whom nobody connects, or
    more than can be named, are left out.

    Args:
        fields: of each member, what they know.
    """
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for member, held in fields.items():
        for one in held:
            holders[one].add(member)
    large = sorted(one for one, members in holders.items() if len(members) >= FEWEST)
    found: list[tuple[float, Connection]] = []
    for one, other in combinations(large, 2):
        both = holders[one] & holders[other]
        if 0 < len(both) <= MOST_CONNECTORS:
            chance = len(holders[one]) * len(holders[other]) / len(fields)
            found.append((len(both) / chance, Connection((one, other), sorted(both))))
    found.sort(key=lambda one: (one[0], one[1].fields))
    return [connection for _, connection in found[:CONNECTIONS]]
