"""Announcements written by program: as on the pages, once, and by who coordinates the chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cop.accounts.models import Account, AuditRow
from cop.announcements.actions.writing import MOST_DRAFTS, MOST_TESTS
from cop.announcements.models import Announcement, Stage
from cop.kit.clock import now
from cop.kit.outbox import Mail, MailBody
from tests.announcements.announcing import WORDS, draft, mails, prepare
from tests.api.tokens import bearer
from tests.people import sign_in

if TYPE_CHECKING:
    import httpx2

    from tests.announcements.announcing import Hall

KENYA = "/api/v1/chapters/kenya/announcements"
BOTH = {**WORDS, "title-ar": "اجتماع", "text-ar": "يوم الجمعة"}


async def of_cora(hall: Hall) -> dict[str, str]:
    return await bearer(await Account.get(id=hall.accounts["cora"]), "deeds")


async def keep(hall: Hall, token: dict[str, str], **said: object) -> tuple[str, dict[str, Any]]:
    """Keep a draft by program; return its address and what was answered."""
    answer = await hall.cora.post(KENYA, json={**WORDS, **said}, headers=token)
    assert answer.status_code == 200, answer.text
    return f"/api/v1/announcements/{answer.json()['id']}", answer.json()


async def do(
    hall: Hall, path: str, deed: str, token: dict[str, str], version: int = 1
) -> httpx2.Response:
    said = {"deed": deed, "version": version}
    return await hall.cora.post(f"{path}/desk", json=said, headers=token)


async def test_a_draft_kept_by_program_is_one_of_the_pages_and_nobody_gets_it_yet(
    hall: Hall,
) -> None:
    token = await of_cora(hall)

    path, told = await keep(hall, token, **BOTH, public=True, q="water")

    assert told == {
        "id": told["id"],
        "version": 1,
        "stage": "draft",
        "words": {
            "en": {"title": WORDS["title-en"], "text": WORDS["text-en"]},
            "ar": {"title": "اجتماع", "text": "يوم الجمعة"},
        },
        "language": "en",
        "question": "q=water",
        "segment": told["segment"],
        "public": True,
        "size": 1,  # Dina knows it, too, but hides
    }
    assert (await hall.cora.get(f"{path}/desk", headers=token)).json() == told
    assert "It is for 1 person." in (await hall.cora.get(f"{path[7:]}/desk")).text
    row = await Announcement.get()
    assert (row.account_id, row.stage, row.is_public) == (hall.accounts["cora"], "draft", True)
    listed = (await hall.cora.get(f"{KENYA}/drafts", headers=token)).json()["drafts"]
    assert [(one["id"], one["stage"]) for one in listed] == [(told["id"], "draft")]
    assert await prepare(hall.service) == 0


async def test_it_is_sent_and_stopped_once_and_then_neither_written_anew_nor_deleted(
    hall: Hall,
) -> None:
    token = await of_cora(hall)
    path, told = await keep(hall, token)
    assert told["size"] == 3

    said = [(await do(hall, path, "send", token)).json() for _twice in range(2)]

    assert said == [{"id": told["id"], "stage": "sending"}] * 2
    assert await prepare(hall.service) == 3
    assert len(await mails()) == 3
    for refused in (
        await hall.cora.post(f"{path}/edit", json={"version": 1, "title-en": "No"}, headers=token),
        await do(hall, path, "delete", token),
    ):  # fmt: skip
        assert refused.status_code == 409
    assert (await Announcement.get()).words["en"]["title"] == WORDS["title-en"]
    for _twice in range(2):
        assert (await do(hall, path, "stop", token)).json()["stage"] == "stopped"
    assert (await do(hall, path, "send", token)).json()["stage"] == "stopped"
    assert await mails() == {}
    for action in ("announcement.sent", "announcement.stopped"):
        assert (await AuditRow.get(action=action)).actor_id == hall.accounts["cora"]
    (listed,) = (await hall.cora.get(f"{KENYA}/drafts", headers=token)).json()["drafts"]
    assert listed["stage"] == "stopped"


async def test_a_draft_changes_in_what_is_said_and_is_deleted(hall: Hall) -> None:
    token = await of_cora(hall)
    path, _told = await keep(hall, token, **BOTH, q="water", public=True)

    anew = await hall.cora.post(
        f"{path}/edit",
        json={
            "version": 1,
            "title-en": "",
            "text-en": "",
            "text-ar": "الجمعة",
            "to": "topic=property-tax",
        },
        headers=token,
    )
    private = {"version": 2, "public": False}
    told = (await hall.cora.post(f"{path}/edit", json=private, headers=token)).json()

    words = anew.json()["words"]
    assert words == {"ar": {"title": BOTH["title-ar"], "text": "الجمعة"}}
    assert (told["question"], told["size"]) == ("topic=property-tax", 2)
    assert (anew.json()["public"], told["public"]) == (True, False)
    deleted = await do(hall, path, "delete", token)
    assert deleted.json() == {"id": told["id"], "stage": "deleted"}
    assert not await Announcement.exists()
    assert (await do(hall, path, "delete", token)).status_code == 404


async def test_a_test_goes_to_who_writes_alone_if_they_have_an_address(hall: Hall) -> None:
    token = await of_cora(hall)
    path, told = await keep(hall, token)

    tried = await do(hall, path, "test", token)

    assert tried.json() == {"id": told["id"], "stage": "draft"}
    assert (await Mail.get()).subject == WORDS["title-en"]
    await Account.filter(id=hall.accounts["cora"]).update(email=None, email_key=None)
    assert (await do(hall, path, "test", token)).status_code == 409
    assert await Mail.all().count() == 1


async def test_tests_to_oneself_and_drafts_have_their_limits(hall: Hall) -> None:
    token = await of_cora(hall)
    path, _told = await keep(hall, token)

    tried = [(await do(hall, path, "test", token)).status_code for _each in range(MOST_TESTS + 1)]
    one = {"chapter_id": (await Announcement.get()).chapter_id, "words": {}, "language": "en"}
    await Announcement.bulk_create([Announcement(**one) for _each in range(MOST_DRAFTS - 1)])
    full = await hall.cora.post(KENYA, json=WORDS, headers=token)

    assert tried == [200] * MOST_TESTS + [429]
    assert (full.status_code, await Announcement.all().count()) == (409, MOST_DRAFTS)


async def test_what_cannot_be_kept_is_a_problem_that_says_where(hall: Hall) -> None:
    token = await of_cora(hall)
    path, _told = await keep(hall, token)
    bad: list[tuple[str, object]] = [
        ("title-en", ""),
        ("text-en", ""),
        ("title-en", "x" * 121),
        ("title-de", "Hallo"),
        ("title-en", 1),
        ("public", "yes"),
        ("to", "topics=water"),  # without it, it would be for everybody
        ("to", "topic=wash&near=Nairobi"),
        ("to", "&".join(f"topic={one:02}{'x' * 78}" for one in range(30))),
        ("q", ["water"]),
        ("q", "water " * 40),  # more than is looked for
    ]

    for field, value in bad:
        for address, known in ((KENYA, {}), (f"{path}/edit", {"version": 1})):
            said = {**WORDS, **known, field: value}
            refused = await hall.cora.post(address, json=said, headers=token)
            assert refused.status_code == 422, (field, value)
            assert [*refused.json()["errors"]] == [field]

    assert (await Announcement.get()).words["en"]["title"] == WORDS["title-en"]
    nothing = await hall.cora.post(KENYA, json={}, headers=token)
    assert [*nothing.json()["errors"]] == ["title-en"]
    both = {**WORDS, "q": "water", "to": "country=KE"}  # one of which would be left out
    refused = await hall.cora.post(KENYA, json=both, headers=token)
    assert [*refused.json()["errors"]] == ["to"]
    unknown = await do(hall, path, "shout", token)
    assert [*unknown.json()["errors"]] == ["deed"]
    for unsaid in (
        await hall.cora.post(f"{path}/desk", json={"deed": "send"}, headers=token),
        await do(hall, path, "send", token, version=0),
        await hall.cora.post(f"{path}/edit", json={**WORDS, "title-en": "No"}, headers=token),
    ):
        assert [*unsaid.json()["errors"]] == ["version"]
    assert (await Announcement.get()).stage == Stage.DRAFT


async def test_of_two_programs_the_later_is_told_and_reads_what_stands_there(hall: Hall) -> None:
    token = await of_cora(hall)
    path, read = await keep(hall, token)
    theirs = {"version": read["version"], "title-en": "Theirs"}
    saved = await hall.cora.post(f"{path}/edit", json=theirs, headers=token)
    again = await hall.cora.post(f"{path}/edit", json=theirs, headers=token)
    assert saved.json() == again.json()  # what changes nothing is no conflict

    late = await hall.cora.post(f"{path}/edit", json={"version": 1, "q": "water"}, headers=token)
    unseen = await do(hall, path, "send", token, version=1)

    assert (late.status_code, unseen.status_code) == (409, 409)
    told = (await hall.cora.get(f"{path}/desk", headers=token)).json()
    assert told == saved.json()
    assert (told["version"], told["question"], told["stage"]) == (2, "", "draft")
    assert told["words"]["en"]["title"] == "Theirs"
    for _twice in range(2):
        sent = await do(hall, path, "send", token, version=2)
        assert sent.json() == {"id": told["id"], "stage": "sending"}
    assert (await do(hall, path, "send", token, version=1)).status_code == 409


async def test_others_hear_of_an_announcement_no_more_than_of_none(
    hall: Hall, client: httpx2.AsyncClient
) -> None:
    path, _told = await keep(hall, await of_cora(hall))
    await sign_in(client, "Nia", [("coordinator", "nigeria")])
    await sign_in(client, "Root", [("administrator", "")])
    for name in ("Nia", "Root", "Ada Obi"):
        token = await bearer(await Account.get(name=name), "deeds")
        for at in (path, "/api/v1/announcements/999999"):
            for answer in (
                await client.get(at, headers=token),
                await client.get(f"{at}/desk", headers=token),
                await client.post(f"{at}/edit", json={"version": 1, **WORDS}, headers=token),
                await do(hall, at, "send", token),
            ):
                assert answer.status_code == 404, (name, at)
                assert answer.json()["detail"] == "There is no such announcement."
        for chapter in ("kenya", "nowhere"):
            there = f"/api/v1/chapters/{chapter}/announcements"
            drafts = await client.get(f"{there}/drafts", headers=token)
            kept = await client.post(there, json=WORDS, headers=token)
            assert (drafts.status_code, kept.status_code) == (404, 404)
    assert (await Announcement.get()).stage == Stage.DRAFT


async def test_what_is_for_the_whole_community_is_nothing_to_programs_of_administrators(
    hall: Hall, client: httpx2.AsyncClient
) -> None:
    await sign_in(client, "Root", [("administrator", "")])
    path = f"/api/v1{await draft(client, for_='')}"
    token = await bearer(await Account.get(name="Root"), "deeds")

    assert (await do(hall, path, "send", token)).status_code == 404
    assert (await client.get(f"{path}/desk", headers=token)).status_code == 404
    assert (await Announcement.get()).stage == Stage.DRAFT


async def test_one_announcement_is_read_by_whom_its_page_is_for(
    hall: Hall, client: httpx2.AsyncClient
) -> None:
    token = await of_cora(hall)
    private, public = [
        f"/api/v1{await hall.send(**more)}"
        for more in ({"title-fr": "Réunion", "text-fr": "Vendredi."}, {"public": "yes"})
    ]
    unsent, _told = await keep(hall, token)
    absent = await client.get("/api/v1/announcements/999999")
    of = {
        name: await bearer(await Account.get(id=hall.accounts[name])) for name in ("ada", "chidi")
    }

    for who, reads in ((of["ada"], True), (of["chidi"], False), ({}, False), (token, True)):
        assert (await client.get(public, headers=who)).json()["chapter"] == "kenya"
        told = await client.get(f"{private}?lang=fr", headers=who)
        assert told.status_code == (200 if reads else 404)
        if reads:
            assert (told.json()["title"], "sent" in told.json()) == ("Réunion", True)
        mine = await client.get(unsent, headers=who)
        assert mine.status_code == (200 if who is token else 404)
        if who is not token:
            assert mine.content == absent.content
    assert "sent" not in (await client.get(unsent, headers=token)).json()


async def test_its_desk_counts_no_few_mails_and_not_what_was_turned_off_since(hall: Hall) -> None:
    token = await of_cora(hall)
    path = f"/api/v1{await hall.send()}"
    few = (await hall.cora.get(f"{path}/desk", headers=token)).json()
    assert (few["stage"], "mails" in few, "size" in few) == ("sent", False, False)

    body = await MailBody.get()
    for number, state in enumerate(("sent", "sent", "failed", "stopped")):
        await Mail.create(
            message_id=f"<{number}@x>", recipient=f"{number}@example.org", subject="", text="",
            html="", headers={}, body=body, parts={}, due_at=now(), state=state,
        )  # fmt: skip

    told = (await hall.cora.get(f"{path}/desk", headers=token)).json()["mails"]
    assert told == {"written": 6, "gone": 2, "waiting": 3, "refused": 1}
    await do(hall, path, "stop", token)
    told = (await hall.cora.get(f"{path}/desk", headers=token)).json()["mails"]
    assert told == {"written": 7, "gone": 2, "waiting": 0, "refused": 1, "taken_back": 4}
