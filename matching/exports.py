"""A network as files: a table of its ties, and GraphML for other programs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from profiles.exchange.row import as_text

if TYPE_CHECKING:
    from matching.seeing import SeenNetwork
    from matching.ties import Tie

HEADINGS: Final = ("slug", "name", "other_slug", "other_name", "weight", "topics", "kinds")
PLACES: Final = 6  # of a weight


def write_ties(seen: SeenNetwork) -> str:
    """Return the ties of a network as a CSV file, harmless for spreadsheets."""
    text = io.StringIO()
    text.write("\ufeff")  # or a spreadsheet takes it for another encoding
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for tie in seen.ties:
        edge = _edge(tie)
        people = (tie.one.slug, tie.one.name, tie.other.slug, tie.other.name)
        cells = (*people, str(edge["weight"]), [*tie.topics], [*map(str, tie.kinds)])
        writer.writerow([as_text(cell) for cell in cells])
    return text.getvalue()


def write_graphml(seen: SeenNetwork) -> str:
    """Return a network as GraphML: nodes are slugs."""
    return "\n".join(nx.generate_graphml(as_graph(seen)))


def as_graph(seen: SeenNetwork) -> nx.Graph[str]:
    """Return a network as others may have it.

    Nodes are slugs, with `name`, `country` and `group`, the topics that it talks about; edges carry
    `weight`, `topics` and `kinds`. Lists are words with a space between.
    """
    graph: nx.Graph[str] = nx.Graph()
    for mark in seen.picture.marks:
        member = seen.members[mark.member]
        group = " ".join(seen.network.groups[mark.group].topics)
        graph.add_node(member.slug, name=member.name, country=member.country, group=group)
    for tie in seen.ties:
        graph.add_edge(tie.one.slug, tie.other.slug, **_edge(tie))
    return graph


def _edge(tie: Tie) -> dict[str, Any]:
    return {
        "weight": round(tie.weight, PLACES),
        "topics": " ".join(tie.topics),
        "kinds": " ".join(tie.kinds),
    }
