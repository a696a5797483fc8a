"""What those decide about who look after the community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.chapters.forming import propose_chapters, survey
from cop.chapters.models import (
    BulkDeed,
    Chapter,
    DismissedProposal,
    Membership,
    MembershipNote,
)
from cop.domains import MOVERS
from cop.vocabulary.models import ConceptRow
from profiles.duplicates.people import Compared, merge_people
from tests.fuzz.callers import fresh, make_profile
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
    rows = await Chapter.all().order_by("id")
    if not rows:
        raise CannotHave
    return caller.chance.choice(rows).slug


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


async def people(_caller: Caller) -> bytes:
    """Return a list of people, one of whom is nobody."""
    return f"email\n{(await make_profile()).email}\nnobody@example.net\n".encode()


async def many(caller: Caller) -> Made:
    """Return a deed about two members who are not in the chapter yet."""
    slugs = [(await make_profile()).slug for _each in range(2)]
    return {"slug": await coordinated(caller), "listed": " ".join(slugs), "deed": "invite"}


async def bulk(caller: Caller) -> Made:
    """Return a deed about many that can be taken back."""
    chapter = await Chapter.get(slug=await coordinated(caller))
    row = await BulkDeed.create(chapter=chapter, deed="invite")
    return {"slug": chapter.slug, "number": str(row.id)}


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
