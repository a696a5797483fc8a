"""What those decide about who look after the community."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cop.accounts.viewer import ADMINISTRATOR
from cop.announcements.models import Announcement, Stage
from cop.chapters.actions.making import Wanted, make_chapter
from cop.chapters.actions.memberships import join_chapters
from cop.chapters.actions.merging import merge_chapters
from cop.chapters.actions.movers import Merging
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import BulkDeed, Membership, MembershipNote
from cop.chapters.models.proposals import DismissedProposal
from cop.chapters.models.seats import Seat
from cop.chapters.proposals.forming import propose_chapters, survey
from cop.chapters.queries.chapters import get_chapter
from cop.chapters.queries.known import standing
from cop.domains import CHAPTER_MOVERS, MOVERS
from cop.kit.clock import now
from cop.vocabulary.models import ConceptRow
from profiles.actions.members import give_account
from profiles.duplicates.people import Compared, merge_people
from profiles.models import Profile
from tests.fuzz.callers import fresh, make_account, make_profile
from tests.fuzz.made.own import CannotHave, own

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
    merging = Merging(
        await get_chapter(gone, ADMINISTRATOR), await get_chapter(kept, ADMINISTRATOR)
    )
    service = caller.service
    merge = (caller.viewer, merging, CHAPTER_MOVERS, service.post, service.vocabulary)
    await merge_chapters(*merge)
    return {"slug": kept, "chapter": gone}


async def crowded(caller: Caller) -> Made:
    """Make a chapter of two people whom a country's new chapter would be made of."""
    await Chapter.filter(kind="country", scope="KE").delete()
    chapter = await get_chapter(await new_chapter(caller), ADMINISTRATOR)
    await join_chapters([((await make_profile()).id, chapter) for _each in range(2)])
    return {"slug": chapter.slug, "part": "country:KE", "lead": "same"}


async def coordinated(caller: Caller) -> str:
    """Return a chapter whose members the caller decides about."""
    if caller.viewer.is_administrator:
        return await chapter(caller)
    return await own_chapter(caller)


async def own_chapter(caller: Caller) -> str:
    """Return a chapter that the caller coordinates."""
    there = await Chapter.filter(slug__in=[*caller.viewer.coordinates]).first()
    if there is None:
        raise CannotHave
    return there.slug


async def led_with_others(caller: Caller) -> str:
    """Let somebody else coordinate a chapter with the caller, who may step down then."""
    slug = await coordinated(caller)
    await make_account("coordinator", slug)
    return slug


async def about(caller: Caller) -> Made:
    """Return what a chapter may say of itself."""
    slug = await coordinated(caller)
    version = str((await Chapter.get(slug=slug)).version)
    said = {"purpose": fresh("We meet"), "languages": "English", "visibility": "public"}
    return {"slug": slug, "version": version} | said


async def offer(caller: Caller) -> Made:
    """Return how an active member of a chapter is asked to be its co-chair."""
    slug = await coordinated(caller)
    member = await make_profile(name=fresh("Chair"))
    await give_account(member.id, await make_account())
    await Membership.create(chapter=await Chapter.get(slug=slug), profile=member, state="active")
    until = (now() + timedelta(days=300)).date()
    return {"slug": slug, "who": member.slug, "kind": "co-chair", "ends_on": until.isoformat()}


async def seat(caller: Caller) -> Made:
    """Return a seat in a chapter that the caller coordinates."""
    asked = await offer(caller)
    held = await Seat.create(
        chapter=await Chapter.get(slug=asked["slug"]),
        profile=await Profile.get(slug=asked["who"]),
        kind=asked["kind"],
        state="offered",
    )
    return {"slug": asked["slug"], "seat": str(held.id)}


async def own_seat(caller: Caller) -> Made:
    """Return how the caller declines a seat."""
    there, profile = await Chapter.get(slug=await chapter(caller)), await own(caller)
    await Seat.filter(chapter=there, profile=profile).delete()
    row = await Seat.create(chapter=there, profile=profile, kind="co-chair", state="offered")
    return {"slug": there.slug, "seat": str(row.id), "deed": "decline"}


async def draft(caller: Caller) -> str:
    """Return an announcement that the caller may still change."""
    return await _announcement(await coordinated(caller), Stage.DRAFT)


async def own_draft(caller: Caller) -> str:
    """Return a draft of a chapter that the caller coordinates."""
    return await _announcement(await own_chapter(caller), Stage.DRAFT)


async def announced(caller: Caller) -> str:
    """Return an announcement that everybody may read."""
    return await _announcement(await chapter(caller), Stage.SENT)


async def _announcement(slug: str, stage: Stage) -> str:
    words = {"en": {"title": "Hello", "text": "We meet."}}
    where = {"chapter": await Chapter.get(slug=slug), "stage": stage, "sent_at": now()}
    made = await Announcement.create(words=words, language="en", is_public=True, **where)
    return str(made.id)


async def people(_caller: Caller) -> bytes:
    """Return a list of people, one of whom is nobody."""
    return f"email\n{(await make_profile()).email}\nnobody@example.net\n".encode()


async def many(caller: Caller) -> Made:
    """Return a deed about two members who are not in the chapter yet."""
    slugs = await newcomers(caller)
    return {"slug": await coordinated(caller), "listed": " ".join(slugs), "deed": "invite"}


async def bulk(caller: Caller) -> Made:
    """Return a deed about many that can be taken back."""
    return await _bulk(await coordinated(caller))


async def own_bulk(caller: Caller) -> Made:
    """Return a deed about many in a chapter that the caller coordinates."""
    return await _bulk(await own_chapter(caller))


async def _bulk(slug: str) -> Made:
    row = await BulkDeed.create(chapter=await Chapter.get(slug=slug), deed="invite")
    return {"slug": slug, "number": str(row.id)}


async def newcomers(_caller: Caller) -> list[str]:
    """Return two members who are not in the chapter yet."""
    return [(await make_profile()).slug for _each in range(2)]


async def noted(caller: Caller) -> Made:
    """Return a note about a member of the chapter, and what may be noted beside it."""
    chapter, profile = await Chapter.get(slug=await own_chapter(caller)), await make_profile()
    about = {"chapter": chapter, "profile_id": profile.id}
    await Membership.create(state="active", **about)
    row = await MembershipNote.create(text="Good.", **about)
    return {"slug": chapter.slug, "member": profile.slug, "note": str(row.id)}


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
