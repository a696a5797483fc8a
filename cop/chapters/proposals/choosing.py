"""Who of a proposal's people is suggested, and who is to be asked to lead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cop.chapters.models.proposals import ChosenChair
from cop.chapters.queries.leading import list_led_slugs
from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _
from profiles.access import see_members, see_members_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.accounts.viewer import Viewer
    from cop.chapters.models.chapters import Chapter
    from matching.proposals import Proposal
    from profiles.member import Member

MOST_LISTED: Final = 250  # people on a form
MOST_CHAIRS: Final = 4
FEWEST: Final = 2  # people who are left in


@dataclass(frozen=True, slots=True)
class Choice:
    """Who of the people that stood on the form was ticked, by slug; others are not its business."""

    listed: Sequence[str]
    kept: frozenset[str]
    chairs: Sequence[str]


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A chapter that nobody leads, and who was chosen to be asked."""

    chapter: Chapter
    members: Sequence[Member]


async def see_listed(proposal: Proposal, viewer: Viewer) -> list[Member]:
    """Return whom the form lists: the suggested co-chairs, then others by name."""
    others = [one for one in proposal.members if one not in proposal.co_chairs]
    listed = [*proposal.co_chairs, *others][:MOST_LISTED]
    seen = await see_members(listed, viewer)
    return sorted(seen, key=lambda one: (one.id not in proposal.co_chairs, one.name, one.id))


async def choose(proposal: Proposal, choice: Choice, viewer: Viewer) -> Proposal:
    """Return the proposal without those whose tick was taken away, and with the chosen co-chairs.

    Raises:
        Invalid: hardly anybody is left, or the co-chairs are too many, or were left out.
    """
    if not choice.listed:
        return proposal
    ids = {one.slug: one.id for one in await see_members_at(choice.listed, viewer)}
    left_out = {number for slug, number in ids.items() if slug not in choice.kept}
    members = tuple(one for one in proposal.members if one not in left_out)
    chairs = tuple(ids[slug] for slug in choice.chairs if slug in ids)
    if len(members) < FEWEST:
        raise Invalid(_("Leave at least two people in."))
    if len(chairs) > MOST_CHAIRS:
        raise Invalid(_("Choose at most four co-chairs."))
    if not {*chairs} <= {*members}:
        raise Invalid(_("Choose co-chairs from those who stay in."))
    return replace(proposal, members=members, co_chairs=chairs)


def leave_out(members: Sequence[Member], choice: Choice) -> list[Member]:
    """Return these members without those whose tick was taken away.

    Raises:
        Invalid: hardly anybody is left.
    """
    left_out = {*choice.listed} - choice.kept
    left = [one for one in members if one.slug not in left_out]
    if len(left) < FEWEST:
        raise Invalid(_("Leave at least two people in."))
    return left


async def see_to_ask(viewer: Viewer) -> list[ToAsk]:
    """Return the chapters that nobody leads, the last formed first, with whom to ask."""
    rows = await ChosenChair.all().order_by("-chapter_id", "id").select_related("chapter")
    led = await list_led_slugs()
    chosen: dict[Chapter, list[int]] = {}
    for row in rows:
        if row.chapter.slug not in led and row.chapter.merged_into_id is None:
            chosen.setdefault(row.chapter, []).append(row.profile_id)
    seen = {
        one.id: one
        for one in await see_members([one for ids in chosen.values() for one in ids], viewer)
    }
    return [
        ToAsk(chapter, [seen[one] for one in ids if one in seen]) for chapter, ids in chosen.items()
    ]
