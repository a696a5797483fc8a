"""Who a row is about: somebody new, somebody known, or a repetition. (B29, B36)"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from profiles.models import Profile
from tests.people import settle

if TYPE_CHECKING:
    from cop.running import Service
    from profiles.exchange.report import Report
    from tests.profiles.exchange.conftest import Bring

HEADINGS = "name,email,country,city,institution,orcid,slug\n"
ORCID = "0000-0002-1825-0097"
OTHER_ORCID = "0000-0002-1694-233X"
EMAIL = "same e-mail address"
PLACE = "same name and institution"
CITY = "same name and city"


def counts(report: Report) -> tuple[int, int, int, int]:
    assert report.rows == report.created + report.updated + report.unchanged + report.skipped
    return report.created, report.updated, report.unchanged, report.skipped


def repeats(report: Report) -> list[tuple[int, int | str, str]]:
    return [(one["row"], one["of"], one["why"]) for one in report.duplicates]


async def test_rows_of_one_file_that_are_one_person_are_taken_once(bring: Bring) -> None:
    """B36: the first row counts; the others say which row they repeat, and why."""
    report = await bring(
        HEADINGS
        + "Ada Obi,ADA@x.org,KE,,University of Nairobi,,\n"
        + "Somebody Else,ada@X.ORG,UG,,,,\n"
        + "Obi Ada,other@x.org,KE,,Univ. of Nairobi,,\n"
        + "A. Obi,,KE,,The University of Nairobi,,\n"
        + f"Bela Ruto,,KE,Mombasa,,{ORCID},\n"
        + f"B. Ruto-Smith,,UG,,,https://orcid.org/{ORCID},\n"
        + "Ruto B,,Kenya,MOMBASA,,,\n"
        + "Chidi Eze,,NG,,,,chidi\n"
        + "Chinedu Eze,,NG,,,,chidi\n"
        + "Dina Haddad,,EG,,,,\n"
        + "Haddad Dina,,EG,,,,\n"
    )

    assert counts(report) == (4, 0, 0, 7)
    assert repeats(report) == [
        (2, 1, EMAIL),
        (3, 1, PLACE),
        (4, 1, PLACE),
        (6, 5, "same ORCID iD"),
        (7, 5, CITY),
        (9, 8, "same slug"),
        (11, 10, CITY),
    ]


async def test_people_who_differ_are_taken_apart(bring: Bring) -> None:
    report = await bring(
        HEADINGS
        + "Ada Obi,a1@x.org,KE,,University of Nairobi,,\n"
        + "Ada Obi,a2@x.org,UG,,University of Nairobi,,\n"
        + "Ada Obi,a3@x.org,KE,,University of Mombasa,,\n"
        + "Ada Bola Obi,a4@x.org,KE,,University of Nairobi,,\n"
        + f"Bela Ruto,,KE,,Treasury,{ORCID},\n"
        + f"Bela Ruto,,KE,,Treasury,{OTHER_ORCID},\n"
        + "Li Wei,l1@x.org,CN,,,,\n"
        + "Li Wei,l2@x.org,CN,,,,\n"
        + "A. Obi,,KE,,,,\n"
        + "Mi\u0307ke,mi\u0307ke@x.org,TR,,,,\n"
        + "Mike,mike@x.org,TR,,,,\n"
    )

    assert counts(report) == (11, 0, 0, 0)


async def test_a_known_person_is_updated_by_address_orcid_slug_or_name(bring: Bring) -> None:
    await bring(
        HEADINGS
        + "Ada Obi,ada@x.org,KE,,University of Nairobi,,\n"
        + f"Bela Ruto,,KE,,,{ORCID},\n"
        + "Chidi Eze,,NG,Lagos,,,chidi\n"
        + "Dina Haddad,,EG,Cairo,,,\n"
        + "Ede Kovács,,HU,,,,\n"
    )

    report = await bring(
        "name,email,country,city,institution,orcid,slug,unit\n"
        "Ada Obi-Smith,ADA@X.org,,,,,,one\n"
        f"B. Ruto,bela@x.org,,,,{ORCID},,two\n"
        "Chidi,,,,,,chidi,three\n"
        "Haddad Dina,dina@x.org,EG,CAIRO,,,,four\n"
        "Ede Kovacs,,HU,,,,,five\n"
    )

    assert counts(report) == (0, 5, 0, 0)
    stored = await Profile.all().order_by("id").values_list("unit", "name", "email", "slug")
    assert [row[:3] for row in stored] == [
        ("one", "Ada Obi-Smith", "ADA@x.org"),
        ("two", "B. Ruto", "bela@x.org"),
        ("three", "Chidi", ""),
        ("four", "Haddad Dina", "dina@x.org"),
        ("five", "Ede Kovacs", ""),
    ]


async def test_a_namesake_with_another_address_is_a_question(
    service: Service, bring: Bring
) -> None:
    await settle(service, "ada")
    file = HEADINGS + "A. Obi,other@example.org,KE,,Univ of Nairobi,,\n"

    asked = await bring(file)
    kept = await bring(file, keep_namesakes=True)

    assert counts(asked) == (0, 0, 0, 1)
    assert repeats(asked) == [(1, "ada", PLACE)]
    assert counts(kept) == (1, 0, 0, 0)


async def test_namesakes_in_one_file_may_be_kept(bring: Bring) -> None:
    file = HEADINGS + "Li Wei,,CN,,Treasury,,\nLi Wei,,CN,,Treasury,,\n"

    assert repeats(await bring(file)) == [(2, 1, PLACE)]
    report = await bring(HEADINGS + "Wu Yi,,CN,,Treasury,,\n" * 2, keep_namesakes=True)
    assert counts(report) == (2, 0, 0, 0)


async def test_a_file_with_slugs_knows_its_namesakes_apart(bring: Bring) -> None:
    """Such as an export, brought into another community."""
    report = await bring(
        HEADINGS
        + "Li Wei,,CN,,Treasury,,li-wei-aaaa\n"
        + "Li Wei,,CN,,Treasury,,li-wei-bbbb\n"
        + "Li Wei,l@x.org,CN,,Treasury,,li-wei-cccc\n"
    )

    assert counts(report) == (3, 0, 0, 0)


@pytest.mark.parametrize(
    "rows",
    [
        "Somebody New,new@x.org,,,,,\nAda Obi,new@x.org,,,,,ada\n",
        "Ada Obi,bela@example.org,,,,,ada\n",
        "Bela Ruto,bela@example.org,,,,,\nAda Obi,bela@example.org,,,,,ada\n",
    ],
)
async def test_nobody_is_given_the_address_of_another(
    service: Service, bring: Bring, rows: str
) -> None:
    await settle(service, "ada", "bela")

    report = await bring(HEADINGS + rows)

    assert [(one["column"], one["reason"]) for one in report.errors] == [
        ("email", "This e-mail address belongs to another member.")
    ]
    assert (await Profile.get(slug="ada")).email == "ada@example.org"


async def test_people_are_recognised_across_batches(bring: Bring) -> None:
    """The file is read five hundred rows at a time."""
    crowd = [[f"Person Number{at}", f"p{at}@x.org", "KE"] for at in range(500)]
    rows = [["Ada Obi", "ada@x.org", "KE"], *crowd, ["Ada Smith", "ADA@x.org", "UG"]]

    report = await bring([["name", "email", "country"], *rows])

    assert counts(report) == (501, 0, 0, 1)
    assert repeats(report) == [(502, 1, EMAIL)]


async def test_one_orcid_of_two_names_and_addresses_is_a_question(bring: Bring) -> None:
    orcid = "0000-0002-1825-0097"
    await bring(f"name,email,orcid\nAda Obi,ada@x.org,{orcid}\n")

    report = await bring(f"name,email,orcid\nZoe Other,zoe@x.org,{orcid}\n")

    ada = await Profile.get()
    assert (ada.name, ada.email) == ("Ada Obi", "ada@x.org")
    (duplicate,) = report.duplicates
    assert duplicate["of"] == ada.slug
    assert "another name" in duplicate["why"]


async def test_a_new_name_at_a_known_address_is_told(bring: Bring) -> None:
    await bring("name,email\nAda Obi,ada@x.org\n")

    report = await bring("name,email\nAda Eze-Okafor,ada@x.org\n")

    assert report.updated == 1
    assert [(one["column"], one["reason"]) for one in report.warnings] == [
        ("name", "The member was called “Ada Obi” before.")
    ]
