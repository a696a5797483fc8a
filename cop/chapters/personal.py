"""What chapters keep about a person."""

from __future__ import annotations

from typing import Final

from cop.chapters.models.chapters import ChapterStep
from cop.chapters.models.memberships import BulkDeed, Membership, MembershipNote, MembershipStep
from cop.chapters.models.notices import Notice, Pace
from cop.chapters.models.proposals import ChosenChair, DismissedProposal
from cop.chapters.models.seats import Seat
from cop.kit.personal import Part

_OF_MEMBER: Final = {
    "id": "a number of ours",
    "profile_id": "it is you",
    "chapter_id": "the chapter is named",
}
_OF_ACCOUNT: Final = {
    "id": "a number of ours",
    "account_id": "it is you",
    "chapter_id": "the chapter is named",
}

PARTS: Final = (
    Part(
        name="memberships",
        model=Membership,
        columns=(
            *("chapter__slug", "chapter__merged_into__slug", "state", "words", "since"),
            *("confirmed_at", "asked_at"),
        ),
        withheld=_OF_MEMBER,
        find=lambda one: Membership.filter(profile_id=one.profile_id or 0),
    ),
    Part(
        name="chosen_as_chair",
        model=ChosenChair,
        columns=("chapter__slug", "at"),
        withheld=_OF_MEMBER,
        find=lambda one: ChosenChair.filter(profile_id=one.profile_id or 0),
    ),
    Part(
        name="dismissed_proposals",
        model=DismissedProposal,
        columns=("kind", "scope", "size", "why", "words", "at"),
        withheld={
            "id": "a number of ours",
            "account_id": "it is you",
            "sketch": "of other people, and nobody can be read from it",
        },
        find=lambda one: DismissedProposal.filter(account_id=one.account_id),
    ),
    Part(
        name="seats",
        model=Seat,
        columns=(
            "chapter__slug",
            "kind",
            "state",
            "starts_on",
            "ends_on",
            "asked_until",
            "ended_at",
        ),
        withheld=_OF_MEMBER | {"is_end_told": "what coordinators were told of the chapter"},
        find=lambda one: Seat.filter(profile_id=one.profile_id or 0),
    ),
    Part(
        name="chapter_steps",
        model=ChapterStep,
        columns=("chapter__slug", "before", "after", "words", "at"),
        withheld=_OF_ACCOUNT,
        find=lambda one: ChapterStep.filter(account_id=one.account_id),
    ),
    Part(
        name="chapter_mails",
        model=Pace,
        columns=("chapter__slug", "often"),
        withheld=_OF_ACCOUNT,
        find=lambda one: Pace.filter(account_id=one.account_id),
    ),
    Part(
        name="chapter_notices",
        model=Notice,
        columns=("chapter__slug", "about", "profile_id", "at", "due_at"),
        withheld=_OF_ACCOUNT,
        # What others are told about you is in your memberships.
        find=lambda one: Notice.filter(account_id=one.account_id),
    ),
    Part(
        name="membership_steps",
        model=MembershipStep,
        columns=("chapter__slug", "before", "stood_since", "after", "at"),
        withheld={
            "id": "a number of ours",
            "profile_id": "it is you",
            "chapter_id": "the chapter is named",
            "account_id": "who decided did so for the chapter",
            "bulk_id": "with whom else it was done",
        },
        find=lambda one: MembershipStep.filter(profile_id=one.profile_id or 0),
    ),
    Part(
        name="notes_of_coordinators",
        model=MembershipNote,
        columns=("chapter__slug", "text", "at"),
        withheld={
            "id": "a number of ours",
            "profile_id": "it is you",
            "chapter_id": "the chapter is named",
            "account_id": "who noted it did so for the chapter",
        },
        find=lambda one: MembershipNote.filter(profile_id=one.profile_id or 0),
    ),
    Part(
        name="deeds_about_many",
        model=BulkDeed,
        columns=("chapter__slug", "deed", "at", "undone_at"),
        withheld=_OF_ACCOUNT,
        find=lambda one: BulkDeed.filter(account_id=one.account_id),
    ),
)
