"""One chapter made part of another, and taken out again."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import AuditRow, Role
from cop.accounts.viewer import ADMINISTRATOR
from cop.chapters.actions import take_step
from cop.chapters.belongings import BELONGINGS
from cop.chapters.making import Wanted, make_chapter
from cop.chapters.memberships import Deed, Step
from cop.chapters.merging import (
    CannotMerge,
    CannotTakeBack,
    merge_chapters,
    take_back_merge,
    work_out,
)
from cop.chapters.models import Chapter, ChosenChair, FormerAddress, Membership, State
from cop.chapters.movers import ChapterMover, ChapterMovers, Merging
from cop.chapters.queries import get_chapter
from cop.domains import CHAPTER_MOVERS
from cop.kit.changes import Change
from cop.kit.outbox import Mail
from profiles.models import Profile, SharedWith
from tests.people import refresh, settle, sign_in, sign_in_as

if TYPE_CHECKING:
    import httpx2

    from cop.app import Service
    from cop.chapters.movers import Record

PAIRS = [*product(State, State)]
# From weak to strong, said again apart from what is tried.
ORDER = (
    *("", "suggested", "left", "removed", "declined"),
    *("requested", "invited", "paused", "active", "banned"),
)


async def make(service: Service, *names: str) -> list[Chapter]:
    return [
        await make_chapter(ADMINISTRATOR, Wanted.free({"en": name}), service.vocabulary)
        for name in names
    ]


async def merge(service: Service, gone: str, kept: str) -> Merging:
    merging = Merging(await get_chapter(gone), await get_chapter(kept))
    await merge_chapters(ADMINISTRATOR, merging, CHAPTER_MOVERS, service.post, service.vocabulary)
    return merging


async def place(chapter: Chapter, profile: Profile, state: str) -> None:
    if state:
        await Membership.create(chapter=chapter, profile=profile, state=state)
    if state == State.ACTIVE:
        await SharedWith.create(profile=profile, chapter=chapter.slug)


async def lead(slug: str, name: str = "Cora") -> int:
    return (await create_sample_account(name, f"{name}@example.net", [("coordinator", slug)])).id


async def stored() -> list[set[tuple[object, ...]]]:
    """Return all that a merge may change."""
    places = await Membership.all().values_list("chapter_id", "profile_id", "state", "since")
    roles = await Role.all().values_list("account_id", "role", "scope")
    chairs = await ChosenChair.all().values_list("chapter_id", "profile_id")
    former = await FormerAddress.all().values_list("slug", "chapter_id")
    shared = await SharedWith.all().values_list("profile_id", "chapter")
    return [{*map(tuple, rows)} for rows in (places, roles, chairs, former, shared)]


@pytest.mark.parametrize(("own", "there"), PAIRS)
@pytest.mark.parametrize("alike", [True, False])
def test_the_stronger_state_holds_and_nobody_is_opened_to_whom_they_did_not_join(
    own: State, there: State, *, alike: bool
) -> None:
    after = work_out(own, there, is_led_alike=alike)

    if not alike and after is State.ACTIVE:
        assert there is State.ACTIVE
    if alike and (own, there) != ("invited", "declined"):
        assert after == max(own, there, key=ORDER.index)
    if there is State.DECLINED:
        assert after is not State.INVITED
    assert ORDER.index(after) >= ORDER.index(there)


@pytest.mark.parametrize("alike", [True, False])
async def test_all_pairs_of_states_are_merged_and_taken_back_as_they_were(
    service: Service, *, alike: bool
) -> None:
    ada = (await settle(service, "ada"))["ada"]
    gone, kept = await make(service, "Gone", "Kept")
    await lead(gone.slug)
    if not alike:
        await lead(kept.slug, "Kofi")
    for own, there in PAIRS:
        await place(gone, ada, own)
        await place(kept, ada, there)
        before = await stored()

        merging = await merge(service, "gone", "kept")
        row = await Membership.get_or_none(chapter=kept, profile=ada)
        opened = {str(one) for one in await SharedWith.all().values_list("chapter", flat=True)}
        await take_back_merge(ADMINISTRATOR, merging, CHAPTER_MOVERS)

        after = work_out(own, there, is_led_alike=alike) if own else there
        assert (row.state if row else "") == after
        assert opened == ({"kept"} if after == State.ACTIVE else set())
        assert await stored() == before
        await Membership.all().delete()
        await SharedWith.all().delete()


async def test_what_belongs_to_a_chapter_goes_along_and_comes_back(service: Service) -> None:
    people = await settle(service, "ada", "bela")
    gone, kept, first = await make(service, "Gone", "Kept", "First")
    cora, both = await lead("gone"), await lead("gone", "Kofi")
    await Role.create(account_id=both, role="coordinator", scope="kept")
    await ChosenChair.create(chapter=gone, profile=people["ada"])
    for chapter in (gone, kept):
        await ChosenChair.create(chapter=chapter, profile=people["bela"])
    await merge(service, "first", "gone")
    before = await stored()

    merging = await merge(service, "gone", "kept")

    leading = Role.filter(scope="kept", role="coordinator")
    assert {*await leading.values_list("account_id", flat=True)} == {cora, both}
    chairs = ChosenChair.filter(chapter=kept)
    assert await chairs.count() == 2
    assert {(one.slug, one.chapter_id) for one in await FormerAddress.all()} == {
        ("gone", kept.id),
        ("first", kept.id),
    }
    await take_back_merge(ADMINISTRATOR, merging, CHAPTER_MOVERS)
    assert await stored() == before
    assert first.slug == "first"


async def test_another_domain_plugs_in_what_it_keeps(service: Service) -> None:
    moved: list[object] = []

    async def move(merging: Merging) -> Record:
        moved.append((merging.gone.slug, merging.kept.slug))
        return {"moved": 7}

    async def take_back(merging: Merging, record: Record) -> None:
        moved.append((merging.kept.slug, record["moved"]))

    gone, kept = await make(service, "Gone", "Kept")
    movers = ChapterMovers((*BELONGINGS, ChapterMover("letters", move, take_back)))
    merging = Merging(gone, kept)

    await merge_chapters(ADMINISTRATOR, merging, movers, service.post, service.vocabulary)
    await take_back_merge(ADMINISTRATOR, merging, movers)

    assert moved == [("gone", "kept"), ("kept", 7)]


async def test_it_is_taken_back_only_while_nobody_has_answered(service: Service) -> None:
    ada = (await settle(service, "ada"))["ada"]
    gone, kept = await make(service, "Gone", "Kept")
    await place(gone, ada, "active")
    await lead("kept")
    merging = await merge(service, "gone", "kept")
    step = Step(Deed.ACCEPT, kept, ada.id)
    assert await take_step(service.post, service.vocabulary, ADMINISTRATOR, step)
    before = await stored()

    with pytest.raises(CannotTakeBack, match="answered or moved"):
        await take_back_merge(ADMINISTRATOR, merging, CHAPTER_MOVERS)

    assert await stored() == before


async def test_what_cannot_be_merged_or_taken_back_is_refused(service: Service) -> None:
    gone, kept, third = await make(service, "Gone", "Kept", "Third")
    merging, same = Merging(gone, kept), Merging(kept, kept)
    known = (CHAPTER_MOVERS, service.post, service.vocabulary)

    with pytest.raises(CannotTakeBack):
        await take_back_merge(ADMINISTRATOR, merging, CHAPTER_MOVERS)
    with pytest.raises(CannotMerge):
        await merge_chapters(ADMINISTRATOR, same, *known)
    await merge_chapters(ADMINISTRATOR, merging, *known)
    for again in (merging, Merging(third, gone), Merging(gone, third)):
        with pytest.raises(CannotMerge):
            await merge_chapters(ADMINISTRATOR, again, *known)
    await merge_chapters(ADMINISTRATOR, Merging(kept, third), *known)
    with pytest.raises(CannotTakeBack):
        await take_back_merge(ADMINISTRATOR, merging, CHAPTER_MOVERS)


async def test_nobody_joins_a_chapter_that_is_part_of_another(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service, "ada", "bela")
    gone, _kept = await make(service, "Gone", "Kept")
    await place(gone, people["ada"], "active")
    await sign_in_as(client, people["bela"])
    await merge(service, "gone", "kept")

    sent = await client.post("/chapters/gone/join")
    step = Step(Deed.JOIN, gone, people["bela"].id)
    did = await take_step(service.post, service.vocabulary, ADMINISTRATOR, step)

    assert (sent.status_code, did) == (409, False)
    assert "This chapter has become part of another one." in sent.text


async def test_its_addresses_lead_on_and_its_history_stays(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    gone, _kept = await make(service, "Gone", "Kept")
    await place(gone, people["ada"], "active")
    await merge(service, "gone", "kept")
    await refresh(service)

    page = await client.get("/chapters/gone?page=1&lang=fr")
    told = await client.get("/api/v1/chapters/gone")
    listed = (await client.get("/api/v1/chapters")).json()["chapters"]

    assert (page.status_code, page.headers["location"]) == (301, "/chapters/kept?page=1&lang=fr")
    assert (told.status_code, told.headers["location"]) == (301, "/api/v1/chapters/kept")
    assert [(one["slug"], one["joined"]) for one in listed] == [("kept", 1)]
    assert (await client.get("/api/v1/members/ada")).status_code == 200
    assert await Membership.filter(chapter=gone, state=State.ACTIVE).count() == 1
    assert "Ada Obi" in (await client.get("/chapters/kept")).text
    assert (await client.get("/chapters/other")).status_code == 404


async def test_who_would_be_seen_by_others_is_asked_by_mail(service: Service) -> None:
    people = await settle(service, "ada", "bela")
    gone, kept = await make(service, "Gone", "Kept")
    await lead("kept")
    for one in people.values():
        account = await create_sample_account(one.name, one.email, [])
        await Profile.filter(id=one.id).update(account_id=account.id)
        await place(gone, one, "active")
    before = await Change.filter(kind="profile").count()

    await merge(service, "gone", "kept")

    assert {one.state for one in await Membership.filter(chapter=kept)} == {"invited"}
    assert await SharedWith.all().count() == 0
    assert {one.recipient for one in await Mail.all()} == {one.email for one in people.values()}
    actions = await AuditRow.all().order_by("id").values_list("action", flat=True)
    assert [*actions][2:] == ["chapter.merged", "membership.moved", "membership.moved"]
    assert await Change.filter(kind="profile").count() == before + 2


async def test_an_administrator_looks_merges_and_takes_back(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    gone, kept = await make(service, "Gone", "Kept")
    await place(gone, people["ada"], "active")
    await place(gone, people["bela"], "active")
    await place(kept, people["bela"], "banned")
    await sign_in(client, roles=[("administrator", "")])

    chosen = (await client.get("/chapters/gone/merge?into=kept")).text
    merged = await client.post("/chapters/gone/merge?into=kept", data={"into": "kept"})
    again = await client.post("/chapters/gone/merge?into=kept", data={"into": "kept"})
    shown = (await client.get("/chapters/kept/merge")).text
    back = await client.post("/chapters/kept/unmerge", data={"chapter": "gone"})
    twice = await client.post("/chapters/kept/unmerge", data={"chapter": "gone"})

    assert "Merge into Kept" in chosen
    assert chosen.count("<tr>") == 3  # the head, Ada's fate and Bela's
    assert "Banned" in chosen
    assert (merged.status_code, merged.headers["location"]) == (303, "/chapters/kept")
    assert again.status_code == 409
    assert 'value="gone"' in shown
    assert (back.status_code, back.headers["location"]) == (303, "/chapters/gone")
    assert twice.status_code == 422
    assert (await client.get("/chapters/gone")).status_code == 200


@pytest.mark.parametrize("roles", [[], [("coordinator", "gone"), ("coordinator", "kept")]])
async def test_coordinators_do_not_merge_or_split(
    service: Service, client: httpx2.AsyncClient, roles: list[tuple[str, str]]
) -> None:
    await make(service, "Gone", "Kept")
    await sign_in(client, roles=roles)
    pages = [await client.get(f"/chapters/gone/{one}") for one in ("merge", "split")]
    deeds = [
        await client.post(f"/chapters/gone/{one}", data={"into": "kept"})
        for one in ("merge", "unmerge", "split")
    ]

    assert {one.status_code for one in (*pages, *deeds)} == {404}
