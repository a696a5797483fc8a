"""The examples on the page of the API are real answers about the people of the tests.

After an answer has changed on purpose: COP_EXAMPLES=write pytest tests/api/test_examples.py
"""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from jsonschema_rs import validator_for

from cop.accounts.actions.sessions import create_sample_account
from cop.announcements.models import Announcement, Stage
from cop.api.openapi import as_schema
from cop.api.views import ENDPOINTS, EXAMPLES
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership, MembershipStep, State
from cop.chapters.models.seats import Seat
from cop.events.models import Meeting, Registration
from cop.kit.database import run_sql
from cop.vocabulary.geography import find_city
from matching.actions import rematch
from profiles.actions.members import give_account
from profiles.fields import Level, Visibility
from profiles.models import Profile
from tests.api.posted import POSTED
from tests.api.tokens import bearer
from tests.databases import ONE_DATABASE
from tests.people import change, settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    import httpx2

    from cop.running import Service
    from tests.api.posted import Posted

ASKED = {
    "api-members": "/api/v1/members?q=who+knows+property+tax+in+Kenya",
    "api-member": "/api/v1/members/ada",
    "api-matches": "/api/v1/members/ada/matches?within=world",
    "api-nearby": "/api/v1/members/ada/nearby",
    "api-network": "/api/v1/network?person=ada",
    "api-chapters": "/api/v1/chapters",
    "api-chapter": "/api/v1/chapters/kenya?page=1",
    "api-meetings": "/api/v1/chapters/kenya/meetings",
    "api-meeting": "/api/v1/chapters/kenya/meetings/1",
    "api-announcements": "/api/v1/announcements?page=1",
    "api-announcement": "/api/v1/announcements/7",
    "api-chapter-announcements": "/api/v1/chapters/kenya/announcements",
    "api-countries": "/api/v1/countries",
    "api-country": "/api/v1/countries/KE",
    "api-vocabulary": "/api/v1/vocabulary/sectors?lang=fr",
    "api-suggest": "/api/v1/suggest?q=ada",
}
OF_COORDINATORS = {
    "api-suggested": "/api/v1/chapters/kenya/suggested",  # and then they ask to join
    "api-desk": "/api/v1/chapters/kenya/desk",
    "api-requests": "/api/v1/chapters/kenya/requests",
    "api-roster": "/api/v1/chapters/kenya/members?sort=since",
    "api-seats": "/api/v1/chapters/kenya/seats",
    "api-trail": "/api/v1/chapters/kenya/trail",
    "api-place": "/api/v1/chapters/kenya/members/ada",
    "api-meeting-people": "/api/v1/chapters/kenya/meetings/1/people",
    "api-drafts": "/api/v1/chapters/kenya/announcements/drafts",
    "api-announcement-desk": "/api/v1/announcements/9/desk",
    "api-mail-lists": "/api/v1/announcements/lists",
}
SHOWN = 2  # of a list
STEADY = {  # what is never the same twice
    "joined": "2026-11-25",
    "since": "2026-11-25",
    "confirmed": "2026-11-25",
    "month": "2026-11",
    "at": "2026-11-25T09:00:00+00:00",
    "created": "2026-11-25T09:00:00+00:00",
    "undone": "2026-11-25T09:00:00+00:00",
}


async def tell_and_meet(chapter: Chapter) -> None:
    await Announcement.create(
        id=7,
        chapter=chapter,
        words={"en": {"title": "Open day in Kisumu", "text": "On **Friday**, all are welcome."}},
        language="en",
        is_public=True,
        stage=Stage.SENT,
        sent_at=datetime(2026, 11, 25, 9, tzinfo=UTC),
    )
    await Announcement.create(
        id=8,
        words={"en": {"title": "A year together", "text": "Thank you all."}},
        language="en",
        is_public=True,
        stage=Stage.SENT,
        sent_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
    )
    await Announcement.create(
        id=9,
        chapter=chapter,
        words={"en": {"title": "We meet", "text": "Soon."}},
        language="en",
    )
    bela = await Profile.get(slug="bela")
    for number, state, year in ((1, "announced", 2030), (2, "held", 2026)):
        meeting = await Meeting.create(
            chapter=chapter,
            number=number,
            state=state,
            title="Land rates",
            description="We compare rolls.",
            starts_at=datetime(year, 1, 15, 12, tzinfo=UTC),
            minutes=90,
            zone="Africa/Nairobi",
            place="Nairobi",
            link="https://call.example.org/rates",
            is_public=True,
            announced_at=datetime(2025, 11, 26, tzinfo=UTC),
            uid=f"{number}@example.org",
            changed_at=datetime(2025, 11, 26, tzinfo=UTC),
        )
        await Registration.create(meeting=meeting, profile=bela, seat="going")


