"""Editing a profile: its parts, its levels, two tabs at once, somebody who assists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from cop.accounts.actions.sessions import begin_session, create_sample_account
from cop.accounts.models import AuditRow, Consent, Delegation
from cop.accounts.viewer import ANY_MEMBER, ANYONE, Viewer
from profiles.access import visible
from profiles.fields import FIELDS, Level
from profiles.models import Profile
from profiles.queries import find_profile
from tests.people import settle, sign_in, sign_in_as
from tests.profiles.fullness import JOINED, create_fay

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service

pytestmark = pytest.mark.usefixtures("service")


async def form_of(client: httpx2.AsyncClient, path: str = "/me/profile") -> dict[str, Any]:
    """Return what the form at `path` would send if one pressed Save right away."""
    html = (await client.get(path)).text
    form = html[html.index('id="profile"') : html.index("Save profile")]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if found.get("type") != "checkbox" or " checked" in tag:
            sent.setdefault(found["name"], []).append(found.get("value", ""))
    for name, body in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        sent.setdefault(name, []).append(chosen[1] if chosen else "")
    sent["bio"] = re.findall(r"<textarea[^>]*>(.*?)</textarea>", form, re.DOTALL)
    return sent


async def test_saving_the_form_as_it_is_changes_nothing(client: httpx2.AsyncClient) -> None:
    account = await create_sample_account("Fay", "fay@example.net", [])
    await create_fay(account.id)
    client.cookies.set("session", await begin_session(account))
    before = await find_profile("fay")

    saved = await client.post("/me/profile", data=await form_of(client))

    assert (saved.status_code, saved.headers["location"]) == (303, "/me/profile?saved=1")
    after = await find_profile("fay")
    assert before is not None
    assert after is not None
    assert after.version == before.version
    assert {k: {*v} for k, v in after.lists.items()} == {k: {*v} for k, v in before.lists.items()}
    assert not await AuditRow.all().exists()


async def test_what_is_changed_is_saved_with_a_trail(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["ada"])
    sent = await form_of(client) | {"position": "Dean", "city": "Kisumu", "level_city": "3"}

    await client.post("/me/profile", data=sent)

    profile = await Profile.get(slug="ada")
    assert (profile.position, profile.city, profile.version) == ("Dean", "Kisumu", 2)
    assert profile.city_id is not None
    assert profile.levels == {"city": 3}
    deed = await AuditRow.get(subject=f"profile:{profile.id}")
    assert deed.action == "profile.edited"
    assert deed.detail == {"fields": ["city", "position"], "levels": {"city": 3}}
    page = await client.get("/members/ada")
    assert "Kisumu" in page.text
    await sign_in(client)
    assert "Kisumu" not in (await client.get("/members/ada")).text


async def test_how_well_a_topic_is_known_is_chosen_and_shown(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["ada"])
    sent = await form_of(client)
    first, second, third = sent["expertise"]
    chosen = sent | {"expertise": [f"{first}:3", f"{second}:1", third, "moon dust:3"]}

    asked = await client.post("/me/profile", data=chosen | {"do": f"remove:expertise:{second}"})
    again = await client.post("/me/profile", data=chosen | {"do": f"add:expertise:{first}"})
    await client.post("/me/profile", data=chosen)

    assert f'value="{first}:3" selected' in asked.text
    assert f'"{second}:1" selected' not in asked.text
    assert again.text.count(f'<option value="{first}:3"') == 1
    profile = await find_profile("ada")
    assert profile is not None
    assert [tag.level for tag in profile.lists["expertise"]] == [3, 1, 2, 3]
    page = (await client.get("/members/ada")).text
    assert page.count("<small>Expert level</small>") == 2
    assert page.count("<small>Basics</small>") == 1
    assert (await form_of(client))["expertise"] == chosen["expertise"]


async def test_a_part_of_the_form_saves_that_part(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["ada"])

    await client.post(
        "/me/profile",
        data={"version": "1", "unit": "Economics", "has": "sectors", "name": "Ada Obi"},
    )

    profile = await find_profile("ada")
    assert profile is not None
    assert profile.unit == "Economics"
    assert profile.position == "Professor"
    assert "sectors" not in profile.lists
    assert len(profile.lists["expertise"]) == 3


@pytest.mark.parametrize("level", Level)
async def test_every_field_keeps_to_the_level_that_was_chosen(
    client: httpx2.AsyncClient, level: Level
) -> None:
    account = await create_sample_account("Fay", "fay@example.net", [])
    await create_fay(account.id)
    client.cookies.set("session", await begin_session(account))
    sent = await form_of(client)
    chosen = {f"level_{name}": str(level.value) for name in FIELDS if name != "name"}
    assert chosen.keys() <= sent.keys()

    await client.post("/me/profile", data=sent | chosen | {"visibility": "public"})

    profile = await find_profile("fay")
    assert profile is not None
    coordinator = Viewer(is_member=True, coordinates=frozenset({JOINED}))
    eyes = {Level.PUBLIC: ANYONE, Level.MEMBERS: ANY_MEMBER, Level.CHAPTERS: coordinator}
    for reach, viewer in eyes.items():
        member = visible(profile, viewer)
        assert member is not None
        shown = {name for name in FIELDS if getattr(member, name)}
        assert shown == (set(FIELDS) if reach >= level else {"name"})


async def test_a_second_tab_sees_both_versions_and_keeps_its_text(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["ada"])
    one = await form_of(client) | {"position": "Dean"}
    other = await form_of(client) | {"position": "Rector", "unit": "Senate", "level_bio": "3"}

    await client.post("/me/profile", data=one)
    late = await client.post("/me/profile", data=other)

    assert late.status_code == 409
    for text in ("Dean", "Rector", "Senate", "About: Who can see this"):
        assert text in late.text
    assert 'value="Rector"' in late.text
    assert 'name="version" value="2"' in late.text
    assert (await Profile.get(slug="ada")).position == "Dean"
    again = await client.post("/me/profile", data=other | {"version": "2"})
    assert again.status_code == 303
    assert (await Profile.get(slug="ada")).position == "Rector"


async def test_a_version_that_is_none_is_an_old_one(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "chidi")
    await sign_in_as(client, people["chidi"])

    for version in ("", "²", "1e5", "1.5", "True", "-1", "9" * 5000, str(2**63)):
        answer = await client.post("/me/profile", data={"version": version, "position": "Boss"})
        assert answer.status_code == 409, version


async def test_being_listed_can_be_taken_back(service: Service, client: httpx2.AsyncClient) -> None:
    people = await settle(service)
    await sign_in_as(client, people["ada"])
    sent = await form_of(client)
    del sent["listed"]

    await client.post("/me/profile", data=sent)

    profile = await Profile.get(slug="ada")
    assert profile.published_at is None
    consent = await Consent.get(account_id=profile.account_id)
    assert (consent.kind, consent.given) == ("directory", False)
    await sign_in(client)
    assert (await client.get("/members/ada")).status_code == 404


async def test_topics_are_suggested_from_a_text_in_any_language(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["chidi"])
    bio = "Sur l'impôt foncier, l'impôt foncier surtout, et l'eau, assainissement et hygiène."

    answer = await client.post("/me/profile", data={"version": "1", "bio": bio, "do": "read"})

    found = re.findall(r'value="add:expertise:([\w-]+)"', answer.text)
    assert "property-tax" not in found  # they have it
    assert "wash" in found
    assert bio.replace("'", "&#39;") in answer.text
    assert (await Profile.get(slug="chidi")).bio == "Knows where the zebra sleeps."


async def test_an_assistant_writes_and_does_not_decide_who_sees(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["chidi"])  # whose languages are for nobody
    known = await client.post("/me/assistants", data={"assistant": "help@example.net"})
    unknown = await client.post("/me/assistants", data={"assistant": "who@example.net"})
    assert (known.status_code, known.headers) == (unknown.status_code, unknown.headers)
    assistant = await sign_in(client, "Help")
    assert (await client.get("/members/chidi/edit")).status_code == 404
    asked = await client.get("/me", follow_redirects=True)
    assert "Chidi Eze" in asked.text
    row = await Delegation.get(email="help@example.net")
    await client.post("/me/assistants/accept", data={"delegation": str(row.id)})
    assert "/members/chidi/edit" in (await client.get("/me", follow_redirects=True)).text

    sent = await form_of(client, "/members/chidi/edit")
    assert "level_bio" not in sent
    page = await client.get("/members/chidi/edit")
    assert "zebra" in page.text
    assert "Hausa" not in page.text
    forged = {"level_bio": "0", "visibility": "hidden", "languages": ["fr"]}
    saved = await client.post("/members/chidi/edit", data=sent | forged | {"position": "Head"})

    assert saved.status_code == 303
    profile = await find_profile("chidi")
    assert profile is not None
    assert (profile.position, profile.visibility) == ("Head", "public")
    assert profile.levels == {"bio": 2, "languages": 3}
    assert [tag.key for tag in profile.lists["languages"]] == ["ha"]
    deed = await AuditRow.get(action="profile.edited")
    assert (deed.actor_id, deed.detail["fields"]) == (assistant, ["position"])


async def test_a_delegation_ends_at_once(service: Service, client: httpx2.AsyncClient) -> None:
    people = await settle(service)
    await sign_in_as(client, people["chidi"])
    owner = client.cookies["session"]
    await client.post("/me/assistants", data={"assistant": "help@example.net"})
    row = await Delegation.get()
    await sign_in(client, "Help")
    await client.post("/me/assistants/accept", data={"delegation": str(row.id)})
    assistant = client.cookies["session"]
    assert (await client.get("/members/chidi/edit")).status_code == 200
    client.cookies.set("session", owner)

    await client.post("/me/assistants/end", data={"delegation": str(row.id)})

    client.cookies.set("session", assistant)
    assert (await client.get("/members/chidi/edit")).status_code == 404


async def test_nobody_accepts_what_was_asked_of_another(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["chidi"])
    await client.post("/me/assistants", data={"assistant": "help@example.net"})
    row = await Delegation.get()
    await sign_in(client, "Eve")

    assert (
        await client.post("/me/assistants/accept", data={"delegation": str(row.id)})
    ).status_code == 404
    for delegation in ("²", "-1", "9" * 5000, ""):
        answer = await client.post("/me/assistants/accept", data={"delegation": delegation})
        assert answer.status_code == 404
    assert (await Delegation.get()).assistant_id is None


async def test_a_hundred_saves_an_hour_are_enough(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["ada"])
    subject = f"profile:{people['ada'].id}"
    await AuditRow.bulk_create(
        [AuditRow(action="profile.edited", subject=subject, detail={}) for _ in range(100)]
    )

    answer = await client.post("/me/profile", data={"version": "1", "position": "Dean"})

    assert answer.status_code == 429
