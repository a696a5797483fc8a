"""Our own vocabulary files: what must be true of them, whoever edits them."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from cop.kit.i18n import LANGUAGES
from cop.vocabulary.actions import OWN_VOCABULARY

if TYPE_CHECKING:
    from cop.vocabulary.concepts import Concept, Vocabulary

TRANSLATED = (
    *("topic", "topic-group", "sector", "stakeholder", "level", "discipline"),
    *("region", "country", "offer", "seek", "gender", "community"),
    *("region-scheme", "wb-region", "subregion", "working-group"),
)
ARABIC = re.compile(r"[\u0600-\u06ff]")
OFFICIAL_CODES = 249  # of ISO 3166-1


def rows(name: str) -> list[dict[str, str]]:
    with (OWN_VOCABULARY / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@pytest.mark.parametrize("scheme", TRANSLATED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_a_label_in_every_language(
    vocabulary: Vocabulary, scheme: str, language: str
) -> None:
    concepts = vocabulary.list(scheme)

    assert concepts
    for concept in concepts:
        label = concept.labels.get(language, "")
        assert label == unicodedata.normalize("NFC", label).strip() != "", concept.key
        assert bool(ARABIC.search(label)) == (language == "ar"), (concept.key, label)


@pytest.mark.parametrize("scheme", TRANSLATED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_things_are_called_the_same(
    vocabulary: Vocabulary, scheme: str, language: str
) -> None:
    labels = Counter(one.label(language).casefold() for one in vocabulary.list(scheme))

    assert [label for label, times in labels.items() if times > 1] == []


def test_every_topic_has_a_group_and_sectors_that_exist(vocabulary: Vocabulary) -> None:
    groups = {one.key for one in vocabulary.list("topic-group")}
    sectors = {one.key for one in vocabulary.list("sector")}

    for topic in vocabulary.list("topic"):
        assert topic.parent in groups, topic.key
        assert topic.facts["sectors"], topic.key
        assert sectors.issuperset(topic.facts["sectors"]), topic.key
    assert {topic.parent for topic in vocabulary.list("topic")} == groups


def test_stakeholder_roles_stand_in_groups_that_have_a_shape(vocabulary: Vocabulary) -> None:
    stakeholders = vocabulary.list("stakeholder")
    groups = [one for one in stakeholders if not one.parent]

    assert {one.parent for one in stakeholders} - {""} <= {one.key for one in groups}
    assert sorted(one.facts["shape"] for one in groups) == sorted(
        {one.facts["shape"] for one in groups}
    )


def test_all_official_countries_are_there() -> None:
    countries = rows("countries.csv")

    assert sum(row["iso_official"] == "1" for row in countries) == OFFICIAL_CODES
    for column in ("iso2", "iso3"):
        codes = [row[column] for row in countries if row[column]]
        assert len(codes) == len(set(codes))


def countries(vocabulary: Vocabulary) -> dict[str, Concept]:
    return {one.key: one for one in vocabulary.list("country")}


def test_borders_are_seen_from_both_sides(vocabulary: Vocabulary) -> None:
    known = countries(vocabulary)

    for code, country in known.items():
        assert code not in country.facts["neighbours"]
        for other in country.facts["neighbours"]:
            assert code in known[other].facts["neighbours"], (code, other)
        assert known.keys() >= set(country.facts["near"])


def test_every_country_lies_somewhere_and_in_a_region(vocabulary: Vocabulary) -> None:
    regions = {one.key for one in vocabulary.list("region")}

    for row in rows("countries.csv"):
        assert row["lpsa_region"] in regions, row["iso2"]
        if row["selectable"] == "1":
            assert -90 <= float(row["lat"]) <= 90, row["iso2"]
            assert -180 <= float(row["lon"]) <= 180, row["iso2"]
            assert (row["lat"], row["lon"]) != ("0", "0")


def test_working_groups_are_about_groups_and_regions_that_exist(vocabulary: Vocabulary) -> None:
    groups = {one.key for one in vocabulary.list("topic-group")}
    regions = {one.key for one in vocabulary.list("region")}

    for one in vocabulary.list("working-group"):
        assert groups.issuperset(one.facts["topic_groups"])
        assert one.facts["region"] in regions | {""}
        assert one.facts["status"] in {"active", "announced", "proposed"}


def test_other_names_belong_to_countries_that_exist(vocabulary: Vocabulary) -> None:
    known = countries(vocabulary)

    for row in rows("country_terms.csv"):
        assert row["code"] in known
        assert row["lang"] in {*LANGUAGES, ""}
        assert row["kind"] in {
            "label",
            "official",
            "synonym",
            "former",
            "demonym",
            "part",
            "namesake",
        }
        assert row["term"] == unicodedata.normalize("NFC", row["term"]).strip() != ""


def test_parts_of_the_world_are_of_countries_that_exist(vocabulary: Vocabulary) -> None:
    known = countries(vocabulary)

    for one in vocabulary.list("subregion"):
        assert len(one.facts["countries"]) > 1, one.key
        assert known.keys() >= {*one.facts["countries"]}, one.key
        assert one.labels.keys() == {*LANGUAGES}, one.key


def test_who_speaks_a_language_is_recognised_by_what_they_are_called(
    vocabulary: Vocabulary,
) -> None:
    for row in rows("language_terms.csv"):
        assert row["lang"] in LANGUAGES
        found = vocabulary.find(row["term"], "language")
        assert [one.key for one in found] == [row["code"]], row["term"]


def test_a_namesake_is_no_word_for_its_country(vocabulary: Vocabulary) -> None:
    assert [one.key for one in vocabulary.find("Georgia", "country")] == ["GE"]
    (usa,) = vocabulary.find("US", "country")
    assert "Georgia" not in {*usa.words()}


def test_towns_lie_in_countries_that_exist_and_have_one_number_each(
    vocabulary: Vocabulary,
) -> None:
    towns = rows("cities.csv")

    assert {row["country"] for row in towns} <= countries(vocabulary).keys()
    assert len({row["id"] for row in towns}) == len(towns)
    for row in towns:
        assert abs(float(row["lat"])) <= 90, row["name"]
        assert abs(float(row["lon"])) <= 180, row["name"]


def test_the_languages_we_speak_are_languages_people_may_choose(vocabulary: Vocabulary) -> None:
    first = [one.key for one in vocabulary.list("language")][: len(LANGUAGES)]

    assert sorted(first) == sorted(LANGUAGES)
