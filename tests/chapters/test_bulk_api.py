"""One deed about many by program: looked at, done, told of and taken back, as from the roster."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from cop.accounts.models import AuditRow
from cop.chapters.actions.bulk import MOST
from cop.chapters.actions.memberships import join_chapters
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import BulkDeed, Membership
from cop.kit.clock import now
from cop.kit.outbox import Mail
from profiles.models import Profile
from tests.chapters.deciding import KENYA

if TYPE_CHECKING:
    from tests.chapters.deciding import Desk

DEEDS = f"/api/v1{KENYA}/deeds"


async def do(desk: Desk, deed: str, *members: str, **more: Any) -> dict[str, Any]:
    body = {"deed": deed, "members": members, **more}
    answer = await desk.cora.post(DEEDS, json=body, headers=await desk.token())
    assert answer.status_code == 200, answer.text
    return answer.json()


async def undo(desk: Desk, number: int, reach: str = "chapters") -> int:
    token = await desk.token(reach)
    answer = await desk.cora.post(f"{DEEDS}/{number}", json={"deed": "undo"}, headers=token)
    return answer.status_code


async def states() -> dict[str, str]:
    rows = await Membership.all().values_list("profile__slug", "state")
    return {str(slug): str(state) for slug, state in rows}


async def test_many_are_looked_at_first_and_then_invited_with_a_mail_and_a_row_each(
    desk: Desk,
) -> None:
    everybody, bela = ("ada", "bela", "bela", "dina", "x" * 300), {"slug": "bela"}

    look = await do(desk, "invite", *everybody, words="Do come.", preview=True)

    others = [{"slug": "ada", "name": "Ada Obi", "state": "active"}]
    assert look == {
        "affected": [bela | {"name": "Bela Ruto", "state": ""}],
        "others": others,
        "unknown": 2,
    }
    assert await states() == {"ada": "active"}
    assert not await Mail.exists()
    done = await do(desk, "invite", *everybody, words="Do come.", preview=False)
    assert done["affected"] == [bela | {"name": "Bela Ruto", "state": "invited"}]
    assert (done["others"], done["unknown"], done["deed"]) == (others, 2, "invite")
    assert await states() == {"ada": "active", "bela": "invited"}
    assert "Do come." in (await Mail.get()).text
    row = await AuditRow.get(action="membership.invited")
    assert (row.actor_id, row.subject) == (desk.cora_id, f"profile:{desk.people['bela'].id}")


async def test_what_was_done_is_told_and_taken_back_once(desk: Desk) -> None:
    chapter = await Chapter.get(slug="kenya")
    for slug in ("bela", "chidi"):
        await Membership.create(chapter=chapter, profile=desk.people[slug], state="requested")
    done = await do(desk, "decline", "bela", "chidi")
    path = f"{DEEDS}/{done['number']}"
    assert await states() == {"ada": "active", "bela": "declined", "chidi": "declined"}

    told = (await desk.cora.get(path, headers=await desk.token("own"))).json()

    assert told == {name: done[name] for name in done if name not in {"others", "unknown"}}
    assert (told["deed"], told["deeds"]) == ("decline", ["undo"])
    await desk.ask("Once more.")  # is there by joining, for anybody may
    taken = await desk.cora.post(path, json={"deed": "undo"}, headers=await desk.token())
    assert taken.status_code == 200
    assert {one["slug"]: one["state"] for one in taken.json()["affected"]} == {
        "bela": "active",
        "chidi": "requested",
    }
    assert (taken.json()["deeds"], "undone" in taken.json()) == ([], True)
    assert await undo(desk, done["number"]) == 409
    assert await AuditRow.filter(action="membership.undone", actor_id=desk.cora_id).count() == 1


async def test_after_a_week_nothing_is_taken_back(desk: Desk) -> None:
    done = await do(desk, "invite", "bela")
    await BulkDeed.all().update(at=now() - timedelta(days=8))

    told = await desk.cora.get(f"{DEEDS}/{done['number']}", headers=await desk.token("own"))

    assert told.json()["deeds"] == []
    assert await undo(desk, done["number"]) == 409
    assert await desk.state() == "invited"


async def test_who_is_put_out_and_hides_is_told_of_no_more(desk: Desk) -> None:
    ids = [desk.people[slug].id for slug in ("bela", "dina")]
    await join_chapters([(one, await Chapter.get(slug="kenya")) for one in ids])

    look = await do(desk, "remove", "bela", "dina", preview=True)
    done = await do(desk, "remove", "bela", "dina")

    assert [one["slug"] for one in look["affected"]] == ["bela", "dina"]
    assert [one["slug"] for one in done["affected"]] == ["bela"]
    assert (await states())["dina"] == "removed"


async def test_hidden_and_absent_are_told_alike(desk: Desk) -> None:
    await Profile.filter(slug="bela").update(hidden_at=now())

    hidden, absent = [
        await do(desk, "invite", "ada", who, preview=True) for who in ("bela", "nobody")
    ]

    assert hidden == absent


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"members": ["bela"]}, "deed"),
        ({"deed": "ban", "members": ["bela"]}, "deed"),
        ({"deed": "refuse", "members": ["bela"]}, "deed"),
        ({"deed": "invite"}, "members"),
        ({"deed": "invite", "members": []}, "members"),
        ({"deed": "invite", "members": "bela"}, "members"),
        ({"deed": "invite", "members": [7]}, "members"),
        ({"deed": "invite", "members": [f"a{at}" for at in range(MOST + 1)]}, "members"),
        ({"deed": "invite", "members": [f"a{at}" for at in range(2 * MOST)]}, "members"),
        ({"deed": "invite", "members": ["bela"], "words": "x" * 2001}, "words"),
        ({"deed": "invite", "members": ["bela"], "preview": "yes"}, "preview"),
        ({"deed": "approve", "members": ["bela"]}, None),  # who does not ask
    ],
)
async def test_what_cannot_be_done_about_many_is_a_problem_that_says_where(
    desk: Desk, body: dict[str, Any], field: str | None
) -> None:
    refused = await desk.cora.post(DEEDS, json=body, headers=await desk.token())

    assert refused.status_code == 422
    assert [*refused.json().get("errors", {})] == ([field] if field else [])
    assert await states() == {"ada": "active"}
    assert not await BulkDeed.exists()


async def test_as_many_as_allowed_are_taken(desk: Desk) -> None:
    slugs = [f"a{at}" for at in range(MOST - 1)]

    assert (await do(desk, "invite", "bela", *slugs))["unknown"] == MOST - 1


async def test_deeds_of_another_chapter_are_not_there(desk: Desk) -> None:
    other = await Chapter.create(slug="nigeria", kind="country", scope="NG", topics=[], quality={})
    row = await BulkDeed.create(chapter=other, deed="invite")
    token, body = await desk.token(), {"deed": "invite", "members": ["bela"]}

    for path in (f"{DEEDS}/{row.id}", f"{DEEDS}/none", f"/api/v1/chapters/nigeria/deeds/{row.id}"):
        assert (await desk.cora.get(path, headers=token)).status_code == 404
        undone = await desk.cora.post(path, json={"deed": "undo"}, headers=token)
        assert undone.status_code == 404
    there, nowhere = [
        await desk.cora.post(f"/api/v1/chapters/{slug}/deeds", json=body, headers=token)
        for slug in ("nigeria", "nowhere")
    ]
    assert (there.status_code, there.content) == (404, nowhere.content)
    assert (await BulkDeed.get()).undone_at is None


async def test_a_token_that_only_reads_takes_nothing_back(desk: Desk) -> None:
    done = await do(desk, "invite", "bela")

    assert await undo(desk, done["number"], "own") == 403
    assert await desk.state() == "invited"
