"""New matches by mail: only for who asks, once a week, three people at most, nobody twice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cop.accounts.models import Account, AuditRow, Block, Consent, Role
from cop.introductions.actions.digest import TOLD, mail_matches
from cop.introductions.models import Digest, Suggested
from cop.kit.clock import now
from cop.kit.mail import as_message
from cop.kit.outbox import Mail
from cop.running import hourly, make_service
from profiles.actions.members import create_profiles
from profiles.models import Profile
from tests.introductions.meeting import answer, mail, pass_days, want_mail
from tests.people import like, refresh, settle, sign_in, sign_in_as

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from tests.contact.writing import Two


async def join(service: Service, *names: str) -> list[Profile]:
    """Let people join who know what Bela knows, in Nigeria."""
    values = {"country": "NG", "city": "", "city_id": None, "visibility": "public"}
    drafts = [like("bela", name.lower(), name=f"{name} Mensah", **values) for name in names]
    made = await create_profiles(drafts, published=True)
    await refresh(service)
    return made


async def test_nobody_is_written_to_who_has_not_asked(service: Service, met: Two) -> None:
    assert await mail(service) == 0
    await want_mail(met.ada)

    assert await mail(service) == 1

    written = await Mail.get()
    assert written.recipient == "own-ada@example.org"
    assert written.subject == "2 members worth meeting"
    assert written.text.startswith("Dear Ada Obi,\n\nThese members may be worth meeting:\n\n")
    assert "Bela Ruto, Kenya\nBoth: " in written.text
    assert "http://127.0.0.1:8000/members/bela\n" in written.text
    assert written.text.index("Bela Ruto") < written.text.index("Chidi Eze, Nigeria")
    assert "Bela Ruto" in written.html
    assert "Dina" not in written.text


async def test_it_comes_once_a_week_with_three_at_most_and_nobody_twice(
    service: Service, met: Two
) -> None:
    await join(service, "Efua", "Kofi", "Yaa")
    await want_mail(met.ada)
    assert await mail(service) == 1
    assert await mail(service) == 0
    first = await Mail.get()
    assert first.text.count("/members/") == TOLD
    await pass_days(6)
    assert await mail(service) == 0

    await pass_days(1)
    assert await mail(service) == 1

    second = await Mail.exclude(id=first.id).get()
    for name in ("Bela", "Chidi", "Efua", "Kofi", "Yaa"):
        assert (name in first.text) != (name in second.text), name
    await pass_days(7)
    assert await mail(service) == 0  # nobody is new
    await join(service, "Esther")
    await pass_days(7)
    assert await mail(service) == 1


async def test_whoever_was_answered_about_hid_or_blocks_is_not_named(
    service: Service, met: Two
) -> None:
    efua, kofi, yaa = await join(service, "Efua", "Kofi", "Yaa")
    await answer(met.ada, "chidi", "irrelevant")
    await Profile.filter(id=efua.id).update(hidden_at=now())  # the matcher does not know it yet
    bela, ada = [(await Profile.get(slug=slug)).account_id for slug in ("bela", "ada")]
    await Block.create(account_id=bela, blocked_id=ada)
    await want_mail(met.ada)

    assert await mail(service) == 1

    text = (await Mail.get()).text
    assert kofi.name in text
    assert yaa.name in text
    for name in ("Efua", "Bela", "Chidi"):
        assert name not in text


async def test_one_click_in_the_mail_ends_it_and_looking_does_not(
    service: Service, met: Two, client: httpx2.AsyncClient
) -> None:
    await want_mail(met.ada)
    await mail(service)
    written = await Mail.get()
    message = as_message(written, "network@example.org")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip("<>")
    assert address in written.text
    path = address.removeprefix("http://127.0.0.1:8000")
    assert "Stop the mails" in (await client.get(path)).text
    assert await Digest.exists()

    stranger = await client.post(path, data={"List-Unsubscribe": "One-Click"})

    assert "No more mails" in stranger.text
    assert not await Digest.exists()
    assert [one.given for one in await Consent.filter(kind="matches")] == [True, False]
    assert (await client.post(path)).status_code == 200  # twice is once
    assert await Consent.filter(kind="matches").count() == 2
    for wrong in ("0-", path[-40:], f"{path[-45:]}0", "999999-abc"):
        assert (await client.post(f"/matches/mail/{wrong}")).status_code == 404


async def test_asking_and_ending_is_kept_as_consent_and_shown_with_the_others(
    met: Two,
) -> None:
    for _again in range(2):
        await want_mail(met.ada)
    consent = await Consent.get(kind="matches")
    assert consent.given
    assert consent.words.startswith("Once a week a mail may tell me of up to three members")
    assert "You get it." in (await met.ada.get("/matches")).text
    page = (await met.ada.get("/me/privacy")).text
    assert "Be told of new matches by mail" in page
    assert "Agreed on" in page

    await met.ada.post("/me/consents", data={"kind": "matches", "given": "no"})

    assert not await Digest.exists()
    assert "Tell me by mail" in (await met.ada.get("/matches")).text
    deeds = await AuditRow.filter(action__startswith="consent.").order_by("id")
    assert [one.action for one in deeds] == ["consent.given", "consent.withdrawn"]
    await met.ada.post("/me/consents", data={"kind": "matches", "given": "yes"})
    assert await Digest.exists()
    assert (await met.ada.post("/matches/mail", data={"mail": "often"})).status_code == 422


async def test_who_ends_it_and_asks_again_within_the_week_waits_for_the_next(
    service: Service, met: Two
) -> None:
    await want_mail(met.ada)
    await mail(service)
    await met.ada.post("/matches/mail", data={"mail": "off"})

    await want_mail(met.ada)

    due = (await Digest.get()).due_at
    assert timedelta(days=6) < due - now() < timedelta(days=8)


async def test_whoever_can_reach_nobody_is_told_of_nobody(
    service: Service, met: Two, client: httpx2.AsyncClient
) -> None:
    await want_mail(met.ada)
    await want_mail(met.bela)
    await sign_in(client)
    await want_mail(client)  # who has no profile yet
    await met.ada.post("/me/hide")
    await Account.filter(name="Bela Ruto").update(banned_at=now())

    assert await mail(service) == 0

    assert not await Mail.exists()
    await Account.filter(name="Bela Ruto").update(banned_at=None)
    assert await mail(service) == 1


async def test_a_guest_is_told_of_nobody(
    service: Service, met: Two, client: httpx2.AsyncClient
) -> None:
    guest = await sign_in(client, "Guest", [("guest", "")])
    await Profile.filter(id=met.people["chidi"].id).update(account_id=guest)
    await want_mail(client)

    assert await mail(service) == 0

    await Role.filter(account_id=guest).delete()
    await pass_days(7)
    assert await mail(service) == 1


async def test_without_a_proved_address_nothing_is_promised(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "ada")
    account = await sign_in_as(client, people["ada"])
    await Account.filter(id=account).update(verified_at=None)

    refused = await client.post("/matches/mail", data={"mail": "on"})

    assert refused.status_code == 409
    assert "e-mail address" in refused.text
    assert not await Digest.exists()


async def test_while_the_members_are_being_read_everybody_waits(service: Service, met: Two) -> None:
    await want_mail(met.ada)
    fresh = make_service(service.settings, service.words, service.engine)

    assert await mail(fresh) == 0

    assert (await Digest.get()).due_at <= now()
    assert await mail(service) == 1


async def test_a_claim_that_was_lost_or_an_end_meanwhile_sends_nothing(
    service: Service, met: Two
) -> None:
    await want_mail(met.ada)
    await Digest.all().update(due_at=now() + timedelta(minutes=20))  # another worker has it
    assert await mail(service) == 0
    await Digest.all().update(due_at=now() - timedelta(minutes=1))  # which died
    assert await mail(service) == 1


async def test_it_is_written_in_the_language_of_its_owner_and_looked_after_hourly(
    service: Service, met: Two
) -> None:
    await want_mail(met.ada)
    await Account.filter(name="Ada Obi").update(language="fr")

    for deed in hourly(service):
        if getattr(deed, "func", None) is mail_matches:
            await deed()

    text = (await Mail.get()).text
    assert "Impôt foncier" in text
    assert (await Suggested.all().count()) == 2
