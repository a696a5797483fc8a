"""What becomes of lists when people are erased, or turn out to be one."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

from cop.shortlists.models import Shortlist, Shortlisted
from profiles.models import Merge, Profile
from tests.administration.pairs import ADMINISTRATOR, merging, place_of, twice
from tests.people import refresh, sign_in
from tests.shortlists.keeping import keep_list

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from tests.contact.writing import Two


async def test_whoever_is_erased_goes_from_the_lists_of_others(two: Two) -> None:
    place = await keep_list(two.ada, "bela", "chidi")
    await two.ada.post(f"{place}/people/bela", data={"note": "First choice."})

    await two.bela.post("/me/erase", data={"sure": "yes"})

    assert [one.note for one in await Shortlisted.all()] == [""]
    assert "1 person" in (await two.ada.get(place)).text


async def test_the_lists_of_an_erased_owner_go_with_them(two: Two) -> None:
    await keep_list(two.ada, "bela")

    await two.ada.post("/me/erase", data={"sure": "yes"})

    assert not await Shortlist.exists()
    assert not await Shortlisted.exists()
    assert await Profile.exists(slug="bela")


async def test_the_download_holds_ones_lists_and_no_notes_of_others(two: Two) -> None:
    place = await keep_list(two.ada, "bela")
    await two.ada.post(f"{place}/people/bela", data={"note": "First choice."})
    await two.ada.post(f"{place}/link")

    ada, bela = [
        zipfile.ZipFile(io.BytesIO((await one.get("/me/privacy/download")).content))
        for one in (two.ada, two.bela)
    ]

    (mine,) = json.loads(ada.read("shortlisted.json"))
    assert (mine["shortlist__name"], mine["note"]) == ("Water team", "First choice.")
    (about,) = json.loads(bela.read("on_shortlists_of_others.json"))
    assert [*about] == ["added_at"]
    everything = b"".join(bela.read(name) for name in bela.namelist())
    assert b"First choice." not in everything
    assert b"Water team" not in everything


async def test_of_two_who_are_one_the_kept_one_stands_on_each_list_once(
    service: Service, two: Two, client: httpx2.AsyncClient
) -> None:
    one, other = await twice()
    await refresh(service)
    both = await keep_list(two.ada, "amina", "amina-2", name="Both")
    only = await keep_list(two.ada, "chidi", "amina-2", name="Only")
    for slug, words in (("amina", "Knows taxes."), ("amina-2", "Knows wells.")):
        await two.ada.post(f"{both}/people/{slug}", data={"note": words})
    await two.ada.post(f"{only}/people/amina-2", data={"note": "Ask her."})
    await sign_in(client, "Boss", ADMINISTRATOR)

    merged = await client.post(place_of("profile", one.id, other.id), data=merging(one, other))
    assert merged.status_code == 303

    page = (await two.ada.get(both)).text
    assert "1 person" in page
    assert "Knows taxes.\nKnows wells." in page
    page = (await two.ada.get(only)).text
    assert page.index("Chidi Eze") < page.index("Amina Wanjiru Otieno")
    assert "Ask her." in page
    merge = await Merge.get()
    assert "Knows" not in json.dumps(merge.gone, default=str)

    await two.ada.post(f"{both}/delete")
    assert (await keep_list(two.ada, "chidi", name="Both")) != both
    undone = await client.post(f"/administration/merges/profile/{merge.id}/undo")
    assert undone.status_code == 303
    rows = await Shortlisted.filter(profile_id__in=[one.id, other.id]).values_list(
        "shortlist__name", "profile_id", "note"
    )
    assert list(rows) == [("Only", other.id, "Ask her.")]


async def test_a_merge_taken_back_puts_both_on_the_list_again(
    service: Service, two: Two, client: httpx2.AsyncClient
) -> None:
    one, other = await twice()
    await refresh(service)
    place = await keep_list(two.ada, "amina", "amina-2")
    await sign_in(client, "Boss", ADMINISTRATOR)
    await client.post(place_of("profile", one.id, other.id), data=merging(one, other))

    await client.post(f"/administration/merges/profile/{(await Merge.get()).id}/undo")

    assert await Shortlisted.all().count() == 2
    assert "2 people" in (await two.ada.get(place)).text
