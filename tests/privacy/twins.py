"""Twin worlds that differ in one hidden thing: nobody without the right can tell them apart."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cop.accounts.models import AuditRow, Block
from profiles.fields import FIELDS, LISTS
from profiles.models import Profile, ProfileTag
from tests.databases import empty
from tests.privacy.addresses import Address, all_addresses, questions
from tests.privacy.crawler import Visitor
from tests.privacy.policy import Looker, Person, floor, level, may_find, may_see
from tests.privacy.words import canary
from tests.privacy.world import SCHEMES, SHARED_TOPICS, concept_key, refresh

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from tests.privacy.crawler import Said
    from tests.privacy.world import World

_MOVING = re.compile(
    rb'<time[^>]*>[^<]*</time>|\d{4}-\d\d-\d\d(T[\d:.+Z]+)?|"seconds":[\d.e-]+|'
    rb'name="(token|key|nonce|csrf)" value="[^"]*"|set-cookie: [^\n]*'
)


# What one keeps oneself: when an archive was made, when a token was last used.
OWN = frozenset({"account", "download", "roster-xlsx"})  # the last says inside when it was made
_LENGTH = re.compile(rb"content-length: \d+")  # that of how long it took is in it


@dataclass
class Twin:
    """One hidden difference: of whom, in what, and who must not notice."""

    person: Person
    field: str  # "" is the whole person

    def is_hidden_from(self, looker: Looker) -> bool:
        if not self.field:
            return not may_find(looker, self.person)
        return not may_see(looker, self.person, self.field)

    def __str__(self) -> str:
        return f"{self.field or 'all'} of {self.person.slug}"


def hidden_fields(world: World) -> list[Twin]:
    """Return all fields that members do not show each other."""
    return [
        Twin(person, name)
        for person in world.people
        for name in FIELDS
        if name != "name" and max(floor(person), level(person, name)) >= 1
    ]


def hidden_people(world: World) -> list[Twin]:
    return [Twin(person, "") for person in world.people if floor(person) >= 1]


async def listen_to_twins(
    world: World, twin: Twin, *, kinds: Sequence[str] = (), searches: int = 4
) -> AsyncIterator[str]:
    """Yield where lookers without the right can tell the world from its twin."""
    lookers = [
        one
        for one in world.lookers
        if (not kinds or one.kind in kinds) and twin.is_hidden_from(one)
    ]
    asked = [
        *all_addresses(world),
        *questions(world, random.Random(world.seed), searches),
        *(
            Address("directory", "/members", f"q={word}{where}")
            for word in sorted(twin.person.canaries.get(twin.field or "name", ()))
            for where in ("", "+in+Kenya")  # where nobody lives: then up the ladder
        ),
    ]
    await empty(AuditRow)  # whose rows of the first visit would stand on pages of the second
    before = {looker.kind: await _answers(world, looker, asked) for looker in lookers}
    await empty(AuditRow)
    await become_twin(twin)
    await refresh(world.service)
    for looker in lookers:
        for address, said in (await _answers(world, looker, asked)).items():
            if said != before[looker.kind][address]:
                yield f"{looker.kind} can tell {twin} at {address}"


async def _answers(
    world: World, looker: Looker, asked: Sequence[Address]
) -> dict[str, tuple[int, bytes]]:
    visitor = Visitor(world, looker)
    return {str(one): _masked(await visitor.ask(one)) for one in asked if one.name not in OWN}


def _masked(said: Said) -> tuple[int, bytes]:
    words = _MOVING.sub(b"", said.everything)
    return said.status, _LENGTH.sub(b"", words) if b'"seconds":' in said.body else words


async def become_twin(twin: Twin) -> None:
    """Change the one hidden thing, as far as it can be changed."""
    if not twin.field:
        await Profile.filter(id=twin.person.id).delete()
        return
    if twin.field in LISTS:
        await ProfileTag.filter(profile_id=twin.person.id, field=twin.field).delete()
        await ProfileTag.bulk_create(_other_tags(twin))
        return
    other: dict[str, Any] = {twin.field: canary("twin")[:19]}
    if twin.field in SCHEMES:
        other = {twin.field: concept_key(twin.field, 20)}
    elif twin.field == "city":
        other = {"city": "Cairo", "city_id": 360630}
    elif twin.field == "institution":
        other = {"institution_id": None}
    await Profile.filter(id=twin.person.id).update(**other)


def _other_tags(twin: Twin) -> list[ProfileTag]:
    keys = [concept_key(twin.field, 20)]
    if SCHEMES[twin.field] == "topic":
        keys += SHARED_TOPICS
    return [
        ProfileTag(profile_id=twin.person.id, field=twin.field, key=key, rank=rank)
        for rank, key in enumerate(keys)
    ]


async def listen_to_blocked(world: World, *, searches: int = 4) -> AsyncIterator[str]:
    """Yield where somebody who is blocked can tell the one who blocked them from nobody."""
    (looker,) = (one for one in world.lookers if one.kind == "blocked by the target")
    asked = [*all_addresses(world), *questions(world, random.Random(world.seed), searches)]
    asked = [one for one in asked if one.name != "blocks"]  # where they name whom they blocked
    before = await _answers(world, looker, asked)
    blockers = await Block.filter(blocked_id=looker.account).values_list("account_id", flat=True)
    blocked = await Block.filter(account_id=looker.account).values_list("blocked_id", flat=True)
    await Profile.filter(account_id__in=[*blockers, *blocked]).delete()
    await refresh(world.service)
    for address, said in (await _answers(world, looker, asked)).items():
        if said != before[address]:
            yield f"who is blocked can tell at {address}"
