"""B53: people whom a file brought in without their word are asked, and go if they do not answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cop.accounts.audit import list_deeds
from cop.kit.changes import Change
from cop.kit.clock import now
from cop.kit.outbox import Mail
from cop.privacy.actions.unanswered import forget_unanswered
from profiles.exchange.importing import Options, import_members
from profiles.exchange.inviting import ANSWER_WITHIN, invite_imported
from profiles.exchange.undoing import NoSuchImport
from profiles.models import ImportedRow, Profile
from tests.newcomer import ANSWERS, arrive
from tests.people import settle

if TYPE_CHECKING:
    from pathlib import Path

    import httpx2

    from cop.running import Service

FILE = (
    "name,email,languages,bio\n"
    "Esi Mensah,esi@example.org,French,Counts wells\n"
    "Kofi Mensah,kofi@example.org,,\n"
    "Yaa Mensah,,,\n"
    "Kofi Mensah,kofi@example.org,,\n"
    "Esi,Esi@example.org,,\n"
    "Esi\0,esi@example.org,,\n"
)
DAY = timedelta(days=1)


async def bring(folder: Path, content: str = FILE, *, consent: str = "") -> int:
    path = folder / "people.csv"
    path.write_text(content)
    report = await import_members(path, Options(consent=consent))
    assert report.run
    return report.run


async def make_older(by: timedelta) -> None:
    """Let time pass for everybody who is stored."""
    for one in await Profile.all():
        asked = one.invited_at and one.invited_at - by
        moments = {"joined_at": one.joined_at - by, "invited_at": asked}
        await Profile.filter(id=one.id).update(**moments)


async def names() -> set[str]:
    return {one.name for one in await Profile.all()}


async def test_they_are_asked_once_in_a_language_they_speak_and_told_when_it_ends(
    service: Service, tmp_path: Path, client: httpx2.AsyncClient
) -> None:
    number = await bring(tmp_path)

    assert await invite_imported(service.post, number) == 2
    assert await invite_imported(service.post, number) == 0

    mails = {mail.recipient: mail for mail in await Mail.all()}
    assert mails.keys() == {"esi@example.org", "kofi@example.org"}
    until = f"{now() + ANSWER_WITHIN:%Y}"
    assert until in mails["kofi@example.org"].text
    assert "Dear Kofi Mensah" in mails["kofi@example.org"].text
    assert f"{service.settings.base_url}/sign-in" in mails["kofi@example.org"].text
    assert (await client.get("/members?q=Mensah")).text.count("Kofi") == 0
    with pytest.raises(NoSuchImport):
        await invite_imported(service.post, number + 1)


async def test_without_an_answer_nothing_of_them_is_left(service: Service, tmp_path: Path) -> None:
    await settle(service, "ada")  # who has no account, and was published on her word
    number = await bring(tmp_path)
    await invite_imported(service.post, number)
    ids = {one.name: one.id for one in await Profile.filter(name__contains="Mensah")}
    await make_older(ANSWER_WITHIN - DAY)
    assert await forget_unanswered() == 0

    await make_older(2 * DAY)
    assert await forget_unanswered() == 3

    assert await names() == {"Ada Obi"}
    assert not await Mail.all().exists()
    told = str([(row.notes, row.before) for row in await ImportedRow.all()])
    assert "Mensah" not in told
    assert "@example.org" not in told
    gone = await Change.filter(kind="profile", key=str(ids["Esi Mensah"])).count()
    assert gone == 2  # brought in, and deleted
    assert [one.action for one in await list_deeds(f"profile:{ids['Esi Mensah']}")] == [
        "profile.unanswered"
    ]
    assert await forget_unanswered() == 0
    assert await bring(tmp_path, FILE + "\n")  # it was nobody's wish to be erased: they may return
    assert "Esi Mensah" in await names()


async def test_the_days_count_from_when_they_were_asked(service: Service, tmp_path: Path) -> None:
    number = await bring(tmp_path)
    await make_older(ANSWER_WITHIN - DAY)
    await invite_imported(service.post, number)
    await make_older(2 * DAY)

    assert await forget_unanswered() == 1  # who has no address could not be asked

    assert await names() == {"Esi Mensah", "Kofi Mensah"}


async def test_who_answered_or_agreed_before_stays(
    service: Service, tmp_path: Path, client: httpx2.AsyncClient
) -> None:
    assert service
    await bring(tmp_path)
    agreed = "name,email\nKofi Mensah,kofi@example.org\nAma Darko,ama@example.org\n"
    await bring(tmp_path, agreed, consent="They ticked the box.")
    await arrive(client, "esi@example.org")
    takes_over = ANSWERS | {"name": "Esi Mensah", "this": "yes"}
    takes_over.pop("listed")
    assert (await client.post("/me/profile", data=takes_over)).status_code == 303
    await make_older(2 * ANSWER_WITHIN)

    await forget_unanswered()

    assert await names() == {"Esi Mensah", "Kofi Mensah", "Ama Darko"}
    esi = await Profile.get(name="Esi Mensah")
    assert (esi.published_at, esi.account_id is None) == (None, False)
