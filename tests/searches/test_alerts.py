"""Who is new in a saved search: told once, by mail, as the owner may see them now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cop.accounts.models import Account, Block
from cop.domains import MOVERS
from cop.kit.clock import now
from cop.kit.mail import as_message
from cop.kit.outbox import Mail
from cop.running import hourly
from cop.searches.actions.alerts import MOST_REMEMBERED, REMEMBERED, TOLD, tell_due
from cop.searches.models import FoundBefore, SavedSearch
from profiles.fields import Level, Visibility
from profiles.models import Profile, ProfileTag, SharedWith
from tests.databases import ONE_DATABASE
from tests.people import change, settle, sign_in, sign_in_as
from tests.searches.keeping import join, keep, mailed, pass_time, tell
from tests.serving import visit, with_engine

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service


async def test_who_is_new_is_told_once_with_country_and_reason(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    await sign_in(client)
    search = await keep(client, name="Tax & land", often="weekly")
    assert await tell(service) == 0  # who is there already is no news
    await join(service, "Esi Mensah")
    assert await tell(service) == 0  # it is not time

    await pass_time(search)
    assert await tell(service) == 1
    assert await tell(service) == 0

    mail = await Mail.get()
    assert mail.recipient == "someone@example.net"
    assert mail.subject == "1 new person: Tax & land"
    assert "Esi Mensah, Nigeria\nExpertise: Property tax\n" in mail.text
    assert "http://127.0.0.1:8000/members/esi-mensah\n" in mail.text
    assert "/members?q=property+tax&sort=newest" in mail.text
    assert "Ada" not in mail.text
    kept = await SavedSearch.get(id=search.id)
    assert kept.due_at
    assert timedelta(days=6) < kept.due_at - now() < timedelta(days=8)
    await pass_time(search)
    assert await tell(service) == 0


async def test_who_has_come_to_the_topic_is_new_and_who_left_it_is_not_told(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in(client)
    search = await keep(client, "topic=wash", "Water", often="monthly")
    await tell(service)
    await ProfileTag.filter(profile_id=people["ada"].id, key="wash").update(key="local-elections")
    await ProfileTag.create(profile_id=people["bela"].id, field="expertise", key="wash", rank=9)
    await service.search_sync.rebuild()
    await pass_time(search)

    assert await tell(service) == 1

    assert "Bela Ruto" in await mailed()
    assert "Ada" not in await mailed()
    await ProfileTag.filter(profile_id=people["ada"].id, key="local-elections").update(key="wash")
    await service.search_sync.rebuild()
    await pass_time(search)
    assert await tell(service) == 0  # she has been found before


async def test_who_hid_and_shows_again_is_not_told(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in(client)
    search = await keep(client, often="weekly")
    await tell(service)

    await change(service, people["bela"], hidden_at=now())
    await pass_time(search)
    assert await tell(service) == 0
    await change(service, people["bela"], hidden_at=None)
    await pass_time(search)

    assert await tell(service) == 0


async def test_nobody_is_told_of_who_blocks_them_nor_of_themselves(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp
) -> None:
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])
    hidden = now()
    await change(service, people["ada"], hidden_at=hidden)
    search = await keep(client, often="weekly")
    await tell(service)
    await change(service, people["ada"], hidden_at=None)
    blocking, blocked, friend = await join(service, "Esi Mensah", "Kofi Mensah", "Yaa Mensah")
    ada = (await Profile.get(slug="ada")).account_id
    for profile in (blocking, blocked):
        async with visit(app) as browser:
            await sign_in_as(browser, profile)
    accounts = {one.id: one.account_id for one in await Profile.all()}
    await Block.create(account_id=accounts[blocking.id], blocked_id=ada)
    await Block.create(account_id=ada, blocked_id=accounts[blocked.id])
    await pass_time(search)

    assert await tell(service) == 1

    text = await mailed()
    assert friend.name in text
    for name in ("Esi", "Kofi", "Ada"):
        assert name not in text


async def test_a_mail_says_what_its_owner_may_see_now_and_to_coordinators_no_more_than_to_members(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp
) -> None:
    await settle(service, "ada")
    await sign_in(client, "Guest", [("guest", "")])
    search = await keep(client, often="weekly")
    async with visit(app) as browser:
        await sign_in(browser, "Boss", [("administrator", ""), ("coordinator", "kenya")])
        other = await keep(browser, often="weekly")
    await tell(service)
    await join(service, "Esi Mensah", levels={"country": Level.MEMBERS.value})
    (kofi,) = await join(service, "Kofi Mensah", levels={"country": Level.CHAPTERS.value})
    await SharedWith.create(profile=kofi, chapter="kenya")
    await join(service, "Yaa Mensah", visibility=Visibility.MEMBERS.value)
    await join(service, "Ama Mensah", visibility=Visibility.HIDDEN.value)
    for one in (search, other):
        await pass_time(one)

    assert await tell(service) == 2

    guest, boss = [
        (await Mail.get(recipient=f"{name}@example.net")).text for name in ("guest", "boss")
    ]
    assert "Esi Mensah\n" in guest
    assert "Esi Mensah, Nigeria" in boss
    assert "Kofi Mensah\n" in boss
    assert "Yaa" in boss
    assert "Yaa" not in guest
    assert "Ama" not in guest + boss


@ONE_DATABASE
async def test_many_are_counted_and_ten_are_named(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    account = await sign_in(client)
    await Account.filter(id=account).update(language="fr")
    search = await keep(client, often="weekly")
    await tell(service)
    await join(service, *(f"Person {at}" for at in range(TOLD + 2)))
    await pass_time(search)

    await tell(service)

    text = await mailed()
    assert text.count("Impôt foncier") == TOLD
    assert f"{TOLD + 2} " in (await Mail.get()).subject
    await pass_time(search)
    assert await tell(service) == 0  # all twelve are known


@ONE_DATABASE
async def test_of_an_answer_too_long_to_remember_only_who_joined_is_new(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "chidi")
    await join(service, *(f"Person {at}" for at in range(REMEMBERED)))
    await change(service, people["chidi"], joined_at=now() - timedelta(days=90))
    await sign_in(client)
    search = await keep(client, "q=property+tax+nigeria", often="weekly")
    await tell(service)
    assert await FoundBefore.all().count() == REMEMBERED  # all but Chidi
    some = await Profile.exclude(slug="chidi").limit(REMEMBERED - 10).values_list("id", flat=True)
    await Profile.filter(id__in=some).update(hidden_at=now())
    await service.search_sync.rebuild()
    await pass_time(search)
    assert await tell(service) == 0  # he is found now, and has been there all the time

    forgotten = [
        Profile(slug=f"gone-{at}", name="Gone", name_key="gone") for at in range(MOST_REMEMBERED)
    ]
    await Profile.bulk_create(forgotten)
    gone = await Profile.filter(name="Gone").values_list("id", flat=True)
    await FoundBefore.bulk_create([FoundBefore(search=search, profile_id=one) for one in gone])
    await join(service, "Esi Mensah")
    await pass_time(search)
    assert await tell(service) == 1
    assert "Esi Mensah" in await mailed()
    assert await FoundBefore.all().count() == 12  # who answers now


async def test_while_the_engine_is_silent_alerts_wait_and_nothing_is_lost(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    await sign_in(client)
    search = await keep(client, often="weekly")
    await tell(service)
    await join(service, "Esi Mensah")
    await pass_time(search)
    assert await tell(with_engine(service)) == 0
    assert not await Mail.exists()

    await SavedSearch.all().update(due_at=now())  # the claim has lapsed

    assert await tell(service) == 1
    assert "Esi Mensah" in await mailed()


async def test_one_post_from_a_mail_program_ends_one_alert(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    await sign_in(client)
    search = await keep(client, often="weekly")
    other = await keep(client, "q=water", often="weekly")
    await tell(service)
    await join(service, "Esi Mensah")
    await pass_time(search)
    await tell(service)
    client.cookies.clear()
    message = as_message(await Mail.get(), service.settings.sender)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip("<>")
    assert address in await mailed()

    assert "Tax" in (await client.get(address)).text
    assert (await SavedSearch.get(id=search.id)).often == "weekly"
    body = {"List-Unsubscribe": "One-Click"}
    assert (await client.post(address, data=body)).status_code == 200

    often = dict(await SavedSearch.all().values_list("id", "often"))
    assert often == {search.id: "off", other.id: "weekly"}
    for token in (f"{other.id}-{'0' * 40}", "1", "-", "9" * 30):
        assert (await client.post(f"/searches/end/{token}")).status_code == 404


@ONE_DATABASE
async def test_who_is_shut_out_or_has_no_address_is_not_told(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    account = await sign_in(client)
    search = await keep(client, often="weekly")
    await tell(service)
    for at, change_of in enumerate(({"banned_at": now()}, {"verified_at": None})):
        await Account.filter(id=account).update(banned_at=None, verified_at=now())
        await Account.filter(id=account).update(**change_of)
        await join(service, f"Esi Mensah {at}")
        await pass_time(search)
        assert await tell(service) == 0
    assert not await Mail.exists()

    await Account.filter(id=account).update(verified_at=now())

    assert await tell(service) == 1
    sent = await mailed()
    assert all(f"Esi Mensah {at}" in sent for at in range(2))


async def test_a_search_does_not_take_two_who_were_one_for_new(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in(client)
    search = await keep(client, "q=Ada", "Ada", often="weekly")
    await tell(service)
    ada, bela = people["ada"].id, people["bela"].id
    assert {one.profile_id for one in await FoundBefore.all()} == {ada}

    record = await MOVERS.move(ada, bela)
    assert {one.profile_id for one in await FoundBefore.filter(search_id=search.id)} == {ada, bela}
    await FoundBefore.filter(profile_id=ada).delete()  # goes with the profile
    await MOVERS.take_back(record)

    assert {one.profile_id for one in await FoundBefore.all()} == {ada, bela}


async def test_the_hourly_round_tells(service: Service) -> None:
    assert any(getattr(deed, "func", None) is tell_due for deed in hourly(service))
