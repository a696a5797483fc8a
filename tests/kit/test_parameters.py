"""What stands in the body of a request is read as a form would say it, or refused by its field."""

from __future__ import annotations

import pytest

from cop.kit.errors import Invalid
from cop.kit.parameters import Parameter, read_body

ROW = (
    Parameter(name="title", about="", required=True),
    Parameter(name="minutes", about="", most=90),
)
BODY = (
    Parameter(name="deed", about="", choices=("go", "stay"), required=True),
    Parameter(name="who", about="", many=True),
    Parameter(name="many", about="", most=9),
    Parameter(name="times", about="", least=0, most=9),
    Parameter(name="sure", about="", is_truth=True),
    Parameter(name="items", about="", rows=ROW),
)


def test_a_body_is_read_as_a_form_would_have_said_it() -> None:
    items = [{"title": "Rolls", "minutes": 10}, {"title": "Rates"}]

    said = read_body(
        {"deed": "go", "who": ["ada", "bela"], "many": 9, "sure": True, "items": items}, BODY
    )

    assert said.multi_items() == [
        ("deed", "go"),
        ("who", "ada"),
        ("who", "bela"),
        ("many", "9"),
        ("sure", "yes"),
        ("title", "Rolls"),
        ("minutes", "10"),
        ("title", "Rates"),
        ("minutes", ""),
    ]


def test_what_is_not_so_is_an_empty_word() -> None:
    assert not read_body({"deed": "go", "sure": False}, BODY)["sure"]


def test_a_number_may_begin_before_one() -> None:
    assert read_body({"deed": "go", "times": 0}, BODY)["times"] == "0"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "deed"),
        ({"deed": ""}, "deed"),
        ({"deed": "run"}, "deed"),
        ({"deed": 1}, "deed"),
        ({"deed": None}, "deed"),
        ({"deed": ["go"]}, "deed"),
        ({"deed": "go", "other": "x"}, "other"),
        ({"deed": "go", "who": "ada"}, "who"),
        ({"deed": "go", "who": [1]}, "who"),
        ({"deed": "go", "who": ["ada\0"]}, "who"),
        ({"deed": "go", "who": ["ada"] * 601}, "who"),
        ({"deed": "go", "many": 10}, "many"),
        ({"deed": "go", "many": 0}, "many"),
        ({"deed": "go", "many": "9"}, "many"),
        ({"deed": "go", "many": True}, "many"),
        ({"deed": "go", "many": 1.0}, "many"),
        ({"deed": "go", "times": -1}, "times"),
        ({"deed": "go", "times": 10}, "times"),
        ({"deed": "go", "sure": "yes"}, "sure"),
        ({"deed": "go", "sure": 1}, "sure"),
        ({"deed": "go", "items": {}}, "items"),
        ({"deed": "go", "items": ["Rolls"]}, "items.1"),
        ({"deed": "go", "items": [{"title": "Rolls"}, {}]}, "items.2.title"),
        ({"deed": "go", "items": [{"title": "Rolls", "minutes": 91}]}, "items.1.minutes"),
        ({"deed": "go", "items": [{"title": "Rolls", "sure": True}]}, "items.1.sure"),
    ],
)
def test_what_it_cannot_hold_is_refused_by_its_field(sent: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_body(sent, BODY)

    assert [*refused.value.fields] == [field]
