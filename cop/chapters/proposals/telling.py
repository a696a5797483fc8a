"""What is said of a proposal, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.kit.i18n import format_number, join_words, ngettext
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cop.vocabulary.concepts import Vocabulary
    from matching.drift import Half
    from matching.existing import Near
    from matching.proposals import Proposal

    Short = tuple[int, Sequence[str]]  # of a community: members, topics


def tell_reason(proposal: Proposal, vocabulary: Vocabulary, language: str) -> str:
    """Say in plain words why these people would make a chapter."""
    topics = [vocabulary.label("topic", one.topic, language) for one in proposal.topics[:3]]
    if proposal.kind == "thematic":
        return " ".join(_tell_theme(proposal, topics))
    if proposal.kind == "bridge":
        sectors = [vocabulary.label("sector", one, language) for one in proposal.scope.split("+")]
        sentences = [_tell_bridge(proposal, sectors)]
    else:
        sentences = [_tell_place(proposal)]
    if topics:
        sentences.append(
            _("More than elsewhere they work on {topics}.").format(topics=join_words(topics))
        )
    return " ".join(sentences)


def tell_near(proposal: Proposal, near: Near | None, name: str) -> str:
    """Say why no existing chapter will do: how few of these people are in the nearest one."""
    if near is None:
        return _("No chapter has any of them yet.")
    return _(
        "The nearest chapter is {chapter}: it has {shared} of these {count} people, "
        "and {others} others."
    ).format(
        chapter=name,
        shared=format_number(near.shared),
        count=format_number(len(proposal.members)),
        others=format_number(near.size - near.shared),
    )


def tell_quality(proposal: Proposal) -> Iterator[str]:
    """Yield what the figures mean, but for those that the reason has told."""
    quality, is_place = proposal.quality, proposal.kind in {"regional", "country"}
    if proposal.kind != "thematic":
        yield _("Of 100 close ties that they have, {kept} are with each other.").format(
            kept=format_number(round(100 * (1 - quality.conductance)))
        )
    if not is_place:
        yield _("{tied} in 100 have somebody close to them here.").format(
            tied=format_number(round(100 * quality.coverage))
        )
        yield _(
            "With only half of all members, {again} in 100 of them would still be found."
        ).format(again=format_number(round(100 * quality.stability)))


def in_short(halves: tuple[Half, Half]) -> list[Short]:
    """Return what is told of each community: how many it has, and over which topics."""
    return [(len(half.members), [one.topic for one in half.topics[:2]]) for half in halves]


def tell_halves(halves: Sequence[Short], vocabulary: Vocabulary, language: str) -> str:
    """Say which two communities a chapter's members form, and over what."""
    (size, topics), (other_size, other_topics) = [
        (
            format_number(size),
            join_words([vocabulary.label("topic", one, language) for one in told]),
        )
        for size, told in halves
    ]
    return _(
        "Its members form two groups: {size} work more on {topics}, {other_size} on {other_topics}."
    ).format(size=size, topics=topics, other_size=other_size, other_topics=other_topics)


def _tell_theme(proposal: Proposal, topics: Sequence[str]) -> Iterator[str]:
    count, first = len(proposal.members), proposal.topics[0]
    yield ngettext(
        "%(num)s person in %(countries)s countries shares %(topics)s.",
        "%(num)s people in %(countries)s countries share %(topics)s.",
        count,
    ) % {
        "num": format_number(count),
        "countries": format_number(len(proposal.countries)),
        "topics": join_words(topics),
    }
    yield _(
        "{inside} in 100 of them work on {topic}, {outside} in 100 elsewhere; "
        "{kept} in 100 of their closest ties stay among them."
    ).format(
        inside=format_number(round(100 * first.inside)),
        topic=topics[0],
        outside=format_number(max(1, round(100 * first.outside))),
        kept=format_number(round(100 * (1 - proposal.quality.conductance))),
    )


def _tell_bridge(proposal: Proposal, sectors: Sequence[str]) -> str:
    count = len(proposal.members)
    return ngettext(
        "%(num)s person in one of %(sectors)s has a close peer in the other.",
        "%(num)s people in one of %(sectors)s have a close peer in the other.",
        count,
    ) % {"num": format_number(count), "sectors": join_words(sectors)}


def _tell_place(proposal: Proposal) -> str:
    count = len(proposal.members)
    return ngettext(
        "%(num)s member lives here; %(tied)s in 100 have a close peer at home.",
        "%(num)s members live here; %(tied)s in 100 have a close peer at home.",
        count,
    ) % {
        "num": format_number(count),
        "tied": format_number(round(100 * proposal.quality.coverage)),
    }
