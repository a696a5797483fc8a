"""The words members use, and whom a deed with a topic would touch, as the viewer may see it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.accounts.viewer import ANY_MEMBER
from cop.kit.text import fold, tokens
from cop.vocabulary.queries import list_declined_words
from profiles.access import see, see_members
from profiles.models import ProfileTag
from profiles.queries import iterate_profiles
from profiles.topics.deeds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cop.accounts.viewer import Viewer
    from profiles.member import Member, Tag
    from profiles.topics.deeds import Deed

TOPIC_FIELDS: Final = ("expertise", "interests")


@dataclass(frozen=True, slots=True)
class Word:
    """Words of members' own that are no topic: how they are mostly written, by how many, of whom.

    Attributes:
        text: the most usual spelling.
        members: how many show members that they use it.
        languages: what these members speak, the commonest first.
    """

    text: str
    members: int
    languages: tuple[str, ...]


async def find_unknown_words() -> Mapping[str, Word]:
    """Return the words of members that are no topic, by how they are folded, the most used first.

    They are those that members show each other, whoever asks.
    """
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    languages: defaultdict[str, Counter[str]] = defaultdict(Counter)
    users: Counter[str] = Counter()
    async for profiles in iterate_profiles():
        for member in see(profiles, ANY_MEMBER):
            own = {fold(tag.text): tag.text for tag in _tags(member) if not tag.key}
            for folded, text in own.items():
                spellings[folded][text] += 1
                users[folded] += 1
                languages[folded].update(tag.key for tag in member.languages if tag.key)
    return {
        folded: Word(
            spellings[folded].most_common(1)[0][0],
            number,
            tuple(key for key, _times in languages[folded].most_common(3)),
        )
        for folded, number in sorted(users.items(), key=lambda one: (-one[1], one[0]))
        if folded
    }


async def list_unknown_words(found: Mapping[str, Word]) -> list[Word]:
    """Return the words that an editor has not declined."""
    declined = await list_declined_words()
    return [word for folded, word in found.items() if folded not in declined]


async def list_affected(deed: Deed, viewer: Viewer) -> list[Member]:
    """Return the members, of those the viewer sees, whose page the deed would change."""
    if deed.kind is Kind.SPLIT:
        chosen = await list_holders(deed.topic, viewer)
        return [one for one in chosen if one.id in deed.members]
    if deed.topic:
        return await list_holders(deed.topic, viewer)
    return await _list_users(deed.word, viewer) if deed.word else []


async def list_holders(topic: str, viewer: Viewer, filter_word: str = "") -> list[Member]:
    """Return who the viewer sees has the topic; with a word, only those who use it elsewhere."""
    rows = ProfileTag.filter(field__in=TOPIC_FIELDS, key=topic)
    ids = {int(str(one)) for one in await rows.values_list("profile_id", flat=True)}
    holders = await see_members(sorted(ids), viewer)
    wanted = set(tokens(filter_word))
    return [
        one
        for one in holders
        if any(tag.key == topic for tag in _tags(one)) and wanted <= _words_of(one)
    ]


async def _list_users(word: str, viewer: Viewer) -> list[Member]:
    """Return who the viewer sees uses a word that is no topic."""
    ids = await list_tag_owners(word)
    return [
        one
        for one in await see_members(ids, viewer)
        if any(not tag.key and fold(tag.text) == fold(word) for tag in _tags(one))
    ]


async def list_tag_owners(word: str) -> list[int]:
    """Return the ids of all profiles that use a word which is no topic, whoever may see it."""
    rows = ProfileTag.filter(field__in=TOPIC_FIELDS, key="").values_list("profile_id", "text")
    return sorted({int(one) for one, text in await rows if fold(str(text)) == fold(word)})


def _tags(member: Member) -> Iterator[Tag]:
    yield from member.expertise
    yield from member.interests


def _words_of(member: Member) -> set[str]:
    own = [tag.text for tag in _tags(member)]
    workplace = member.institution.name if member.institution else ""
    return set(tokens(" ".join([member.position, member.unit, member.bio, workplace, *own])))
