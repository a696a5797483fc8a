"""Words that no topic is called, institutions and places, as files bring them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.vocabulary.queries import get_vocabulary
from profiles.models import Institution, Profile, ProfileTag
from tests.people import CAIRO, NAIROBI, settle

if TYPE_CHECKING:
    from cop.running import Service
    from tests.profiles.exchange.conftest import Bring


async def words(field: str = "expertise") -> list[tuple[str, str]]:
    rows = await ProfileTag.filter(field=field).order_by("profile_id", "rank")
    return [(row.key, row.text) for row in rows]


async def test_unknown_topics_stay_with_the_member_and_are_listed(bring: Bring) -> None:
    report = await bring(
        "name,topics,interests\n"
        "Ada Obi,Beekeeping; property tax; Drones,beekeeping\n"
        "Bela Ruto,تربية النحل; Beekeeping,\n"
    )

    assert report.unknown_topics == [
        {"text": "Beekeeping", "count": 2},
        {"text": "Drones", "count": 1},
        {"text": "beekeeping", "count": 1},
        {"text": "تربية النحل", "count": 1},
    ]
    assert await words() == [
        ("", "Beekeeping"),
        ("property-tax", ""),
        ("", "Drones"),
        ("", "تربية النحل"),
        ("", "Beekeeping"),
    ]


async def test_unknown_topics_become_topics_where_that_is_asked_for(bring: Bring) -> None:
    """In any script; once, however often and in whatever case they are written."""
    report = await bring(
        "name,topics,interests\n"
        "Ada Obi,Beekeeping; Property tax (3); كهرباء الريف النائي,beekeeping (1)\n"
        "Bela Ruto,BEEKEEPING; 养蜂; كهرباء الريف النائي,\n",
        create_topics=True,
    )

    assert (report.created, report.unknown_topics) == (2, [])
    vocabulary = await get_vocabulary()
    (bees,) = vocabulary.find("beekeeping", "topic")
    (power,) = vocabulary.find("كهرباء الريف النائي", "topic")
    (chinese,) = vocabulary.find("养蜂", "topic")
    assert (bees.key, bees.label("en")) == ("beekeeping", "Beekeeping")
    assert await words() == [
        ("beekeeping", ""),
        ("property-tax", ""),
        (power.key, ""),
        ("beekeeping", ""),
        (chinese.key, ""),
        (power.key, ""),
    ]


async def test_a_word_of_two_meanings_never_becomes_a_third(bring: Bring) -> None:
    before = await get_vocabulary()
    ambiguous = next(
        word
        for concept in before.list("topic")
        for word in concept.words()
        if len(before.find(word, "topic")) > 1
    )

    report = await bring([["name", "topics"], ["Ada Obi", f'"{ambiguous}"']], create_topics=True)

    assert report.unknown_topics == [{"text": ambiguous, "count": 1}]
    after = await get_vocabulary()
    assert after.find(ambiguous, "topic") == before.find(ambiguous, "topic")


async def test_one_institution_has_one_entry_however_it_is_spelt(bring: Bring) -> None:
    report = await bring(
        "name,country,institution\n"
        "Ada Obi,KE,Univ. of Nairobi\n"
        "Bela Ruto,KE,The University of Nairobi\n"
        "Chidi Eze,NG,University of Nairobi\n"
        "Dina Haddad,,University of Nairobi\n"
        "Ede Kovács,KE,-\n"
    )

    assert report.created == 5
    places = await Institution.all().order_by("id").values_list("name", "country", "kind")
    assert places == [
        ("Univ. of Nairobi", "KE", "university"),
        ("University of Nairobi", "NG", "university"),
        ("University of Nairobi", "", "university"),
    ]


async def test_an_institution_abroad_stays_where_it_is(service: Service, bring: Bring) -> None:
    people = await settle(service, "ada")
    await Profile.filter(slug="ada").update(country="UG")

    report = await bring("slug,name,country,institution\nada,Ada Obi,UG,Univ. of Nairobi\n")

    assert report.unchanged == 1
    assert (await Profile.get(slug="ada")).institution_id == people["ada"].institution_id
    assert await Institution.all().count() == 1


async def test_a_new_country_brings_the_institution_there(service: Service, bring: Bring) -> None:
    await settle(service, "ada")

    report = await bring("slug,name,country,institution\nada,Ada Obi,UG,Univ. of Nairobi\n")

    assert report.updated == 1
    ada = await Profile.get(slug="ada").select_related("institution")
    assert ada.institution is not None
    assert ada.institution.country == "UG"


async def test_a_city_is_found_in_the_country_the_member_is_in(bring: Bring) -> None:
    head = "name,email,country,city\n"
    await bring(head + "Ada Obi,ada@x.org,KE,nairobi\nBela Ruto,bela@x.org,,Nairobi\n")
    ada, bela = await Profile.all().order_by("id")
    assert (ada.city_id, bela.city_id) == (NAIROBI, None)

    await bring(head + "Ada Obi,ada@x.org,EG,\nBela Ruto,bela@x.org,KE,\n")

    ada, bela = await Profile.all().order_by("id")
    assert (ada.country, ada.city, ada.city_id) == ("EG", "nairobi", None)
    assert (bela.country, bela.city_id) == ("KE", NAIROBI)
    await bring(head + "Ada Obi,ada@x.org,,القاهرة\n")
    ada = await Profile.get(name="Ada Obi")
    assert (ada.city, ada.city_id) == ("القاهرة", CAIRO)


async def test_a_city_the_member_chose_on_the_map_is_kept(service: Service, bring: Bring) -> None:
    await settle(service, "ada")
    await Profile.filter(slug="ada").update(city_id=7)  # another Nairobi than the largest

    report = await bring("slug,name,country,city\nada,Ada Obi,KE,Nairobi\n")

    assert report.unchanged == 1
    assert (await Profile.get(slug="ada")).city_id == 7


async def test_an_error_in_a_column_that_is_left_out_refuses_nobody(bring: Bring) -> None:
    content = (
        b"name,remarks\nJos\xc3\xa9,x\nZo\xc3\xab,x\nRen\xc3\xa9,x\nAda Obi,caf\xe9\nL\xe9a Li,x\n"
    )

    report = await bring(content)

    assert (report.created, report.skipped) == (4, 1)
    assert [(one["row"], one["column"]) for one in report.errors] == [(5, "name")]
