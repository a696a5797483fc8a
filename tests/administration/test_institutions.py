"""Institutions that are one: merged and taken apart again, through HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.models import AuditRow
from profiles.actions.members import ensure_institutions
from profiles.fields import Level
from profiles.models import Institution, Merge, Profile
from tests.administration.pairs import ADMINISTRATOR, PAGE, everything, make, place_of
from tests.people import sign_in

if TYPE_CHECKING:
    import httpx2


async def test_institutions_are_merged_and_taken_apart(client: httpx2.AsyncClient) -> None:
    made = await ensure_institutions(
        [("Kenya Revenue Authority", "KE"), ("Kenya Revenu Auth", "KE")]
    )
    kept, gone = (
        made["Kenya Revenue Authority", "KE"],
        made["Kenya Revenu Auth", "KE"],
    )
    member = await make(name="Otis", slug="otis", institution_id=gone.id)
    await sign_in(client, "Admin", ADMINISTRATOR)
    before = await everything()
    assert "nearly the same name" in (await client.get(PAGE)).text
    place = place_of("institution", kept.id, gone.id)
    assert "Kenya Revenu Auth" in (await client.get(place)).text

    answer = await client.post(place, data={"keep": str(kept.id)})

    assert answer.status_code == 303
    assert (await Profile.get(id=member.id)).institution_id == kept.id
    found = await ensure_institutions([("Kenya Revenu Auth", "KE")])
    assert found["Kenya Revenu Auth", "KE"].id == kept.id
    assert (await client.post(place, data={"keep": str(kept.id)})).status_code == 409
    await client.post(f"/administration/merges/institution/{(await Merge.get()).id}/undo")
    assert await everything() == before
    actions = await AuditRow.all().values_list("action", flat=True)
    assert {"institution.merged", "institution.unmerged"} <= set(actions)


async def test_offices_in_two_countries_stay_two(client: httpx2.AsyncClient) -> None:
    made = await ensure_institutions([("World Bank", "KE"), ("World Bank", "NP")])
    one, other = made["World Bank", "KE"].id, made["World Bank", "NP"].id
    await sign_in(client, "Admin", ADMINISTRATOR)

    answer = await client.post(place_of("institution", one, other), data={"keep": str(one)})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert f'name="keep" value="{one}" required checked' in answer.text
    assert await Institution.exists(id=other)
    assert "World Bank" not in (await client.get(PAGE)).text


async def test_where_members_keep_their_work_to_themselves_nothing_is_compared(
    client: httpx2.AsyncClient,
) -> None:
    made = await ensure_institutions(
        [("Kenya Revenue Authority", "KE"), ("Kenya Revenu Auth", "KE")]
    )
    one, other = (place.id for place in made.values())
    otis = await make(name="Otis", slug="otis", institution_id=other)
    await Profile.filter(id=otis.id).update(levels={"institution": Level.ME.value})
    await sign_in(client, "Admin", ADMINISTRATOR)

    assert "Kenya Revenu" not in (await client.get(PAGE)).text
    place = place_of("institution", one, other)
    assert (await client.get(place)).status_code == 404
    assert (await client.post(place, data={"keep": str(one)})).status_code == 404
    assert await Institution.exists(id=other)
