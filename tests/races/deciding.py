"""Races of deciding: chapters, mail, signing in, asking assistants, merging."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.actions.codes import (
    DeadLink,
    WrongDigits,
    make_sign_in_link,
    sign_in_with_digits,
    sign_in_with_link,
)
from cop.accounts.actions.delegations import accept_delegation, ask_assistant
from cop.accounts.models import Account, Delegation, LoginSession, SignInCode
from cop.accounts.queries import hash_token
from cop.accounts.viewer import ADMINISTRATOR, Viewer
from cop.chapters.actions.making import ChapterExists
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership
from cop.chapters.proposals.accepting import accept_proposal
from cop.domains import MOVERS
from cop.kit.changes import Change
from cop.kit.clock import now
from cop.kit.errors import NotFound
from cop.kit.outbox import Mail, claim_mail
from cop.searches.actions.alerts import tell_due
from cop.searches.models import FoundBefore, SavedSearch
from cop.shortlists.actions.people import Keeping, keep
from cop.shortlists.models import Shortlist, Shortlisted
from matching.proposals import Proposal, Quality, TypicalTopic
from profiles.actions.members import ensure_institutions
from profiles.duplicates.actions import tell_apart
from profiles.duplicates.alike import Pair
from profiles.duplicates.institutions import merge_institutions
from profiles.duplicates.people import (
    CannotUndo,
    ChangedMeanwhile,
    Compared,
    merge_people,
    undo_people,
)
from profiles.models import Distinct, Institution, InstitutionName, Merge, Profile
from tests.races.ground import at_once, person, told

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.races.ground import Ground


async def a_chapter_is_formed_twice(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """It is formed once, with each member once, and the other coordinator is told."""
    members = (await person()).id, (await person()).id
    for at in range(pairs):
        wanted = Proposal(
            kind="thematic",
            scope=f"property-tax+topic-{at}",
            members=members,
            countries=(),
            topics=(TypicalTopic("property-tax", 0.5, 0.1),),
            co_chairs=(),
            quality=Quality(0.5, 0.5, 0.5, 0.5),
        )
        outcomes = await at_once(
            *[lambda w=wanted: accept_proposal(w, ground.service.vocabulary)] * 2
        )
        if problem := told(outcomes, ChapterExists):
            yield problem
        there = (
            await Chapter.all().count(),
            await Membership.all().count() // 2,
            await Change.filter(kind="chapter").count(),
        )
        if there != (at + 1,) * 3:
            yield f"double: {there}"


async def a_member_is_kept_twice(_ground: Ground, pairs: int) -> AsyncIterator[str]:
    """There is one new list, and they stand on it once."""
    viewer = Viewer(account_id=(await Account.create(name="Keeper")).id, is_member=True)
    for at in range(pairs):
        one = await person(slug=f"kept-{at}")
        keeping = Keeping((one.slug,), "", f"List {at}")
        outcomes = await at_once(*[lambda k=keeping: keep(k, viewer)] * 2)
        if problem := told(outcomes):
            yield problem
        if (await Shortlist.all().count(), await Shortlisted.all().count()) != (1, 1):
            yield "double: kept twice"
        await Shortlist.all().delete()  # one keeps only so many


async def a_mail_is_claimed_twice(_ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One sender gets it."""
    for at in range(pairs):
        await Mail.create(
            message_id=f"<{at}@example.org>", recipient="a@example.org", subject="s", text="t",
            html="h", headers={}, due_at=now(),
        )  # fmt: skip
        outcomes = await at_once(claim_mail, claim_mail)
        if problem := told(outcomes):
            yield problem
        elif sorted(one is None for one in outcomes) != [False, True]:
            yield "double: both send it"


