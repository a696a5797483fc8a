"""Headings in five languages, and what the sender says they are. (B45)"""

from __future__ import annotations

import pytest

from profiles.exchange.columns import COLUMNS, match_columns
from profiles.exchange.table import FileRefused
from profiles.fields import EXCHANGED


def refusal(headings: list[str], given: dict[str, str] | None = None) -> str:
    with pytest.raises(FileRefused) as refused:
        match_columns(headings, given or {})
    return refused.value.message


def test_every_field_is_its_own_heading() -> None:
    assert match_columns([*COLUMNS], {}) == [*COLUMNS]
    assert {*COLUMNS} == {*EXCHANGED, "visibility", "slug"}


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["Full Name", "E-Mail", "Organisation"], ["name", "email", "institution"]),
        (["Nom complet", "Pays", "Établissement"], ["name", "country", "institution"]),
        (["Nombre", "País", "Áreas de especialización"], ["name", "country", "expertise"]),
        (["Nome", "País", "Idiomas"], ["name", "country", "languages"]),
        (["الاسم", "البلد", "المدينة", "المؤسسة"], ["name", "country", "city", "institution"]),
        (["NOM", "PAYS", "ETABLISSEMENT"], ["name", "country", "institution"]),
        (["full_name", "e-mail_address", "Job  Title:"], ["name", "email", "position"]),
        (["countries-known", "NAME", "ORCID iD"], ["countries_known", "name", "orcid"]),
    ],
)
def test_headings_are_understood_in_five_languages(headings: list[str], fields: list[str]) -> None:
    assert match_columns(headings, {}) == fields


def test_columns_stand_in_any_order_and_unknown_ones_are_left_out() -> None:
    headings = ["Shoe size", "Country", "", "Role in the network", "Name"]

    assert match_columns(headings, {}) == [None, "country", None, None, "name"]


@pytest.mark.parametrize("protected", ["role", "status", "is_admin", "levels", "account", "id"])
def test_no_column_reaches_what_is_no_field(protected: str) -> None:
    """B52"""
    (_name, field) = match_columns(["name", protected], {})

    assert field in {None, "position"}  # a role is what somebody does at work


def test_the_sender_may_say_what_a_column_holds() -> None:
    headings = ["Teilnehmerin", "Land", "E-Mail"]

    assert match_columns(headings, {"teilnehmerin": "name", "LAND": "country"}) == [
        "name",
        "country",
        "email",
    ]


def test_what_the_sender_says_wins_over_what_we_know() -> None:
    assert match_columns(["Name", "Full form"], {"Full form": "name"}) == [None, "name"]
    assert match_columns(["Name", "City"], {"City": "institution"}) == ["name", "institution"]


def test_two_columns_for_one_field_are_refused() -> None:
    assert refusal(["Name", "City", "Participant"]) == (
        "The columns “Name” and “Participant” both hold the field name. Remove one."
    )
    assert "both hold the field name" in refusal(["name", "Name"])
    assert "both hold the field city" in refusal(["name", "a", "b"], {"a": "city", "b": "city"})


def test_a_file_without_a_name_column_is_refused_with_help() -> None:
    message = refusal(["Ada Obi", "Kenya"])

    assert message.startswith("No column holds the name.")
    assert '--map "Ada Obi=name"' in message


def test_the_sender_may_be_wrong_too() -> None:
    assert refusal(["name"], {"Town": "city"}) == "There is no column “town”."
    assert "There is no field “shoe”. The fields are: name, email" in refusal(
        ["name"], {"name": "shoe"}
    )
