"""What those decide about who look after the community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.announcements.models import Announcement, Stage
from cop.chapters.forming import propose_chapters, survey
from cop.chapters.models import Chapter, DismissedProposal
from cop.domains import MOVERS
from cop.kit.clock import now
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
    there = await Chapter.filter(slug__in=[*caller.viewer.coordinates]).first()
    if there is None:
        raise CannotHave
    return there.slug


async def draft(caller: Caller) -> str:
    """Return an announcement that the caller may still change."""
    return await _announcement(await coordinated(caller), Stage.DRAFT)


async def announced(caller: Caller) -> str:
    """Return an announcement that everybody may read."""
    return await _announcement(await chapter(caller), Stage.SENT)


async def _announcement(slug: str, stage: Stage) -> str:
    words = {"en": {"title": "Hello", "text": "We meet."}}
    where = {"chapter": await Chapter.get(slug=slug), "stage": stage, "sent_at": now()}
    made = await Announcement.create(words=words, language="en", is_public=True, **where)
    return str(made.id)


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
