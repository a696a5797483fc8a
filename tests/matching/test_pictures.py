"""The macros that draw the pictures: well-formed, escaped, readable without colour or style."""

import re
from dataclasses import replace
from types import SimpleNamespace

import networkx as nx
import pytest
from defusedxml.ElementTree import fromstring, tostring

from cop.kit.web import make_environment
from matching.layout.ego import Peer, Ring, lay_out_peers
from matching.layout.explorer import lay_out_groups
from matching.layout.labels import place_labels

SVG = "{http://www.w3.org/2000/svg}"
SQUARE, CIRCLE, DIAMOND, TRIANGLE, HEXAGON, CROSS = range(6)


@pytest.fixture
def macros():
    environment = make_environment()
    return lambda name: environment.get_template(f"pictures/{name}.html").module


def make_people(members):
    return {
        member: SimpleNamespace(
            name=f"Person & Number {member}",
            short_name=f"Person <{member}>",
            shape=member % 6,
            href=f"/people/{member}?a=1&b=2",
            place="" if member == 1 else "Uganda",
        )
        for member in members
    }


@pytest.fixture
def explorer():
    """Two groups: a star about 1, a pair 7 and 8, one tie between 2 and 7."""
    ties = [(1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (7, 8), (2, 7)]
    graph = nx.Graph(ties)
    nx.set_edge_attributes(graph, 1.0, "weight")
    return lay_out_groups(
        graph, [range(1, 7), [7, 8]], [("Land & tax", "Fees"), ("Water", "Roads")]
    )


def draw_network(macros, explorer, members=range(1, 9), focus=None):
    people = make_people(members)
    names = {member: person.short_name for member, person in people.items()}
    labels = place_labels(explorer, names, focus=focus)
    return str(macros("network").network(explorer, people, labels, "net-t", focus=focus))


def draw_ego(macros, peers, ties=()):
    ego = lay_out_peers(peers, ties)
    people = make_people(peer.member for peer in peers)
    return str(macros("ego").ego(ego, people, "ET", "ego-t"))


def measure_area(points):
    edges = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in edges)) / 2


def trace(path):
    """Return the corners of a path of M, l, h, v and z."""
    x = y = 0.0
    corners = []
    for command, numbers in re.findall(r"([Mlhv])([^Mlhvz]*)", path):
        values = [float(number) for number in numbers.split()]
        if command == "h":
            values = [values[0], 0]
        elif command == "v":
            values = [0, values[0]]
        for dx, dy in zip(values[::2], values[1::2], strict=True):
            x, y = (dx, dy) if command == "M" else (x + dx, y + dy)
            corners.append((x, y))
    return corners


# ---- shapes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [SQUARE, DIAMOND, TRIANGLE, HEXAGON, CROSS])
def test_shapes_have_the_area_of_a_circle_about_their_place(macros, shape):
    drawn = fromstring(str(macros("shapes").mark(shape, 100, 50, 10)))
    corners = trace(drawn.get("d"))
    assert measure_area(corners) == pytest.approx(314, rel=0.08)
    assert sum(x for x, _ in set(corners)) / len(set(corners)) == pytest.approx(100, abs=0.2)
    assert min(y for _, y in corners) < 50 < max(y for _, y in corners)
    assert len(set(corners)) == {SQUARE: 4, DIAMOND: 4, TRIANGLE: 3, HEXAGON: 6, CROSS: 12}[shape]


def test_a_circle_is_a_circle(macros):
    drawn = fromstring(str(macros("shapes").mark(CIRCLE, 100, 50.25, 10)))
    assert (drawn.tag, drawn.get("cx"), drawn.get("cy"), drawn.get("r")) == (
        "circle",
        "100",
        "50.25",
        "10",
    )


def test_every_category_has_its_own_shape_and_fill(macros):
    glyphs = [fromstring(str(macros("shapes").glyph(shape))) for shape in range(6)]
    assert [glyph.get("fill") for glyph in glyphs] == [
        "#3062c2",
        "#07979a",
        "#4a1179",
        "#ac6e30",
        "#710018",
        "#55585c",
    ]
    assert [glyph.get("class") for glyph in glyphs] == [f"g c-{shape}" for shape in range(6)]
    assert len({tostring(glyph[0]) for glyph in glyphs}) == 6
    assert all(glyph.get("aria-hidden") == "true" for glyph in glyphs)


# ---- both pictures -------------------------------------------------------------------------------


@pytest.fixture(params=["network", "network in focus", "ego", "empty network", "empty ego"])
def picture(request, macros, explorer):
    peers = [Peer(member, Ring(member % 4), 9 - member) for member in range(1, 9)]
    return {
        "network": lambda: draw_network(macros, explorer),
        "network in focus": lambda: draw_network(macros, explorer, focus=1),
        "ego": lambda: draw_ego(macros, peers, [(1, 2)]),
        "empty network": lambda: draw_network(macros, lay_out_groups(nx.Graph(), [], [])),
        "empty ego": lambda: draw_ego(macros, []),
    }[request.param]()


def test_a_picture_is_well_formed_and_named_by_its_heading(picture):
    svg = fromstring(picture)
    assert svg.tag == f"{SVG}svg"
    assert svg.get("role") == "group"
    assert svg.get("aria-labelledby") in {"net-t", "ego-t"}
    assert len(svg.get("viewBox").split()) == 4


