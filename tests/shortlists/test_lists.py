"""Keeping people on lists of one's own, through HTTP."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import cop.shortlists.actions.lists
import cop.shortlists.actions.people
from cop.accounts.models import AuditRow
from cop.shortlists.models import Shortlist, Shortlisted
from tests.people import change, settle, sign_in
from tests.shortlists.keeping import keep, keep_list

if TYPE_CHECKING:
    import httpx2
    import pytest

    from cop.running import Service
    from tests.contact.writing import Two


async def test_people_ticked_in_the_directory_are_kept_and_one_comes_back_there(two: Two) -> None:
    place = "/members?q=property+tax&country=KE"
    page = (await two.ada.get(place)).text
    assert 'form="ticked" name="who" value="bela"' in page
    assert 'formaction="/shortlists/keep" name="next" value="/members?q=property+tax&amp;' in page

    choice = await two.ada.get("/shortlists/keep", params={"who": ["bela", "chidi"], "next": place})
    assert "Bela Ruto" in choice.text
    assert 'name="next" value="/members?q=property+tax&amp;country=KE"' in choice.text
    response = await keep(two.ada, "bela", "chidi", back=place)

    kept = await Shortlist.get(name="Water team")
    assert response.headers["location"] == f"/members?q=property+tax&country=KE&kept={kept.id}"
    assert "Kept on" in (await two.ada.get(response.headers["location"])).text
    assert "Kept on" not in (await two.bela.get(response.headers["location"])).text
    shown = (await two.ada.get(f"/shortlists/{kept.id}")).text
    assert "2 people" in shown
    assert shown.index("Bela Ruto") < shown.index("Chidi Eze")
    assert "2 people" in (await two.ada.get("/shortlists")).text


async def test_from_a_profile_one_keeps_somebody_on_a_list_one_has(two: Two) -> None:
    place = await keep_list(two.ada, "bela")
    assert "Keep on a list" in (await two.ada.get("/members/chidi")).text
    number = place.rpartition("/")[2]

    response = await two.ada.post(
        "/shortlists/keep",
        data={"who": "chidi", "list": number, "name": "", "next": "/members/chidi"},
    )

    assert response.headers["location"].startswith("/members/chidi?")
    assert f'href="{place}#chidi"' in (await two.ada.get("/members/chidi")).text
    assert f'href="{place}' not in (await two.bela.get("/members/chidi")).text
    assert "2 people" in (await two.ada.get(place)).text


async def test_who_is_kept_twice_stands_there_once_and_keeps_the_note(two: Two) -> None:
    place = await keep_list(two.ada, "bela")
    await two.ada.post(f"{place}/people/bela", data={"note": "Speaks Swahili."})

    await keep(two.ada, "bela", "bela")

    assert await Shortlist.all().count() == 1
    assert (await Shortlisted.get()).note == "Speaks Swahili."


async def test_a_list_is_made_described_and_deleted(two: Two) -> None:
    made = await two.ada.post("/shortlists", data={"name": "Mission to Kisumu"})
    place = made.headers["location"]
    assert "Nobody on this list" in (await two.ada.get(place)).text

    changed = {"name": "Mission", "description": "In May.\nThree days.", "notes": "yes"}
    await two.ada.post(place, data=changed)

    page = (await two.ada.get(place)).text
    assert "In May.\nThree days." in page
    assert 'name="notes" value="yes" checked' in page
    await two.ada.post(f"{place}/delete")
    assert (await two.ada.get(place)).status_code == 404
    assert "No lists yet" in (await two.ada.get("/shortlists")).text


async def test_what_cannot_be_kept_is_shown_again_with_the_reason(two: Two) -> None:
    place = await keep_list(two.ada, "bela")
    await keep_list(two.ada, "bela", name="Another")

    nameless = await two.ada.post("/shortlists", data={"name": " "})
    taken = await two.ada.post(place, data={"name": "Another", "description": "Mine."})
    long = await two.ada.post(f"{place}/people/bela", data={"note": "x" * 501})
    nowhere = await keep(two.ada, "bela", name="")
    nobody = await keep(two.ada)
    no_slug = await keep(two.ada, "a\0b", "x" * 81, name="Nobody")

    assert no_slug.status_code == 422
    assert nameless.status_code == long.status_code == nowhere.status_code == 422
    assert nobody.status_code == 422
    assert taken.status_code == 409
    assert "Write how the list is called." in nameless.text
    assert "another list of this name" in taken.text
    assert "Mine." in taken.text
    assert "x" * 501 in long.text
    assert long.text.count("longer than 500 characters") == 2
    assert 'name="who" value="bela" checked' in nowhere.text
    assert "Choose somebody first" in nobody.text


async def test_whoever_vanishes_is_shown_and_counted_no_more_and_comes_back(
    service: Service, two: Two
) -> None:
    place = await keep_list(two.ada, "bela", "chidi")
    await two.ada.post(f"{place}/people/bela", data={"note": "First choice."})
    alone = await keep_list(two.ada, "chidi", name="Water teem")
    await change(service, two.people["bela"], hidden_at=two.people["bela"].joined_at)

    hidden, without = await two.ada.get(place), await two.ada.get(alone)

    assert hidden.text.replace("team", "teem").replace(place, alone) == without.text
    assert "1 person" in (await two.ada.get("/shortlists")).text
    assert "2 people" not in (await two.ada.get("/shortlists")).text
    for path in (f"{place}/people/bela", f"{place}/people/belo"):
        assert (await two.ada.post(path, data={"note": "x"})).status_code == 404
        assert (await two.ada.post(f"{path}/remove")).status_code == 404
    await change(service, two.people["bela"], hidden_at=None)
    assert "First choice." in (await two.ada.get(place)).text


async def test_who_is_not_seen_is_put_on_no_list(two: Two) -> None:
    hidden, absent = await keep(two.ada, "dina"), await keep(two.ada, "dino")

    assert hidden.status_code == absent.status_code == 404
    assert hidden.text == absent.text
    assert not await Shortlist.exists()
    await keep(two.ada, "dina", "chidi", "x" * 200)
    assert await Shortlisted.all().count() == 1


async def test_nobody_reads_or_changes_the_list_of_another(
    two: Two, client: httpx2.AsyncClient
) -> None:
    place = await keep_list(two.ada, "chidi")
    number = place.rpartition("/")[2]
    await sign_in(client, "Boss", [("administrator", "")])

    for other in (two.bela, client):
        for path in ("", ".csv", ".vcf"):
            theirs = await other.get(f"{place}{path}")
            absent = await other.get(f"/shortlists/999999{path}")
            assert theirs.status_code == absent.status_code == 404
            assert theirs.text.replace(place, "") == absent.text.replace("/shortlists/999999", "")
        for path in ("", "/delete", "/link", "/link/end", "/people/chidi", "/people/chidi/remove"):
            answer = await other.post(f"{place}{path}", data={"name": "Mine", "note": "Mine"})
            assert answer.status_code == 404
        data = {"who": "bela", "list": number}
        assert (await other.post("/shortlists/keep", data=data)).status_code == 404
    kept = await Shortlist.get()
    assert (kept.name, kept.link) == ("Water team", None)
    assert await Shortlisted.all().count() == 1


async def test_a_note_is_kept_and_goes_with_the_person(two: Two) -> None:
    place = await keep_list(two.ada, "bela")

    noted = await two.ada.post(f"{place}/people/bela", data={"note": "<b>Ask</b> in May."})

    assert noted.headers["location"] == f"{place}#bela"
    assert "&lt;b&gt;Ask&lt;/b&gt; in May." in (await two.ada.get(place)).text
    assert "Ask" not in (await two.bela.get("/members/bela")).text
    await two.ada.post(f"{place}/people/bela/remove")
    await two.ada.post(f"{place}/people/bela/remove")
    assert not await Shortlisted.exists()
    assert (await two.ada.post(f"{place}/people/bela", data={"note": "x"})).status_code == 404


async def test_lists_and_people_on_them_are_not_endless(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cop.shortlists.actions.people, "MOST_PEOPLE", 1)
    monkeypatch.setattr(cop.shortlists.actions.lists, "MOST_LISTS", 1)
    await keep_list(two.ada, "bela")

    full, many = await keep(two.ada, "chidi"), await keep(two.ada, "chidi", name="Another")

    assert full.status_code == many.status_code == 409
    assert "Take somebody off first" in full.text
    assert "Delete one first" in many.text
    assert "Chidi Eze" in many.text
    assert await Shortlisted.all().count() == 1


async def test_a_full_list_does_not_tell_that_somebody_has_hidden(
    service: Service, two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cop.shortlists.actions.people, "MOST_PEOPLE", 1)
    place = await keep_list(two.ada, "bela")
    await change(service, two.people["bela"], hidden_at=two.people["bela"].joined_at)

    assert (await keep(two.ada, "chidi")).status_code == 303
    assert "1 person" in (await two.ada.get(place)).text


async def test_a_list_is_taken_along_as_a_table_and_as_an_address_book(two: Two) -> None:
    place = await keep_list(two.ada, "bela", "chidi")
    await two.ada.post(f"{place}/people/chidi", data={"note": "=1+1"})

    table, cards = await two.ada.get(f"{place}.csv"), await two.ada.get(f"{place}.vcf")

    rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff"))))
    assert [row["name"] for row in rows] == ["Bela Ruto", "Chidi Eze"]
    assert rows[0]["expertise"] == "property-tax; valuation-cadastre"
    assert rows[1]["note"] == "'=1+1"
    assert (rows[1]["bio"], rows[1]["languages"], rows[1]["email"]) == ("", "", "")
    assert cards.text.count("BEGIN:VCARD") == cards.text.count("END:VCARD") == 2
    assert "http://127.0.0.1:8000/members/bela" in cards.text
    for answer, suffix in ((table, "csv"), (cards, "vcf")):
        assert f'filename="water-team.{suffix}"' in answer.headers["content-disposition"]
        assert answer.headers["cache-control"] == "no-store"
    deeds = await AuditRow.filter(action="members.exported").values_list("detail", flat=True)
    assert list(deeds) == [{"how_many": 2, "closely": 0}] * 2


async def test_who_takes_out_what_coordinators_see_leaves_a_trail(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in(client, "Boss", [("administrator", "")])
    place = await keep_list(client, "chidi")

    await client.get(place)
    table = await client.get(f"{place}.csv")

    assert "Knows where the zebra sleeps." in table.text
    trail = AuditRow.filter(subject=f"profile:{people['chidi'].id}")
    assert "profile.exported" in await trail.values_list("action", flat=True)


async def test_visitors_are_asked_to_sign_in(service: Service, client: httpx2.AsyncClient) -> None:
    await settle(service)

    assert (await client.get("/shortlists")).headers["location"] == "/sign-in?next=%2Fshortlists"
    assert (await keep(client, "ada")).status_code == 404
    page = (await client.get("/members")).text
    assert "Compare" in page
    assert "Keep on a list" not in page
    assert "shortlists" not in (await client.get("/members/ada")).text
