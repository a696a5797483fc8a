"""A vocabulary as a folder of files: what is read, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cop.vocabulary.concepts import Term, Vocabulary
from cop.vocabulary.rows import MOST_PROBLEMS, BadVocabulary
from cop.vocabulary.source import read_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

TOPICS = "id,kind,parent,order,en,fr,es,pt,ar,synonyms,sectors\n"
SECTORS = "id,en,fr,es,pt,ar,synonyms\n"
COUNTRIES = (
    "iso2,iso3,iso_num,selectable,name_en,lpsa_region,lat,lon,capital,neighbours,near,languages\n"
)


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def bees(tmp_path: Path) -> Path:
    """The vocabulary of another community: beekeepers."""
    return write(
        tmp_path,
        topics=TOPICS
        + "hives,group,,1,Hives,,,,,,\n"
        + "swarming,topic,hives,2,Swarming,Essaimage,,,,=SWARM|fr:essaim|queenless,honey\n",
        sectors=SECTORS + "honey,Honey,,,,,\n",
    )


def test_a_community_may_bring_topics_and_sectors_only(bees: Path) -> None:
    vocabulary = Vocabulary(read_vocabulary(bees))

    (swarming,) = vocabulary.list("topic")
    assert [one.key for one in vocabulary.list("topic-group")] == ["hives"]
    assert [one.key for one in vocabulary.list("sector")] == ["honey"]
    assert swarming.parent == "hives"
    assert swarming.label("fr") == "Essaimage"
    assert swarming.label("ar") == "Swarming"
    assert swarming.terms == (Term("=SWARM"), Term("essaim", "fr"), Term("queenless"))
    assert swarming.facts == {"sectors": ["honey"]}
    assert vocabulary.find("QUEENLESS", "topic") == (swarming,)


def test_files_from_a_spreadsheet_program_are_read(bees: Path) -> None:
    """With a byte order mark, Windows line ends, and cells nobody filled in."""
    text = (bees / "sectors.csv").read_text().replace("\n", ",,\r\n")
    (bees / "sectors.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert [one.key for one in read_vocabulary(bees) if one.scheme == "sector"] == ["honey"]


def test_a_row_may_end_early(bees: Path) -> None:
    write(bees, sectors=SECTORS + "honey,Honey\n")

    (honey,) = [one for one in read_vocabulary(bees) if one.scheme == "sector"]
    assert honey.labels == {"en": "Honey"}


def test_what_is_said_with_a_comma_in_quotes_stays_one_cell(bees: Path) -> None:
    write(bees, sectors=SECTORS + 'honey,"Honey, wax\nand more",,,,,\n')

    (honey,) = [one for one in read_vocabulary(bees) if one.scheme == "sector"]
    assert honey.label("en") == "Honey, wax\nand more"


BAD: dict[str, tuple[str, str, str]] = {
    "a parent that is not there": (
        "topics",
        TOPICS + "swarming,topic,nowhere,1,Swarming,,,,,,\n",
        r"topics.csv, row 2 \(swarming\): its parent “nowhere” does not exist",
    ),
    "a sector that is not there": (
        "topics",
        TOPICS + "hives,group,,1,Hives,,,,,,\n" + "swarming,topic,hives,2,Swarming,,,,,,wax\n",
        r"topics.csv, row 3 \(swarming\): sectors: “wax” does not exist",
    ),
    "an id twice": (
        "sectors",
        SECTORS + "honey,Honey,,,,,\nwax,Wax,,,,,\nhoney,Honey again,,,,,\n",
        r"sectors.csv, row 4 \(honey\): it stands twice",
    ),
    "an id in capitals": (
        "sectors",
        SECTORS + "honey,Honey,,,,,\nWax,Wax,,,,,\n",
        r"sectors.csv, row 3 \(Wax\): an id is lower-case",
    ),
    "no English label": (
        "sectors",
        SECTORS + "honey,Honey,,,,,\nwax,,Cire,,,,\n",
        r"sectors.csv, row 3 \(wax\): it has no English label",
    ),
    "a label not in NFC": (
        "sectors",
        SECTORS + "honey,Honey,Cire\u0301,,,,\n",
        r"sectors.csv, row 2 \(honey\): the label .* not in NFC",
    ),
    "a label with a space behind it": (
        "sectors",
        SECTORS + "honey,Honey ,,,,,\n",
        r"sectors.csv, row 2 \(honey\): the label “Honey ” is not trimmed",
    ),
    "an order that is no number": (
        "topics",
        TOPICS + "hives,group,,first,Hives,,,,,,\n",
        r"topics.csv, row 2: .*'first'",
    ),
    "a kind that is none": (
        "topics",
        TOPICS + "hives,Topic,,1,Hives,,,,,,\n",
        r"topics.csv, row 2: the kind “Topic” is neither topic nor group",
    ),
    "a column that is missing": (
        "topics",
        "id,parent,order,en\nhives,,1,Hives\n",
        r"topics.csv: there is no column 'kind'",
    ),
    "more cells than columns": (
        "sectors",
        SECTORS + "honey,Honey,,,,,sweet, and more\n",
        r"sectors.csv, row 2: there are more cells than columns",
    ),
    "a country off the earth": (
        "countries",
        COUNTRIES + "XA,XAA,001,1,Xanadu,,91,0,,,,\n",
        r"countries.csv, row 2 \(XA\): lat and lon must be degrees",
    ),
    "a place that is no number": (
        "countries",
        COUNTRIES + "XA,XAA,001,1,Xanadu,,north,0,,,,\n",
        r"countries.csv, row 2: .*'north'",
    ),
    "a neighbour that is not there": (
        "countries",
        COUNTRIES + "XA,XAA,001,1,Xanadu,,0,0,,XB,,\n",
        r"countries.csv, row 2 \(XA\): neighbours: “XB” does not exist",
    ),
}


@pytest.mark.parametrize(("name", "text", "problem"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_by_file_and_row(
    bees: Path, name: str, text: str, problem: str
) -> None:
    write(bees, **{name: text})

    with pytest.raises(BadVocabulary, match=problem):
        read_vocabulary(bees)


def test_a_file_that_is_no_text_is_refused(bees: Path) -> None:
    (bees / "sectors.csv").write_bytes(SECTORS.encode() + b"honey,\xff\xfe\x00,,,,,\n")

    with pytest.raises(BadVocabulary, match=r"sectors\.csv: it is not in UTF-8"):
        read_vocabulary(bees)


def test_a_country_of_a_region_that_is_not_there_is_refused(bees: Path) -> None:
    write(
        bees,
        regions="id,en\nnorth,North\n",
        countries=COUNTRIES + "XA,XAA,001,1,Xanadu,south,0,0,,,,\n",
    )

    with pytest.raises(BadVocabulary, match=r"countries\.csv, row 2 \(XA\): region: “south”"):
        read_vocabulary(bees)


def test_another_name_of_a_country_that_is_not_there_is_refused(bees: Path) -> None:
    write(
        bees,
        countries=COUNTRIES + "XA,XAA,001,1,Xanadu,,0,0,,,,\n",
        country_terms="code,lang,kind,term\nXA,en,former,Kubla\nXB,en,former,Elsewhere\n",
    )

    with pytest.raises(BadVocabulary, match=r"country_terms\.csv, row 3: the country “XB”"):
        read_vocabulary(bees)


def test_many_problems_are_told_shortly(bees: Path) -> None:
    write(bees, sectors=SECTORS + "".join(f"Bad{at},Bad {at},,,,,\n" for at in range(100)))

    with pytest.raises(BadVocabulary) as refused:
        read_vocabulary(bees)

    lines = refused.value.message.splitlines()
    assert len(lines) == MOST_PROBLEMS + 2
    assert "more" in lines[-1]


def test_an_empty_folder_is_no_vocabulary(tmp_path: Path) -> None:
    with pytest.raises(BadVocabulary, match=r"topics\.csv"):
        read_vocabulary(tmp_path)
    with pytest.raises(BadVocabulary):
        read_vocabulary(tmp_path / "nowhere")
