"""What those decide about who look after the community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.chapters.actions import join_chapters
from cop.chapters.forming import propose_chapters, survey
from cop.chapters.making import Wanted, make_chapter
from cop.chapters.merging import merge_chapters
from cop.chapters.models import Chapter, DismissedProposal, Membership
from cop.chapters.movers import Merging
from cop.chapters.queries import get_chapter, standing
from cop.domains import CHAPTER_MOVERS, MOVERS
from cop.vocabulary.models import ConceptRow
from profiles.duplicates.people import Compared, merge_people
from tests.fuzz.callers import fresh, make_account, make_profile
from tests.fuzz.made.own import CannotHave

if TYPE_CHECKING:
    from tests.fuzz.callers import Caller
    from tests.fuzz.made.own import Made


async def pair(_caller: Caller) -> Made:
    """Store somebody twice; return how the two are made one."""
    name = fresh("Amina")
    one, other = await make_profile(name=name), await make_profile(name=name)
    versions = {f"version-{two.id}": str(two.version) for two in (one, other)}
    where = {"kind": "profile", "one": str(one.id), "other": str(other.id)}
    return where | versions | {"keep": str(one.id)}


async def merge(caller: Caller) -> str:
    one, other = await make_profile(), await make_profile()
    compared = Compared(one.id, other.id, one.version, other.version)
    return str(await merge_people(caller.viewer, compared, {}, MOVERS))


async def topic(caller: Caller) -> str:
    rows = await ConceptRow.filter(scheme="topic", retired=False).order_by("key")
    return caller.chance.choice(rows).key


async def deed(caller: Caller) -> Made:
    """Return one of the things that can be done with topics."""
    row = await ConceptRow.get(scheme="topic", key=await topic(caller))
    made = {"topic": row.key, "version": str(row.version), "label-en": fresh("Topic")}
    return made | {"kind": caller.chance.choice(["add", "change", "split"])}


async def chapter(caller: Caller) -> str:
    rows = await standing().order_by("id")
    if not rows:
        raise CannotHave
    return caller.chance.choice(rows).slug


async def new_name(_caller: Caller) -> str:
    return fresh("Chapter")


async def new_chapter(caller: Caller) -> str:
    wanted = Wanted.free({"en": fresh("Chapter")})
    return (await make_chapter(caller.viewer, wanted, caller.service.vocabulary)).slug


async def merged(caller: Caller) -> Made:
    """Make one chapter part of another; return how that is taken back."""
    gone, kept = await new_chapter(caller), await new_chapter(caller)
    merging = Merging(await get_chapter(gone), await get_chapter(kept))
    service = caller.service
    merge = (caller.viewer, merging, CHAPTER_MOVERS, service.post, service.vocabulary)
    await merge_chapters(*merge)
    return {"slug": kept, "chapter": gone}


async def crowded(caller: Caller) -> Made:
    """Make a chapter of two people whom a country's new chapter would be made of."""
    await Chapter.filter(kind="country", scope="KE").delete()
    chapter = await get_chapter(await new_chapter(caller))
    await join_chapters([((await make_profile()).id, chapter) for _each in range(2)])
    return {"slug": chapter.slug, "part": "country:KE", "lead": "same"}


async def coordinated(caller: Caller) -> str:
    """Return a chapter whose members the caller decides about."""
    if caller.viewer.is_administrator:
        return await chapter(caller)
    there = await Chapter.filter(slug__in=[*caller.viewer.coordinates]).first()
    if there is None:
        raise CannotHave
    return there.slug


async def led_with_others(caller: Caller) -> str:
    """Let somebody else coordinate a chapter with the caller, who may step down then."""
    slug = await coordinated(caller)
    await make_account("coordinator", slug)
    return slug


async def could_follow(caller: Caller) -> str:
    """Let a member who signs in be active in whichever chapter the caller coordinates."""
    profile = await make_profile(await make_account())
    led = [] if caller.viewer.is_administrator else [await coordinated(caller)]
    for one in await (Chapter.filter(slug__in=led) if led else Chapter.all()):
        await Membership.create(chapter=one, profile=profile, state="active")
    return profile.slug


async def dismissed(_caller: Caller) -> str:
    what = {"size": 12, "sketch": "0" * 64, "why": "later"}
    row = await DismissedProposal.create(kind="country", scope=fresh("KE"), **what)
    return str(row.id)


async def proposal(caller: Caller) -> str:
    """Return what the graph proposes; chapters that were accepted are undone for it."""
    service = caller.service
    for _once_more in range(2):
        land = await survey(service.matcher, service.vocabulary)
        found = await propose_chapters(land, service.vocabulary, "en", ["country"])
        if found:
            return found[0].proposal.key
        await Chapter.filter(kind="country").delete()
    raise CannotHave
