"""Reading chapters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tortoise.functions import Count

from cop.chapters.models.chapters import Chapter, FormerAddress, Joining, Kind
from cop.chapters.models.memberships import Membership, State
from cop.chapters.queries.known import known_to, standing
from cop.chapters.rules.states import Stage
from cop.chapters.scopes import About, chapter_name, read_scope
from cop.kit.errors import Moved, NotFound
from cop.kit.i18n import gettext as _
from cop.vocabulary.geography import region_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from tortoise.queryset import QuerySet

    from cop.accounts.viewer import Viewer
    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member


_ORDER: Final = (Kind.REGIONAL, Kind.THEMATIC, Kind.BRIDGE, Kind.FREE, Kind.COUNTRY)


class NoSuchChapter(NotFound):
    """There is no chapter at this address."""

    def __init__(self) -> None:
        super().__init__(_("We know no chapter by that name."))


class ChapterMoved(Moved):
    """It was made part of another chapter."""

    def __init__(self, old: str, new: str) -> None:
        message = _("This chapter has become part of another one.")
        super().__init__(message, f"/chapters/{old}", f"/chapters/{new}")


@dataclass(frozen=True, slots=True)
class Named:
    """A chapter and what it is called."""

    chapter: Chapter
    name: str


@dataclass(frozen=True, slots=True)
class Called:
    """What a chapter is called, and its address."""

    slug: str
    name: str


async def get_chapter(slug: str, viewer: Viewer) -> Chapter:
    """Return the chapter at `slug`.

    Raises:
        NoSuchChapter: there is none, or not for this viewer.
        ChapterMoved: it has another address now.
    """
    chapter = await known_to(viewer).get_or_none(slug=slug)
    if chapter is not None:
        return chapter
    known = known_to(viewer).values_list("id", flat=True)
    former = await FormerAddress.get_or_none(slug=slug, chapter_id__in=await known)
    if former is None:
        raise NoSuchChapter
    await former.fetch_related("chapter")
    raise ChapterMoved(slug, former.chapter.slug)


async def hold_chapters(*ids: int) -> list[Chapter]:
    """Let nobody else change or merge these chapters until the transaction ends.

    Those that are part of another one by now are not among them. To be called after profiles are
    held, as all do.
    """
    return await standing().filter(id__in=ids).order_by("id").select_for_update()


async def find_chapter(kind: str, scope: str, viewer: Viewer) -> Chapter | None:
    """Return the open chapter of a region, a country or a pair of topics or sectors."""
    return await _open_to(viewer).get_or_none(kind=kind, scope=scope)


async def find_chapter_for(
    member: Member, vocabulary: Vocabulary, viewer: Viewer
) -> Chapter | None:
    """Return the chapter that fits a member best: of the country, of what they know, of the region.

    None when there is none that they could ask to join and have nothing to do with yet.
    """
    places = Membership.filter(profile_id=member.id).exclude(state=State.SUGGESTED)
    known = {row.chapter_id for row in await places}
    about = About.member(member)
    thematic = [
        (len(scope.parts[0].said_by(about, vocabulary)), -one.id, one)
        for one in await _open_to(viewer).filter(kind="thematic")
        if (scope := read_scope(one.kind, one.scope)).holds(about, vocabulary)
    ]
    ranked = [
        await find_chapter("country", member.country, viewer),
        max(thematic)[2] if thematic else None,
        await find_chapter("regional", region_of(vocabulary, member.country), viewer),
    ]
    free = (one for one in ranked if one and one.id not in known)
    return next((one for one in free if one.joining != Joining.INVITATION), None)


async def list_chapters(vocabulary: Vocabulary, language: str, viewer: Viewer) -> list[Named]:
    """Return the chapters that `viewer` may know of.

    Regional first, then thematic, bridges, free, and of countries, each by name.
    """
    named = [
        Named(chapter, chapter_name(chapter, vocabulary, language))
        for chapter in await known_to(viewer)
    ]
    return sorted(named, key=lambda one: (_ORDER.index(Kind(one.chapter.kind)), one.name))


async def tell_chapters(
    slugs: Iterable[str], viewer: Viewer, vocabulary: Vocabulary, language: str
) -> dict[str, str]:
    """Return what those of the chapters with these slugs are called that `viewer` may know of."""
    called = _call(await known_to(viewer).filter(slug__in=list(slugs)), vocabulary, language)
    return {one.slug: one.name for one in called}


async def list_chapters_for(
    about: About, vocabulary: Vocabulary, language: str, viewer: Viewer
) -> list[Called]:
    """Return the open chapters that have somebody of whom this is said in reach, by name."""
    held = [
        one
        for one in await _open_to(viewer)
        if read_scope(one.kind, one.scope).holds(about, vocabulary)
    ]
    return _call(held, vocabulary, language)


async def list_children(chapter: Chapter, vocabulary: Vocabulary, viewer: Viewer) -> list[Chapter]:
    """Return the country chapters of the countries in a regional one."""
    if chapter.kind != Kind.REGIONAL:
        return []
    (place,) = read_scope(chapter.kind, chapter.scope).parts
    countries = place.countries(vocabulary)
    return await _open_to(viewer).filter(kind=Kind.COUNTRY, scope__in=countries)


async def list_merged(chapter: Chapter) -> list[Chapter]:
    """Return the chapters that were made part of this one, the last first."""
    return await Chapter.filter(merged_into_id=chapter.id).order_by("-id")


async def list_parents(
    chapter: Chapter, vocabulary: Vocabulary, language: str, viewer: Viewer
) -> list[Called]:
    """Return the regional chapters that hold the country of a country one, by name."""
    if chapter.kind != Kind.COUNTRY:
        return []
    around = await _open_to(viewer).filter(kind=Kind.REGIONAL)
    about = About(chapter.scope, ())
    held = [one for one in around if read_scope(one.kind, one.scope).holds(about, vocabulary)]
    return _call(held, vocabulary, language)


async def list_chapter_names(vocabulary: Vocabulary, language: str, viewer: Viewer) -> list[Called]:
    """Return what the chapters are called that `viewer` may know of, by name.

    This is asked with each letter typed.
    """
    named = known_to(viewer).only("slug", "kind", "scope", "names")
    return _call(await named, vocabulary, language)


def _open_to(viewer: Viewer) -> QuerySet[Chapter]:
    return known_to(viewer).exclude(state=Stage.CLOSED)


def _call(chapters: Iterable[Chapter], vocabulary: Vocabulary, language: str) -> list[Called]:
    called = [Called(one.slug, chapter_name(one, vocabulary, language)) for one in chapters]
    return sorted(called, key=lambda one: one.name)


async def list_formed() -> set[tuple[str, str]]:
    """Return the kind and scope of every chapter, of those that became part of another one too."""
    return {
        (str(kind), str(scope)) for kind, scope in await Chapter.all().values_list("kind", "scope")
    }


async def count_chapters(viewer: Viewer) -> dict[str, int]:
    """Return how many open chapters of each kind `viewer` may know of."""
    rows = await _open_to(viewer).annotate(n=Count("id")).group_by("kind").values_list("kind", "n")
    return {str(kind): int(n) for kind, n in rows}


async def list_chapters_at(slugs: Collection[str]) -> list[Chapter]:
    """Return the open chapters with these slugs."""
    there = standing().filter(slug__in=list(slugs)).exclude(state=Stage.CLOSED)
    return await there.order_by("slug")
