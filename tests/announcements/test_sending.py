"""Written once, read by each member in their language, sent once to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.models import Account, AuditRow, Block
from cop.announcements.actions import preparing
from cop.announcements.models import Announcement, Stage
from cop.kit.clock import now
from cop.kit.mail import as_message
from cop.kit.outbox import Mail, MailBody, forget_old_mail
from profiles.models import Profile
from tests.announcements.announcing import LONG_AGO, WORDS, do, draft, mails, prepare, stage
from tests.people import change, sign_in

if TYPE_CHECKING:
    import httpx2

    from tests.announcements.announcing import Hall

MEMBERS = {"own-ada@example.org", "own-bela@example.org", "own-dina@example.org"}


async def test_a_draft_reaches_nobody_until_it_is_sent_to_every_active_member(hall: Hall) -> None:
    path = await hall.write()
    page = (await hall.cora.get(f"{path}/desk")).text
    assert "It is for 3 people." in page
    assert "<strong>Friday</strong>" in page
    assert await prepare(hall.service) == 0
    assert await do(hall.cora, path, "send") == 303
    assert await stage(path) == Stage.SENDING

    assert await prepare(hall.service) == 3

    written = await mails()
    assert {*written} == MEMBERS
    ada = written["own-ada@example.org"]
    assert ada.subject == "We meet in Kisumu"
    assert ada.text.startswith("Dear Ada Obi,\n\nWe meet in Kisumu\n\nOn **Friday**.")
    assert "<strong>Friday</strong>" in ada.html
    assert f"http://127.0.0.1:8000{path}" in ada.html
    assert "Bela" not in ada.text + ada.html
    assert await stage(path) == Stage.SENT
    assert await MailBody.all().count() == 1
    assert {await Mail.filter(text="", html="").count(), await Mail.all().count()} == {3}


async def test_each_reads_their_language_else_the_first_of_who_wrote(hall: Hall) -> None:
    for who, language in (("ada", "fr"), ("bela", "ar")):
        await Account.filter(id=hall.accounts[who]).update(language=language)
    hall.cora.cookies.set("language", "fr")

    await hall.send(**{"title-fr": "Réunion à Kisumu", "text-fr": "Vendredi."})

    written = await mails()
    assert written["own-ada@example.org"].subject == "Réunion à Kisumu"
    assert written["own-dina@example.org"].subject == "We meet in Kisumu"
    arabic = written["own-bela@example.org"]
    assert arabic.subject in {"Réunion à Kisumu", "We meet in Kisumu"}
    assert 'dir="rtl"' in arabic.html
    assert '<div lang="fr" dir="ltr">' in arabic.html or '<div lang="en" dir="ltr">' in arabic.html


async def test_sent_twice_and_prepared_by_many_at_once_it_goes_to_each_once(hall: Hall) -> None:
    path = await hall.write()
    for _again in range(2):
        assert await do(hall.cora, path, "send") == 303
    number = int(path.rpartition("/")[2])

    for _again in range(3):
        await prepare(hall.service)
        await Announcement.filter(id=number).update(stage=Stage.SENDING)  # died before it said so

    assert await Mail.all().count() == 3
    assert await AuditRow.filter(action="announcement.sent").count() == 1
    refused = await hall.cora.post(f"{path}/edit", data=WORDS)
    assert refused.status_code == 409
    assert "on its way" in refused.text
    assert await do(hall.cora, path, "delete") == 409


async def test_a_portion_that_another_worker_has_done_is_not_done_again(hall: Hall) -> None:
    path = await hall.write()
    await do(hall.cora, path, "send")
    (one,) = await preparing.list_to_prepare()
    last = max(hall.accounts[who] for who in ("ada", "bela", "dina"))
    await Announcement.filter(id=one.id).update(prepared_to=last)

    assert await prepare(hall.service) == 0

    assert not await Mail.exists()


async def test_stopping_takes_back_what_still_waits_and_leaves_the_archive(hall: Hall) -> None:
    path = await hall.send()
    await Mail.filter(recipient="own-ada@example.org").update(state="sent", sent_at=now())
    assert (await hall.ada.get(path)).status_code == 200

    for _again in range(2):
        assert await do(hall.cora, path, "stop") == 303

    states = dict(await Mail.all().values_list("recipient", "state"))
    assert states == {
        "own-ada@example.org": "sent",
        "own-bela@example.org": "stopped",
        "own-dina@example.org": "stopped",
    }
    assert await mails() == {}
    assert (await hall.ada.get(path)).status_code == 404
    assert "Stopped" in (await hall.cora.get("/chapters/kenya/announcements")).text
    assert await AuditRow.filter(action="announcement.stopped").count() == 1
    assert await prepare(hall.service) == 0


async def test_a_test_goes_to_the_writer_alone_and_says_the_same(hall: Hall) -> None:
    path = await hall.write()

    answer = await hall.cora.post(f"{path}/desk", data={"deed": "test"}, follow_redirects=True)

    assert "A mail is on its way to you." in answer.text
    written = await mails()
    assert {*written} == {"cora@example.net"}
    assert "On **Friday**." in written["cora@example.net"].text
    assert await stage(path) == Stage.DRAFT
    await Account.filter(id=hall.accounts["cora"]).update(verified_at=None)
    assert await do(hall.cora, path, "test") == 409


async def test_words_and_names_can_break_neither_header_nor_page(hall: Hall) -> None:
    title = "Hello\r\nBcc: all@example.org <script>alert(1)</script>"
    text = "<script>alert(1)</script> [x](javascript:alert(1)) {{ 7*7 }} {name} <mj-raw>"
    await Profile.filter(id=hall.people["ada"].id).update(name="A")
    await Account.filter(id=hall.accounts["ada"]).update(name='Ada <b>"& {end}')

    path = await hall.send(**{"title-en": title, "text-en": text})

    ada = (await mails())["own-ada@example.org"]
    message = as_message(ada, "network@example.org")
    assert message["Bcc"] is None
    assert message["Subject"] == "Hello Bcc: all@example.org <script>alert(1)</script>"
    assert "<script" not in ada.html
    assert "javascript:" not in ada.html.replace("(javascript:", "")
    assert "Ada &lt;b&gt;&quot;&amp; {end}," in ada.html
    assert 'Dear Ada <b>"& {end},' in ada.text
    assert "{{ 7*7 }} {name}" in ada.text
    page = (await hall.ada.get(path)).text
    assert "<script>alert" not in page


async def test_who_is_banned_unproved_or_blocks_the_writer_gets_nothing(hall: Hall) -> None:
    await Account.filter(id=hall.accounts["ada"]).update(banned_at=now())
    await Account.filter(id=hall.accounts["bela"]).update(verified_at=None)
    await Block.create(account_id=hall.accounts["dina"], blocked_id=hall.accounts["cora"])

    await hall.send()

    assert await mails() == {}


async def test_who_has_hidden_is_written_to_but_in_no_number(hall: Hall) -> None:
    path = await hall.write()
    await change(hall.service, hall.people["dina"], hidden_at=now())
    assert "It is for 2 people." in (await hall.cora.get(f"{path}/desk")).text
    await do(hall.cora, path, "send")

    await prepare(hall.service)

    assert {*await mails()} == MEMBERS
    assert await MailBody.filter(key__endswith=":unseen").count() == 1


async def test_who_wrote_it_has_left_and_it_stops(hall: Hall) -> None:
    path = await hall.write()
    await do(hall.cora, path, "send")
    await Account.filter(id=hall.accounts["cora"]).delete()

    assert await prepare(hall.service) == 0

    assert await stage(path) == Stage.STOPPED
    assert not await Mail.exists()


async def test_administrators_write_to_all_members_and_to_some(
    hall: Hall, client: httpx2.AsyncClient
) -> None:
    admin = await sign_in(client, "Root", [("administrator", "")])
    await Account.filter(id=hall.accounts["cora"]).update(joined_at=None)
    path = await draft(client, for_="")
    await do(client, path, "send")

    await prepare(hall.service)

    assert len(await mails()) == 5  # the four and herself
    await Mail.all().delete()
    await Account.filter(id=admin).update(verified_at=None)
    path = await draft(client, for_="", q="property tax Nigeria")
    assert "It is for 1 person." in (await client.get(f"{path}/desk")).text
    await do(client, path, "send")
    await prepare(hall.service)
    assert {*await mails()} == {"own-chidi@example.org"}


async def test_single_mails_never_wait_for_announcements_which_keep_their_pace(hall: Hall) -> None:
    await hall.send()
    due = await Mail.all().order_by("due_at").values_list("due_at", flat=True)
    gaps = [(later - due[0]).total_seconds() for later in due[1:]]
    pace = 60 / hall.service.settings.mail_pace
    assert [round(gap / pace) for gap in gaps] == [1, 2]
    await Mail.all().update(due_at=LONG_AGO)

    await hall.service.post.queue(
        "late@example.org", "email_notice", language="en", key=None, done=True
    )

    assert next(iter(await mails())) == "late@example.org"


async def test_the_numbers_tell_nothing_of_few(hall: Hall) -> None:
    path = await hall.send()

    assert "So few mails" in (await hall.cora.get(f"{path}/desk")).text

    body = await MailBody.get()
    for number in range(4):
        await Mail.create(
            message_id=f"<{number}@x>", recipient=f"{number}@example.org", subject="", text="",
            html="", headers={}, body=body, parts={}, due_at=now(), state="sent",
        )  # fmt: skip
    page = (await hall.cora.get(f"{path}/desk")).text
    assert "So few mails" not in page
    assert "Gone out" in page


async def test_old_words_go_with_the_last_mail_that_says_them(hall: Hall) -> None:
    await hall.send()
    await Mail.all().update(state="sent", created_at=LONG_AGO)

    await forget_old_mail()

    assert not await Mail.exists()
    assert not await MailBody.exists()
