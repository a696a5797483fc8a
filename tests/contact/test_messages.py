"""Writing to a member through HTTP: no address is learned, nothing is sent twice."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from cop.accounts.models import Account, Consent
from cop.contact.actions.messages import (
    CONVERSATIONS_A_DAY,
    KEPT_FOR,
    MESSAGES_A_DAY,
    forget_old_messages,
)
from cop.contact.models import Message
from cop.kit.clock import now
from cop.kit.mail import as_message
from cop.kit.outbox import Mail
from profiles.fields import Visibility
from profiles.models import Profile
from tests.contact.writing import KEY, Two, send
from tests.people import change, sign_in
from tests.serving import visit

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from cop.running import Service


async def test_words_travel_by_mail_and_the_answer_comes_back(two: Two) -> None:
    sent = await send(two.ada, "bela", "Shall we compare <land> rates?\nAda & co")

    mail = await Mail.get(recipient="own-bela@example.org")
    assert sent.status_code == 303
    assert mail.subject == "Ada Obi wrote to you"
    assert "Shall we compare <land> rates?\nAda & co" in mail.text
    assert "Shall we compare &lt;land&gt; rates?<br />Ada &amp; co" in mail.html
    link = re.search(r"http://127\.0\.0\.1:8000(/messages/\d+)", mail.text)
    assert link
    assert "land&gt; rates?" in (await two.bela.get(link[1])).text
    answered = await two.bela.post(link[1], data={"text": "Gladly.", "key": KEY})
    assert answered.status_code == 303
    assert "Gladly." in (await two.ada.get(sent.headers["location"])).text
    assert "Gladly." in (await Mail.get(recipient="own-ada@example.org")).text
    assert "Bela Ruto" in (await two.ada.get("/messages")).text


async def test_the_address_of_the_sender_is_in_no_part_of_the_mail(two: Two) -> None:
    await send(two.ada, "bela", "Hello")

    mail = await Mail.get(recipient="own-bela@example.org")
    message = as_message(mail, "community@example.net")

    assert "Reply-To" not in message
    assert "ada@example.org" not in message.as_string().replace("=\r\n", "")
    assert message.get_all("To") == ["own-bela@example.org"]
    for path in ("/messages", "/members/ada", "/members/ada.vcf", "/members/ada/message"):
        assert "ada@example.org" not in (await two.bela.get(path)).text


async def test_a_form_sent_twice_is_one_message_and_one_mail(two: Two) -> None:
    answers = [await send(two.ada, "bela", "Hello") for _ in range(3)]

    assert {answer.headers["location"] for answer in answers} == {answers[0].headers["location"]}
    assert await Message.all().count() == await Mail.all().count() == 1


async def test_words_that_cannot_be_sent_stand_in_the_form_again(two: Two) -> None:
    for words, why in (
        ("", "Write a few words."),
        (" \u200b ", "few words"),
        ("x" * 2_001, "2,000"),
    ):
        response = await send(two.ada, "bela", words)
        assert response.status_code == 422
        assert why in response.text
    assert "x" * 2_001 in response.text
    assert (await send(two.ada, "bela", "Hello", key="no")).status_code == 422
    assert not await Message.exists()


async def test_who_cannot_be_found_cannot_be_written_to(service: Service, two: Two) -> None:
    two.ada.headers["Accept-Encoding"] = "identity"
    hidden = await send(two.ada, "dina", "Hello")
    absent = await send(two.ada, "dino", "Hello")

    assert hidden.status_code == absent.status_code == 404
    assert hidden.text.replace("/dina", "") == absent.text.replace("/dino", "")
    assert not await Message.exists()
    del service


async def test_who_writes_must_be_somebody_that_members_can_find(
    service: Service, two: Two
) -> None:
    await change(service, two.people["ada"], visibility=Visibility.HIDDEN.value)

    assert (await send(two.ada, "bela", "Hello")).status_code == 409
    await sign_in(two.ada, "Profileless")
    assert (await send(two.ada, "bela", "Hello")).status_code == 409
    await sign_in(two.ada, "Guest", [("guest", "")])
    assert (await send(two.ada, "bela", "Hello")).status_code == 404
    two.ada.cookies.clear()
    assert (await send(two.ada, "bela", "Hello")).status_code == 404


async def test_one_does_not_write_to_oneself(two: Two) -> None:
    assert (await send(two.ada, "ada", "Hello")).status_code == 409


async def test_nobody_reads_what_others_wrote(two: Two, app: ASGIApp) -> None:
    sent = await send(two.ada, "bela", "Between us")
    async with visit(app) as other:
        await sign_in(other, "Other", [("administrator", "")])
        theirs = await other.get(sent.headers["location"])
        nothing = await other.get("/messages/" + "9" * 30)

    assert theirs.status_code == nothing.status_code == 404
    assert "Between us" not in theirs.text


async def test_messages_can_be_switched_off_and_on(two: Two) -> None:
    await two.bela.post("/messages", data={"messages": "off"})

    assert "takes no messages" in (await two.ada.get("/members/bela")).text
    refused = await send(two.ada, "bela", "Hello")
    assert refused.status_code == 409
    assert not await Mail.exists()
    await two.bela.post("/messages", data={"messages": "on"})
    assert (await send(two.ada, "bela", "Hello")).status_code == 303
    assert await Consent.filter(kind="messages").count() == 2


async def test_ten_new_conversations_a_day_are_enough(two: Two) -> None:
    account = (await Profile.get(slug="ada")).account_id
    others = await Profile.bulk_create(
        Profile(slug=f"p{n}", name=f"P {n}", name_key=f"p {n}", published_at=now())
        for n in range(CONVERSATIONS_A_DAY)
    )
    del others
    for profile in await Profile.filter(slug__startswith="p"):
        await Message.create(
            key=f"old {profile.id}", sender_id=account, recipient_id=profile.id, text="Hello"
        )

    refused = await send(two.ada, "bela", "Hello")
    answer = await send(two.ada, "p3", "Hello again")

    assert refused.status_code == 429
    assert "10 new people" in refused.text
    assert answer.status_code == 303
    await Message.filter(key__startswith="old").update(sent_at=now() - timedelta(hours=25))
    assert (await send(two.ada, "bela", "Hello")).status_code == 303


async def test_thirty_messages_a_day_are_enough(two: Two) -> None:
    account = (await Profile.get(slug="ada")).account_id
    bela = two.people["bela"].id
    first = await Message.create(key="first", sender_id=account, recipient_id=bela, text="Hello")
    for n in range(MESSAGES_A_DAY - 2):
        await Message.create(
            key=f"m{n}", sender_id=account, recipient_id=bela, text="x", answers_id=first.id
        )

    assert (await send(two.ada, "bela", "The thirtieth")).status_code == 303
    refused = await send(two.ada, "bela", "The next", key=KEY[::-1])
    assert refused.status_code == 429
    assert "30 messages" in refused.text


async def test_messages_are_forgotten_after_twelve_months(two: Two) -> None:
    await send(two.ada, "bela", "Old")
    await Message.all().update(sent_at=now() - KEPT_FOR - timedelta(minutes=1))
    await send(two.ada, "bela", "New", key=KEY[::-1])

    await forget_old_messages()

    assert [one.text for one in await Message.all()] == ["New"]


async def test_who_has_left_leaves_their_words_and_no_way_to_answer(two: Two) -> None:
    sent = await send(two.ada, "bela", "Farewell")
    await Account.filter(name="Ada Obi").delete()
    await Profile.filter(slug="ada").delete()

    page = await two.bela.get(sent.headers["location"])

    assert "Farewell" in page.text
    assert "cannot find any more" in page.text
    answer = await two.bela.post(sent.headers["location"], data={"text": "?", "key": KEY})
    assert answer.status_code == 404


async def test_an_unclaimed_profile_is_written_to_at_the_address_it_came_with(two: Two) -> None:
    await send(two.ada, "chidi", "Hello")

    assert (await Mail.get()).recipient == "chidi@example.org"
    await Profile.filter(slug="chidi").update(email="")
    assert (await send(two.ada, "chidi", "Again", key=KEY[::-1])).status_code == 303
    assert await Mail.all().count() == 1
