"""Chapters that become part of others, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import Role
from cop.accounts.viewer import ADMINISTRATOR
from cop.chapters.actions.making import Wanted, make_chapter
from cop.chapters.actions.merging import merge_chapters
from cop.chapters.actions.movers import Merging
from cop.chapters.models.chapters import Chapter, FormerAddress
from cop.chapters.models.memberships import Membership, MembershipNote, MembershipStep, State
from cop.chapters.models.proposals import ChosenChair
from cop.chapters.queries.chapters import get_chapter
from cop.domains import CHAPTER_MOVERS
from profiles.models import Profile, SharedWith

if TYPE_CHECKING:
    from cop.running import Service


async def make(service: Service, *names: str) -> list[Chapter]:
    return [
        await make_chapter(ADMINISTRATOR, Wanted.free({"en": name}), service.vocabulary)
        for name in names
    ]


async def merge(service: Service, gone: str, kept: str) -> Merging:
    merging = Merging(
        await get_chapter(gone, ADMINISTRATOR), await get_chapter(kept, ADMINISTRATOR)
    )
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
    notes = await MembershipNote.all().values_list("chapter_id", "profile_id", "text")
    steps = await MembershipStep.all().values_list("chapter_id", "profile_id", "after")
    return [{*map(tuple, rows)} for rows in (places, roles, chairs, former, shared, notes, steps)]
