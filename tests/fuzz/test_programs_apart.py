"""What the program of one coordinator does, no other token does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx2

from cop.accounts.models import Account
from cop.api.views import ENDPOINTS
from cop.chapters.models.chapters import Chapter
from tests.api.tokens import bearer
from tests.databases import ONE_DATABASE
from tests.fuzz.bodies import BODIES
from tests.fuzz.callers import Caller, make_account, make_profile
from tests.fuzz.needs import make_what_it_needs
from tests.people import settle

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from cop.running import Service

BASE = "http://127.0.0.1:8000"
POSTED = [one for one in ENDPOINTS if one.body]
OF_ONESELF = {  # every member does these
    "api-change-own-place",
    "api-answer-seat",
    "api-register",
    "api-choose-often",
    "api-turn-list",
}


@ONE_DATABASE
async def test_what_one_coordinators_program_does_no_other_token_does(
    service: Service, app: ASGIApp
) -> None:
    await settle(service)
    for slug, scope in (("africa", "ssa"), ("asia", "asia-pacific")):
        await Chapter.create(slug=slug, kind="regional", scope=scope, topics=[], quality={})
    transport = httpx2.ASGITransport(app=app)
    wrong: list[str] = []
    async with httpx2.AsyncClient(transport=transport, base_url=BASE) as client:
        caller = Caller("coordinator", client, service, 7)
        other = await make_account("coordinator", "asia")
        await make_profile(other)
        elsewhere = await bearer(other, "deeds")
        for one in POSTED:
            await caller.renew()
            client.cookies.clear()
            own = await Account.get(id=caller.viewer.account_id)
            tokens = {
                "elsewhere": elsewhere,
                "nobody's": {},
                "reading": await bearer(own, "own"),
                "deciding": await bearer(own, "chapters"),
                "own": caller.token,
            }
            expected = {
                "elsewhere": 200 if one.name in OF_ONESELF else 404,
                "nobody's": 404,
                "reading": 403,
                "deciding": 200 if one.decides else 403,
                "own": 200,
            }
            for whose, token in tokens.items():
                made = await make_what_it_needs(one.name, caller, BODIES)
                path = one.path.format_map(made)
                body = {name: made[name] for name in made if f"{{{name}}}" not in one.path}
                said = await client.post(path, json=body, headers=token)
                if said.status_code != expected[whose]:
                    wrong.append(f"{said.status_code} to {whose} at {path}: {said.text[:200]}")

    assert POSTED
    assert wrong == []
