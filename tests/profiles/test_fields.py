"""The register of fields against what is stored, and the one field that nobody is looked for by."""

# ruff: noqa: SLF001  what a model is made of stands in its _meta

from __future__ import annotations

from typing import TYPE_CHECKING

from profiles.exchange.columns import COLUMNS
from profiles.fields import FIELDS, LISTS, Level
from profiles.models import Profile
from tests.people import change, settle

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

OF_THE_WHOLE = {  # columns that say nothing that a member tells, or say it once more
    *("id", "slug", "account_id", "name_key", "email_key", "city_id", "visibility", "levels"),
    *("published_at", "hidden_at", "kept_hidden_at", "held_at", "invited_at", "joined_at"),
    *("updated_at", "confirmed_at", "reminded_at", "version"),
}


def test_every_column_of_a_profile_stands_in_the_register() -> None:
    columns = {*Profile._meta.fields_db_projection} - OF_THE_WHOLE

    assert {one.removesuffix("_id") for one in columns} == FIELDS.keys() - {*LISTS}


async def test_nobody_is_found_matched_or_carried_off_by_their_gender(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)

    async def answers() -> list[object]:
        asked = [f"/members?{one}" for one in ("q=woman&exact=1", "q=femme", "gender=man", "q=")]
        pages = [await client.get(f"/api/v1{one}") for one in [*asked, "/members/ada/matches"]]
        card = (await client.get("/members/ada.vcf")).text
        facts = (await client.get("/members/ada")).text.partition("</script>")[0]
        return [*(one.json() | {"seconds": 0} for one in pages), card, facts]

    untold = await answers()
    await change(service, people["ada"], gender="woman", levels={"gender": Level.PUBLIC})

    assert (await client.get("/api/v1/members/ada")).json()["gender"]["label"] == "Woman"
    assert await answers() == untold
    assert "gender" not in COLUMNS


async def test_only_coordinators_hear_of_a_gender_at_first(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await change(service, people["ada"], gender="non-binary")

    assert "Non-binary" not in (await client.get("/members/ada")).text
    assert FIELDS["gender"].level is Level.CHAPTERS
