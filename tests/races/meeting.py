"""Races of meeting: answers to a match, and mails about new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.accounts.models import Account, Consent
from cop.accounts.viewer import ANY_MEMBER
from cop.introductions.actions.answers import answer_match, take_back
from cop.introductions.actions.digest import mail_matches, switch_digest
from cop.introductions.models import Answer, Digest, Suggested
from cop.kit.clock import now
from cop.kit.outbox import Mail
from profiles.access import see_member
from profiles.actions.members import give_account
from profiles.member import Tag
from profiles.models import ProfileTag
from tests.races.ground import at_once, person, told

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from profiles.models import Profile
    from tests.races.ground import Ground


async def _owner() -> Account:
    return await Account.create(name="O", email="o@example.org", verified_at=now(), joined_at=now())


async def a_match_is_accepted_and_dismissed(_ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One of the answers is kept, whole; taken back at the same moment, one or none."""
    account = await _owner()
    for at in range(pairs):
        member = await see_member((await person(slug=f"met-{at}")).slug, ANY_MEMBER)
        answers = [
            lambda a=answer, m=member: answer_match(account.id, m, a)
            for answer in (Answer.ACCEPTED, Answer.IRRELEVANT)
        ]
        outcomes = await at_once(*answers)
        if problem := told(outcomes):
            yield problem
        if await Suggested.filter(profile_id=member.id).count() != 1:
            yield "double: two answers about one"
        outcomes = await at_once(answers[0], lambda m=member: take_back(account.id, m))
        if problem := told(outcomes):
            yield problem
        if await Suggested.filter(profile_id=member.id).exclude(answer="accepted").exists():
            yield "lost: neither the new answer nor none"


async def mails_are_asked_for_twice(_ground: Ground, pairs: int) -> AsyncIterator[str]:
    """It is agreed to once, and ended once."""
    account = await _owner()
    for at in range(pairs):
        for on in (True, False):
            outcomes = await at_once(*[lambda o=on: switch_digest(account.id, on=o)] * 2)
            if problem := told(outcomes):
                yield problem
        if await Consent.all().count() != 2 * (at + 1) or await Digest.exists():
            yield "double: written down twice"


async def two_workers_mail_new_matches(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One of them writes the mail, and names everybody once."""
    account = await _owner()
    await give_account((await _knower()).id, account)
    await switch_digest(account.id, on=True)
    service = ground.service
    known = (service.settings, service.post, service.matcher, service.vocabulary)
    for at in range(pairs):
        await _knower()
        await person()  # what all know is no reason
        await service.matcher.refresh()
        await Digest.all().update(due_at=now())
        outcomes = await at_once(*[lambda: mail_matches(*known)] * 2)
        there = await Mail.all().count(), await Suggested.all().count()
        if problem := told(outcomes):
            yield problem
        elif there != (at + 1,) * 2 or sorted(outcomes) != [0, 1]:
            yield f"double: {there}, {outcomes}"


async def _knower() -> Profile:
    """Create a member who knows of property tax."""
    made = await person(visibility="public")
    tag = Tag("property-tax")
    await ProfileTag.create(profile=made, field="expertise", key=tag.key, rank=0, level=tag.level)
    return made
