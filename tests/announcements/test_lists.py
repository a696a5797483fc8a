"""One click ends a list, for whoever has the mail; a week's announcements in one mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.models import Account, AuditRow, Consent
from cop.announcements.models import ForTheWeek, MailChoice, TurnedOff
from cop.app import ENDINGS
from cop.chapters.models.chapters import Chapter
from cop.kit.clock import now
from cop.kit.mail import as_message
from cop.kit.outbox import Mail
from cop.permissions import Door
from cop.privacy.actions.erasure import erase
from cop.routes.all import routes
from tests.announcements.announcing import do, mails, pass_a_week, weeks
from tests.chapters.deciding import KENYA
from tests.chapters.merging import merge

if TYPE_CHECKING:
    import httpx2

    from tests.announcements.announcing import Hall

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


async def often(client: httpx2.AsyncClient, how: str) -> None:
    assert (await client.post("/account/mail", data={"often": how})).status_code == 303


async def test_one_click_in_the_mail_ends_the_list_and_looking_does_not(
    hall: Hall, client: httpx2.AsyncClient
) -> None:
    await hall.send()
    ada = (await mails())["own-ada@example.org"]
    message = as_message(ada, "network@example.org")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "<kenya.announcements.127.0.0.1>"
    address = message["List-Unsubscribe"].strip("<>")
    assert address in ada.text
    path = address.removeprefix("http://127.0.0.1:8000")
    for _again in range(2):
        assert "Stop the announcements of Kenya?" in (await client.get(path)).text
    assert not await TurnedOff.exists()

    for _again in range(2):
        stranger = await client.post(path, data=ONE_CLICK)
        assert stranger.status_code == 200
        assert "No more mails of Kenya" in stranger.text

    consent = await Consent.get(kind="announcements-list")
    assert not consent.given
    assert consent.words == "No announcements of Kenya come to me by mail."
    assert await AuditRow.filter(action="consent.withdrawn").count() == 1
    await Mail.all().delete()
    await hall.send()
    assert {*await mails()} == {"own-bela@example.org", "own-dina@example.org"}


def test_mails_of_all_kinds_are_ended_where_other_sites_may_ask() -> None:
    paths = [route.path for route in routes if isinstance(route, Door) and "POST" in route.methods]
    asked = {path.removesuffix("{token}") for path in paths if path.endswith("/{token}")}
    prove_who_one_is = {"/account/email/", "/sign-in/link/"}
    assert asked == {*ENDINGS} | prove_who_one_is


async def test_a_mail_program_on_another_site_ends_mails_without_cookies(
    hall: Hall, client: httpx2.AsyncClient
) -> None:
    await hall.send()
    ada = (await mails())["own-ada@example.org"]
    path = ada.headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example.com"}

    answer = await client.post(path, data=ONE_CLICK, headers=elsewhere)

    assert answer.status_code == 200
    assert (await TurnedOff.get()).account_id == hall.accounts["ada"]
    for form in ("/account/mail", "/matches/mail"):  # which ask a cookie who it is
        refused = await client.post(form, data={"often": "off"}, headers=elsewhere)
        assert refused.status_code == 403, form


async def test_the_mail_of_a_chapter_that_was_merged_since_ends_those_of_the_other(
    hall: Hall, client: httpx2.AsyncClient
) -> None:
    await hall.send()
    ada = (await mails())["own-ada@example.org"]
    path = ada.headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    await merge(hall.service, "kenya", "nigeria")

    assert "No more mails of Nigeria" in (await client.post(path, data=ONE_CLICK)).text

    nigeria = await Chapter.get(slug="nigeria")
    assert (await TurnedOff.get()).chapter_id == nigeria.id


async def test_a_token_that_is_not_ours_or_of_somebody_who_is_gone_ends_nothing(
    hall: Hall, client: httpx2.AsyncClient
) -> None:
    await hall.send()
    ada, chapter = hall.accounts["ada"], await Chapter.get(slug="kenya")
    address = (await mails())["own-ada@example.org"].headers["List-Unsubscribe"]
    token = address.rpartition("/")[2].strip(">")
    mac = token.rpartition("-")[2]
    other = f"{hall.accounts['bela']}-{chapter.id}-{mac}"
    last = "1" if token.endswith("0") else "0"
    for wrong in (
        other,
        f"{ada}-0-{mac}",
        f"{ada}-all-{mac}",
        f"{token[:-1]}{last}",
        mac,
        "-",
        "é",
    ):
        for answer in (
            await client.get(f"/announcements/end/{wrong}"),
            await client.post(f"/announcements/end/{wrong}", data=ONE_CLICK),
        ):
            assert answer.status_code == 404, wrong
    await Account.filter(id=ada).delete()
    assert (await client.post(f"/announcements/end/{token}", data=ONE_CLICK)).status_code == 404
    assert not await TurnedOff.exists()


async def test_a_member_sees_their_lists_and_turns_them_off_and_on(hall: Hall) -> None:
    kenya = (await Chapter.get(slug="kenya")).id
    page = (await hall.ada.get("/account/mail")).text
    assert "Kenya" in page
    assert "Nigeria" not in page
    assert "/account/mail" in (await hall.ada.get("/account")).text

    for turn in ("off", "off", "on", "off"):
        await hall.turn(hall.ada, kenya, turn)

    said = (
        await Consent.filter(kind="announcements-list")
        .order_by("id")
        .values_list("given", flat=True)
    )
    assert [*said] == [False, True, False]
    nigeria = (await Chapter.get(slug="nigeria")).id
    for data in ({"list": str(nigeria), "turn": "off"}, {"list": "999", "turn": "on"}):
        assert (await hall.ada.post("/account/mail/list", data=data)).status_code == 404
    for data in ({"list": "x", "turn": "off"}, {"list": str(kenya), "turn": "maybe"}):
        assert (await hall.ada.post("/account/mail/list", data=data)).status_code == 422
    assert (await hall.ada.post("/account/mail", data={"often": "hourly"})).status_code == 422
    await hall.send()
    assert "own-ada@example.org" not in await mails()


async def test_what_waits_already_is_not_sent_to_who_turns_it_off_meanwhile(hall: Hall) -> None:
    await hall.send()
    await hall.turn(hall.ada, 0, "off")  # another list
    await Account.filter(id=hall.accounts["cora"]).update(email=None, email_key=None)
    await often(hall.cora, "off")  # who has no address takes back nobody's
    assert not await Mail.filter(state="stopped").exists()

    await hall.turn(hall.ada, (await Chapter.get(slug="kenya")).id, "off")
    await often(hall.bela, "off")

    assert {*await mails()} == {"own-dina@example.org"}


async def test_the_page_of_privacy_says_that_announcements_come_and_ends_them(hall: Hall) -> None:
    page = (await hall.ada.get("/me/privacy")).text
    assert "Get announcements by mail" in page

    await hall.ada.post("/me/consents", data={"kind": "announcements", "given": "no"})

    assert (await MailChoice.get()).often == "off"
    assert "No announcements come to me by mail." in (await hall.ada.get("/me/privacy")).text
    await hall.ada.post("/me/consents", data={"kind": "announcements", "given": "yes"})
    await hall.send()
    assert "own-ada@example.org" in await mails()


async def test_joining_is_agreed_to_in_words_that_stand_beside_the_button(hall: Hall) -> None:
    words = "Members get the announcements of Kenya by mail. One click ends that."
    assert words in (await hall.chidi.get(KENYA)).text

    await hall.chidi.post(f"{KENYA}/join")

    consent = await Consent.get(kind="chapter")
    assert (consent.account_id, consent.given) == (hall.accounts["chidi"], True)
    assert consent.words == words
    await hall.send()
    assert "own-chidi@example.org" in await mails()


async def test_the_announcements_of_a_week_come_in_one_mail(
    hall: Hall, client: httpx2.AsyncClient
) -> None:
    await often(hall.ada, "weekly")
    await often(hall.bela, "off")
    await hall.send()
    await hall.send(**{"title-en": "Second"})
    stopped = await hall.send(**{"title-en": "Taken back"})
    await do(hall.cora, stopped, "stop")
    assert await weeks(hall.service) == 0
    await Mail.all().delete()
    await pass_a_week()

    assert await weeks(hall.service) == 1
    assert await weeks(hall.service) == 0

    written = await Mail.get()
    assert written.recipient == "own-ada@example.org"
    assert written.subject == "2 announcements this week"
    assert written.text.index("We meet in Kisumu (Kenya)") < written.text.index("Second (Kenya)")
    assert "<strong>Friday</strong>" in written.html
    assert "Taken back" not in written.text
    assert written.waits
    await pass_a_week()
    assert await weeks(hall.service) == 0  # nothing is new
    path = written.headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert "Stop all announcements?" in (await client.get(path)).text
    assert "No more announcements" in (await client.post(path, data=ONE_CLICK)).text
    assert (await MailChoice.get(account_id=hall.accounts["ada"])).often == "off"


async def test_what_waits_for_the_week_is_not_told_to_who_left_or_turned_it_off(
    hall: Hall,
) -> None:
    for who in (hall.ada, hall.bela):
        await often(who, "weekly")
    await hall.send()
    assert await ForTheWeek.all().count() == 2
    await Mail.all().delete()
    await hall.bela.post(f"{KENYA}/leave")
    await hall.turn(hall.ada, (await Chapter.get(slug="kenya")).id, "off")
    await pass_a_week()

    assert await weeks(hall.service) == 0

    assert not await ForTheWeek.exists()


async def test_who_wants_them_at_once_again_gets_what_waited_within_the_hour(hall: Hall) -> None:
    await often(hall.ada, "weekly")
    await hall.send()
    await Mail.all().delete()
    await often(hall.ada, "at-once")

    assert await weeks(hall.service) == 1

    assert (await MailChoice.get()).due_at is None
    await Mail.all().delete()
    await hall.send()
    assert "own-ada@example.org" in await mails()


async def test_erasing_somebody_leaves_nothing_of_how_they_wanted_mails(hall: Hall) -> None:
    await often(hall.ada, "weekly")
    await hall.turn(hall.ada, 0, "off")
    await hall.send()
    account = await Account.get(id=hall.accounts["ada"])

    await erase(account, hall.people["ada"], hall.service.settings)

    for model in (MailChoice, TurnedOff, ForTheWeek):
        assert not await model.filter(account_id=account.id).exists()
    assert not await Mail.filter(recipient=account.email).exists()
    writer = await Account.get(id=hall.accounts["cora"])
    await erase(writer, None, hall.service.settings)
    assert "We meet in Kisumu" in (await hall.bela.get(f"{KENYA}/announcements")).text


async def test_the_mail_with_a_week_waits_for_nobody_who_cannot_be_reached(hall: Hall) -> None:
    await often(hall.ada, "weekly")
    await hall.send()
    await Mail.all().delete()
    await Account.filter(id=hall.accounts["ada"]).update(banned_at=now())
    await pass_a_week()

    assert await weeks(hall.service) == 0