async def two_workers_tell_who_is_new(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One of them writes the mail, and whom it tells of is known."""
    member = {"verified_at": now(), "joined_at": now()}
    owner = await Account.create(name="O", email="o@example.org", **member)
    search = await SavedSearch.create(
        account=owner, name="Racers", question="q=Racer", often="weekly", looked_at=now()
    )
    service = ground.service
    known = (service.settings, service.post, service.engine, service.vocabulary)
    for at in range(pairs):
        await person()
        await service.search_sync.rebuild()
        await SavedSearch.filter(id=search.id).update(due_at=now())
        outcomes = await at_once(*[lambda: tell_due(*known)] * 2)
        there = await Mail.all().count(), await FoundBefore.all().count()
        if problem := told(outcomes):
            yield problem
        elif there != (at + 1,) * 2 or sorted(outcomes) != [0, 1]:
            yield f"double: {there}, {outcomes}"


async def a_link_is_used_twice(_ground: Ground, pairs: int) -> AsyncIterator[str]:
    """It makes one session and one account."""
    for at in range(pairs):
        link = (await make_sign_in_link(f"r{at}@example.org")).rpartition("/")[2]
        outcomes = await at_once(*[lambda t=link: sign_in_with_link(t, "")] * 2)
        if problem := told(outcomes, DeadLink) or await _came_in(at + 1):
            yield problem


async def digits_are_typed_twice(_ground: Ground, pairs: int) -> AsyncIterator[str]:
    """They make one session and one account."""
    for at in range(pairs):
        browser = f"browser-{at}"
        await make_sign_in_link(f"r{at}@example.org")
        await SignInCode.filter(email=f"r{at}@example.org").update(
            browser_hash=hash_token(browser), digits_hash=hash_token(f"{browser}:271828")
        )
        outcomes = await at_once(*[lambda b=browser: sign_in_with_digits(b, "271828", "")] * 2)
        if problem := told(outcomes, WrongDigits) or await _came_in(at + 1):
            yield problem


async def _came_in(many: int) -> str:
    there = await LoginSession.all().count(), await Account.all().count()
    return "" if there == (many, many) else f"double: {there}"


async def an_assistant_is_asked_twice(_ground: Ground, pairs: int) -> AsyncIterator[str]:
    """They are asked once, and accept once."""
    helper = await Account.create(
        name="H", email="h@example.org", email_key="h@example.org", verified_at=now()
    )
    viewer = Viewer(account_id=helper.id)
    for at in range(pairs):
        owner = Viewer(account_id=(await Account.create(name=f"Owner {at}")).id)
        outcomes = await at_once(*[lambda o=owner: ask_assistant(o, "h@example.org")] * 2)
        if problem := told(outcomes):
            yield problem
        if await Delegation.all().count() != at + 1:
            yield "double: asked twice"
        asked = await Delegation.get(account_id=owner.account_id)
        outcomes = await at_once(*[lambda a=asked.id: accept_delegation(viewer, a)] * 2)
        if problem := told(outcomes, NotFound):
            yield problem


async def two_people_are_merged_twice(_ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One of them is kept, and the merge is taken back once."""
    for at in range(pairs):
        one, other = (await person()).id, (await person()).id
        outcomes = await at_once(
            lambda k=one, g=other: merge_people(ADMINISTRATOR, Compared(k, g, 1, 1), {}, MOVERS),
            lambda k=other, g=one: merge_people(ADMINISTRATOR, Compared(k, g, 1, 1), {}, MOVERS),
        )
        if problem := told(outcomes, ChangedMeanwhile):
            yield problem
        there = await Profile.filter(id__in=[one, other]).count(), await Merge.all().count()
        if there != (1, at + 1):
            yield f"double: {there}"
        merge = await Merge.all().order_by("-id").first()
        number = merge.id if merge else 0
        outcomes = await at_once(*[lambda n=number: undo_people(ADMINISTRATOR, n, MOVERS)] * 2)
        if problem := told(outcomes, CannotUndo):
            yield problem
        if await Profile.filter(id__in=[one, other]).count() != 2:
            yield "lost: who went is not there again"


async def two_institutions_are_merged_twice(_ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One of them is kept, with the names of both."""
    for at in range(pairs):
        named = [(f"Tax Office {at}", "KE"), (f"Tax Offices {at}", "KE")]
        one, other = (made.id for made in (await ensure_institutions(named)).values())
        outcomes = await at_once(
            lambda k=one, g=other: merge_institutions(ADMINISTRATOR, k, g, {}),
            lambda k=other, g=one: merge_institutions(ADMINISTRATOR, k, g, {}),
        )
        if problem := told(outcomes, ChangedMeanwhile):
            yield problem
        there = await Institution.all().count(), await InstitutionName.all().count()
        if there != (at + 1, 2 * at + 2):
            yield f"double: {there}"


async def two_are_told_apart_twice(_ground: Ground, pairs: int) -> AsyncIterator[str]:
    """It is noted once."""
    for at in range(pairs):
        pair = Pair(2 * at + 1, 2 * at + 2)
        outcomes = await at_once(*[lambda p=pair: tell_apart(ADMINISTRATOR, "profile", p)] * 2)
        if problem := told(outcomes):
            yield problem
        if await Distinct.all().count() != at + 1:
            yield "double: noted twice"
