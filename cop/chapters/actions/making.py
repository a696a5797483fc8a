"""Making chapters: one by hand, and the working groups that the community's files name."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.chapters.models.chapters import Chapter, Kind
from cop.chapters.queries.chapters import list_formed
from cop.chapters.rules.states import Stage
from cop.chapters.scopes import Part, chapter_name, write_scope
from cop.kit.changes import record_changes
from cop.kit.errors import Conflict
from cop.kit.i18n import gettext as _
from cop.kit.text import fold, slugify
from cop.vocabulary.regions import OWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.accounts.viewer import Viewer
    from cop.vocabulary.concepts import Concept, Vocabulary

_PAGES: Final = frozenset(("new", "proposals"))  # that stand where a chapter's would
LONGEST_NAME: Final = 120


class ChapterExists(Conflict):
    """Somebody formed this chapter a moment ago, or it became part of another one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A chapter to be made; `names` by language, () to be called by its scope."""

    kind: Kind
    scope: str
    names: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def free(cls, names: Mapping[str, str]) -> Wanted:
        """Return one that is about nothing but itself: there is one by each first name."""
        return cls(Kind.FREE, fold(next(iter(names.values()))), names)


async def make_chapter(
    actor: Viewer | None, wanted: Wanted, vocabulary: Vocabulary, state: Stage = Stage.FORMING
) -> Chapter:
    """Make a chapter without members.

    Raises:
        ChapterExists: there is one with this scope.
    """
    try:
        async with in_transaction():
            chapter = await create_chapter(wanted, vocabulary, topics=[], quality={}, state=state)
            subject = f"chapter:{chapter.slug}"
            await record_deed(actor, "chapter.made", subject, kind=wanted.kind, scope=wanted.scope)
            await record_changes("chapter", [chapter.id])
    except IntegrityError as error:  # the database decides, whoever looked first
        raise ChapterExists(_("There is such a chapter already, or was.")) from error
    return chapter


async def create_chapter(wanted: Wanted, vocabulary: Vocabulary, **values: Any) -> Chapter:
    """Create the row, at an address that nobody has; call it inside a transaction."""
    names = dict(wanted.names) or None
    chapter = Chapter(kind=wanted.kind, scope=wanted.scope, names=names, **values)
    base = slugify(chapter_name(chapter, vocabulary, "en"), "chapter")
    taken = await Chapter.filter(slug__startswith=base).values_list("slug", flat=True)
    slugs = (f"{base}-{number}" if number > 1 else base for number in count(1))
    chapter.slug = next(one for one in slugs if one not in {*taken, *_PAGES})
    await chapter.save()
    return chapter


async def seed_chapters(vocabulary: Vocabulary) -> list[Chapter]:
    """Make the chapters of the working groups that are not there yet; return them."""
    formed = await list_formed()
    seeds = [(as_seed(one), one.facts["status"]) for one in vocabulary.list("working-group")]
    return [
        await make_chapter(None, one, vocabulary, _as_state(status))
        for one, status in seeds
        if (one.kind, one.scope) not in formed
    ]


def as_seed(group: Concept) -> Wanted:
    """Return the chapter of a working group."""
    kind = Kind(group.facts["kind"])
    if kind is Kind.REGIONAL:
        return Wanted(kind, write_scope(kind, Part(OWN, (str(group.facts["region"]),))))
    groups = Part("topic-group", tuple(group.facts["topic_groups"]))
    return Wanted(kind, write_scope(kind, groups), group.labels)


def _as_state(status: str) -> Stage:
    """Return the state of a group that is active, announced or proposed, since a year perhaps."""
    return Stage.ACTIVE if status.startswith("active") else Stage.FORMING
