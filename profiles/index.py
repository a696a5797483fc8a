"""How a member is found. Only what stands here leaves for the search engine.

There are two indexes, one an audience, and no word of one is in the other: what a search finds,
counts and ranks for visitors cannot depend on what only members may see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.viewer import Audience
from cop.kit.text import fold, tokens
from cop.vocabulary.geography import list_names_of, region_of
from profiles.fields import DEGREES, FIELDS, LISTS
from search.index import Document, Index, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from cop.vocabulary.concepts import Vocabulary
    from profiles.member import Member, Tag

TEXTS: Final = {
    "name": Text(4.0),
    "topics": Text(3.0),
    "place": Text(2.6),
    "work": Text(2.0),
    "also": Text(1.5),
    "about": Text(1.0, forgiving=False),
}
_CONCEPTS: Final = (  # the text that a field's concepts are found in
    ("topics", "expertise"),
    ("topics", "sectors"),
    ("place", "country"),
    ("also", "stakeholder"),
    ("also", "government_level"),
    ("also", "interests"),
    ("also", "disciplines"),
    ("also", "languages"),
    ("also", "countries_known"),
    ("also", "offers"),
    ("also", "seeks"),
)
# facet -> what of a member it is of
FIELD_OF: Final[Mapping[str, str]] = {
    "country": "country",
    "region": "country",
    "sector": "sectors",
    "topic": "expertise",
    "topic-group": "expertise",
    "stakeholder": "stakeholder",
    "level": "government_level",
    "discipline": "disciplines",
    "language": "languages",
    "institution": "institution",
    "kind": "institution",
    "knows": "countries_known",
    "offers": "offers",
    "chapter": "chapters",
    "city": "city",
}
EXPERT: Final = "expert"  # topics that are known best
EVIDENCE: Final = "evidence"  # topics of expertise that they also write about
CONFIRMED: Final = "confirmed"  # in which month, or written: one may ask for it, as below
PREFERRED: Final = (EXPERT, EVIDENCE, CONFIRMED)  # what ranks
BEST: Final = max(DEGREES)
FRESH_MONTHS: Final = 18  # who has confirmed nothing for longer comes after equal matches
FRESHNESS: Final[Mapping[str, int]] = {"6": 6, "18": FRESH_MONTHS}  # what one may ask for
GROUPS: Final[Mapping[str, str]] = {"topic-group": "topic"}
FACETS: Final = (*(one for one in FIELD_OF if one not in {*GROUPS, "city"}), CONFIRMED)
RARELY_COUNTED: Final = frozenset(("institution", "knows"))  # only where they are asked for
MEMBERS: Final[Mapping[Audience, Index]] = {
    audience: Index(
        f"members-for-{audience}",
        TEXTS,
        (*FIELD_OF, *PREFERRED),
        ("by_name", "by_joining"),
        GROUPS,
    )
    for audience in Audience
}


def describe(member: Member, vocabulary: Vocabulary) -> Document:
    """Say how `member`, as an audience sees them, is found."""
    return Document(
        key=str(member.id),
        texts=_texts(member, vocabulary),
        facets={name: [*values] for name, values in _facets(member, vocabulary)},
        orders={
            "by_name": f"{fold(member.name)} {member.id}",
            "by_joining": f"{10**11 - int(member.joined_at.timestamp()):012d} {member.id}",
        },
    )


def words_of(member: Member) -> Iterator[tuple[str, str, str]]:
    """Yield (text, field, words) of what `member` says in words; the biography comes last."""
    yield "name", "name", member.name
    for field in LISTS:
        yield from (("topics", field, tag.text) for tag in getattr(member, field) if not tag.key)
    for city in (member.city, *list_names_of(member.city_id)):
        yield "place", "city", city
    yield "work", "institution", member.institution.name if member.institution else ""
    yield "work", "unit", member.unit
    yield "work", "position", member.position
    yield "about", "bio", member.bio


def concepts_of(member: Member) -> Iterator[tuple[str, str, str, str]]:
    """Yield (text, field, scheme, key) of all that `member` says with concepts."""
    for text, field in _CONCEPTS:
        said = getattr(member, field)
        for key in _keys(said) if field in LISTS else filter(None, [said]):
            yield text, field, FIELDS[field].scheme, key


def _texts(member: Member, vocabulary: Vocabulary) -> dict[str, list[str]]:
    gathered: dict[str, set[str]] = {name: set() for name in TEXTS}
    for text, _field, words in words_of(member):
        gathered[text].update(tokens(words))
    for text, _field, scheme, key in concepts_of(member):
        if vocabulary.get(scheme, key):
            gathered[text].update(vocabulary.tokens(scheme, key))
    return {name: [*words] for name, words in gathered.items()}


def _facets(member: Member, vocabulary: Vocabulary) -> Iterator[tuple[str, Iterable[str]]]:
    for facet in FIELD_OF:
        yield facet, [value for _key, value in said(member, facet, vocabulary)]
    yield EXPERT, [tag.key for tag in member.expertise if tag.key and tag.level == BEST]
    yield EVIDENCE, [*_told(member, vocabulary)]
    yield CONFIRMED, [f"{member.confirmed_at or member.joined_at:%Y-%m}"]


def _told(member: Member, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the topics of expertise that `member` also writes about: all words of a label."""
    story = {*tokens(member.bio), *tokens(member.position)}
    for key in _keys(member.expertise) if story else ():
        topic = vocabulary.get("topic", key)
        if topic and any(story.issuperset(tokens(label)) for label in topic.labels.values()):
            yield key


def said(member: Member, facet: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield (key of the concept, value of the facet) of what `member` says; "" where is none."""
    stored = getattr(member, FIELD_OF[facet])
    if facet in {"institution", "kind"}:
        pairs = [("", stored.slug if facet == "institution" else stored.kind)] if stored else []
    elif facet == "region":
        pairs = [(stored, region_of(vocabulary, stored))]
    elif facet == "topic-group":
        found = (vocabulary.get("topic", key) for key in _keys(stored))
        pairs = [*dict.fromkeys(("", one.parent) for one in found if one)]
    elif facet == "chapter":
        pairs = [("", slug) for slug in sorted(stored)]
    elif facet == "city":
        pairs = [("", str(member.city_id or ""))]
    else:
        pairs = [(key, key) for key in (_keys(stored) if FIELD_OF[facet] in LISTS else [stored])]
    yield from (pair for pair in pairs if pair[1])


def fresh_months(today: datetime, most: int = FRESH_MONTHS) -> list[str]:
    """Return the values of `CONFIRMED` of this month and the `most` before it."""
    months = today.year * 12 + today.month - 1
    return [f"{one // 12:04d}-{one % 12 + 1:02d}" for one in range(months - most, months + 1)]


def _keys(tags: Iterable[Tag]) -> list[str]:
    return [tag.key for tag in tags if tag.key]
