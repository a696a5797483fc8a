"""From signing in to being listed: the five-minute form, through HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cop.accounts.models import Account, AuditRow, Consent
from cop.kit.changes import Change
from cop.vocabulary.models import Proposal
from profiles.models import Profile
from tests.newcomer import ANSWERS, arrive
from tests.people import settle, sign_in, sign_in_as

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

pytestmark = pytest.mark.usefixtures("service")


async def test_a_newcomer_answers_saves_and_meets_people(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    account = await arrive(client)
    asked = await client.get("/me", follow_redirects=True)
    assert "Your profile in five minutes" in asked.text
    assert asked.text.count("(optional)") == 4  # of nine questions

    saved = await client.post("/me/profile", data=ANSWERS)

    assert (saved.status_code, saved.headers["location"]) == (303, "/me/welcome")
    welcome = await client.get("/me/welcome")
    assert [name for name in ("Ada Obi", "Bela Ruto", "Chidi Eze") if name in welcome.text] == [
        "Ada Obi",
        "Bela Ruto",
        "Chidi Eze",
    ]
    assert "Both work on " in welcome.text
    profile = await Profile.get(account_id=account.id).prefetch_related("institution", "tags")
    assert profile.institution is not None
    assert profile.institution.name == "University of Nairobi"
    assert profile.published_at is not None
    assert profile.email == account.email
    assert {(tag.field, tag.key, tag.text) for tag in profile.tags} == {
        ("expertise", "property-tax", ""),
        ("expertise", "wash", ""),
        ("expertise", "", "moon dust"),
        ("sectors", "public-finance", ""),
        ("languages", "sw", ""),
    }
    fresh = await Account.get(id=account.id)
    assert (fresh.name, fresh.joined_at is not None) == ("Esi Mensah", True)
    consent = await Consent.get(account_id=account.id)
    assert (consent.kind, consent.given) == ("directory", True)
    assert consent.words in asked.text
    deed = await AuditRow.get(subject=f"profile:{profile.id}")
    assert (deed.action, deed.actor_id) == ("profile.created", account.id)
    assert await Change.filter(kind="profile", key=str(profile.id)).exists()
    await service.search_sync.rebuild()
    await sign_in(client)
    assert "Esi Mensah" in (await client.get("/members", params={"q": "moon dust"})).text


async def test_who_does_not_want_to_be_listed_is_a_member_all_the_same(
    client: httpx2.AsyncClient,
) -> None:
    account = await arrive(client)

    await client.post("/me/profile", data={k: v for k, v in ANSWERS.items() if k != "listed"})

    profile = await Profile.get(account_id=account.id)
    assert profile.published_at is None
    assert (await Account.get(id=account.id)).joined_at is not None
    assert (await Consent.get(account_id=account.id)).given is False
    await sign_in(client)
    assert (await client.get(f"/members/{profile.slug}")).status_code == 404


async def test_what_is_missing_is_named_and_what_was_typed_stays(
    client: httpx2.AsyncClient,
) -> None:
    account = await arrive(client)

    answer = await client.post(
        "/me/profile",
        data={"name": "Esi", "country": "", "city": "Accra", "has": ["expertise", "sectors"]},
    )

    assert answer.status_code == 422
    assert "4 things to put right" in answer.text
    for name in ("country", "position", "stakeholder", "expertise"):
        assert f'href="#{name}"' in answer.text
    assert 'value="Accra"' in answer.text
    assert not await Profile.filter(account_id=account.id).exists()


async def test_sent_twice_it_is_made_once(client: httpx2.AsyncClient) -> None:
    account = await arrive(client)

    first = await client.post("/me/profile", data=ANSWERS)
    second = await client.post("/me/profile", data=ANSWERS)

    assert first.headers["location"] == second.headers["location"] == "/me/welcome"
    assert await Profile.filter(account_id=account.id).count() == 1
    assert await AuditRow.filter(actor_id=account.id).count() == 1


async def test_the_picker_understands_five_languages_without_script(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    await arrive(client)
    for typed in ("WASH", "eau", "مياه", "agua", "água"):
        found = await client.post(
            "/me/profile",
            data={"has": "expertise", "expertise_typed": typed, "do": "find:expertise"},
        )

        assert found.status_code == 200
        assert 'value="add:expertise:wash"' in found.text, typed
    asked = await client.get(
        "/me/profile/options", params={"field": "expertise", "q": "property tax"}
    )
    assert "add:expertise:property-tax" in asked.text
    assert "<html" not in asked.text


async def test_chosen_topics_are_kept_removed_and_proposed(client: httpx2.AsyncClient) -> None:
    account = await arrive(client)
    chosen: dict[str, Any] = {"has": "expertise", "expertise": ["wash", "property-tax"]}

    proposed = await client.post("/me/profile", data=chosen | {"do": "propose:expertise:moon dust"})
    assert 'name="proposed" value="moon dust"' in proposed.text
    removed = await client.post("/me/profile", data=chosen | {"do": "remove:expertise:wash"})

    assert 'name="expertise" value="wash"' not in removed.text
    assert 'name="expertise" value="property-tax"' in removed.text
    assert await Proposal.all().count() == 0  # until it is saved
    answers = ANSWERS | {"expertise": ["moon dust"], "proposed": "moon dust"}
    await client.post("/me/profile", data=answers)
    assert (await Proposal.get()).account_id == account.id


async def test_institutions_are_offered_with_those_who_can_be_found_there(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["chidi"])

    offered = await client.get(
        "/me/profile/options", params={"field": "institution", "q": "univ of nai", "country": "NG"}
    )
    cities = await client.get(
        "/me/profile/options", params={"field": "city", "q": "naïro", "country": "KE"}
    )

    assert "University of Nairobi" in offered.text
    assert "2 members" in offered.text
    assert "Nairobi" in cities.text


async def test_an_imported_profile_is_offered_to_whose_address_it_has(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "chidi")
    account = await arrive(client, email="CHIDI@example.org")

    asked = await client.get("/me/profile")
    filled = await client.get("/me/profile", params={"this": "yes"})
    answers = ANSWERS | {"this": "yes", "name": "Chidi Eze", "expertise": ["property-tax"]}
    await client.post("/me/profile", data=answers)

    assert "Is this you?" in asked.text
    assert 'value="Revenue officer"' in filled.text
    profile = await Profile.get(account_id=account.id)
    assert profile.id == people["chidi"].id
    assert profile.position == "Economist"
    assert profile.bio == "Knows where the zebra sleeps."  # was not asked, and stays


async def test_an_unproved_address_takes_nobody_over(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "chidi")
    account = await arrive(client, email="chidi@example.org")
    await Account.filter(id=account.id).update(verified_at=None)

    asked = await client.get("/me/profile")
    await client.post("/me/profile", data=ANSWERS | {"this": "yes"})

    assert "Is this you?" not in asked.text
    assert (await Profile.get(account_id=account.id)).id != people["chidi"].id
