"""Whom somebody should meet, as far as the viewer may know."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from tortoise.transactions import in_transaction

from cop.accounts.viewer import ANY_MEMBER, ANYONE, Audience, Viewer
from cop.kit.errors import Unavailable
from matching.matcher import Matcher, choose_bounds
from matching.standing import KEPT
from matching.suggestions import LOOKED_AT, see_suggestions
from profiles.access import see_member
from profiles.actions.members import Draft, create_profiles
from profiles.fields import Visibility
from tests.databases import ONE_DATABASE
from tests.matching.crowd import THEMES, add, gather_crowd
from tests.people import settle, tags

if TYPE_CHECKING:
    from cop.running import Service
    from matching.suggestions import Suggestion

TAX, LAND = "property-tax", "valuation-cadastre"


async def suggest(
    service: Service, slug: str, viewer: Viewer = ANY_MEMBER, **how: Any
) -> list[Suggestion]:
    return await see_suggestions(service.matcher, await see_member(slug, viewer), viewer, **how)


def slugs(found: list[Suggestion]) -> list[str]:
    return [one.member.slug for one in found]


async def gather(service: Service, drafts: list[Draft]) -> None:
    async with in_transaction():
        await create_profiles(drafts, published=True)
    await service.matcher.refresh()


def somebody(name: str, *topics: str, lists: dict[str, Any] | None = None, **values: Any) -> Draft:
    """Return somebody whom everybody finds."""
    given = {"country": "KE", "visibility": Visibility.PUBLIC.value} | values
    lists = {field: tags(*keys) for field, keys in (lists or {}).items()}
    return Draft({"name": name, "slug": name.lower()} | given, {"expertise": tags(*topics)} | lists)


async def test_a_suggestion_says_who_and_why(service: Service) -> None:
    await settle(service)
    await add(service, "Eve", "local-elections")  # so that property tax is not everybody's

    first, second = await suggest(service, "ada")

    assert (first.member.slug, second.member.slug) == ("bela", "chidi")
    assert [reason.kind for reason in first.reasons] == ["topic", "language", "fresh", "seldom"]
    assert first.reasons[0].values == (LAND, TAX)
    assert first.match.score == service.matcher.snapshot(Audience.MEMBERS).overlap.score(
        (await see_member("ada", ANYONE)).id, first.member.id
    )
    assert [shared.topic for shared in first.match.shared] == [LAND, TAX]
    assert first.score == sum(reason.weight for reason in first.reasons)
    assert [reason.kind for reason in second.reasons] == ["topic", "stakeholder", "fresh", "seldom"]


async def test_nobody_is_suggested_to_themselves_or_against_a_wish(service: Service) -> None:
    people = await settle(service)
    await add(service, "Eve", "local-elections")

    assert slugs(await suggest(service, "ada", but=[people["bela"].id])) == ["chidi"]
    assert slugs(await suggest(service, "ada", most=1)) == ["bela"]
    assert slugs(await suggest(service, "ada", most=0)) == []


async def test_nobody_is_suggested_without_anything_to_talk_about(service: Service) -> None:
    alike = {"lists": {"languages": ["en", "sw"], "countries_known": ["GH"]}}
    await gather(
        service,
        [
            somebody("One", TAX, **alike),
            somebody("Two", LAND, **alike, stakeholder="academia"),
            somebody("None", **alike),
        ],
    )

    assert await suggest(service, "one") == []
    assert await suggest(service, "none") == []


async def test_who_could_teach_or_learn_is_suggested_without_any_topic_in_common(
    service: Service,
) -> None:
    await gather(
        service,
        [
            somebody("Curious", TAX, lists={"interests": [LAND]}),
            somebody("Expert", LAND, "wash"),
            somebody("Apprentice", "wash", lists={"interests": [TAX]}),
        ],
    )

    found = await suggest(service, "curious")

    assert [(one.member.slug, one.reasons[0].kind) for one in found] == [
        ("expert", "teaches"),
        ("apprentice", "learns"),
    ]
    assert found[0].match.shared == ()


async def test_scopes_are_the_country_the_region_and_the_world(service: Service) -> None:
    await gather_crowd(service)
    seen = {
        scope: {one.member.country for one in await suggest(service, "person-0x00", within=scope)}
        for scope in ("country", "region", "world")
    }

    assert seen == {
        "country": {"KE"},
        "region": {"KE", "NG", "SN"},
        "world": {"KE", "NG", "SN", "BR"},
    }


async def test_who_keeps_their_country_is_alone_in_it(service: Service) -> None:
    await settle(service)
    asker = await add(service, "Eve", TAX, country="")
    await add(service, "Nowhere", TAX, country="")

    assert slugs(await suggest(service, "eve", within="country")) == []
    assert slugs(await suggest(service, "eve", within="region")) == []
    assert asker.slug not in slugs(await suggest(service, "ada", within="country"))


async def test_equals_are_told_by_id(service: Service) -> None:
    crowd = await gather_crowd(service)
    await add(service, "Eve", *THEMES[0])

    found = await suggest(service, "eve", most=4)

    assert [one.member.id for one in found] == [crowd[0], crowd[3], crowd[6], crowd[9]]
    assert len({one.score for one in found}) == 1


async def test_who_stands_in_fewer_lists_comes_first_among_equals(service: Service) -> None:
    everybody = KEPT + 5
    await gather(service, [somebody(f"Peer{at:02}", TAX) for at in range(everybody)])
    await add(service, "Other", "local-elections")

    found = slugs(await suggest(service, "peer00", most=everybody))

    # All are as close as can be, so everybody lists the first: the last are in nobody's list.
    last = [f"peer{at:02}" for at in range(KEPT + 1, everybody)]
    assert found[: len(last)] == last
    assert found[len(last) :] == [f"peer{at:02}" for at in range(1, KEPT + 1)]


async def test_what_is_switched_off_moves_nobody(service: Service) -> None:
    await settle(service)
    await add(service, "Eve", "local-elections")
    matcher = Matcher(
        service.vocabulary, choose_bounds({"language", "fresh", "stakeholder", "seldom"})
    )
    await matcher.refresh()

    found = await see_suggestions(matcher, await see_member("ada", ANY_MEMBER), ANY_MEMBER)

    assert [[reason.kind for reason in one.reasons] for one in found] == [["topic"], ["topic"]]


async def test_before_the_first_reading_one_is_asked_for_patience(service: Service) -> None:
    await create_profiles([somebody("Eve", TAX)], published=True)

    with pytest.raises(Unavailable):
        await suggest(service, "eve")


@ONE_DATABASE
async def test_the_answer_is_that_of_scoring_everybody(service: Service) -> None:
    chance = random.Random(5)
    topics = [topic for theme in THEMES for topic in theme] + ["wash", "climate-finance"]
    languages, countries = ["en", "fr", "sw", "ar"], ["KE", "GH", "NG", "SN"]
    roles = ["academia", "local-official", "central-sector-ministry"]
    await gather(
        service,
        [
            somebody(
                f"P{at}",
                *chance.sample(topics, chance.randint(1, 4)),
                lists={
                    "interests": chance.sample(topics, chance.randint(0, 3)),
                    "languages": chance.sample(languages, chance.randint(0, 3)),
                    "countries_known": chance.sample(countries, chance.randint(0, 2)),
                },
                country=chance.choice(countries),
                stakeholder=chance.choice(roles),
            )
            for at in range(LOOKED_AT[1] + 40)
        ],
    )

    for asker in ("p0", "p1", "p2", "p3", "p4", "p5"):
        for within in ("country", "world"):
            everybody = await suggest(service, asker, most=1_000, within=within)
            assert await suggest(service, asker, most=20, within=within) == everybody[:20]


@ONE_DATABASE
async def test_the_best_is_found_behind_many_who_are_as_close(service: Service) -> None:
    alike = [somebody(f"Peer{at}", TAX, LAND) for at in range(LOOKED_AT[0] + 30)]
    spoken = {"lists": {"languages": ["sw"], "interests": [TAX]}}
    others = [somebody(f"Other{at}", "wash") for at in range(5)]
    best = somebody("Last", TAX, LAND, **spoken)
    await gather(service, [somebody("Eve", TAX, **spoken), *others, *alike, best])

    first, second = await suggest(service, "eve", most=2)

    assert (first.member.slug, second.member.slug) == (
        "last",
        f"peer{KEPT + 1}",
    )  # whom nobody has in a list
