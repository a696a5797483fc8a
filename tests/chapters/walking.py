"""Random deeds about places in chapters, beside a plain model of what they should come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cop.accounts.models import AuditRow
from cop.accounts.viewer import ADMINISTRATOR
from cop.chapters.actions import set_joining, take_step
from cop.chapters.memberships import MOVES, Deed, Step
from cop.chapters.models import Chapter, Joining, Membership, MembershipStep, State
from profiles.models import SharedWith

if TYPE_CHECKING:
    import random

    from cop.app import Service

# Said again, apart from the table that is tried: in which state a deed leads where.
OUT = ("", "suggested", "left", "removed")
LEADS = {
    Deed.JOIN: dict.fromkeys((*OUT, "declined", "requested", "invited"), "active"),
    Deed.ASK: dict.fromkeys((*OUT, "declined"), "requested"),
    Deed.TAKE_BACK: {"requested": "left"},
    Deed.ACCEPT: {"invited": "active"},
    Deed.DECLINE: {"invited": "declined"},
    Deed.PAUSE: {"active": "paused"},
    Deed.RESUME: {"paused": "active"},
    Deed.LEAVE: {"active": "left", "paused": "left"},
    Deed.APPROVE: {"requested": "active"},
    Deed.REFUSE: {"requested": "declined"},
    Deed.INVITE: dict.fromkeys(OUT, "invited"),
    Deed.REMOVE: dict.fromkeys(("active", "paused", "invited"), "removed"),
    Deed.BAN: dict.fromkeys(
        ("active", "paused", "invited", "requested", "left", "declined", "removed"), "banned"
    ),
    Deed.LIFT: {"banned": "removed"},
}
RULES = {Deed.JOIN: Joining.OPEN, Deed.ASK: Joining.REQUEST}
# Without one of these since the last time they were out, nobody is a member.
ENTRANCES = {"membership.joined", "membership.approved", "membership.accepted"}
EXITS = {"membership.left", "membership.removed", "membership.banned"}


@dataclass(slots=True)
class Walk:
    """Deeds about some members and chapters, and what should stand there."""

    service: Service
    dice: random.Random
    chapters: list[Chapter]
    profiles: list[int]
    states: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    rules: dict[int, str] = field(default_factory=dict[int, str])
    reached: set[str] = field(default_factory=set[str])
    done: int = 0

    async def step(self) -> None:
        """Do one deed, which may be impossible, and compare what it says with the model."""
        chapter, profile = self.dice.choice(self.chapters), self.dice.choice(self.profiles)
        if self.dice.random() < 0.03:
            rule = self.dice.choice([*Joining])
            await set_joining(ADMINISTRATOR, chapter, rule)
            self.rules[chapter.id] = rule
            return
        deed, place = self.dice.choice([*Deed]), (chapter.id, profile)
        rule = self.rules.get(chapter.id, Joining.OPEN)
        fits = RULES.get(deed, rule) == rule
        after = LEADS[deed].get(self.states.get(place, "")) if fits else None
        step = Step(deed, chapter, profile, f"words of {deed}")
        did = await take_step(self.service.post, self.service.vocabulary, ADMINISTRATOR, step)
        assert did is (after is not None), (deed, self.states.get(place, ""))
        if after is not None:
            self.states[place] = after
            self.reached.add(after)
            self.done += 1

    async def check(self) -> None:
        """Hold all that is stored against the model, and against what may never be."""
        rows = await Membership.all()
        places = {(one.chapter_id, one.profile_id): one.state for one in rows}
        assert len(rows) == len(places)
        assert places == self.states
        slugs = {one.id: one.slug for one in self.chapters}
        shared = {(one.profile_id, one.chapter) for one in await SharedWith.all()}
        assert shared == {
            (profile, slugs[chapter])
            for (chapter, profile), state in places.items()
            if state == State.ACTIVE
        }
        trail = await AuditRow.filter(action__startswith="membership.").order_by("id")
        assert len(trail) == self.done
        for (chapter, profile), state in places.items():
            if state == State.SUGGESTED:  # as the graph left them
                continue
            deeds = [
                one.action
                for one in trail
                if (one.subject, one.detail["chapter"]) == (f"profile:{profile}", slugs[chapter])
            ]
            assert deeds[-1] in {move.action for move in MOVES.values() if move.after == state}
            steps = await MembershipStep.filter(chapter_id=chapter, profile_id=profile)
            assert len(steps) == len(deeds)
            assert max(steps, key=lambda one: one.id).after == state
            passed = [one for one in deeds if one in ENTRANCES | EXITS]
            if state in {State.ACTIVE, State.PAUSED}:
                assert passed[-1] in ENTRANCES
