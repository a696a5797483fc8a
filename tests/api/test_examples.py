"""The examples on the page of the API are real answers about the people of the tests.

After an answer has changed on purpose: COP_EXAMPLES=write pytest tests/api/test_examples.py
"""

from __future__ import annotations

import json
import os
import re
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
from cop.events.models import Meeting
from cop.vocabulary.geography import find_city
from matching.actions import rematch
from profiles.fields import Level, Visibility
from profiles.models import Profile
from tests.api.posted import BY_COORDINATORS, BY_MEMBERS
from tests.api.tokens import bearer, bearer_of
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
    "api-announcements": "/api/v1/announcements?page=1",
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
}
SHOWN = 2  # of a list
STEADY = {  # what is never the same twice
    "joined": "2026-11-25",
    "since": "2026-11-25",
    "confirmed": "2026-11-25",
    "month": "2026-11",
    "at": "2026-11-25T09:00:00+00:00",
    "undone": "2026-11-25T09:00:00+00:00",
    "number": 1,
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
    await Meeting.create(
        chapter=chapter,
        number=1,
        state="announced",
        title="Land rates",
        description="We compare rolls.",
        starts_at=datetime(2027, 1, 12, 12, tzinfo=UTC),
        minutes=90,
        zone="Africa/Nairobi",
        place="Nairobi",
        is_public=True,
        announced_at=datetime(2026, 11, 26, tzinfo=UTC),
        uid="1@example.org",
        changed_at=datetime(2026, 11, 26, tzinfo=UTC),
    )


async def test_the_examples_are_what_is_really_answered(
    service: Service, client: httpx2.AsyncClient
) -> None:
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
    place = await Membership.create(chapter=kenya, profile=people["bela"], state=State.SUGGESTED)
    cora = await create_sample_account("Cora", "cora@example.net", [("coordinator", "kenya")])
    await MembershipStep.create(
        chapter=kenya, profile=people["ada"], account=cora, before="requested", after="active"
    )
    term = {"kind": "co-chair", "state": "held", "ends_on": date(2027, 12, 31)}
    await Seat.create(chapter=kenya, profile=people["ada"], **term)
    await tell_and_meet(kenya)
    await rematch(service.matcher.snapshots)
    answers = {name: (await client.get(asked)).json() for name, asked in ASKED.items()}

    token = await bearer(cora, "deeds")
    for name, asked in OF_COORDINATORS.items():
        answers[name] = (await client.get(asked, headers=token)).json()
        if name == "api-suggested":
            place.state, place.words = State.REQUESTED, "I keep the rolls of Kisumu."
            await place.save()
    answers |= await do_all(client, BY_COORDINATORS, token)
    answers |= await do_all(client, BY_MEMBERS, await bearer_of(people["chidi"], "deeds"))

    answers["api-members"]["hits"].sort(key=lambda hit: hit["slug"])  # who are equal take turns

    for endpoint in ENDPOINTS:
        validator_for(as_schema(endpoint.answer)).validate(answers[endpoint.name])
    written = {
        name: {"request": asked, "answer": shortened(answers[name])}
        for name, asked in (ASKED | OF_COORDINATORS).items()
    }
    for one in (*BY_COORDINATORS, *BY_MEMBERS):
        said = {"request": one.address.format(number=1), "answer": shortened(answers[one.name])}
        written[one.name] = said | ({"body": one.body} if one.body else {})
    if os.environ.get("COP_EXAMPLES") == "write":
        EXAMPLES.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n")
    assert json.loads(EXAMPLES.read_text(encoding="utf-8")) == written


async def do_all(
    client: httpx2.AsyncClient, posted: Sequence[Posted], token: dict[str, str]
) -> dict[str, Any]:
    """Do what is posted, one after the other, and return the answers by name."""
    answers, number = {}, ""
    for one in posted:
        address, method = one.address.format(number=number), "POST" if one.body else "GET"
        said = await client.request(method, address, json=one.body, headers=token)
        answers[one.name] = said.json()
        found = re.search(r'"number":(\d+)', said.text)
        number = found[1] if found else number
    return answers


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
