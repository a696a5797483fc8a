"""What leaves for the search: nothing that an audience may not see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cop.accounts.viewer import ADMINISTRATOR, AS_AUDIENCE, Audience, Viewer
from cop.kit.text import tokens
from cop.vocabulary.queries import VocabularyWatch
from profiles.access import visible
from profiles.fields import FIELDS, LISTS, Level, Visibility
from profiles.index import FIELD_OF, MEMBERS, PREFERRED, TEXTS, describe
from profiles.source import MemberSource
from tests.people import settle
from tests.profiles.fullness import TAGS, VALUES, blank, create_fay

if TYPE_CHECKING:
    from cop.running import Service
    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member
    from profiles.models import Profile
    from search.index import Document

pytestmark = pytest.mark.usefixtures("service")

REACH = {Audience.PUBLIC: Level.PUBLIC, Audience.MEMBERS: Level.MEMBERS}
NEVER_INDEXED = {"photo", "email", "website", "orcid", "gender"}


def as_seen(profile: Profile, viewer: Viewer) -> Member:
    member = visible(profile, viewer)
    assert member is not None
    return member


def words(document: Document) -> set[str]:
    """Every word that a document gives away, wherever it stands."""
    texts = [word for words in document.texts.values() for word in words]
    values = [value for values in document.facets.values() for value in values]
    return {word for text in (*texts, *values, *document.orders.values()) for word in tokens(text)}


async def test_a_hidden_field_leaves_the_document_of_an_empty_one(
    vocabulary: Vocabulary,
) -> None:
    """In every field, at every level, for both audiences."""
    profile = await create_fay()
    profile.visibility = Visibility.PUBLIC.value
    for field in FIELDS.keys() - {"name"}:
        for level in Level:
            for audience in Audience:
                viewer = AS_AUDIENCE[audience]
                profile.levels = {field: level.value}
                document = describe(as_seen(profile, viewer), vocabulary)
                profile.levels = {field: Level.PUBLIC.value}
                told = as_seen(profile, viewer)

                gone = [field, *(one for one in FIELDS if FIELDS[one].gives_away == field)]
                nothing = {name: value for one in gone for name, value in blank(one).items()}
                untold = describe(replace(told, **nothing), vocabulary)
                hidden = level > REACH[audience] or field in NEVER_INDEXED
                assert (document == untold) == hidden, (field, level, audience)
                if not hidden:
                    assert document == describe(told, vocabulary)


async def test_canaries_sing_in_the_open_only(vocabulary: Vocabulary) -> None:
    profile = await create_fay()
    profile.visibility = Visibility.PUBLIC.value
    canaries = {
        field: next(word for word in tokens(text) if "canary" in word)
        for field, text in VALUES.items()
        if "anary" in str(text)
    } | {field: tokens(tags[1].text)[0] for field, tags in TAGS.items()}
    assert len(canaries) == len({*canaries.values()} - {"canary"}) + 2  # e-mail and website

    for audience in Audience:
        profile.levels = dict.fromkeys(FIELDS, Level.CHAPTERS.value)
        assert not {word for word in words_for(profile, audience, vocabulary) if "canary" in word}
        for field, canary in canaries.items():
            told = {field, FIELDS[field].gives_away}
            profile.levels = {
                one: (Level.PUBLIC if one in told else Level.CHAPTERS).value for one in FIELDS
            }
            sung = {word for word in words_for(profile, audience, vocabulary) if "canary" in word}
            assert sung == (set() if field in NEVER_INDEXED else {canary})


def words_for(profile: Profile, audience: Audience, vocabulary: Vocabulary) -> set[str]:
    return words(describe(as_seen(profile, AS_AUDIENCE[audience]), vocabulary))


async def test_only_the_register_of_fields_is_indexed(vocabulary: Vocabulary) -> None:
    profile = await create_fay()

    document = describe(as_seen(profile, ADMINISTRATOR), vocabulary)

    assert document.texts.keys() == TEXTS.keys()
    assert document.facets.keys() == {*FIELD_OF, *PREFERRED}
    assert document.orders.keys() == {"by_name", "by_joining"}
    assert document.facets == {
        "country": ["KE"],
        "region": ["ssa"],
        "sector": ["public-finance"],
        "topic": ["property-tax"],
        "topic-group": ["local-revenue"],
        "stakeholder": ["academia"],
        "level": ["local"],
        "discipline": ["political-science"],
        "language": ["sw"],
        "institution": ["canary-institute-ke"],
        "kind": ["research"],
        "knows": ["TZ"],
        "offers": ["mentoring"],
        "chapter": ["east-africa"],
        "city": ["184622"],
        "expert": ["property-tax"],
        "evidence": [],
        "confirmed": [f"{profile.joined_at:%Y-%m}"],
    }
    assert {"impot", "predial", "املاك"} <= words(document)  # found in every language
    assert {*document.texts["name"]} == {"fay", "full"}


async def test_an_empty_member_is_found_by_name(vocabulary: Vocabulary) -> None:
    member = as_seen(await create_fay(), ADMINISTRATOR)
    for field in FIELDS.keys() - {"name"}:
        member = replace(member, **blank(field))
    member = replace(member, chapters=frozenset())

    document = describe(member, vocabulary)

    joined = f"{member.joined_at:%Y-%m}"
    assert words(document) == {
        "fay",
        "full",
        *tokens(document.orders["by_joining"]),
        *tokens(joined),
    }
    assert [*filter(None, document.facets.values())] == [[joined]]
    assert all(getattr(member, field) == () for field in LISTS)


async def test_each_audience_has_documents_of_those_it_may_find(service: Service) -> None:
    people = await settle(service)
    source = MemberSource(VocabularyWatch(service.vocabulary))

    described = await source.describe([str(profile.id) for profile in people.values()])

    keys = {name: {one.key for one in documents} for name, documents in described.items()}
    ada, bela, chidi = (str(people[one].id) for one in ("ada", "bela", "chidi"))
    assert keys == {
        MEMBERS[Audience.PUBLIC].name: {ada, chidi},
        MEMBERS[Audience.MEMBERS].name: {ada, bela, chidi},
    }
    assert service.engine.keys(MEMBERS[Audience.PUBLIC]) == {ada, chidi}
    assert service.engine.keys(MEMBERS[Audience.MEMBERS]) == {ada, bela, chidi}


async def test_who_joined_last_stands_first(vocabulary: Vocabulary) -> None:
    member = as_seen(await create_fay(), ADMINISTRATOR)
    later = replace(member, joined_at=member.joined_at.replace(year=member.joined_at.year + 1))

    assert (
        describe(later, vocabulary).orders["by_joining"]
        < (describe(member, vocabulary).orders["by_joining"])
    )
