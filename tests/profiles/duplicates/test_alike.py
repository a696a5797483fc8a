"""Who looks alike: arithmetic over names, addresses and places."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.duplicates.alike import (
    MOST_ALIKE,
    Named,
    Pair,
    find_alike_institutions,
    find_alike_people,
)
from profiles.member import Member, Workplace

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def person(number: int, name: str, **values: Any) -> Member:
    return Member(
        id=number, slug=str(number), name=name, joined_at=MOMENT, confirmed_at=None, **values
    )


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (("Ada Obi", {"country": "KE"}), ("Obi, Ada", {"country": "KE"}), ["name"]),
        (("Ada Obi", {"country": "KE"}), ("Ada Obi", {"country": "NG"}), None),
        (("Ada Obi", {}), ("Ada Obi", {}), None),
        (
            ("Ada Obi", {"institution": Workplace(1, "a", "A", "")}),
            ("Ada Obi", {"institution": Workplace(1, "a", "A", "")}),
            ["name"],
        ),
        (("Joséphine Mbeki", {"country": "KE"}), ("Josefine Mbeki", {"country": "KE"}), ["near"]),
        (("Josephine Mbeki", {"country": "KE"}), ("Josefine Mbeki", {"country": "NG"}), None),
        (("Ada Obi", {"email": "a.obi@a.org"}), ("A. Obi", {"email": "A.Obi@b.org"}), ["address"]),
        (("Ada Obi", {"email": "a+x@a.org"}), ("A. Obi", {"email": "a@a.org"}), ["address"]),  # B33
        (("Ada Obi", {"email": "a.b@gmail.com"}), ("Obi", {"email": "ab@gmail.com"}), ["address"]),
        (("Ada Obi", {"email": "info@a.org"}), ("Ben Obi", {"email": "info@b.org"}), None),
        (("Ada Obi", {"email": "obi@a.org"}), ("Ben Eze", {"email": "obi@b.org"}), None),
        (("Ada", {"orcid": "0000"}), ("Ben", {"orcid": "0000"}), ["orcid"]),
    ],
)  # fmt: skip
def test_two_people_are_alike_for_these_reasons(
    one: tuple[str, dict[str, Any]], other: tuple[str, dict[str, Any]], reasons: list[str] | None
) -> None:
    found = find_alike_people([person(1, one[0], **one[1]), person(2, other[0], **other[1])])

    assert found == ({Pair(1, 2): reasons} if reasons else {})


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (("Univ. of Nairobi", "KE"), ("University of Nairobi", ""), ["key"]),
        (("Univ. of Nairobi", "KE"), ("University of Nairobi", "UG"), None),
        (("Kenya Revenue Authority", "KE"), ("Kenya Revenu Authority", "KE"), ["near"]),
        (("Kenya Revenue Authority", "KE"), ("Kenya Revenu Authority", "UG"), None),
        (("District Council Area 1", "KE"), ("District Council Area 2", "KE"), None),
    ],
)
def test_two_institutions_are_alike_for_these_reasons(
    one: tuple[str, str], other: tuple[str, str], reasons: list[str] | None
) -> None:
    found = find_alike_institutions([Named(1, *one), Named(2, *other)])

    assert found == ({Pair(1, 2): reasons} if reasons else {})


def test_a_name_that_very_many_have_tells_nobody_apart() -> None:
    crowd = [person(number, "Li Wei") for number in range(MOST_ALIKE + 1)]

    assert find_alike_people(crowd) == {}


@given(st.lists(st.text("ab é", min_size=1, max_size=6), max_size=12), st.randoms())
def test_the_order_of_the_members_does_not_matter(names: list[str], rng: Any) -> None:
    members = [person(at, name, country="KE") for at, name in enumerate(names)]
    shuffled = rng.sample(members, len(members))

    found = find_alike_people(members)

    assert found == find_alike_people(shuffled)
    assert all(pair.one < pair.other for pair in found)
