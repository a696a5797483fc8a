"""Bringing a file in: what becomes of each row, what is stored, what is said. (B36, B51, B52)"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.kit.changes import Change
from cop.vocabulary.queries import get_vocabulary
from profiles.actions.members import give_account
from profiles.exchange.table import FileRefused
from profiles.fields import Visibility
from profiles.models import Import, ImportedRow, Institution, Profile, ProfileTag
from tests.people import settle

if TYPE_CHECKING:
    from cop.running import Service
    from tests.profiles.exchange.conftest import Bring

MIXED = (
    "name,email,country,bio,stakeholder,Shoe size\n"
    "Ada Obi,ada@x.org,Kenya,Hello,academia,38\n"
    ",nobody@x.org,Kenya,,,\n"
    "Bela Ruto,bela@x,Kenya,,,\n"
    "Chidi Eze,chidi@x.org,Congo,,,\n"
    "Dina Haddad,dina@x.org,Egypt,a\0b,,\n"
    "Ede Kovács,ede@x.org,Hungary,,beekeeper,\n"
    "Femi Ojo,femi@x.org,Nigeria,,,,too many\n"
    "Ada Again,ADA@x.org,Kenya,,,\n"
    "Gita Rao,gita@x.org,India,,,=1+1\n"
)


def outcomes(report) -> dict[str, int]:
    names = ("rows", "created", "updated", "unchanged", "skipped")
    return {name: getattr(report, name) for name in names}


async def count_everything() -> tuple[int, ...]:
    tables = (Profile, ProfileTag, Institution, Import, ImportedRow, Change)
    return tuple([await table.all().count() for table in tables])


async def test_a_bad_row_never_stops_the_file(bring: Bring) -> None:
    report = await bring(MIXED)

    assert outcomes(report) == {
        "rows": 9,
        "created": 3,
        "updated": 0,
        "unchanged": 0,
        "skipped": 6,
    }
    assert [(one["row"], one["line"], one["column"], one["value"]) for one in report.errors] == [
        (2, 3, "name", ""),
        (3, 4, "email", "bela@x"),
        (4, 5, "country", "Congo"),
        (5, 6, "bio", "a\ufffdb"),
        (7, 8, "", ""),
    ]
    assert [(one["row"], one["of"]) for one in report.duplicates] == [(8, 1)]
    assert [(one["row"], one["column"], one["value"]) for one in report.warnings] == [
        (6, "stakeholder", "beekeeper")
    ]
    assert report.columns == {
        "name": "name",
        "email": "email",
        "country": "country",
        "bio": "bio",
        "stakeholder": "stakeholder",
        "Shoe size": None,
    }
    assert await Profile.all().order_by("id").values_list("name", flat=True) == [
        "Ada Obi",
        "Ede Kovács",
        "Gita Rao",
    ]


async def test_every_row_has_exactly_one_outcome(bring: Bring) -> None:
    await bring("name,email,city\nAda Obi,ada@x.org,Nairobi\nBela Ruto,bela@x.org,Nairobi\n")

    report = await bring(
        "name,email,city\nAda Obi,ada@x.org,Nairobi\nBela Ruto,bela@x.org,Mombasa\n"
        "Chidi Eze,chidi@x.org,\n,,x\nChidi Eze,chidi@x.org,\n"
    )

    assert outcomes(report) == {
        "rows": 5,
        "created": 1,
        "updated": 1,
        "unchanged": 1,
        "skipped": 2,
    }
    rows = await ImportedRow.filter(run_id=report.run).order_by("row").values_list("outcome")
    assert [row[0] for row in rows] == ["unchanged", "updated", "created", "skipped", "skipped"]


async def test_a_dry_run_says_the_same_and_stores_nothing(bring: Bring) -> None:
    before = await count_everything()
    topics = len((await get_vocabulary()).list("topic"))
    file = MIXED.replace("Shoe size", "topics").replace("38", "Beekeeping")

    said = await bring(file, dry_run=True, create_topics=True)

    assert await count_everything() == before
    assert len((await get_vocabulary()).list("topic")) == topics
    done = await bring(file, create_topics=True)
    assert done.created == 3
    assert dataclasses.replace(said, run=0, seconds=0) == (
        dataclasses.replace(done, run=0, seconds=0)
    )


async def test_the_same_file_twice_is_done_once(bring: Bring) -> None:
    """B51: known by its content, whatever it is called."""
    first = await bring(MIXED)
    stored = await count_everything()

    again = await bring(MIXED, name="renamed.csv")

    assert await count_everything() == stored
    assert again.run == first.run
    assert outcomes(again) == outcomes(first) | {"created": 0, "unchanged": 3}
    assert again.errors == first.errors
    assert "nothing was done again" in again.remarks[-1]


async def test_the_same_file_with_other_options_is_looked_at_again(bring: Bring) -> None:
    first = await bring(MIXED)

    again = await bring(MIXED, consent="They ticked the box.")

    assert again.run != first.run
    assert (again.created, again.updated) == (0, 3)


async def test_the_same_people_in_another_file_are_unchanged(bring: Bring) -> None:
    await bring("name,country,city\nAda Obi,KE,Nairobi\nBela Ruto,KE,\nChidi Eze,,\n")
    changes = await Change.all().count()

    report = await bring("city;name;country\nNAIROBI;Ada Obi;Kenya\n;Bela Ruto;ken\n;Chidi Eze;\n")

    assert (report.updated, report.unchanged) == (1, 2)  # the city is written in capitals now
    assert await Change.all().count() == changes + 1


async def test_an_empty_cell_takes_nothing_away(bring: Bring) -> None:
    await bring("name,email,city,topics\nAda Obi,ada@x.org,Nairobi,wash; tax\n")

    report = await bring("name,email,city,topics,unit\n,,,,\nAda Obi,ada@x.org,-,N/A,Law\n")

    assert report.updated == 1
    ada = await Profile.get(name="Ada Obi").prefetch_related("tags")
    assert (ada.city, ada.unit, len(ada.tags), ada.version) == ("Nairobi", "Law", 2, 2)


async def test_a_list_replaces_the_list(bring: Bring) -> None:
    await bring("name,email,topics\nAda Obi,ada@x.org,wash:3; beekeeping\n")

    await bring("name,email,topics\nAda Obi,ada@x.org,beekeeping; property tax (1)\n")

    ada = await Profile.get(name="Ada Obi").prefetch_related("tags")
    tags = sorted((tag.rank, tag.key, tag.text, tag.level) for tag in ada.tags)
    assert tags == [(0, "", "beekeeping", 2), (1, "property-tax", "", 1)]


async def test_nobody_becomes_visible_by_being_imported(bring: Bring) -> None:
    """B52, B53"""
    await bring("name,visibility,role,published_at\nAda Obi,public,administrator,2020-01-01\n")

    ada = await Profile.get(name="Ada Obi")
    assert (ada.visibility, ada.published_at, ada.account_id) == ("public", None, None)


async def test_people_who_agreed_are_published_and_on_whose_word_is_kept(bring: Bring) -> None:
    await bring("name,email\nAda Obi,ada@x.org\n")

    report = await bring(
        "name,email\nAda Obi,ada@x.org\nBela Ruto,bela@x.org\n", consent="They ticked the box."
    )

    assert (report.created, report.updated) == (1, 1)
    assert all(await Profile.all().values_list("published_at", flat=True))
    assert (await Import.get(id=report.run)).consent == "They ticked the box."


async def test_a_doubtful_address_is_taken_and_noted(bring: Bring) -> None:
    """B37"""
    report = await bring("name,email\nAda Obi,info@x.org\nBela Ruto,b@yopmail.com\n")

    assert report.created == 2
    assert [(one["row"], one["value"]) for one in report.warnings] == [
        (1, "info@x.org"),
        (2, "b@yopmail.com"),
    ]


async def test_a_members_own_words_are_never_overwritten(service: Service, bring: Bring) -> None:
    people = await settle(service, "ada")
    account = await create_sample_account("Ada", "own-ada@example.org", [])
    await give_account(people["ada"].id, account)
    await Profile.filter(slug="ada").update(published_at=None, unit="")

    report = await bring(
        "slug,name,city,unit,topics,interests,visibility,email\n"
        "ada,Ada Smith,Mombasa,Law,wash,beekeeping,hidden,new@x.org\n",
        consent="Somebody said so.",
    )

    assert report.updated == 1
    ada = await Profile.get(slug="ada").prefetch_related("tags")
    assert (ada.name, ada.city, ada.unit, ada.email) == (
        "Ada Obi",
        "Nairobi",
        "Law",
        "ada@example.org",
    )
    assert (ada.visibility, ada.published_at) == (Visibility.PUBLIC, None)
    assert {tag.text for tag in ada.tags if tag.field == "interests"} == {"beekeeping"}
    assert {tag.key for tag in ada.tags if tag.field == "expertise"} == {
        "property-tax",
        "valuation-cadastre",
        "wash",
    }


async def test_visibility_is_the_members_to_change(service: Service, bring: Bring) -> None:
    await settle(service, "dina")

    report = await bring("slug,name,visibility\ndina,Dina Haddad,public\n")

    assert (report.updated, report.unchanged) == (0, 1)
    assert (await Profile.get(slug="dina")).visibility == Visibility.HIDDEN
    assert [one["reason"] for one in report.warnings] == [
        "Only the member can change who may find the profile; it was left as it is."
    ]


async def test_a_refused_file_stores_nothing(bring: Bring) -> None:
    """B44"""
    before = await count_everything()

    long, large = "name\n" + "Ada\n" * 20_001, "x" * 10_000_001
    for content in (long, large, "city\nNairobi\n", "", "PK\x03\x04"):
        with pytest.raises(FileRefused):
            await bring(content)

    assert await count_everything() == before


@pytest.mark.parametrize("name", ["x" * 250 + ".csv", "\u202egpj.csv", "con.csv", "\udcff.csv"])
async def test_a_file_may_be_called_anything(bring: Bring, name: str) -> None:
    """B50"""
    report = await bring("name\nAda Obi\n", name=name)

    stored = (await Import.get(id=report.run)).file_name
    assert len(stored) <= 200
    assert stored.encode()


async def test_every_change_reaches_the_feed_with_its_profile(bring: Bring) -> None:
    start = await Change.all().count()
    await bring("name,email\nAda Obi,ada@x.org\nBela Ruto,bela@x.org\n,x@x.org\n")
    await bring("name,email,unit\nAda Obi,ada@x.org,Law\nBela Ruto,bela@x.org,\n")

    ids = {profile.name: str(profile.id) for profile in await Profile.all()}
    changes = await Change.all().order_by("id").offset(start).values_list("kind", "key")
    assert changes == [
        ("profile", ids["Ada Obi"]),
        ("profile", ids["Bela Ruto"]),
        ("profile", ids["Ada Obi"]),
    ]
