"""Reading chapters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tortoise.expressions import Q
from tortoise.functions import Count

from cop.accounts.models import Role
from cop.accounts.viewer import RoleName
from cop.chapters.models import Chapter, Joining, Kind, Membership, State
from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _
from profiles.queries import list_ids_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from tortoise.queryset import QuerySet

    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member


SCHEMES: Final = {  # of what a scope names
    Kind.REGIONAL: "region",
    Kind.COUNTRY: "country",
    Kind.THEMATIC: "topic",
    Kind.BRIDGE: "sector",
}


class NoSuchChapter(NotFound):
    """There is no chapter at this address."""

    def __init__(self) -> None:
        super().__init__(_("We know no chapter by that name."))


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


@dataclass(frozen=True, slots=True)
class Place:
    """How somebody with a profile stands to a chapter; `State.NEW` where they never did.

    `words` are of who asks or invites.
    """

    state: State = State.NEW
    since: datetime | None = None
    words: str = ""


async def find_place(chapter: Chapter, account_id: int | None) -> Place | None:
    """Return how the account stands to the chapter; None for who has no profile to join with."""
    ids = await list_ids_of([account_id]) if account_id is not None else []
    return await find_place_of(chapter, ids[0]) if ids else None


async def find_place_of(chapter: Chapter, profile_id: int) -> Place:
    """Return how the member stands to the chapter."""
    row = await Membership.get_or_none(chapter=chapter, profile_id=profile_id)
    return Place(State(row.state), row.since, row.words) if row else Place()


async def get_chapter(slug: str) -> Chapter:
    """Return the chapter at `slug`.

    Raises:
        NoSuchChapter: there is none.
    """
    chapter = await Chapter.get_or_none(slug=slug)
    if chapter is None:
        raise NoSuchChapter
    return chapter


async def find_chapter(kind: str, scope: str) -> Chapter | None:
    """Return the chapter of a region, a country or a pair of topics or sectors."""
    return await Chapter.get_or_none(kind=kind, scope=scope)


async def find_chapter_for(member: Member, region: str) -> Chapter | None:
    """Return the chapter that fits a member best: of the country, of what they know, of the region.

    None when there is none that they could ask to join and have nothing to do with yet.
    """
    places = Membership.filter(profile_id=member.id).exclude(state=State.SUGGESTED)
    known = {row.chapter_id for row in await places}
    thematic = [
        (len({*one.scope.split("+")}.intersection(member.topics)), -one.id, one)
        for one in await Chapter.filter(kind="thematic")
    ]
    best = max((one for one in thematic if one[0]), default=None)
    ranked = [
        await find_chapter("country", member.country),
        best[2] if best else None,
        await find_chapter("regional", region),
    ]
    free = (one for one in ranked if one and one.id not in known)
    return next((one for one in free if one.joining != Joining.INVITATION), None)


async def list_chapters(vocabulary: Vocabulary, language: str) -> list[Named]:
    """Return all chapters: regional, thematic, bridges, then country, each by name."""
    order = {"regional": 0, "thematic": 1, "bridge": 2, "country": 3}
    named = [
        Named(chapter, chapter_name(chapter, vocabulary, language))
        for chapter in await Chapter.all()
    ]
    return sorted(named, key=lambda one: (order[one.chapter.kind], one.name))


async def tell_chapters(
    slugs: Iterable[str], vocabulary: Vocabulary, language: str
) -> dict[str, str]:
    """Return what the chapters with these slugs are called."""
    called = await _called(Chapter.filter(slug__in=list(slugs)), vocabulary, language)
    return {one.slug: one.name for one in called}


async def list_chapters_for(
    country: str, region: str, topics: Collection[str], vocabulary: Vocabulary, language: str
) -> list[Called]:
    """Return the chapters of a country, its region and any of `topics`, by name."""
    near = Q(kind="country", scope=country) | Q(kind="regional", scope=region)
    thematic = await Chapter.filter(kind="thematic").values_list("scope", flat=True)
    scopes = [one for one in map(str, thematic) if not set(topics).isdisjoint(one.split("+"))]
    chapters = Chapter.filter(near | Q(kind="thematic", scope__in=scopes))
    return await _called(chapters, vocabulary, language)


async def list_chapter_names(vocabulary: Vocabulary, language: str) -> list[Called]:
    """Return what all chapters are called, by name; this is asked with each letter typed."""
    return await _called(Chapter.all(), vocabulary, language)


async def _called(
    chapters: QuerySet[Chapter], vocabulary: Vocabulary, language: str
) -> list[Called]:
    named = [
        Called(str(slug), scope_name(str(kind), str(scope), vocabulary, language))
        for slug, kind, scope in await chapters.values_list("slug", "kind", "scope")
    ]
    return sorted(named, key=lambda one: one.name)


async def count_unled_chapters() -> int:
    """Return how many chapters have no coordinator, never had one or lost the last."""
    return await Chapter.exclude(slug__in=await list_led_slugs()).count()


async def list_led_slugs() -> list[str]:
    """Return the slugs of the chapters that have a coordinator."""
    led = await Role.filter(role=RoleName.COORDINATOR.value).values_list("scope", flat=True)
    return [str(one) for one in led]


async def count_chapters() -> dict[str, int]:
    """Return how many chapters there are of each kind."""
    rows = await Chapter.annotate(n=Count("id")).group_by("kind").values_list("kind", "n")
    return {str(kind): int(n) for kind, n in rows}


async def list_member_ids(chapter: Chapter, state: State) -> list[int]:
    """Return the profiles that belong to `chapter` in this way, the longest first."""
    rows = await Membership.filter(chapter=chapter, state=state).order_by("since", "profile_id")
    return [row.profile_id for row in rows]


async def map_words(chapter: Chapter, profiles: Collection[int]) -> dict[int, str]:
    """Return the words with which each of these members asks, or was invited."""
    places = Membership.filter(chapter=chapter, profile_id__in=list(profiles))
    return {one.profile_id: one.words for one in await places}


async def list_chapters_at(slugs: Collection[str]) -> list[Chapter]:
    """Return the chapters with these slugs."""
    return await Chapter.filter(slug__in=list(slugs)).order_by("slug")


async def list_chapters_of(profile_id: int) -> list[Membership]:
    """Return the memberships of a member who has joined, with their chapters."""
    joined = Membership.filter(profile_id=profile_id, state=State.ACTIVE)
    return await joined.order_by("since").select_related("chapter")


async def list_joined() -> dict[int, list[int]]:
    """Return the profiles that have joined each chapter, by its id."""
    joined: dict[int, list[int]] = {}
    rows = await Membership.filter(state=State.ACTIVE).values_list("chapter_id", "profile_id")
    for chapter, profile in rows:
        joined.setdefault(chapter, []).append(profile)
    return joined


async def list_member_sets() -> dict[int, set[int]]:
    """Return the members of each chapter by its id, joined or suggested, but who is out again."""
    sets: dict[int, set[int]] = {}
    async for row in Membership.filter(state__in=[State.SUGGESTED, State.ACTIVE, State.PAUSED]):
        sets.setdefault(row.chapter_id, set()).add(row.profile_id)
    return sets


def chapter_name(chapter: Chapter, vocabulary: Vocabulary, language: str) -> str:
    """Return what the chapter is called in `language`."""
    return scope_name(chapter.kind, chapter.scope, vocabulary, language)


def scope_name(kind: str, scope: str, vocabulary: Vocabulary, language: str) -> str:
    """Return what a region, a country or a pair of topics or sectors is called in `language`."""
    scheme = SCHEMES[Kind(kind)]
    labels = [vocabulary.label(scheme, key, language) for key in scope.split("+")]
    return " · ".join(labels)
