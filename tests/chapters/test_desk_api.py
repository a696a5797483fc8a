"""The desk of a chapter for programs: the same as on its pages, and for nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import ApiToken, AuditRow, Role
from cop.chapters.actions.memberships import join_chapters
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership
from cop.chapters.queries.roster import SIZE
from cop.kit.clock import now
from profiles.actions.members import create_profiles
from profiles.fields import Level
from profiles.models import Profile
from tests.api.tokens import bearer
from tests.people import like

if TYPE_CHECKING:
    import httpx2

    from tests.chapters.deciding import Desk

CHAPTERS = "/api/v1/chapters"
KENYA = f"{CHAPTERS}/kenya"
BELA = f"{KENYA}/members/bela"
READ = ("desk", "requests", "members", "suggested", "seats", "trail")
REACHES = ("public", "members", "own", "chapters")
STANDS = ("active", "requested", "suggested")
MANY = SIZE + 5


async def read(desk: Desk, what: str, reach: str = "own") -> dict[str, Any]:
    answer = await desk.cora.get(f"{KENYA}/{what}", headers=await desk.token(reach))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def deny(client: httpx2.AsyncClient, token: dict[str, str], path: str) -> None:
    """Check that the desk at `path` is as absent as that of a chapter that nobody has formed."""
    for what in READ:
        here = await client.get(f"{path}/{what}", headers=token)
        nowhere = await client.get(f"{CHAPTERS}/nowhere/{what}", headers=token)
        assert (here.status_code, nowhere.status_code) == (404, 404), what
        assert here.content == nowhere.content
        assert here.headers == nowhere.headers


async def test_nobody_else_learns_that_there_is_a_desk(
    desk: Desk, client: httpx2.AsyncClient
) -> None:
    await desk.rule("request")
    await desk.ask()
    kinds = {"Other": [("coordinator", "nigeria")], "Boss": [("administrator", "")],
             "Guest": [("guest", "")], "Chair": [("co-chair", "kenya")], "Mo": []}  # fmt: skip
    tokens = [{}]
    for name, roles in kinds.items():
        account = await create_sample_account(name, f"{name.lower()}@example.net", roles)
        tokens += [await bearer(account, reach) for reach in REACHES]
    tokens += [await desk.token(reach) for reach in ("public", "members")]

    for token in tokens:
        await deny(client, token, KENYA)
        for path in (BELA, f"{CHAPTERS}/nowhere/members/bela", f"{KENYA}/members/nobody"):
            refused = await client.post(path, json={"deed": "approve"}, headers=token)
            assert refused.status_code in {403, 404}
            assert "ela" not in refused.text
    await deny(desk.cora, {}, KENYA)  # a cookie counts for nothing
    assert (await desk.cora.post(BELA, json={"deed": "approve"})).status_code == 404
    assert await desk.state() == "requested"


async def test_the_desk_ends_with_the_role_and_the_token(desk: Desk) -> None:
    token = await desk.token()
    assert (await desk.cora.get(f"{KENYA}/desk", headers=token)).status_code == 200

    await Role.filter(account_id=desk.cora_id).delete()
    await deny(desk.cora, token, KENYA)
    assert (await desk.cora.post(BELA, json={"deed": "invite"}, headers=token)).status_code == 404
    await ApiToken.all().update(expires_at=now())
    assert (await desk.cora.post(BELA, json={"deed": "invite"}, headers=token)).status_code == 401
    assert await desk.state() == ""


async def test_what_needs_the_coordinator_stands_there_with_who_asks(desk: Desk) -> None:
    await desk.rule("request")
    await desk.ask()

    told = await read(desk, "desk")
    assert (told["requests"], told["members"], told["terms_ending"]) == (1, 1, 0)
    assert told["states"] == {"active": 1, "requested": 1}
    assert [one["members"] for one in told["months"]][-1] == 1
    asked = await read(desk, "requests")
    (bela,) = asked["requests"]
    assert (asked["total"], asked["pages"]) == (1, 1)
    assert (bela["slug"], bela["words"]) == ("bela", "I keep the rolls of Kisumu.")
    assert bela["shared"][0] == "property-tax"
    (step,) = [one for one in (await read(desk, "trail"))["steps"] if one["member"] == "bela"]
    assert (step["by"], step["state"]) == ("member", "requested")


async def test_who_hides_is_neither_told_of_nor_counted(desk: Desk) -> None:
    await desk.rule("request")
    await desk.ask()
    await Profile.filter(slug__in=["ada", "bela"]).update(hidden_at=now())

    said = {what: await read(desk, what) for what in READ}

    assert said["desk"]["states"] == {}
    assert {
        what: said[what]["total"] for what in ("requests", "members", "trail")
    } == dict.fromkeys(("requests", "members", "trail"), 0)
    assert "bela" not in str(said)


async def test_what_a_member_keeps_for_coordinators_leaves_a_trail_of_who_looked(
    desk: Desk,
) -> None:
    chapter = await Chapter.get(slug="kenya")
    await Profile.filter(slug="bela").update(levels={"city": Level.CHAPTERS.value})
    await join_chapters([(desk.people["bela"].id, chapter)])

    (bela,) = [one for one in (await read(desk, "members"))["members"] if one["slug"] == "bela"]

    assert bela["city"] == "Nairobi"
    row = await AuditRow.get(action="profile.viewed-closely")
    assert (row.actor_id, row.subject) == (desk.cora_id, f"profile:{desk.people['bela'].id}")
    assert row.detail == {"fields": ["city"]}


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["ada", "bela", "chidi", "dina"]),
        ("?sort=country", ["dina", "ada", "bela", "chidi"]),
        ("?country=KE", ["ada", "bela"]),
        ("?stakeholder=local-official", ["chidi"]),
        ("?q=univ+BELA", ["bela"]),
        ("?state=invited", []),
        ("?page=2", []),
    ],
)
async def test_the_roster_is_filtered_and_sorted_as_on_its_page(
    desk: Desk, query: str, slugs: list[str]
) -> None:
    chapter = await Chapter.get(slug="kenya")
    await join_chapters([(one.id, chapter) for one in desk.people.values()])

    roster = await read(desk, f"members{query}")

    assert [one["slug"] for one in roster["members"]] == slugs
    if slugs:
        assert roster["total"] == len(slugs)


async def test_pages_of_many_ask_the_database_no_more_often_than_of_few(
    desk: Desk, statements: list[str]
) -> None:
    chapter = await Chapter.get(slug="kenya")
    token = await desk.token("own")
    asked: list[int] = []
    for many in (1, MANY):
        drafts = [like("ada", f"{state}-{many}-{at}") for state in STANDS for at in range(many)]
        made = await create_profiles(drafts, published=True)
        places = [
            Membership(chapter=chapter, profile=one, state=state)
            for one, state in zip(
                made, [state for state in STANDS for _ in range(many)], strict=True
            )
        ]
        await Membership.bulk_create(places)
        statements.clear()
        for name in ("members", "requests", "suggested", "trail"):
            await desk.cora.get(f"{KENYA}/{name}", headers=token)
        asked.append(len(statements))

    assert asked[0] == asked[1]
    for name in ("requests", "suggested"):
        first, second = [await read(desk, f"{name}?page={page}") for page in (1, 2)]
        assert (first["total"], first["pages"]) == (MANY + 1, 2)
        slugs = {one["slug"] for one in (*first[name], *second[name])}
        assert (len(first[name]), len(slugs)) == (SIZE, MANY + 1)
