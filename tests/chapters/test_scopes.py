"""What chapters are about: how it is written, what it is called, who is in its reach."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.chapters.models.chapters import Chapter
from cop.chapters.scopes import (
    About,
    Part,
    Scope,
    chapter_name,
    read_scope,
    scope_name,
    write_scope,
)
from cop.vocabulary.actions import OWN_VOCABULARY
from cop.vocabulary.concepts import Vocabulary
from cop.vocabulary.regions import countries_in, list_region_schemes
from cop.vocabulary.source import read_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

KEYS = st.sets(st.from_regex(r"[a-z]+(-[a-z]+)*", fullmatch=True), min_size=1).map(
    lambda keys: tuple(sorted(keys))
)
SCHEMES = {"regional": "region", "country": "country", "thematic": "topic", "bridge": "sector"}


@given(
    st.sampled_from([*SCHEMES]),
    st.builds(Part, st.sampled_from(["topic", "topic-group", "wb-region", "region"]), KEYS),
    st.none() | st.builds(Part, st.sampled_from(["region", "subregion"]), KEYS),
)
def test_what_is_written_is_what_is_read(kind: str, first: Part, within: Part | None) -> None:
    parts = (first, within) if within else (first,)

    assert read_scope(kind, write_scope(kind, first, within)) == Scope(parts)


@pytest.mark.parametrize(("kind", "scheme"), SCHEMES.items())
def test_keys_of_the_usual_scheme_stand_alone(kind: str, scheme: str) -> None:
    assert write_scope(kind, Part(scheme, ("b", "a"))) == "a+b"


@pytest.mark.parametrize(
    ("kind", "scope", "name"),
    [
        ("regional", "ssa", "Afrique subsaharienne"),
        ("regional", "wb-region:sas", "Asie du Sud"),
        ("regional", "subregion:sahel", "Sahel"),
        ("country", "KE", "Kenya"),
        ("thematic", "wash@subregion:sahel", "Eau, assainissement et hygiène (Sahel)"),
        ("bridge", "health+public-finance", "Santé · Finances publiques"),
    ],
)
def test_a_chapter_is_called_by_what_it_is_about(
    vocabulary: Vocabulary, kind: str, scope: str, name: str
) -> None:
    assert scope_name(kind, scope, vocabulary, "fr") == name


def test_a_name_of_its_own_goes_before_and_falls_back_to_english_and_then_to_any(
    vocabulary: Vocabulary,
) -> None:
    named = Chapter(kind="free", scope="x", names={"ar": "أصدقاء", "en": "Friends"})
    arabic = Chapter(kind="regional", scope="ssa", names={"ar": "أصدقاء"})

    assert [chapter_name(named, vocabulary, one) for one in ("ar", "fr")] == ["أصدقاء", "Friends"]
    assert chapter_name(arabic, vocabulary, "pt") == "أصدقاء"


def test_regions_of_the_bank_hold_the_countries_that_the_file_says(vocabulary: Vocabulary) -> None:
    with (OWN_VOCABULARY / "countries.csv").open(encoding="utf-8", newline="") as source:
        rows = [*csv.DictReader(source)]

    for region in vocabulary.list("wb-region"):
        said = {row["iso2"] for row in rows if row["wb_region"].lower() == region.key}
        assert countries_in(vocabulary, "wb-region", region.key) == said
    assert countries_in(vocabulary, "subregion", "sahel") == {"BF", "ML", "MR", "NE", "TD"}
    assert countries_in(vocabulary, "region", "nowhere") == frozenset()


def test_a_way_to_divide_the_world_is_a_file_and_a_row(tmp_path: Path) -> None:
    for file in ("countries.csv", "country_terms.csv", "language_terms.csv", "regions.csv"):
        (tmp_path / file).write_text((OWN_VOCABULARY / file).read_text())
    (tmp_path / "region_schemes.csv").write_text("id,en\nregion,Ours\nriver-region,Rivers\n")
    (tmp_path / "river_regions.csv").write_text("id,countries,en\nnile,EG|SD|UG,The Nile\n")
    made = Vocabulary(read_vocabulary(tmp_path))

    assert [*list_region_schemes(made)] == ["region", "river-region"]
    assert countries_in(made, "river-region", "nile") == {"EG", "SD", "UG"}
    assert read_scope("regional", "river-region:nile").holds(About("SD", ()), made)


@pytest.mark.parametrize(
    ("kind", "scope", "about", "held"),
    [
        ("regional", "wb-region:sas", About("PK", ()), True),
        ("regional", "asia-pacific", About("PK", ()), True),
        ("regional", "wb-region:sas", About("KE", ()), False),
        ("regional", "subregion:horn-of-africa", About("", ()), False),
        ("thematic", "topic-group:local-revenue", About("KE", ["property-tax"]), True),
        ("thematic", "topic-group:local-pfm", About("KE", ["property-tax"]), False),
        ("thematic", "property-tax@ssa", About("KE", ["property-tax"]), True),
        ("thematic", "property-tax@ssa", About("FR", ["property-tax"]), False),
        ("thematic", "sector:health@ssa", About("KE", [], ["health"]), True),
        ("bridge", "health+public-finance", About("KE", [], ["health"]), True),
        ("free", "anything", About("KE", ["property-tax"], ["health"]), False),
    ],
)
def test_all_parts_of_a_scope_hold_who_is_in_its_reach(
    vocabulary: Vocabulary, kind: str, scope: str, about: About, *, held: bool
) -> None:
    assert read_scope(kind, scope).holds(about, vocabulary) is held
