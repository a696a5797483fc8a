"""Loading a vocabulary over the one that is stored."""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING

import pytest

from cop.kit.changes import Change, last_change
from cop.vocabulary.actions import OWN_VOCABULARY, create_topics, load_vocabulary
from cop.vocabulary.models import ConceptRow
from cop.vocabulary.queries import count_concepts, get_vocabulary
from cop.vocabulary.rows import BadVocabulary
from cop.vocabulary.source import read_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("service")  # opens the database, and takes all of it back

SECTORS = "id,en,fr,es,pt,ar,synonyms\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with our sectors only, to be edited."""
    folder = tmp_path / "vocabulary"
    folder.mkdir()
    shutil.copy(OWN_VOCABULARY / "sectors.csv", folder)
    return folder


async def test_loading_the_same_again_changes_nothing() -> None:
    before = await count_concepts()

    report = await load_vocabulary(OWN_VOCABULARY)

    assert set(report) >= {"topic", "country", "language", "variant"}
    for counts in report.values():
        assert counts["added"] == counts["changed"] == counts["retired"] == 0
    assert sum(counts["unchanged"] for counts in report.values()) == before


async def test_what_was_stored_is_what_was_read() -> None:
    stored = await get_vocabulary()

    for concept in read_vocabulary(OWN_VOCABULARY):
        assert stored.get(concept.scheme, concept.key) == concept


async def test_a_report_counts_each_fate_once(own: Path) -> None:
    with (own / "sectors.csv").open(newline="", encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    changed, *unchanged, _retired = rows
    changed["en"] = "Ordinary public services"
    added = dict.fromkeys(changed, "") | {"id": "beekeeping", "en": "Beekeeping"}
    with (own / "sectors.csv").open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, changed)
        writer.writeheader()
        writer.writerows([changed, *unchanged, added])

    report = await load_vocabulary(own)

    assert report == {
        "sector": {"added": 1, "changed": 1, "retired": 1, "unchanged": len(unchanged)},
    }
    vocabulary = await get_vocabulary()
    assert vocabulary.label("sector", "beekeeping", "fr") == "Beekeeping"
    assert vocabulary.find("Ordinary public services", "sector")
    assert not vocabulary.find("General public services and administration", "sector")


async def test_schemes_without_a_file_stay_as_they_are(own: Path) -> None:
    before = (await get_vocabulary()).list("topic")

    await load_vocabulary(own)

    assert (await get_vocabulary()).list("topic") == before


async def test_an_update_brings_only_schemes_of_which_nothing_is_stored(own: Path) -> None:
    shutil.copy(OWN_VOCABULARY / "offers.csv", own)
    await ConceptRow.filter(scheme="offer").delete()
    (own / "sectors.csv").write_text(SECTORS + "beekeeping,Beekeeping,,,,,\n")

    report = await load_vocabulary(own, only_new=True)

    assert report.keys() == {"offer"}
    vocabulary = await get_vocabulary()
    assert vocabulary.label("offer", "mentoring", "fr") == "Mentorat"
    assert vocabulary.get("sector", "beekeeping") is None
    assert await load_vocabulary(own, only_new=True) == {}


async def test_a_retired_concept_keeps_its_label_and_comes_back(own: Path) -> None:
    name = (await get_vocabulary()).label("sector", "public-finance", "fr")
    (own / "sectors.csv").write_text(SECTORS + "beekeeping,Beekeeping,,,,,\n")

    first = await load_vocabulary(own)
    again = await load_vocabulary(own)

    assert first["sector"]["retired"] > 10
    assert again["sector"] == {"added": 0, "changed": 0, "retired": 0, "unchanged": 1}
    vocabulary = await get_vocabulary()
    assert [one.key for one in vocabulary.list("sector")] == ["beekeeping"]
    assert vocabulary.label("sector", "public-finance", "fr") == name
    shutil.copy(OWN_VOCABULARY / "sectors.csv", own)
    assert (await load_vocabulary(own))["sector"]["changed"] == first["sector"]["retired"]
    assert (await get_vocabulary()).find(name, "sector")


async def test_another_community_may_replace_the_topics(tmp_path: Path) -> None:
    (tmp_path / "topics.csv").write_text(
        "id,kind,parent,order,en,synonyms,sectors\nhives,group,,1,Hives,,\n"
        "swarming,topic,hives,2,Swarming,,honey\n"
    )
    (tmp_path / "sectors.csv").write_text("id,en\nhoney,Honey\n")

    await load_vocabulary(tmp_path)

    vocabulary = await get_vocabulary()
    assert [one.key for one in vocabulary.list("topic")] == ["swarming"]
    assert vocabulary.find("property tax", "topic") == ()
    assert vocabulary.label("topic", "property-tax", "en") == "Property tax"


async def test_of_a_bad_folder_nothing_is_loaded(own: Path) -> None:
    before = await ConceptRow.all().order_by("id").values()
    change = await last_change()
    (own / "sectors.csv").write_text(SECTORS + "honey,Honey,,,,,\nWAX,Wax,,,,,\n")

    with pytest.raises(BadVocabulary, match=r"sectors\.csv, row 3"):
        await load_vocabulary(own)

    assert await ConceptRow.all().order_by("id").values() == before
    assert await last_change() == change


async def test_the_feed_says_which_schemes_were_loaded(own: Path) -> None:
    before = await last_change()

    await load_vocabulary(own)

    changes = await Change.filter(id__gt=before)
    assert [(one.kind, one.key) for one in changes] == [("vocabulary", "sector")]


async def test_topics_that_members_bring_stand_last_and_without_a_group() -> None:
    before = (await get_vocabulary()).list("topic")

    await create_topics(["Beekeeping", "Wax"], ["beekeeping", "wax"])

    vocabulary = await get_vocabulary()
    assert [one.key for one in vocabulary.list("topic")[len(before) :]] == ["beekeeping", "wax"]
    assert [one.key for one in vocabulary.find("BEEKEEPING", "topic")] == ["beekeeping"]
    assert vocabulary.list("topic")[-1].parent == ""
