"""A list that others open by its link, each with their own eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.models import Account, AuditRow
from cop.kit.clock import now
from cop.shortlists.models import Shortlist
from tests.shortlists.keeping import keep_list, link_on, share

if TYPE_CHECKING:
    import httpx2

    from tests.contact.writing import Two


async def test_each_opens_the_link_with_their_own_eyes(
    two: Two, client: httpx2.AsyncClient
) -> None:
    place = await keep_list(two.ada, "ada", "bela", "chidi")
    await two.ada.post(f"{place}/people/chidi", data={"note": "Ask him first."})
    link = await share(two.ada, place)

    member, visitor = await two.bela.get(link), await client.get(link)

    assert "3 people" in member.text
    assert "2 people" in visitor.text
    assert "Bela Ruto" not in visitor.text
    assert "Lagos" in member.text
    assert "Lagos" not in visitor.text
    assert "Ask him first." not in member.text + visitor.text
    for page in (member, visitor):
        assert page.headers["x-robots-tag"] == "noindex"
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert '<meta name="robots" content="noindex">' in page.text
    table, cards = await client.get(f"{link}.csv"), await client.get(f"{link}.vcf")
    assert "bela" not in (table.text + cards.text).lower()
    assert "Ask him first." not in table.text
    assert cards.text.count("BEGIN:VCARD") == 2
    assert table.headers["x-robots-tag"] == "noindex"
    assert not await AuditRow.filter(action="members.exported").exists()


async def test_notes_go_with_the_link_only_where_the_owner_says_so(
    two: Two, client: httpx2.AsyncClient
) -> None:
    place = await keep_list(two.ada, "chidi")
    await two.ada.post(f"{place}/people/chidi", data={"note": "Ask him first."})
    link = await share(two.ada, place)
    assert "Ask him first." not in (await two.ada.get(link)).text

    await two.ada.post(place, data={"name": "Water team", "notes": "yes"})

    assert "Ask him first." in (await client.get(link)).text
    assert "Ask him first." in (await client.get(f"{link}.csv")).text
    await two.ada.post(place, data={"name": "Water team"})
    assert "Ask him first." not in (await client.get(link)).text


async def test_a_link_ends_and_a_new_one_ends_the_one_before(
    two: Two, client: httpx2.AsyncClient
) -> None:
    place = await keep_list(two.ada, "chidi")
    assert link_on(await two.ada.get(place)) == ""
    first = await share(two.ada, place)
    assert link_on(await two.ada.get(place)) == first

    second = await share(two.ada, place)

    dead, never = await client.get(first), await client.get(f"/shared/{'x' * 76}")
    assert dead.status_code == never.status_code == 404
    assert dead.text.replace(first, "") == never.text.replace(f"/shared/{'x' * 76}", "")
    assert (await client.get(second)).status_code == 200
    await two.ada.post(f"{place}/link/end")
    assert (await client.get(second)).status_code == 404
    assert (await client.get(f"{second}.csv")).status_code == 404
    assert link_on(await two.ada.get(place)) == ""


async def test_what_is_stored_opens_nothing(two: Two, client: httpx2.AsyncClient) -> None:
    link = await share(two.ada, await keep_list(two.ada, "chidi"))
    stored = (await Shortlist.get()).link
    assert stored

    for token in (stored, stored + "0" * 64, link.rpartition("/")[2][:-1], "é" * 70, "x"):
        assert (await client.get(f"/shared/{token}")).status_code == 404


async def test_for_whom_the_owner_does_not_exist_the_list_does_not_either(two: Two) -> None:
    link = await share(two.ada, await keep_list(two.ada, "chidi"))
    assert (await two.bela.get(link)).status_code == 200

    await two.ada.post("/members/bela/block")

    blocked, absent = await two.bela.get(link), await two.bela.get("/shared/none")
    assert blocked.status_code == absent.status_code == 404
    assert blocked.text.replace(link, "") == absent.text.replace("/shared/none", "")


async def test_the_blocked_stand_on_no_list(two: Two) -> None:
    place = await keep_list(two.ada, "bela", "chidi")
    alone = await keep_list(two.ada, "chidi", name="Water teem")

    await two.bela.post("/members/ada/block")

    with_them, without = await two.ada.get(place), await two.ada.get(alone)
    assert with_them.text.replace("team", "teem").replace(place, alone) == without.text
    assert "bela" not in (await two.ada.get(f"{place}.csv")).text
    assert "Bela" not in (await two.ada.get("/compare?who=bela&who=chidi&who=ada")).text


async def test_a_list_of_somebody_shut_out_is_shared_no_more(
    two: Two, client: httpx2.AsyncClient
) -> None:
    link = await share(two.ada, await keep_list(two.ada, "chidi"))

    await Account.filter(name="Ada Obi").update(banned_at=now())

    assert (await client.get(link)).status_code == 404
