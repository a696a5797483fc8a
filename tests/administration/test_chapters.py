"""B62: chapters that are renamed, empty, without a coordinator, or called like another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.actions.roles import revoke_role
from cop.accounts.viewer import ADMINISTRATOR, RoleName
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership
from cop.kit.i18n import LANGUAGES
from tests.administration.desk import EDITOR, decide
from tests.chapters.forming import form
from tests.people import refresh, settle, sign_in

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service


async def test_a_chapter_that_is_called_otherwise_keeps_its_address_and_its_people(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    chapter = await form(service, "thematic", "wash", [people["ada"], people["bela"]])
    await sign_in(client, "Edith", EDITOR)
    before = await client.get(f"/chapters/{chapter.slug}")

    labels = {f"label-{code}": "Taps and latrines" for code in LANGUAGES}
    await decide(client, kind="change", topic="wash", version="1", parent="", **labels)
    await refresh(service)
    after = await client.get(f"/chapters/{chapter.slug}")

    assert "Taps and latrines" not in before.text
    assert "Taps and latrines</h1>" in after.text
    assert "Bela Ruto" in after.text
    assert await Membership.filter(chapter_id=chapter.id).count() == 2
    assert await Chapter.exists(id=chapter.id, slug=chapter.slug)


async def test_two_chapters_with_one_name_have_two_addresses(service: Service) -> None:
    await settle(service, "ada")

    one, other = [await form(service, "thematic", scope, []) for scope in ("wash", "wash+wash")]

    assert one.slug != other.slug


async def test_a_chapter_may_be_empty_and_administrators_hear_of_one_without_a_coordinator(
    service: Service, client: httpx2.AsyncClient
) -> None:
    chapter = await form(service, "country", "KE", [])
    coordinator = await sign_in(client, "Coord", [("coordinator", chapter.slug)])
    assert (await client.get("/chapters/kenya")).status_code == 200

    await sign_in(client, "Chief", [("administrator", "")])

    async def unled() -> str:
        page = (await client.get("/administration")).text
        return page.partition("Chapters without a coordinator</a></dt><dd>")[2][:1]

    assert await unled() == "0"
    await revoke_role(ADMINISTRATOR, coordinator, RoleName.COORDINATOR, chapter.slug)
    assert await unled() == "1"
    assert (await client.get("/chapters/kenya")).status_code == 200
