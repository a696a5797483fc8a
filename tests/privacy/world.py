"""Worlds full of canaries: members, chapters, roles, blocks and bans, drawn from a seed.

Each personal field of each member holds a word that nobody else uses. What a vocabulary knows is
a concept of its own, with such a word for its label; two concepts of every scheme are decoys that
nobody holds: a page that shows both lists the vocabulary, and gives nobody away by that.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cop.accounts.models import Account, AuditRow
from cop.chapters.actions.memberships import join_chapters
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership, State
from cop.kit.changes import last_change
from cop.kit.clock import now
from cop.kit.outbox import Mail
from cop.running import Service, make_service
from cop.vocabulary.concepts import Concept, Vocabulary
from cop.vocabulary.geography import get_city
from cop.vocabulary.models import ConceptRow
from cop.vocabulary.queries import VocabularyWatch
from matching.actions import rematch
from profiles.actions.members import Draft, create_profiles, ensure_institutions
from profiles.fields import FIELDS, LISTS
from profiles.member import Tag
from profiles.models import Institution, Profile
from tests.databases import empty
from tests.privacy.chapters import create_chapters, create_further_chapters
from tests.privacy.lookers import (
    announce,
    answer_some,
    create_account,
    create_lookers,
    keep_everybody,
    note_everybody,
    save_searches,
)
from tests.privacy.meeting import meet
from tests.privacy.policy import CHAPTERS, ME, MEMBERS, PUBLIC, Looker, Person
from tests.privacy.words import canary, orcid

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 24  # members of a world
DECOYS = (MOST, MOST + 1)
SCHEMES = {name: one.scheme for name, one in FIELDS.items() if one.scheme}
SHARED_TOPICS = ("property-tax", "valuation-cadastre", "wash", "local-elections", "business-taxes")
ASIDE = (State.REQUESTED, State.INVITED, State.PAUSED, State.BANNED)  # in chapters
ISLANDS = (
    "MU SC KM MG CV ST FJ WS TO VU SB KI TV NR PW FM MH JM BB LC GD VC DM AG KN BS TT CU MT CY IS "
    "MV LK SG BN BH QA KW LB DO HT PH ID JP NZ AU IE TW GL PG TL BT NP MN AL MK ME SI"
).split()
TOWN = 184745  # Nairobi
# In every world somebody is not published, somebody hides, somebody tells members only what they
# know, somebody whom all may find has blocked somebody, and somebody is held back for their name.
UNPUBLISHED, HIDING, RESERVED, TARGET, HELD = range(5)


def concept_word(name: str, member: int) -> str:
    return canary("concept", name, member)


def add_canaries(vocabulary: Vocabulary) -> tuple[Vocabulary, list[Concept]]:
    """Return the vocabulary with a concept for each member and field, and these concepts."""
    stock = {
        (one.scheme, one.key): one
        for scheme in (*dict.fromkeys(SCHEMES.values()), "region", "topic-group", "community")
        for one in vocabulary.list(scheme)
    }
    ours: dict[tuple[str, str], Concept] = {}
    for name, scheme in SCHEMES.items():
        for member in range(MOST + 2):
            word = concept_word(name, member)
            made = Concept(scheme, concept_key(name, member), labels={"en": word.title()}, rank=999)
            if scheme == "country":  # a real one by another name, for it has a place on the map
                made = replace(made, facts=stock[scheme, made.key].facts | {"neighbours": []})
            ours[scheme, made.key] = made
    return Vocabulary((stock | ours).values()), [*ours.values()]


def concept_key(name: str, member: int) -> str:
    if SCHEMES[name] != "country":
        return concept_word(name, member)
    return ISLANDS[2 * member + (name == "country")]


@dataclass
class World:
    """A generated world, as the policy and the crawler need it."""

    seed: int
    service: Service
    people: list[Person]
    lookers: list[Looker]
    chapters: list[str]
    accounts: list[int]
    institutions: list[str]
    shortlist: tuple[str, str]  # of everybody, an administrator's: its number, what opens it
    tokens: list[str]  # of feeds, and of mails about saved searches
    digest: str  # what ends mails about new matches
    calendar: str  # what opens somebody's meetings
    announcements: list[str]  # numbers: of each chapter one sent and a draft
    deed: str  # about many members of the first chapter at once: its number
    thorough: bool = False  # every country is visited, not some
    owners: dict[str, list[tuple[Person, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for person in self.people:
            for name, words in person.canaries.items():
                for word in words:
                    self.owners.setdefault(word, []).append((person, name))
        self.decoys = {name: {concept_word(name, one) for one in DECOYS} for name in SCHEMES}
        self.concepts = {
            concept_word(name, member): name for name in SCHEMES for member in range(MOST)
        }


async def open_canaries(
    service: Service, vocabulary: Vocabulary, concepts: Sequence[Concept]
) -> Service:
    """Return the service with the vocabulary of `add_canaries`."""
    countries = [one.key for one in concepts if one.scheme == "country"]
    await ConceptRow.filter(scheme="country", key__in=countries).delete()
    await ConceptRow.bulk_create(
        [
            ConceptRow(
                scheme=one.scheme, key=one.key, parent=one.parent, rank=one.rank,
                labels=dict(one.labels), terms=[], facts=dict(one.facts),
            )
            for one in concepts
        ],
        batch_size=500,
    )  # fmt: skip
    words = VocabularyWatch(vocabulary, await last_change())
    return make_service(service.settings, words, service.engine)


async def create_world(service: Service, seed: int, most: int = 14) -> World:
    """Create the world of `seed` on a service of `open_canaries`."""
    await empty(Chapter, Profile, Account, Institution, AuditRow, Mail)
    dice = random.Random(seed)
    chapters = await create_chapters()
    people, drafts = [], []
    for member in range(dice.randint(8, most)):
        person, draft = _draw(dice, seed, member, [one.slug for one in chapters])
        people.append(person)
        drafts.append(draft)
    accounts = await _create_accounts(people)
    for person, account in zip(people, accounts, strict=True):
        person.account = account.id
    institutions = await _settle_institutions(people, drafts, seed)
    for person, draft in zip(people, drafts, strict=True):
        draft.values["account_id"] = person.account
    for person, profile in zip(people, await create_profiles(drafts, published=True), strict=True):
        person.id = profile.id
        await Profile.filter(id=profile.id).update(
            published_at=profile.published_at if person.published else None,
            hidden_at=now() if person.hidden_now else None,
            held_at=now() if person.held else None,
            confirmed_at=now() - timedelta(days=dice.randint(0, 700)),
        )
    by_slug = {one.slug: one for one in chapters}
    await join_chapters(
        [(one.id, by_slug[slug]) for one in people for slug in sorted(one.chapters)]
    )
    await Membership.bulk_create(
        [
            Membership(chapter_id=chapter.id, profile_id=one.id, state=State.SUGGESTED)
            for one in people
            for chapter in chapters
            if chapter.slug not in one.chapters and dice.random() < 0.3
        ]
    )
    lookers = await create_lookers(dice, seed, people[TARGET], people, by_slug)
    suggested = await Membership.filter(state=State.SUGGESTED).order_by("id")
    for at, state in enumerate(ASIDE):
        places = [one.id for one in suggested[at :: 2 * len(ASIDE)]]
        await Membership.filter(id__in=places).update(state=state)
    further = await create_further_chapters(people)
    deed = await note_everybody(chapters[0], people)
    shortlist = await keep_everybody(service, people, lookers)
    await refresh(service)
    return World(
        seed, service, people, lookers, [*by_slug, *further],
        [*(one.account for one in people), *(one.account for one in lookers if one.account)],
        institutions, shortlist, await save_searches(service, lookers),
        await answer_some(service, people, lookers),
        await meet(service, chapters, people, people[-1].account),
        await announce(by_slug.values()),
        deed,
    )  # fmt: skip


async def refresh(service: Service) -> None:
    """Bring search, matches and the stored generation up to what the database says."""
    await service.search_sync.rebuild()
    await service.matcher.refresh()
    await rematch(service.matcher.snapshots)


def _draw(
    dice: random.Random, seed: int, member: int, chapters: Sequence[str]
) -> tuple[Person, Draft]:
    def word(name: str) -> str:
        return canary(seed, member, name)

    person = Person(
        slug=word("slug"),
        visibility=dice.choices(["public", "members", "hidden"], [7, 2, 1])[0]
        if member > TARGET
        else "public",
        published=member != UNPUBLISHED and (member <= TARGET or dice.random() > 0.05),
        hidden_now=member == HIDING or (member > TARGET and dice.random() < 0.05),
        held=member == HELD,
        levels={
            name: dice.choice([PUBLIC, MEMBERS, CHAPTERS, ME])
            for name in FIELDS
            if dice.random() < 0.75
        },
        chapters={chapter for chapter in chapters if dice.random() < 0.4},
    )
    # Enough of what is known is open that people are matched.
    expertise = dice.choices([PUBLIC, MEMBERS, CHAPTERS, ME], [5, 3, 1, 1])[0]
    person.levels["expertise"] = {RESERVED: MEMBERS, TARGET: PUBLIC}.get(member, expertise)
    if member == RESERVED:
        person.levels["sectors"] = CHAPTERS
    values: dict[str, Any] = {
        "slug": person.slug,
        "name": f"{word('name').title()} {word('surname').title()}",
        "email": f"{word('email')}@{word('host')}.example",
        "country": concept_key("country", member),
        "city": word("city").title(),
        "city_id": TOWN + member if get_city(TOWN + member) else TOWN,
        "unit": word("unit").title(),
        "position": f"Head of {word('position')}",
        "stakeholder": concept_key("stakeholder", member),
        "government_level": concept_key("government_level", member),
        "bio": f"Knows **{word('bio')}**. {'And much else. ' * 40} At last {word('tail')}.",
        "website": f"https://{word('website')}.example/",
        "orcid": orcid(seed, member),
        "gender": concept_key("gender", member),
        "visibility": person.visibility,
        "levels": dict(person.levels),
    }
    lists = {
        name: (Tag(concept_key(name, member), level=3), Tag("", word(name).title()))
        for name in LISTS
    }
    shared = dice.sample(SHARED_TOPICS, 4 if member <= TARGET else dice.randint(1, 4))
    lists["expertise"] += tuple(Tag(one) for one in shared)
    person.canaries = {
        "slug": {person.slug},
        "name": {word("name"), word("surname")},
        "email": {word("email"), word("host")},
        "city": {word("city")},
        "unit": {word("unit")},
        "position": {word("position")},
        "bio": {word("bio"), word("tail")},
        "website": {word("website")},
        "orcid": {values["orcid"]},
        "account": {word("account")},
        "address": {word("address")},
    }
    for name in SCHEMES:
        person.canaries[name] = {concept_word(name, member)}
        if name in lists:
            person.canaries[name].add(word(name))
    return person, Draft(values, lists)


async def _create_accounts(people: Sequence[Person]) -> list[Account]:
    made = []
    for person in people:
        (name,) = person.canaries["account"]
        (address,) = person.canaries["address"]
        made.append(await create_account(name.title(), f"{address}@example.net"))
    return made


async def _settle_institutions(
    people: Sequence[Person], drafts: Sequence[Draft], seed: int
) -> list[str]:
    """Give everybody an institution where they live, but two one, for down the hall: nowhere."""
    words = [canary(seed, max(member, 1), "institution") for member in range(len(people))]
    where = ["", "", *(draft.values["country"] for draft in drafts[2:])]
    wanted = {one: (f"Institute {one.title()}", at) for one, at in zip(words, where, strict=True)}
    made = await ensure_institutions([*wanted.values()])
    for person, draft, word in zip(people, drafts, words, strict=True):
        draft.values["institution_id"] = made[wanted[word]].id
        person.canaries["institution"] = {word}
    return [one.slug for one in made.values()]
