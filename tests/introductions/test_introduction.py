"""Writing to a match, and asking somebody between for an introduction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.models import Account
from cop.contact.models import Message
from cop.introductions.models import Suggested
from cop.kit.clock import now
from profiles.actions.members import share_with_chapters
from profiles.fields import Level
from profiles.models import Profile, ProfileTag
from tests.api.tokens import bearer
from tests.contact.writing import send
from tests.introductions.meeting import answer, suggested
from tests.people import change, sign_in

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from tests.contact.writing import Two


def begun(page: httpx2.Response) -> str:
    """Return the words with which the form of a message begins."""
    assert page.status_code == 200
    return page.text.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]


async def test_who_accepts_goes_on_to_write_words_that_say_why(met: Two) -> None:
    response = await answer(met.ada, "bela", "accepted")

    assert response.headers["location"] == "/members/bela/message?opening=match"
    words = begun(await met.ada.get(response.headers["location"]))
    assert words.startswith("Dear Bela Ruto,\n\nWe both work on ")
    assert "Property tax" in words
    assert "Water" not in words  # which Ada alone knows
    assert not await Message.exists()  # nothing is sent before they send it
    assert begun(await met.ada.get("/members/bela/message")) == ""
    assert begun(await met.ada.get("/members/bela/message?opening=nothing")) == ""


async def test_who_shares_no_topic_begins_with_less(met: Two) -> None:
    words = begun(await met.ada.get("/members/esi/message?opening=match"))

    assert words == "Dear Chidi Eze,\n\nI would like to get to know you."


async def test_who_wants_to_learn_says_what(met: Two) -> None:
    await ProfileTag.create(
        profile=met.people["ada"], field="interests", key="local-elections", rank=0
    )

    words = begun(await met.ada.get("/members/esi/message?opening=match"))

    assert "You know about Local elections and electoral systems, which I want to learn." in words


async def test_the_first_words_say_nothing_that_not_all_members_see(
    service: Service, met: Two
) -> None:
    await change(service, met.people["ada"], levels={"expertise": Level.ME.value})
    await ProfileTag.create(
        profile=met.people["ada"], field="interests", key="local-elections", rank=0
    )
    await change(
        service,
        met.people["ada"],
        levels={"expertise": Level.ME.value, "interests": Level.CHAPTERS.value},
    )

    for where in ("bela/message?opening=match", "esi/message?opening=match"):
        words = begun(await met.ada.get(f"/members/{where}"))
        assert words.endswith(",\n\nI would like to get to know you.")
    words = begun(await met.ada.get("/members/bela/message?opening=introduction&to=chidi"))
    assert "Property tax" not in words


async def test_who_is_seen_by_coordinators_only_is_nobody_to_meet(
    met: Two, client: httpx2.AsyncClient
) -> None:
    await share_with_chapters([(met.people["dina"].id, "egypt")])
    coordinator = await sign_in(client, "Kofi", [("coordinator", "egypt")])
    await Profile.filter(slug="esi").update(account_id=coordinator)
    assert (await client.get("/members/dina")).status_code == 200

    assert (await answer(client, "dina", "accepted")).status_code == 404
    assert (await client.get("/matches/with/dina/introduction")).status_code == 404
    opening = "/members/bela/message?opening=introduction&to=dina"
    assert (await client.get(opening)).status_code == 404
    assert "dina" not in await suggested(client)


async def test_an_introduction_is_asked_of_somebody_close_to_both(met: Two) -> None:
    page = (await met.ada.get("/matches/with/chidi/introduction")).text
    assert "Who could introduce you to" in page
    assert 'name="via" value="bela"' in page
    assert 'value="esi"' not in page
    assert not await Suggested.exists()  # looking is no answer

    response = await answer(met.ada, "chidi", "accepted", via="bela")

    where = response.headers["location"]
    assert where == "/members/bela/message?opening=introduction&to=chidi"
    words = begun(await met.ada.get(where))
    assert words.startswith("Dear Bela Ruto,\n\nCould you introduce me to Chidi Eze?")
    assert "We both work on Property tax." in words
    assert "http://127.0.0.1:8000/members/chidi\n" in words
    assert (await Suggested.get()).profile_id == met.people["chidi"].id
    assert await suggested(met.ada) == ["bela"]


async def test_who_takes_no_messages_is_not_asked_and_nobody_is_made_up(met: Two) -> None:
    await met.bela.post("/messages", data={"messages": "off"})

    page = (await met.ada.get("/matches/with/chidi/introduction")).text
    matches = (await met.ada.get("/matches")).text

    assert matches.count("This member takes no messages.") == 1
    assert matches.count('value="accepted"') == 1  # Chidi's
    assert 'name="via"' not in page
    assert "We know nobody who is close to you both." in page


async def test_an_introduction_to_or_by_somebody_hidden_is_none(service: Service, met: Two) -> None:
    await change(service, met.people["chidi"], hidden_at=now())

    for where in ("to=chidi", "to=dina", "to=nobody", ""):
        path = f"/members/bela/message?opening=introduction&{where}"
        assert (await met.ada.get(path)).status_code == 404
    for via in ("chidi", "dina", "nobody", "no/body"):
        assert (await answer(met.ada, "bela", "accepted", via=via)).status_code == 404
    assert not await Suggested.exists()


async def test_links_are_told_only_to_the_two(met: Two, client: httpx2.AsyncClient) -> None:
    await sign_in(client)
    for one, other in (("ada", "bela"), ("bela", "ada")):
        assert "Not yet connected." in (await met.ada.get(f"/members/{one}/with/{other}")).text
    assert "connected" not in (await client.get("/members/ada/with/bela")).text

    await answer(met.ada, "bela", "accepted")

    for one, other in (("ada", "bela"), ("bela", "ada")):
        assert "in touch already" in (await met.ada.get(f"/members/{one}/with/{other}")).text
    assert "Not yet connected." in (await met.bela.get("/members/ada/with/bela")).text
    await send(met.ada, "bela", "Shall we?")
    assert "in touch already" in (await met.bela.get("/members/ada/with/bela")).text
    for who in (client, met.bela):
        page = (await who.get("/members/ada/with/chidi")).text
        assert "connected" not in page
        assert "in touch" not in page


async def test_the_api_tells_the_owner_of_a_token_of_their_own_links_only(
    met: Two, client: httpx2.AsyncClient
) -> None:
    await send(met.ada, "bela", "Shall we?")
    owners = {one.slug: await Account.get(id=one.account_id) for one in await _owned()}

    async def linked(member: str, headers: dict[str, str]) -> dict[str, bool]:
        answer = await client.get(f"/api/v1/members/{member}/matches", headers=headers)
        return {one["slug"]: one["linked"] for one in answer.json()["matches"]}

    ada, bela = [await bearer(owners[slug]) for slug in ("ada", "bela")]
    narrow = await bearer(owners["ada"], "members")
    assert await linked("ada", ada) == {"bela": True, "chidi": False}
    assert await linked("bela", ada) == {"ada": True, "chidi": False}
    assert await linked("chidi", ada) == {"ada": False, "bela": False}
    assert await linked("ada", bela) == {"bela": True, "chidi": False}
    assert await linked("ada", narrow) == {"bela": False, "chidi": False}
    assert await linked("ada", {}) == {"chidi": False}


async def _owned() -> list[Profile]:
    return await Profile.filter(slug__in=["ada", "bela"])
