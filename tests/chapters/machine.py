"""Any deeds about places in chapters, in any order, beside a plain model of what they come to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from cop.accounts.models import AuditRow
from cop.accounts.viewer import ADMINISTRATOR
from cop.chapters.actions.memberships import set_joining, take_step
from cop.chapters.models.chapters import Chapter, Joining
from cop.chapters.models.memberships import Membership, State
from cop.chapters.rules.memberships import MOVES, Deed, Step
from profiles.actions.members import Draft, create_profiles
from profiles.models import SharedWith

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping

    from cop.running import Service
    from profiles.models import Profile

# Said again, apart from the table that is tried: in which state a deed leads where.
OUT = ("", "suggested", "left", "removed")
LEADS: Final[Mapping[Deed, Mapping[str, str]]] = {
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

PEOPLE, CHAPTERS = 3, 2
WHO = st.integers(0, PEOPLE - 1)
WHERE = st.integers(0, CHAPTERS - 1)


class Memberships(RuleBasedStateMachine):
    """Three people and two chapters of their own on an open service, run from another thread.

    Every place begins as suggested by the graph, or without a row.
    """

    def __init__(self, service: Service, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self.service, self.loop = service, loop
        self.people: list[Profile] = []
        self.chapters: list[Chapter] = []
        self.states: dict[tuple[int, int], str] = {}
        self.joining = [Joining.OPEN] * CHAPTERS
        self.tried = self.done = 0

    def wait(self, deed: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(deed, self.loop).result()

    @initialize(suggested=st.sets(st.tuples(WHO, WHERE)))
    def settle(self, suggested: set[tuple[int, int]]) -> None:
        self.wait(self._settle(suggested))
        self.states = dict.fromkeys(suggested, "suggested")

    async def _settle(self, suggested: set[tuple[int, int]]) -> None:
        drafts = [Draft({"name": "Walker", "country": "KE"}) for _each in range(PEOPLE)]
        self.people = await create_profiles(drafts, published=True)
        self.chapters = [
            await Chapter.create(
                slug=f"of-{self.people[0].id}-{at}",
                kind="thematic",
                scope=f"{self.people[0].id}-{at}",
                topics=[],
                quality={},
            )
            for at in range(CHAPTERS)
        ]
        await Membership.bulk_create(
            Membership(chapter=self.chapters[where], profile=self.people[who], state="suggested")
            for who, where in suggested
        )

    @rule(where=WHERE, joining=st.sampled_from(Joining))
    def set_rule(self, where: int, joining: Joining) -> None:
        self.wait(set_joining(ADMINISTRATOR, self.chapters[where], joining))
        self.joining[where] = joining

    @rule(who=WHO, where=WHERE, deed=st.sampled_from(Deed))
    def take(self, who: int, where: int, deed: Deed) -> None:
        self.tried += 1
        before = self.states.get((who, where), "")
        fits = RULES.get(deed, self.joining[where]) == self.joining[where]
        after = LEADS[deed].get(before) if fits else None
        step = Step(deed, self.chapters[where], self.people[who].id, f"words of {deed}")
        service = self.service
        did = self.wait(take_step(service.post, service.vocabulary, ADMINISTRATOR, step))
        assert did is (after is not None), (deed, before)
        if after is not None:
            self.states[who, where] = after
            self.done += 1

    def teardown(self) -> None:
        self.wait(self._check())

    async def _check(self) -> None:
        """Hold all that is stored against the model, and against what may never be."""
        ids, slugs = [one.id for one in self.people], [one.slug for one in self.chapters]
        rows = await Membership.filter(profile_id__in=ids).select_related("chapter")
        places = {
            (ids.index(one.profile_id), slugs.index(one.chapter.slug)): one.state for one in rows
        }
        assert len(rows) == len(places)
        assert places == self.states
        shared = await SharedWith.filter(profile_id__in=ids)
        assert {(ids.index(one.profile_id), slugs.index(one.chapter)) for one in shared} == {
            place for place, state in places.items() if state == State.ACTIVE
        }
        subjects = [f"profile:{one}" for one in ids]
        trail = await AuditRow.filter(
            subject__in=subjects, action__startswith="membership."
        ).order_by("id")
        assert len(trail) == self.done
        for (who, where), state in places.items():
            deeds = [
                one.action
                for one in trail
                if (one.subject, one.detail["chapter"]) == (subjects[who], slugs[where])
            ]
            if state != State.SUGGESTED:  # as the graph left them
                assert deeds[-1] in {move.action for move in MOVES.values() if move.after == state}
            if state in {State.ACTIVE, State.PAUSED}:
                assert [one for one in deeds if one in ENTRANCES | EXITS][-1] in ENTRANCES


async def run_machine(service: Service, steps: int, at_once: int) -> int:
    """Do at least so many deeds, `at_once` in each story; return how many were tried."""
    tried = 0

    class Counted(Memberships):
        def __init__(self) -> None:
            super().__init__(service, loop)

        def teardown(self) -> None:
            nonlocal tried
            tried += self.tried
            super().teardown()

    loop = asyncio.get_running_loop()
    settings = hypothesis.settings(
        max_examples=20, stateful_step_count=at_once, deadline=None, database=None
    )
    while tried < steps:  # a story ends when it likes to
        await asyncio.to_thread(run_state_machine_as_test, Counted, settings=settings)
    return tried
