"""Is it still true: one click, a mail twice a year, and one POST that ends them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cop.accounts.models import Consent
from cop.kit.changes import follow
from cop.kit.clock import now
from cop.kit.mail import as_message
from cop.kit.outbox import Mail
from cop.privacy.actions.freshness import remind_stale
from profiles.models import Profile
from tests.people import settle, sign_in_as

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

LONG_AGO = timedelta(days=200)


async def make_stale(*profiles: Profile) -> None:
    ids = [one.id for one in profiles]
    await Profile.filter(id__in=ids).update(joined_at=now() - 2 * LONG_AGO)


async def test_one_click_says_that_all_is_still_true(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])
    await Profile.filter(slug="ada").update(confirmed_at=now() - timedelta(days=93))
    assert "Confirmed 3 months ago" in (await client.get("/members/ada")).text

    response = await client.post("/me/still-true")

    assert response.status_code == 303
    assert "Confirmed today" in (await client.get("/members/ada")).text


async def test_who_has_long_confirmed_nothing_is_asked_once(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["ada"])
    await sign_in_as(client, people["chidi"])
    await make_stale(people["ada"], people["bela"])

    assert await remind_stale(service.settings, service.post) == 1
    assert await remind_stale(service.settings, service.post) == 0

    mail = await Mail.get()
    assert mail.recipient == "own-ada@example.org"
    assert "Is your profile still true?" in mail.subject


async def test_who_has_said_no_who_hides_and_who_confirmed_are_not_asked(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "ada", "bela", "chidi")
    await make_stale(*people.values())
    await sign_in_as(client, people["ada"])
    await client.post("/me/consents", data={"kind": "reminders", "given": "no"})
    await sign_in_as(client, people["bela"])
    await client.post("/me/hide")
    await sign_in_as(client, people["chidi"])
    await client.post("/me/still-true")

    assert await remind_stale(service.settings, service.post) == 0


async def test_a_mail_program_ends_the_reminders_with_one_post(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])
    await make_stale(people["ada"])
    await remind_stale(service.settings, service.post)
    client.cookies.clear()
    message = as_message(await Mail.get(), service.settings.sender)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip("<>")
    assert address.startswith(service.settings.base_url)

    shown = await client.get(address)
    assert shown.status_code == 200
    assert not await Consent.all().exists()

    body = {"List-Unsubscribe": "One-Click"}
    assert (await client.post(address, data=body)).status_code == 200
    assert not (await Consent.get(kind="reminders")).given


async def test_nobody_ends_the_reminders_of_another(client: httpx2.AsyncClient) -> None:
    for token in ("1-" + "0" * 32, "1", "-", "x-y", "99999999999999-ab"):
        assert (await client.post(f"/unsubscribe/{token}")).status_code == 404
    assert not await Consent.all().exists()


async def test_among_equal_matches_the_long_unconfirmed_come_last(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service, "ada", "chidi")

    async def order() -> list[str]:
        await follow(service.search_sync)
        text = (await client.get("/members?q=property+tax")).text
        return sorted(("ada", "chidi"), key=lambda slug: text.index(f"/members/{slug}"))

    for stale, current in (("ada", "chidi"), ("chidi", "ada")):
        await Profile.filter(slug=stale).update(confirmed_at=now() - timedelta(days=600))
        await Profile.filter(slug=current).update(confirmed_at=now() - timedelta(days=300))
        await service.search_sync.rebuild()
        assert await order() == [current, stale]