def test_a_picture_needs_no_style_attribute_and_survives_without_css(picture):
    assert "style=" not in picture
    for mark in fromstring(picture).iter():
        if mark.tag in {f"{SVG}path", f"{SVG}circle"}:
            assert mark.get("fill")
        if mark.tag == f"{SVG}line":
            assert mark.get("stroke")


def test_links_are_no_tab_stops_and_begin_with_their_title(picture):
    for link in fromstring(picture).iter(f"{SVG}a"):
        assert link.get("tabindex") == "-1"
        assert link[0].tag == f"{SVG}title"
        assert link[0].text


# ---- the network ---------------------------------------------------------------------------------


def test_every_member_is_a_link_with_name_place_and_number_of_ties(macros, explorer):
    links = list(fromstring(draw_network(macros, explorer)).iter(f"{SVG}a"))
    titles = {link.get("href"): link[0].text for link in links}
    assert len(links) == 8
    assert titles["/people/1?a=1&b=2"] == "Person & Number 1 · 5 ties"
    assert titles["/people/3?a=1&b=2"] == "Person & Number 3 · Uganda · 1 tie"


def test_groups_are_named_with_their_second_topic_and_size(macros, explorer):
    texts = [
        "".join(t.itertext()) for t in fromstring(draw_network(macros, explorer)).iter(f"{SVG}text")
    ]
    assert texts[:4] == ["Land & tax", "Fees, 6", "Water", "Roads, 2"]


def test_a_name_of_one_line_carries_the_size_itself(macros):
    graph = nx.Graph()
    graph.add_nodes_from([1, 2])
    drawn = draw_network(macros, lay_out_groups(graph, [[1, 2]], [("Water",)]), [1, 2])
    assert fromstring(drawn).find(f"{SVG}text").text == "Water, 2"


def test_focus_dims_all_but_the_neighbours(macros, explorer):
    links = fromstring(draw_network(macros, explorer, focus=7)).iter(f"{SVG}a")
    states = {link.get("href").split("?")[0][8:]: link.get("class").split()[1:] for link in links}
    assert states == {
        "1": ["dim"],
        "2": [],
        "3": ["dim"],
        "4": ["dim"],
        "5": ["dim"],
        "6": ["dim"],
        "7": ["sel"],
        "8": [],
    }


def test_the_ties_of_the_focus_are_drawn_over_the_others(macros, explorer):
    paths = fromstring(draw_network(macros, explorer, focus=7)).findall(f"{SVG}path")
    assert paths[-1].get("class") == "e s"
    assert paths[-1].get("d") == explorer.ties_of(7)
    assert not any(
        path.get("class") == "e s"
        for path in fromstring(draw_network(macros, explorer)).iter(f"{SVG}path")
    )


def test_ties_with_a_style_are_drawn_apart_and_once(macros, explorer):
    styled = replace(explorer, styles={(1, 2): "dotted", (1, 3): "dashed"})
    paths = fromstring(draw_network(macros, styled)).findall(f"{SVG}path")
    apart = {
        path.get("stroke-dasharray"): path.get("d")
        for path in paths
        if "apart" in path.get("class")
    }
    plain = [path.get("d").count("M") for path in paths if path.get("class") == "e"]
    assert [*apart] == ["6 4", "1 5"]
    assert apart["1 5"] == explorer.showing({1, 2}).ties_inside
    assert sum(plain) == len(explorer.ties) - 2


def test_a_member_who_may_not_be_seen_is_not_drawn_nor_are_their_ties(macros, explorer):
    drawn = draw_network(macros, explorer, members=[1, 3, 4, 5, 6, 7, 8])
    svg = fromstring(drawn)
    assert "/people/2" not in drawn
    assert "Person & Number 1 · 4 ties" in [link[0].text for link in svg.iter(f"{SVG}a")]
    lines = [
        path.get("d").count("M") for path in svg.iter(f"{SVG}path") if path.get("class") == "e"
    ]
    assert lines == [0, 5]


# ---- the peers -----------------------------------------------------------------------------------


def test_only_the_line_down_the_hall_is_dotted(macros):
    drawn = draw_ego(macros, [Peer(1, Ring.HALL, 2.0), Peer(2, Ring.COUNTRY, 1.0)])
    hall, country = fromstring(drawn).findall(f"{SVG}line")
    assert (hall.get("class"), hall.get("stroke-dasharray")) == ("e s hall", "1 5")
    assert (country.get("class"), country.get("stroke-dasharray")) == ("e s", None)
    assert float(hall.get("stroke-width")) > float(country.get("stroke-width"))


def test_sectors_are_named_in_words(macros):
    drawn = draw_ego(macros, [Peer(n, ring, 1.0) for n, ring in enumerate(Ring, start=1)])
    texts = [t.text for t in fromstring(drawn).iter(f"{SVG}text") if t.get("class") == "q"]
    assert texts == ["Down the hall", "Same country", "Same region", "Elsewhere"]


def test_the_middle_carries_the_initials(macros):
    texts = list(fromstring(draw_ego(macros, [])).iter(f"{SVG}text"))
    assert [(text.get("class"), text.text) for text in texts] == [("metxt", "ET")]
