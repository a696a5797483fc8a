"""A part of a chapter's members made a chapter of their own.

Nobody is taken out of the first by that. With the same coordinators its active members are active
in the second, too, for nobody sees more of them; else they are suggested to whoever comes to lead
it, as those of a proposal are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.accounts.models import Role
from cop.accounts.viewer import RoleName
from cop.chapters.actions.making import ChapterExists, Wanted, create_chapter
from cop.chapters.actions.memberships import BULK
from cop.chapters.models.chapters import Kind
from cop.chapters.models.memberships import Membership, MembershipStep, State
from cop.chapters.queries.chapters import hold_chapters
from cop.chapters.scopes import About, Part, write_scope
from cop.kit.changes import record_changes
from cop.kit.errors import Conflict
from cop.kit.i18n import gettext as _
from profiles.actions.members import KIND as PROFILE
from profiles.actions.members import hold_profiles, share_with_chapters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter
    from cop.vocabulary.concepts import Vocabulary
    from matching.drift import Half
    from profiles.member import Member


class CannotSplit(Conflict):
    """It became part of another chapter a moment ago."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A chapter to be made, and who of the first is in it, as they are seen."""

    wanted: Wanted
    members: Sequence[Member]


def cut_by(members: Sequence[Member], part: Part, vocabulary: Vocabulary) -> Cut:
    """Return who of these members lives in a country or knows a topic."""
    kind = Kind.COUNTRY if part.scheme == "country" else Kind.THEMATIC
    inside = [one for one in members if part.said_by(About.member(one), vocabulary)]
    return Cut(Wanted(kind, write_scope(kind, part)), inside)


def cut_half(members: Sequence[Member], half: Half) -> Cut:
    """Return one of the communities of a chapter that has become two, called by its topics."""
    topics = Part("topic", tuple(one.topic for one in half.topics[:2]))
    inside = [one for one in members if one.id in half.members]
    return Cut(Wanted(Kind.THEMATIC, write_scope(Kind.THEMATIC, topics)), inside)


async def split_chapter(
    actor: Viewer, chapter: Chapter, cut: Cut, vocabulary: Vocabulary, *, is_led_alike: bool
) -> Chapter:
    """Make the chapter and let its people in, who are active members of the first at this moment.

    Args:
        actor: who does it.
        chapter: the first, of which nothing changes.
        cut: what is made.
        vocabulary: says what it is called.
        is_led_alike: who coordinates the first coordinates it, too.

    Raises:
        ChapterExists: there is one with this scope.
        CannotSplit: it is part of another one by now.
    """
    ids = [one.id for one in cut.members]
    state = State.ACTIVE if is_led_alike else State.SUGGESTED
    try:
        async with in_transaction():
            await hold_profiles(ids)
            if not await hold_chapters(chapter.id):
                raise CannotSplit(_("This chapter has become part of another one."))
            made = await create_chapter(
                cut.wanted,
                vocabulary,
                topics=[],
                quality={},
                joining=chapter.joining,
                state=chapter.state,
            )
            places = Membership.filter(
                chapter=chapter, profile_id__in=ids, state=State.ACTIVE
            ).order_by("profile_id")
            inside = [int(str(one)) for one in await places.values_list("profile_id", flat=True)]
            await Membership.bulk_create(
                [Membership(chapter_id=made.id, profile_id=one, state=state) for one in inside],
                batch_size=BULK,
            )
            if is_led_alike:
                await _lead(made, chapter)
                await MembershipStep.bulk_create(
                    [
                        MembershipStep(
                            chapter_id=made.id,
                            profile_id=one,
                            account_id=actor.account_id,
                            after=state,
                        )
                        for one in inside
                    ],
                    batch_size=BULK,
                )
                await share_with_chapters({(one, made.slug) for one in inside})
            await record_deed(
                actor, "chapter.split", f"chapter:{made.slug}", out_of=chapter.slug, state=state
            )
            await record_changes(PROFILE, inside)
            await record_changes("chapter", [made.id])
    except IntegrityError as error:
        raise ChapterExists(_("There is such a chapter already, or was.")) from error
    return made


async def _lead(made: Chapter, chapter: Chapter) -> None:
    """Let who coordinates the first chapter coordinate the other."""
    role = RoleName.COORDINATOR.value
    for one in await Role.filter(role=role, scope=chapter.slug):
        await Role.create(account_id=one.account_id, role=role, scope=made.slug)
