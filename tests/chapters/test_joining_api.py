"""How one becomes a member, said by program: once, by those who coordinate the chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.models import AuditRow
from cop.chapters.models.chapters import Chapter
from tests.chapters.deciding import KENYA

if TYPE_CHECKING:
    from tests.chapters.deciding import Desk

JOINING = f"/api/v1{KENYA}/joining"


async def test_the_rule_is_set_by_program_and_twice_is_once(desk: Desk) -> None:
    token = await desk.token("deeds")

    said = [
        (await desk.cora.post(JOINING, json={"joining": "request"}, headers=token)).json()
        for _twice in range(2)
    ]

    assert said == [{"slug": "kenya", "joining": "request"}] * 2
    assert (await Chapter.get(slug="kenya")).joining == "request"
    row = await AuditRow.get(action="chapter.joining-set")
    assert (row.actor_id, row.detail["joining"]) == (desk.cora_id, "request")


async def test_any_other_rule_is_refused_and_so_is_any_other_chapter(desk: Desk) -> None:
    await Chapter.create(slug="nigeria", kind="country", scope="NG", topics=[], quality={})
    token = await desk.token("deeds")

    for body in ({}, {"joining": ""}, {"joining": "never"}, {"joining": ["open"]}):
        refused = await desk.cora.post(JOINING, json=body, headers=token)
        assert (refused.status_code, [*refused.json()["errors"]]) == (422, ["joining"])
    there, nowhere = [
        await desk.cora.post(
            JOINING.replace("kenya", slug), json={"joining": "request"}, headers=token
        )
        for slug in ("nigeria", "nowhere")
    ]
    assert (there.status_code, there.content) == (404, nowhere.content)
    assert {one.joining for one in await Chapter.all()} == {"open"}
