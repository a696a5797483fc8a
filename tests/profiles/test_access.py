"""Who sees what of a member: compared with the rule, said a second time in other words."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.viewer import ADMINISTRATOR, ANY_MEMBER, ANYONE, Viewer
from cop.kit.clock import now
from profiles.access import NoSuchMember, map_glimpses, see_member, see_members, visible
from profiles.fields import FIELDS, Level, Visibility
from profiles.models import Profile
from tests.people import settle, sign_in, sign_in_as
from tests.profiles.fullness import JOINED, VALUES, blank, create_fay

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

pytestmark = pytest.mark.usefixtures("service")

OPEN = (
    "country institution position stakeholder government_level disciplines sectors expertise "
    "languages countries_known"
).split()
RIGHTS = {  # how far each kind of viewer sees
    "anyone": 0,
    "member": 1,
    "coordinator elsewhere": 1,
    "coordinator": 2,
    "administrator": 2,
    "owner": 3,
}


def viewer(kind: str, owner: int) -> Viewer:
    return {
        "anyone": ANYONE,
        "member": Viewer(account_id=10**9, is_member=True),
        "coordinator elsewhere": Viewer(is_member=True, coordinates=frozenset({"elsewhere"})),
        "coordinator": Viewer(is_member=True, coordinates=frozenset({JOINED, "elsewhere"})),
        "administrator": ADMINISTRATOR,
        "owner": Viewer(account_id=owner, is_member=True),
    }[kind]


def sees(kind: str, field: str, shown_to: dict[str, int]) -> bool:
    """The rule: 0 is public, 1 for members, 2 for coordinators of a joined chapter, 3 for me."""
    if field == "name":
        return True
    first = 0 if field in OPEN else 2 if field in {"email", "gender"} else 1
    where = shown_to.get("country", 0) if field in {"city", "institution"} else 0
    return RIGHTS[kind] >= max(where, shown_to.get(field, first))


def finds(kind: str, visibility: str, *, published: bool) -> bool:
    needed = {"public": 0, "members": 1, "hidden": 2}[visibility]
    return RIGHTS[kind] >= (needed if published else 2)


async def test_a_field_is_shown_exactly_to_those_who_may_see_it() -> None:
    account = await create_sample_account("Fay", "fay@example.net", [])
    profile = await create_fay(account.id)
    everything = visible(profile, viewer("owner", account.id))
    assert everything is not None
    assert all(getattr(everything, field) for field in FIELDS)

    @settings(max_examples=400, deadline=None)
    @given(
        kind=st.sampled_from([*RIGHTS]),
        levels=st.dictionaries(st.sampled_from([*FIELDS]), st.integers(0, 3)),
        visibility=st.sampled_from([one.value for one in Visibility]),
        published=st.booleans(),
    )
    def check(kind: str, levels: dict[str, int], visibility: str, *, published: bool) -> None:
        profile.levels, profile.visibility = levels, visibility
        profile.published_at = now() if published else None

        seen = visible(profile, viewer(kind, account.id))

        if not finds(kind, visibility, published=published):
            assert seen is None
            return
        nothing: dict[str, Any] = {}
        for field in FIELDS:
            nothing |= {} if sees(kind, field, levels) else blank(field)
        assert seen == replace(everything, **nothing)

    check()


async def test_who_owns_nothing_is_nobodys_owner() -> None:
    """No account on either side is no match."""
    profile = await create_fay(None)
    profile.visibility = Visibility.HIDDEN.value

    assert visible(profile, ANYONE) is None
    assert visible(profile, ANY_MEMBER) is None


async def test_a_member_is_returned_only_to_those_who_find_them(service: Service) -> None:
    people = await settle(service)
    ids = [people[slug].id for slug in ("dina", "chidi", "bela", "ada")]

    assert [one.slug for one in await see_members(ids, ANYONE)] == ["chidi", "ada"]
    assert [one.slug for one in await see_members(ids, ANY_MEMBER)] == ["chidi", "bela", "ada"]
    assert [one.slug for one in await see_members([*ids, 10**9], ADMINISTRATOR)] == [
        *("dina", "chidi", "bela", "ada")
    ]
    assert await see_members([], ADMINISTRATOR) == []
    for slug in ("dina", "bela", "nobody"):
        with pytest.raises(NoSuchMember):
            await see_member(slug, ANYONE)


async def test_a_glimpse_tells_no_more_than_the_whole() -> None:
    account = await create_sample_account("Fay", "fay@example.net", [])
    fay = (await create_fay(account.id)).id
    for gender_for, visibility, kind in product(Level, Visibility, RIGHTS):
        await Profile.filter(id=fay).update(levels={"gender": gender_for}, visibility=visibility)
        eyes = viewer(kind, account.id)

        seen = await see_members([fay], eyes)

        glimpses = await map_glimpses([fay], eyes)
        assert {one: told.gender for one, told in glimpses.items()} == {
            one.id: one.gender for one in seen
        }


HIDDEN = {field: 3 for field in FIELDS if field != "name"}
EMPTY_COLUMNS: dict[str, Any] = dict.fromkeys(VALUES, "") | {"name": "Fay Full"}
EMPTY_COLUMNS |= {"city_id": None, "institution_id": None}


async def test_a_page_of_hidden_fields_is_a_page_of_empty_fields(
    service: Service, client: httpx2.AsyncClient
) -> None:
    profile = await create_fay(None)
    await Profile.filter(id=profile.id).update(levels=HIDDEN, visibility="public")
    await service.search_sync.rebuild()
    await service.matcher.refresh()
    as_visitor = await client.get("/members/fay")
    await sign_in(client)
    as_member = await client.get("/members/fay")

    await profile.tags.all().delete()
    await Profile.filter(id=profile.id).update(**EMPTY_COLUMNS)

    assert as_visitor.status_code == as_member.status_code == 200
    assert "anary" not in as_visitor.text + as_member.text
    again = await client.get("/members/fay")
    assert again.content == as_member.content
    client.cookies.clear()
    again = await client.get("/members/fay")
    assert again.content == as_visitor.content
    assert again.headers == as_visitor.headers


async def test_the_owner_sees_what_is_for_nobody_else(
    service: Service, client: httpx2.AsyncClient
) -> None:
    profile = await create_fay(None)
    await Profile.filter(id=profile.id).update(levels=HIDDEN, visibility="hidden")
    await service.search_sync.rebuild()
    await service.matcher.refresh()
    assert (await client.get("/members/fay")).status_code == 404

    await sign_in_as(client, profile)

    text = (await client.get("/members/fay")).text
    for word in ("Canarybio", "Canarytown", "Canary Institute", "Canaryexpertise"):
        assert word in text