async def gather(people: dict[str, Profile]) -> dict[str, dict[str, str]]:
    """Make the chapter of Kenya of these people; return the tokens of who asks, by name."""
    kenya = await Chapter.create(
        slug="kenya",
        kind="country",
        scope="KE",
        topics=[],
        quality={},
        purpose="Who works on local government in Kenya, in one place.",
        languages="en+sw",
    )
    await Membership.create(chapter=kenya, profile=people["ada"], state=State.ACTIVE)
    await Membership.create(chapter=kenya, profile=people["bela"], state=State.SUGGESTED)
    cora, deo = [
        await create_sample_account(name, f"{name}@example.net", [("coordinator", "kenya")])
        for name in ("Cora", "Deo")
    ]
    await MembershipStep.create(
        chapter=kenya, profile=people["ada"], account=deo, before="requested", after="active"
    )
    term = {"kind": "co-chair", "state": "held", "ends_on": date(2027, 12, 31)}
    await Seat.create(chapter=kenya, profile=people["ada"], **term)
    await tell_and_meet(kenya)
    bela = await create_sample_account("Bela", "bela@example.net", [])
    await give_account(people["bela"].id, bela)
    return {"cora": await bearer(cora, "deeds"), "bela": await bearer(bela, "deeds")}


@ONE_DATABASE
async def test_the_examples_are_what_is_really_answered(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await run_sql("DELETE FROM sqlite_sequence")  # rows are counted from one, as the examples say
    people = await settle(service)
    nakuru = find_city("Nakuru", "KE")
    assert nakuru
    await Profile.filter(id=people["ada"].id).update(levels={"city": Level.PUBLIC})
    await change(
        service,
        people["bela"],
        visibility=Visibility.PUBLIC.value,
        levels={"city": Level.PUBLIC},
        institution_id=None,
        city=nakuru.name,
        city_id=nakuru.id,
    )
    tokens = await gather(people)
    await rematch(service.matcher.snapshots)
    answers = {name: (await client.get(asked)).json() for name, asked in ASKED.items()}

    for name, asked in OF_COORDINATORS.items():
        answers[name] = (await client.get(asked, headers=tokens["cora"])).json()
        if name == "api-suggested":
            words = "I keep the rolls of Kisumu."
            place = Membership.filter(profile_id=people["bela"].id)
            await place.update(state=State.REQUESTED, words=words)
    for one in POSTED:
        method = "POST" if one.body else "GET"
        said = await client.request(method, one.address, json=one.body, headers=tokens[one.by])
        answers[one.name] = said.json()

    answers["api-members"]["hits"].sort(key=lambda hit: hit["slug"])  # who are equal take turns

    for endpoint in ENDPOINTS:
        validator_for(as_schema(endpoint.answer)).validate(answers[endpoint.name])
    written = {
        name: {"request": asked, "answer": shortened(answers[name])}
        for name, asked in (ASKED | OF_COORDINATORS).items()
    }
    for one in POSTED:
        body = {"body": one.body} if one.body else {}
        answer = shortened(answers[one.name])
        written[one.name] = {"request": one.address, **body, "answer": answer}
    if os.environ.get("COP_EXAMPLES") == "write":
        EXAMPLES.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n")
    assert json.loads(EXAMPLES.read_text(encoding="utf-8")) == written


async def post(
    client: httpx2.AsyncClient, deeds: Sequence[Posted], token: dict[str, str]
) -> dict[str, Any]:
    """Do these by program, one after the other, and return what is answered, by name."""
    return {
        one.name: (await client.post(one.address, json=one.body, headers=token)).json()
        for one in deeds
    }


def shortened(data: Any) -> Any:
    """Cut long lists, and put aside what is never the same twice."""
    if isinstance(data, list):
        return [shortened(one) for one in data[:SHOWN]]
    if isinstance(data, dict):
        steady = {"seconds": 0.004} | {
            name: same for name, same in STEADY.items() if isinstance(data.get(name), type(same))
        }
        return {
            name: steady[name] if name in steady else shortened(value)
            for name, value in data.items()
        }
    return data
