import pytest
from defusedxml import ElementTree

from cop.kit.web import make_environment
from cop.vocabulary.atlas import draw_window, draw_world

COUNTS = {"UG": 64, "KE": 71, "TZ": 12, "RW": 3, "CI": 31}


class Names(dict):
    def __missing__(self, code):
        return f"Land {code}"


NAMES = Names(UG="Uganda", KE="Kenya", TZ="Tanzania", RW="Rwanda", CI="Côte <d'\"Ivoire>")


@pytest.fixture(scope="module")
def pictures():
    return make_environment().get_template("pictures/map.html").module


def draw(macro, picture, names=NAMES):
    html = macro(picture, "members-map", names, lambda code: f"/countries/{code.lower()}")
    return ElementTree.fromstring(str(html))


def test_each_circle_is_a_link_with_its_title_first_and_no_tab_stop(pictures):
    links = draw(pictures.world, draw_world(COUNTS)).findall("a")
    assert [link[0].tag for link in links] == ["title"] * 5
    assert [link[0].text for link in links][:2] == ["Kenya: 71", "Uganda: 64"]
    assert {link.get("tabindex") for link in links} == {"-1"}
    assert links[0].get("href") == "/countries/ke"


def test_a_name_cannot_break_out_of_the_picture(pictures):
    titles = [title.text for title in draw(pictures.world, draw_world(COUNTS)).iter("title")]
    assert "Côte <d'\"Ivoire>: 31" in titles


def test_numbers_stand_in_circles_that_have_room(pictures):
    numbers = [text.text for text in draw(pictures.world, draw_world(COUNTS)).iter("text")]
    assert numbers == ["71", "64", "31"]


@pytest.mark.parametrize("centre", [["UG"], ["TV"], ["UG", "KE", "TZ", "RW"]])
def test_a_picture_is_named_and_coloured_without_the_stylesheet(pictures, centre):
    svg = draw(pictures.window, draw_window(centre, COUNTS))
    assert (svg.get("role"), svg.get("aria-labelledby")) == ("group", "members-map")
    shapes = [shape for shape in svg.iter() if shape.tag in {"path", "circle", "text"}]
    assert len(shapes) > 3
    assert [shape.attrib for shape in shapes if not shape.get("fill")] == []
    assert [shape.attrib for shape in svg.iter() if shape.get("style")] == []


def test_a_locator_writes_the_country_on_its_land_and_its_neighbours_around(pictures):
    texts = draw(pictures.window, draw_window(["UG"], COUNTS)).findall("text")
    by_class = {(text.get("class"), text.text) for text in texts}
    assert by_class >= {("in", "Uganda"), ("out", "Kenya"), ("out", "Tanzania"), ("out", "Rwanda")}


def test_a_name_too_long_for_its_land_goes_below_it(pictures):
    window = draw_window(["UG"], COUNTS)
    names = Names(UG="The Republic of Uganda in East Africa")
    (home,) = (text for text in draw(pictures.window, window, names) if text.text == names["UG"])
    assert home.get("class") == "out"
    assert int(home.get("y")) > window.labels[0].y + 40


def test_a_name_too_long_for_its_room_is_left_out(pictures):
    names = Names(RW="The Land of a Thousand Hills")
    texts = draw(pictures.window, draw_window(["UG"], COUNTS), names).findall("text")
    assert names["RW"] not in [text.text for text in texts]
    assert "Land KE" in [text.text for text in texts]


def test_a_pin_marks_a_country_too_small_to_see(pictures):
    svg = draw(pictures.window, draw_window(["TV"], COUNTS))
    assert [circle.get("class") for circle in svg.findall("circle")] == ["here"]
