"""What is answered: kept for its owner alone, taken back, and asked about once."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

from cop.introductions.models import Digest, Suggested
from profiles.models import Merge
from tests.administration.pairs import ADMINISTRATOR, merging, place_of, twice
from tests.introductions.meeting import answer, pass_days, suggested, want_mail
from tests.people import refresh, sign_in

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from tests.contact.writing import Two


async def test_all_answers_stand_on_one_page_and_each_can_be_taken_back(met: Two) -> None:
    assert "Nothing yet" in (await met.ada.get("/matches/answers")).text
    await answer(met.ada, "bela", "known")
    await answer(met.ada, "chidi", "later")
    page = (await met.ada.get("/matches/answers")).text
    assert page.index("You know them") < page.index("Bela Ruto") < page.index("Put off")
    assert page.index("Put off") < page.index("Chidi Eze") < page.index("Comes back on")
    assert "Ada" not in (await met.bela.get("/matches/answers")).text

    response = await met.ada.post("/matches/with/bela/undo", data={"from": "answers"})

    assert response.headers["location"] == "/matches/answers"
    assert "Bela" not in (await met.ada.get("/matches/answers")).text
    assert await suggested(met.ada) == ["bela"]


async def test_the_last_answer_counts(met: Two) -> None:
    for said in ("later", "known", "irrelevant"):
        await answer(met.ada, "bela", said)

    assert [one.answer for one in await Suggested.all()] == ["irrelevant"]


async def test_two_weeks_after_an_acceptance_the_page_asks_once_whether_it_helped(
    met: Two,
) -> None:
    await answer(met.ada, "bela", "accepted")
    await answer(met.ada, "chidi", "known")
    await pass_days(13)
    assert "Did it help?" not in (await met.ada.get("/matches")).text
    too_early = await met.ada.post("/matches/with/bela/helped", data={"helped": "yes"})
    assert too_early.status_code == 303
    assert not await Suggested.exists(helped__isnull=False)
    await pass_days(1)
    page = (await met.ada.get("/matches")).text
    assert "<bdi>Bela Ruto</bdi></a>. Did it help?" in page
    assert "Did it help?" not in (await met.bela.get("/matches")).text

    response = await met.ada.post("/matches/with/bela/helped", data={"helped": "yes"})

    page = (await met.ada.get(response.headers["location"])).text
    assert "Thank you for telling." in page
    assert "Did it help?" not in page
    assert "It helped" in (await met.ada.get("/matches/answers")).text
    await met.ada.post("/matches/with/bela/helped", data={"helped": "no"})
    assert (await Suggested.get(answer="accepted")).helped is True
    odd = await met.ada.post("/matches/with/bela/helped", data={"helped": "perhaps"})
    assert odd.status_code == 422


async def test_the_download_holds_ones_own_answers_and_not_those_about_one(met: Two) -> None:
    await answer(met.ada, "bela", "irrelevant")
    await want_mail(met.ada)

    ada, bela = [
        zipfile.ZipFile(io.BytesIO((await one.get("/me/privacy/download")).content))
        for one in (met.ada, met.bela)
    ]

    (mine,) = json.loads(ada.read("matches_answered.json"))
    assert (mine["answer"], mine["profile_id"]) == ("irrelevant", met.people["bela"].id)
    assert len(json.loads(ada.read("matches_by_mail.json"))) == 1
    assert json.loads(bela.read("matches_answered.json")) == []
    assert json.loads(bela.read("matches_by_mail.json")) == []


async def test_whoever_is_erased_goes_with_what_they_answered_and_what_was_answered_about_them(
    met: Two,
) -> None:
    await answer(met.ada, "chidi", "known")
    await answer(met.ada, "bela", "known")
    await answer(met.bela, "ada", "known")
    await want_mail(met.bela)

    await met.bela.post("/me/erase", data={"sure": "yes"})

    assert [one.profile_id for one in await Suggested.all()] == [met.people["chidi"].id]
    assert not await Digest.exists()


async def test_of_two_who_are_one_the_kept_one_is_not_suggested_again(
    service: Service, met: Two, client: httpx2.AsyncClient
) -> None:
    one, other = await twice()
    await refresh(service)
    await answer(met.ada, "amina-2", "irrelevant")
    await answer(met.bela, "amina", "known")
    await answer(met.bela, "amina-2", "irrelevant")
    await sign_in(client, "Boss", ADMINISTRATOR)

    merged = await client.post(place_of("profile", one.id, other.id), data=merging(one, other))
    assert merged.status_code == 303
    assert {(row.profile_id, row.answer) for row in await Suggested.all()} == {
        (one.id, "irrelevant"),
        (one.id, "known"),
    }

    merge = await Merge.get()
    assert "irrelevant" not in json.dumps(merge.gone, default=str)
    await client.post(f"/administration/merges/profile/{merge.id}/undo")
    rows = await Suggested.all().order_by("profile_id", "answer")
    assert sorted((row.profile_id, row.answer) for row in rows) == sorted(
        [(other.id, "irrelevant"), (one.id, "known"), (other.id, "known")]
    )


async def test_who_was_told_of_the_one_and_answered_about_the_other_keeps_the_answer(
    met: Two, client: httpx2.AsyncClient
) -> None:
    one, other = await twice()
    await answer(met.ada, "amina-2", "known")
    ada = await Suggested.get(profile_id=other.id)
    await Suggested.create(account_id=ada.account_id, profile_id=one.id, told_at=ada.answered_at)
    await sign_in(client, "Boss", ADMINISTRATOR)

    await client.post(place_of("profile", one.id, other.id), data=merging(one, other))

    kept = await Suggested.get()
    assert (kept.profile_id, kept.answer, kept.told_at) == (one.id, "known", ada.answered_at)
