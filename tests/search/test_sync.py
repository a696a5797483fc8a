"""From the change feed into the index, whatever happens in between."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest
from tortoise.transactions import in_transaction

from cop.accounts.viewer import Audience
from cop.domains import make_sources
from cop.kit.changes import follow, get_position, last_change, record_changes, set_position
from cop.kit.errors import Unavailable
from cop.vocabulary.models import ConceptRow
from profiles.actions.members import Draft, create_profiles, delete_profiles, update_profile
from profiles.fields import Level, Visibility
from profiles.index import MEMBERS
from profiles.models import Profile
from search.embedded import EmbeddedEngine
from search.index import Query
from search.sync import SearchSync
from tests.databases import ONE_DATABASE
from tests.people import PEOPLE, settle, tags
from tests.serving import PATIENT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from cop.running import Service
    from search.engine import Engine
    from search.index import Document, Index

PUBLIC, INSIDE = MEMBERS[Audience.PUBLIC], MEMBERS[Audience.MEMBERS]


def found(service: Service, index: Index, *words: str) -> set[int]:
    return {int(hit.key) for hit in service.engine.search(index, Query(words=words)).hits}


def content(service: Service) -> dict[str, object]:
    """Everything a search could tell, of both indexes."""
    asked = Query(count=PUBLIC.facets, limit=100)
    return {index.name: service.engine.search(index, asked) for index in MEMBERS.values()}


async def create(service: Service, slug: str) -> Profile:
    values, lists = PEOPLE[slug]
    async with in_transaction():
        (profile,) = await create_profiles(
            [Draft(values | {"slug": slug, "email": f"{slug}@example.org"}, lists)], published=True
        )
    await follow(service.search_sync)
    return profile


async def edit(service: Service, profile: Profile, **values: object) -> None:
    async with in_transaction():
        await update_profile(profile, Draft(values))
    await follow(service.search_sync)


async def test_a_created_member_is_found_by_those_who_may(service: Service) -> None:
    ada, bela = await create(service, "ada"), await create(service, "bela")

    assert found(service, PUBLIC, "property") == {ada.id}
    assert found(service, INSIDE, "property") == {ada.id, bela.id}


async def test_an_edited_member_is_found_by_the_new_words_only(service: Service) -> None:
    ada = await create(service, "ada")
    await edit(service, ada, position="Beekeeper")

    await edit(service, ada, position="Ropewalker")

    assert found(service, PUBLIC, "ropewalker") == {ada.id}
    assert found(service, PUBLIC, "beekeeper") == set()


async def test_what_a_member_hides_leaves_the_index(service: Service) -> None:
    ada = await create(service, "ada")

    await edit(service, ada, levels={"expertise": Level.MEMBERS.value})
    assert found(service, PUBLIC, "cadastres") == set()
    assert found(service, INSIDE, "cadastres") == {ada.id}
    await edit(service, ada, visibility=Visibility.HIDDEN.value)

    assert found(service, PUBLIC) == found(service, INSIDE) == set()


async def test_a_deleted_member_leaves_the_index(service: Service) -> None:
    people = await settle(service)

    async with in_transaction():
        await delete_profiles([people["ada"].id])
    await follow(service.search_sync)

    assert people["ada"].id not in found(service, PUBLIC) | found(service, INSIDE)
    assert people["chidi"].id in found(service, PUBLIC)


async def test_a_crash_between_index_and_position_repeats_without_harm(service: Service) -> None:
    before = await last_change()
    await set_position("search", before)
    ada = await create(service, "ada")
    await edit(service, ada, position="Beekeeper")
    once = content(service)

    await set_position("search", before)
    assert await follow(service.search_sync) == 2

    assert content(service) == once
    assert await get_position("search") == await last_change()


class Brittle(SearchSync):
    """A follower that is interrupted in the middle of its work."""

    breaks = True

    async def _update(self, source: object, keys: object) -> None:
        await super()._update(source, keys)
        if self.breaks:
            raise Unavailable("pulled the plug")


async def test_an_error_keeps_the_position(service: Service) -> None:
    await settle(service)
    brittle = Brittle(service.engine, make_sources(service.words))
    position = await get_position("search")
    ada = await Profile.get(slug="ada")
    async with in_transaction():
        await update_profile(ada, Draft({"position": "Beekeeper"}))

    with pytest.raises(Unavailable):
        await follow(brittle)
    assert await get_position("search") == position
    brittle.breaks = False
    await follow(brittle)

    assert await get_position("search") == await last_change()
    assert found(service, PUBLIC, "beekeeper") == {ada.id}


class Slow(EmbeddedEngine):
    """An engine that writes for as long as one wants."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.is_writing, self.may_end = threading.Event(), threading.Event()

    def replace(self, index: Index, documents: Iterable[Document]) -> int:
        listed = [*documents]
        self.is_writing.set()
        self.may_end.wait()
        return super().replace(index, listed)


