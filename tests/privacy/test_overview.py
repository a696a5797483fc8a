"""The page of privacy: levels, previews, hiding, agreements, who looked; through HTTP."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import AuditRow, Consent
from cop.accounts.viewer import ANY_MEMBER
from cop.kit.changes import follow
from profiles.actions.members import share_with_chapters
from profiles.fields import Level
from profiles.finding import count_members
from profiles.index import MEMBERS
from profiles.models import Profile
from tests.people import settle, sign_in, sign_in_as
from tests.serving import visit

if TYPE_CHECKING:
    import httpx2
    from starlette.types import ASGIApp

    from cop.running import Service


async def test_only_who_has_signed_in_has_a_page_of_privacy(client: httpx2.AsyncClient) -> None:
    response = await client.get("/me/privacy")

    assert response.status_code == 303
    assert response.headers["Location"] == "/sign-in?next=%2Fme%2Fprivacy"


async def test_all_fields_are_listed_with_who_sees_them(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "chidi")
    await sign_in_as(client, people["chidi"])

    response = await client.get("/me/privacy")

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    bio = re.search(r'<select id="level-bio".*?</select>', response.text, re.DOTALL)
    assert bio
    assert '<option value="2" selected>' in bio[0]
    assert "zebra" not in response.text


async def test_a_field_that_is_closed_is_gone_at_the_next_request(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp
) -> None:
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])
    form = {"version": "1", "visibility": "public", "level-position": "3", "level-bio": "0"}

    response = await client.post("/me/privacy/levels", data=form)

    assert response.status_code == 303
    async with visit(app) as stranger:
        shown = (await stranger.get("/members/ada")).text
    assert "Professor" not in shown
    assert "land rates" in shown
    deed = await AuditRow.get(action="profile.levels-set")
    assert deed.detail == {"levels": {"position": [0, 3], "bio": [1, 0]}}


async def test_of_two_windows_the_second_does_not_undo_the_first(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])
    form = {"version": "1", "visibility": "public"}
    await client.post("/me/privacy/levels", data=form | {"level-bio": "3"})

    second = await client.post("/me/privacy/levels", data=form | {"level-bio": "0"})

    assert second.status_code == 409
    assert (await Profile.get(slug="ada")).levels["bio"] == Level.ME


@pytest.mark.parametrize(
    "form",
    [
        {"version": "1", "visibility": "public", "level-bio": "4"},
        {"version": "1", "visibility": "everyone"},
        {"version": "-1", "visibility": "public"},
        {"visibility": "public"},
    ],
)
async def test_levels_that_are_none_are_refused(
    service: Service, client: httpx2.AsyncClient, form: dict[str, str]
) -> None:
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])

    assert (await client.post("/me/privacy/levels", data=form)).status_code == 422


async def test_the_name_has_no_level_of_its_own(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])

    await client.post(
        "/me/privacy/levels", data={"version": "1", "visibility": "public", "level-name": "3"}
    )

    assert "name" not in (await Profile.get(slug="ada")).levels


async def test_previews_show_what_others_see(service: Service, client: httpx2.AsyncClient) -> None:
    people = await settle(service, "chidi")
    await share_with_chapters([(people["chidi"].id, "nigeria")])
    await sign_in_as(client, people["chidi"])

    shown = {
        eyes: (await client.get(f"/me/preview/{eyes}")).text
        for eyes in ("public", "member", "coordinator")
    }

    assert [("Lagos" in text, "zebra" in text, "Hausa" in text) for text in shown.values()] == [
        (False, False, False),
        (True, False, False),
        (True, True, False),
    ]
    assert (await client.get("/me/preview/administrator")).status_code == 404


async def test_who_does_not_find_one_sees_no_page(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "dina")
    await sign_in_as(client, people["dina"])

    response = await client.get("/me/preview/member")

    assert response.status_code == 200
    assert "They do not find you" in response.text
    assert "Engineer" not in response.text


async def test_who_hides_is_on_no_page_though_the_index_still_has_them(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["ada"])

    response = await client.post("/me/hide")

    assert response.status_code == 303
    async with visit(app) as member:
        await sign_in(member)
        for path in (
            "/members",
            "/members?q=property+tax",
            "/members?country=KE",
            "/members/ada",
            "/members/bela",
            "/network",
            "/countries/KE",
            "/",
        ):
            assert "Ada Obi" not in (await member.get(path)).text, path
    assert str(people["ada"].id) in service.engine.keys(MEMBERS[ANY_MEMBER.audience])
    assert "Ada Obi" in (await client.get("/members/ada")).text


async def test_who_hides_leaves_indexes_counts_and_matches_with_the_feed(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await follow(service.match_sync)
    await sign_in_as(client, people["ada"])
    await client.post("/me/hide")

    await follow(service.search_sync)
    await follow(service.match_sync)

    ada = people["ada"].id
    for index in MEMBERS.values():
        assert str(ada) not in service.engine.keys(index)
    counts = await count_members(service.engine, ANY_MEMBER, "country")
    assert dict(counts.facets["country"])["KE"] == 1
    assert all(ada not in one.people for one in service.matcher.snapshots.values())


async def test_who_shows_themselves_again_is_as_before(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp
) -> None:
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])
    await client.post("/me/hide")
    await client.post("/me/hide")

    await client.post("/me/unhide")

    async with visit(app) as stranger:
        assert (await stranger.get("/members/ada")).status_code == 200
    deeds = await AuditRow.filter(subject=f"profile:{people['ada'].id}").order_by("id")
    assert [deed.action for deed in deeds] == ["profile.hidden", "profile.unhidden"]


async def test_leaving_the_directory_is_a_consent_taken_back_and_ends_no_account(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp
) -> None:
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])

    await client.post("/me/consents", data={"kind": "directory", "given": "no"})

    async with visit(app) as stranger:
        assert (await stranger.get("/members/ada")).status_code == 404
    assert (await client.get("/members/ada")).status_code == 200
    consent = await Consent.get(kind="directory")
    assert not consent.given
    assert consent.words.startswith("My profile may be found")

    await client.post("/me/consents", data={"kind": "directory", "given": "yes"})

    assert (await Profile.get(slug="ada")).published_at is not None


async def test_an_agreement_is_written_once_and_shown_with_its_day(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "ada")
    await sign_in_as(client, people["ada"])

    for _again in range(2):
        await client.post("/me/consents", data={"kind": "matches", "given": "yes"})

    assert await Consent.filter(kind="matches").count() == 1
    assert "Agreed on" in (await client.get("/me/privacy")).text
    wrong = await client.post("/me/consents", data={"kind": "soul", "given": "yes"})
    assert wrong.status_code == 422


async def test_a_coordinators_look_is_noted_once_a_day_and_told(
    service: Service, client: httpx2.AsyncClient, app: ASGIApp
) -> None:
    people = await settle(service, "chidi")
    await share_with_chapters([(people["chidi"].id, "nigeria")])
    async with visit(app) as coordinator:
        await sign_in(coordinator, "Kofi", [("coordinator", "nigeria")])
        for _again in range(2):
            assert "zebra" in (await coordinator.get("/members/chidi")).text
    async with visit(app) as member:
        await sign_in(member, "Mona")
        await member.get("/members/chidi")

    await sign_in_as(client, people["chidi"])
    page = (await client.get("/me/privacy")).text

    looks = await AuditRow.filter(action="profile.viewed-closely")
    assert [look.detail for look in looks] == [{"fields": ["bio", "email"]}]
    assert "Looked at what coordinators see" in page
    assert "Kofi" in page
    assert "Mona" not in page


async def test_a_list_that_shows_nothing_closer_is_no_look(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "chidi")
    await share_with_chapters([(people["chidi"].id, "nigeria")])
    await sign_in(client, "Kofi", [("coordinator", "nigeria")])

    await client.get("/members")

    assert await AuditRow.all().count() == 0


async def test_somebody_without_a_profile_has_a_page_too(client: httpx2.AsyncClient) -> None:
    await sign_in(client)

    response = await client.get("/me/privacy")

    assert response.status_code == 200
    assert "Hide me now" not in response.text
