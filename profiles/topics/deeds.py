"""What an editor may do with topics and with the words that are none yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from cop.kit.errors import Conflict, NotFound
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """The deeds; each is previewed before it is done."""

    ADD = "add"  # make a word, or a proposal, a topic
    ALIAS = "alias"  # make it another word for a topic
    DECLINE = "decline"  # leave it the members' own word
    CHANGE = "change"  # labels, group and synonyms of a topic
    MERGE = "merge"  # one topic into another
    SPLIT = "split"  # give some members of a topic a new one
    RETIRE = "retire"  # offer it to nobody any more


@dataclass(frozen=True, kw_only=True, slots=True)
class Deed:
    """One decision of an editor.

    Attributes:
        kind: which.
        word: the members' word that is decided about, as they write it.
        proposal: the proposal that is decided about, 0 for none.
        topic: the topic that is changed, merged away, split or retired.
        version: of that topic, as the editor saw it.
        into: the topic that stays, or that gets a word more.
        labels: by language, of the new or changed topic; English is there.
        parent: its group.
        terms: its synonyms as (text, language).
        members: who goes to the new topic when one is split.
    """

    kind: Kind
    word: str = ""
    proposal: int = 0
    topic: str = ""
    version: int = 0
    into: str = ""
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    parent: str = ""
    terms: tuple[tuple[str, str], ...] = ()
    members: tuple[int, ...] = ()


class NoSuchTopic(NotFound):
    """There is no topic by this key in use."""

    def __init__(self) -> None:
        super().__init__(_("There is no such topic in use."))


class TopicExists(Conflict):
    """The word is a topic's already."""


class TopicChanged(Conflict):
    """Another editor was faster."""

    def __init__(self) -> None:
        super().__init__(_("Another editor has changed this meanwhile. Look at it again."))