@ONE_DATABASE
async def test_a_rebuild_that_is_cancelled_ends_and_leaves_nobody_writing(
    service: Service, tmp_path: Path
) -> None:
    await settle(service)
    slow = Slow(tmp_path / "slow")
    sync = SearchSync(slow, make_sources(service.words))
    rebuilding = asyncio.create_task(sync.rebuild())
    await asyncio.to_thread(slow.is_writing.wait)
    rebuilding.cancel()
    await asyncio.sleep(0.01)
    slow.may_end.set()

    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(rebuilding, PATIENT)
    slow.close()


async def test_following_and_rebuilding_come_to_the_same(service: Service) -> None:
    people = {slug: await create(service, slug) for slug in PEOPLE}
    await edit(service, people["bela"], visibility=Visibility.PUBLIC.value)
    await edit(service, people["ada"], bio="Keeps bees.")
    async with in_transaction():
        await delete_profiles([people["dina"].id])
    await follow(service.search_sync)
    followed = content(service)

    assert await service.search_sync.rebuild() == 3 + 3

    assert content(service) == followed


async def test_what_changes_during_a_rebuild_is_still_ahead_in_the_feed(service: Service) -> None:
    people = await settle(service)
    ada = people["ada"]

    async def change_ada() -> None:
        await Profile.filter(id=ada.id).update(position="Beekeeper")
        await record_changes("profile", [ada.id])

    source = make_sources(service.words)[0]

    class ChangedMeanwhile:
        kind, indexes = source.kind, source.indexes
        prepare, describe = source.prepare, source.describe

        async def all_keys(self) -> object:
            async for keys in source.all_keys():
                yield keys
            await change_ada()

    await SearchSync(service.engine, [ChangedMeanwhile()]).rebuild()
    assert found(service, PUBLIC, "beekeeper") == set()
    await follow(service.search_sync)

    assert found(service, PUBLIC, "beekeeper") == {ada.id}


async def test_a_changed_vocabulary_is_searched_in_its_new_words(service: Service) -> None:
    people = await settle(service)
    row = await ConceptRow.get(scheme="topic", key="wash")
    row.labels = row.labels | {"en": "Hydrants"}
    await row.save()
    await record_changes("vocabulary", ["topic"])

    await follow(service.search_sync)

    assert found(service, PUBLIC, "hydrants") == {people["ada"].id}


async def test_an_empty_index_is_filled_at_the_start(service: Service) -> None:
    people = await settle(service)
    service.engine.replace(PUBLIC, [])

    await service.search_sync.prepare()

    assert found(service, PUBLIC, "cadastres") == {people["ada"].id}


class Counting:
    """An engine that notes what is asked of it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.replaced = 0

    def is_empty(self, index: Index) -> bool:
        return self.engine.is_empty(index)

    def replace(self, index: Index, documents: Iterable[Document]) -> int:
        self.replaced += 1
        return self.engine.replace(index, documents)

    def update(self, index: Index, documents: Iterable[Document], gone: Collection[str]) -> None:
        self.engine.update(index, documents, gone)


async def test_a_full_index_is_left_as_it_is_at_the_start(service: Service) -> None:
    await settle(service)
    engine = Counting(service.engine)

    await SearchSync(engine, make_sources(service.words)).prepare()

    assert engine.replaced == 0


async def test_changes_of_other_kinds_do_not_touch_the_index(service: Service) -> None:
    await settle(service)
    before = content(service)

    await record_changes("chapter", [1, 2, 3])
    await record_changes("profile", [10**9])
    await follow(service.search_sync)

    assert content(service) == before
    assert await get_position("search") == await last_change()


async def test_a_changed_list_is_searched_in_its_new_words(service: Service) -> None:
    ada = await create(service, "ada")

    async with in_transaction():
        await update_profile(ada, Draft({}, {"expertise": tags("wash")}))
    await follow(service.search_sync)

    assert found(service, PUBLIC, "cadastres") == set()
