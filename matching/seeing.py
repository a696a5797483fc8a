"""A network as a viewer sees it now: what was drawn is kept, who is named never."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cop.kit.i18n import current_language
from matching.network import fields_of
from matching.ties import TieKind, find_ways, tell_ties
from profiles.access import see_member, see_members

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping, Sequence

    from cop.accounts.viewer import Viewer
    from cop.vocabulary.concepts import Vocabulary
    from matching.bridges import Connection
    from matching.forms import NetworkQuestion
    from matching.layout.explorer import Explorer
    from matching.network import Network, Networks
    from matching.ties import Tie, Way
    from profiles.facets import Tellers
    from profiles.member import Member

STYLES: Final = {TieKind.INSTITUTION: "dotted", TieKind.CHAPTER: "dashed"}  # the first that fits


@dataclass(frozen=True, slots=True)
class SeenConnection:
    """Two groups of topics that few people know both, and who these are."""

    fields: tuple[str, str]
    people: Sequence[Member]


@dataclass(frozen=True, slots=True)
class SeenNetwork:
    """A part of the network.

    Attributes:
        around: whose surroundings these are, None for a part of the network.
        chapters: slug -> name of those that can be chosen, and of the one that is.
        members: who is in the picture, by id.
        ties: all that are drawn, the strongest first.
        connections: those that few people make.
        ways: in surroundings, how each member is reached.
    """

    network: Network
    around: Member | None
    chapters: Mapping[str, str]
    members: Mapping[int, Member]
    picture: Explorer
    ties: Sequence[Tie]
    connections: Sequence[SeenConnection]
    ways: Mapping[int, Way]

    @property
    def everybody(self) -> list[Member]:
        """Return all who are shown."""
        named = (one for connection in self.connections for one in connection.people)
        return [*{one.id: one for one in (*self.members.values(), *named)}.values()]

    @property
    def styles(self) -> set[str]:
        """Return the styles of ties that need to be explained."""
        return {*self.picture.styles.values()}


async def see_network(
    networks: Networks,
    question: NetworkQuestion,
    viewer: Viewer,
    tellers: Tellers,
    vocabulary: Vocabulary,
) -> SeenNetwork:
    """Return the part of the network that is asked for, from what `viewer` sees now.

    Raises:
        NoSuchMember: there is no such member, or not for this viewer.
        Unavailable: the matcher is still reading the members after a start.
    """
    language = current_language()
    around = await see_member(question.person, viewer) if question.person else None
    snapshot = await networks.walks.snapshot_for(viewer)
    slugs = sorted(snapshot.chapters | {question.chapter})
    chapters = await tellers.by_facet["chapter"](slugs, viewer, vocabulary, language)
    if question.chapter not in chapters:
        question = replace(question, chapter="")
    network = await networks.draw(question, around, viewer, language)
    seen = await see_members(network.members, viewer)
    members = {one.id: one for one in seen if _is_still_in(question, one)}
    ties = [*tell_ties(network.picture.ties, members, snapshot.overlap)]
    ties.sort(key=lambda tie: (-tie.weight, tie.ids))
    picture = network.picture.showing(members, {tie.ids for tie in ties})
    styles = {
        tie.ids: style for tie in ties if (style := _style(tie, in_one=bool(question.chapter)))
    }
    return SeenNetwork(
        network,
        around,
        chapters,
        members,
        replace(picture, styles=styles),
        ties,
        [one async for one in _see_connections(network.connections, viewer, vocabulary)],
        find_ways(ties, around.id) if around else {},
    )


def _is_still_in(question: NetworkQuestion, member: Member) -> bool:
    """Say whether somebody still shows what put them there when the matcher last read them."""
    return (
        question.country in ("", member.country)
        and question.topic in ("", *member.topics)
        and question.chapter in ("", *member.chapters)
    )


def _style(tie: Tie, *, in_one: bool) -> str:
    """Return how a tie is drawn; `in_one` chapter that all have joined, it is no news."""
    told = (kind for kind in tie.kinds if kind in STYLES)
    return next((STYLES[one] for one in told if not (in_one and one is TieKind.CHAPTER)), "")


async def _see_connections(
    connections: Iterable[Connection], viewer: Viewer, vocabulary: Vocabulary
) -> AsyncIterator[SeenConnection]:
    for one in connections:
        people = [
            member
            for member in await see_members(one.members, viewer)
            if fields_of(member.topics, vocabulary).issuperset(one.fields)
        ]
        if people:
            yield SeenConnection(one.fields, people)
