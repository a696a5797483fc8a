"""What people have in common."""

from __future__ import annotations

from datetime import UTC, datetime

from cop.shortlists.comparing import Row, compare
from profiles.member import Member, Tag, Workplace

DAY = datetime(2026, 1, 2, tzinfo=UTC)


def somebody(**values: object) -> Member:
    given = {"id": 1, "slug": "x", "name": "X", "joined_at": DAY, "confirmed_at": DAY}
    return Member(**(given | values))  # pyright: ignore[reportArgumentType]


def row(name: str, *members: Member) -> Row | None:
    return next((one for one in compare(members) if one.field == name), None)


def shown(found: Row | None) -> list[list[tuple[str, int]]]:
    assert found
    return [[(one.tag.value, one.holders) for one in cell] for cell in found.cells]


def test_what_several_share_stands_first_whatever_the_level() -> None:
    one = somebody(expertise=(Tag("wash"), Tag("", "Drones"), Tag("property-tax", level=3)))
    two = somebody(expertise=(Tag("property-tax", level=1), Tag("", "drones"), Tag("transport")))
    three = somebody(expertise=(Tag("property-tax"),))

    assert shown(row("expertise", one, two, three)) == [
        [("property-tax", 3), ("Drones", 2), ("wash", 1)],
        [("property-tax", 3), ("drones", 2), ("transport", 1)],
        [("property-tax", 3)],
    ]


def test_institutions_and_cities_of_one_name_are_not_the_same() -> None:
    one = somebody(institution=Workplace(1, "b", "World Bank", "KE"), city="Santiago", city_id=1)
    two = somebody(institution=Workplace(2, "c", "World Bank", "NP"), city="Santiago", city_id=2)

    assert shown(row("institution", one, two)) == [[("World Bank", 1)], [("World Bank", 1)]]
    assert shown(row("city", one, two)) == [[("Santiago", 1)], [("Santiago", 1)]]
    assert shown(row("institution", one, one)) == [[("World Bank", 2)], [("World Bank", 2)]]


def test_where_nobody_says_anything_there_is_no_row() -> None:
    assert compare([somebody(), somebody(country="KE")]) == compare(
        [somebody(), somebody(country="KE", bio="Long.")]
    )
    assert row("sectors", somebody(), somebody(country="KE")) is None
