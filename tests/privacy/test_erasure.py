"""Erasing a person: from every table, for good, and again after a backup came back."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

from tortoise import Tortoise

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.erased import ErasureLog
from cop.accounts.models import Account, AuditRow, Block, Consent, LoginSession
from cop.contact.models import Message, Report
from cop.kit.changes import follow
from cop.kit.outbox import Mail
from cop.privacy.actions.erasure import erase_again
from profiles.exchange.importing import Options, import_members
from profiles.index import MEMBERS
from profiles.models import ImportedRow, Profile, ProfileTag
from profiles.photos.files import photo_path, write_photo
from tests.people import settle, sign_in, sign_in_as
from tests.serving import visit

if TYPE_CHECKING:
    from pathlib import Path

    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service

HEAD = "name,email,country,city,expertise,bio"
ZORBLAX = "Zorblax Zuma,Zorblax@Example.org,KE,Nairobi,Zorblaxtopic,Zorblaxbio"


async def import_zorblax(folder: Path, service: Service, note: str = "") -> ImportedRow:
    """Bring Zorblax in; another note makes it another file."""
    path = folder / "members.csv"
    path.write_text(f"{HEAD},note\n{ZORBLAX},{note}\n")
    erased = ErasureLog(service.settings.cop_data).knows()
    report = await import_members(path, Options(consent="said so"), erased=erased)
    return await ImportedRow.get(run_id=report.run)


async def everything_stored() -> str:
    """Return all tables as text."""
    rows = [row for model in Tortoise.apps["models"].values() for row in await model.all().values()]
    return json.dumps(rows, default=str, ensure_ascii=False).lower()


async def sign_in_as_zorblax(
    service: Service, client: httpx2.AsyncClient, folder: Path
) -> tuple[Profile, int]:
    """Bring Zorblax in and sign the visitor in as them; return the profile and the account."""
    row = await import_zorblax(folder, service)
    zorblax = await Profile.get(id=row.profile_id)
    return zorblax, await sign_in_as(client, zorblax)


async def do_much(service: Service, zorblax: Profile, account: int, ada_profile: Profile) -> None:
    """Let Zorblax leave traces everywhere."""
    ada = await create_sample_account("Ada Obi", "ada@example.net", [])
    await Block.create(account_id=account, blocked=ada)
    await Consent.create(account_id=account, kind="matches", given=True, words="Yes")
    await Message.create(key="1", sender_id=account, recipient=ada_profile, text="Hello Ada")
    await Message.create(key="2", sender=ada, recipient=zorblax, text="Dear Zorblax Zuma")
    await Report.create(
        reporter=ada, subject=f"profile:{zorblax.id}", reason="spam", words="Zorblaxbio"
    )
    for recipient in ("Zorblax@example.org", "ada@example.net"):
        await service.post.queue(recipient, "still_true", name="Zorblax Zuma", unsubscribe="/")
    await Mail.filter(recipient="ada@example.net").update(state="sent")


async def test_nothing_of_an_erased_person_is_left_in_any_table(
    service: Service, client: httpx2.AsyncClient, tmp_path: Path
) -> None:
    people = await settle(service, "ada")
    zorblax, account = await sign_in_as_zorblax(service, client, tmp_path)
    await import_zorblax(tmp_path, service, "another file")
    await do_much(service, zorblax, account, people["ada"])
    assert "zorblax" in await everything_stored()

    response = await client.post("/me/erase", data={"sure": "yes"})

    assert response.status_code == 200
    assert "You are erased" in response.text
    assert "Zorblax" not in response.text
    assert "zorblax" not in await everything_stored()
    assert not await LoginSession.filter(account_id=account).exists()
    assert not await Consent.all().exists()
    assert not await ProfileTag.filter(profile_id=zorblax.id).exists()
    assert (await Message.get(key="1")).sender_id is None
    assert not await Message.filter(key="2").exists()
    assert (await AuditRow.get(action="profile.erased")).subject == f"profile:{zorblax.id}"
    assert (await client.get("/me/privacy")).status_code == 303


async def test_the_erased_leave_search_matches_and_photos(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp, tmp_path: Path
) -> None:
    await settle(service, "ada", "bela")
    zorblax, _account = await sign_in_as_zorblax(service, client, tmp_path)
    name = write_photo(service.settings.cop_data, zorblax.id, b"zorblax")
    photo = photo_path(service.settings.cop_data, name)
    assert photo
    await Profile.filter(id=zorblax.id).update(photo=name)
    await service.search_sync.rebuild()
    await service.match_sync.prepare()

    await client.post("/me/erase", data={"sure": "yes"})

    assert not photo.exists()
    async with visit(app) as member:
        await sign_in(member)
        page = (await member.get("/members?country=KE")).text
        assert "Bela Ruto" in page
        assert "Zorblax" not in page
    await follow(service.search_sync)
    await follow(service.match_sync)
    for index in MEMBERS.values():
        assert str(zorblax.id) not in service.engine.keys(index)
    assert all(zorblax.id not in one.people for one in service.matcher.snapshots.values())


async def test_words_of_the_erased_are_in_no_file_of_the_index(
    service: Service, tmp_path: Path, client: httpx2.AsyncClient
) -> None:
    await settle(service, "ada", "bela")
    await sign_in_as_zorblax(service, client, tmp_path)
    await service.search_sync.rebuild()
    folder = service.settings.cop_data / "index"

    def holds_zorblax() -> bool:
        return any(b"zorblax" in path.read_bytes() for path in folder.rglob("*") if path.is_file())

    assert holds_zorblax()
    await client.post("/me/erase", data={"sure": "yes"})
    await follow(service.search_sync)

    assert not holds_zorblax()


async def test_erasing_needs_a_word_and_a_get_erases_nothing(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])

    assert "a former member" in (await client.get("/me/erase")).text
    assert (await client.post("/me/erase")).status_code == 422

    assert await Profile.exists(slug="ada")


async def test_no_import_brings_an_erased_person_back(
    service: Service, client: httpx2.AsyncClient, tmp_path: Path
) -> None:
    await sign_in_as_zorblax(service, client, tmp_path)
    await client.post("/me/erase", data={"sure": "yes"})

    again = await import_zorblax(tmp_path, service, "once more")

    assert again.outcome == "skipped"
    assert again.notes[0]["reason"] == (
        "This person was erased on request and cannot be added again by import."
    )
    assert "zorblax" not in json.dumps(again.notes).lower()
    assert not await Profile.filter(name="Zorblax Zuma").exists()


async def bring_back(account: Account, profile: Profile) -> None:
    """Put both into the database as a backup has them."""
    await Account.create(id=account.id, name=account.name, email_key=account.email_key)
    await Account.filter(id=account.id).update(created_at=account.created_at)
    await Profile.create(
        id=profile.id, slug=profile.slug, name=profile.name, name_key="", account_id=account.id
    )
    await Profile.filter(id=profile.id).update(joined_at=profile.joined_at)


async def test_deletions_survive_a_restore(service: Service, client: httpx2.AsyncClient) -> None:
    people = await settle(service, "ada", "bela")
    await sign_in_as(client, people["ada"])
    kept = await Profile.get(slug="ada")
    account = await Account.get(id=kept.account_id or 0)
    await client.post("/me/erase", data={"sure": "yes"})
    log = ErasureLog(service.settings.cop_data)
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600
    assert stat.S_IMODE((service.settings.cop_data / "secret.key").stat().st_mode) == 0o600
    written = log.path.read_text().lower()
    assert not any(word in written for word in ("ada obi", "@", "nairobi", "example"))

    await bring_back(account, kept)

    assert await erase_again(service.settings) == 1
    assert not await Profile.exists(slug="ada")
    assert not await Account.exists(id=account.id)
    assert await Profile.exists(slug="bela")
    assert await erase_again(service.settings) == 0


async def test_who_joins_anew_is_not_taken_for_who_was_erased(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])
    await client.post("/me/erase", data={"sure": "yes"})
    await Profile.create(id=people["ada"].id, slug="new", name="Ada Obi", name_key="ada obi")

    assert await erase_again(service.settings) == 0
    assert await Profile.exists(slug="new")  # the number alone says nothing


async def test_a_line_cut_short_by_a_crash_hides_no_other(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "ada", "bela")
    log = ErasureLog(service.settings.cop_data)
    for slug in ("ada", "bela"):
        await sign_in_as(client, people[slug])
        await client.post("/me/erase", data={"sure": "yes"})
        with log.path.open("a") as file:
            file.write('{"at": "2026-1')

    assert [one.profile[0] for one in log.read() if one.profile] == [
        people["ada"].id,
        people["bela"].id,
    ]
