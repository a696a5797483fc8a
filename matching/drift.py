"""Chapters that have become two: communities inside one, as clear as those that are proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from matching.communities import Ties, find_communities, stability
from matching.proposals import FEWEST, LEAST_STABLE, typical_topics

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from matching.graph import MemberGraph
    from matching.proposals import Person, TypicalTopic

LEAST_APART: Final = 0.3  # modularity of the two; below, random ties look so too
MOST_OF: Final = 0.8  # of the members are in one of the two


@dataclass(frozen=True, slots=True)
class Half:
    """One of two communities in a chapter, and what it talks about more than the other."""

    members: tuple[int, ...]
    topics: tuple[TypicalTopic, ...]


def find_halves(
    graph: MemberGraph, people: Mapping[int, Person], members: Collection[int]
) -> tuple[Half, Half] | None:
    """Return the two communities that a chapter's members form, the larger first; None if not two.

    Each would be large enough for a chapter, is found again in halves of the members, and is about
    something. A chapter of three themes or more is a broad one, and told nothing.

    Source: M. E. J. Newman and M. Girvan, Finding and evaluating community structure in networks,
    Physical Review E 69 (2004) 026113: a modularity above 0.3 is a structure of significance.
    """
    known = {one: people[one] for one in members if one in people}
    inside: MemberGraph = graph.subgraph(known)
    found = [one for one in find_communities(inside) if len(one) >= FEWEST]
    match found:
        case [larger, smaller] if len(larger) + len(smaller) >= MOST_OF * len(known):
            one, other = (Half(half, typical_topics(half, known)) for half in (larger, smaller))
        case _:
            return None
    is_about = one.topics and other.topics
    is_apart = Ties(inside).modularity(found) >= LEAST_APART
    if is_about and is_apart and min(stability(inside, found)) >= LEAST_STABLE:
        return one, other
    return None
