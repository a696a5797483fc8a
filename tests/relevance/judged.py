"""Questions about the demo community, each with who answers it how well, as its rows say."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from search.words import ONE_TYPO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cop.vocabulary.concepts import Concept, Vocabulary

LANGUAGES = ("en", "fr", "es", "pt", "ar")
USUAL = "2"
HIDDEN = "hidden"  # from members too: nobody can answer with them
OF_EACH = 300


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, filters beside it, and how well each member answers it, from 1."""

    text: str
    grades: Mapping[str, int]
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


def make_questions(
    rows: Sequence[Mapping[str, str]], vocabulary: Vocabulary, seed: int = 1
) -> Iterator[tuple[str, list[Judged]]]:
    """Yield each kind of question with what is asked of it.

    A member's grade for a topic is how well they say they know it, 1 to 3.

    Args:
        rows: of the demo community.
        vocabulary: with the labels of topics.
        seed: of the chance by which names, typos and countries are drawn.
    """
    chance = random.Random(seed)
    knows: defaultdict[str, dict[str, int]] = defaultdict(dict)
    named: defaultdict[str, dict[str, int]] = defaultdict(dict)
    country = {row["slug"]: row["country"] for row in rows}
    for row in (row for row in rows if row["visibility"] != HIDDEN):
        named[row["name"]][row["slug"]] = 1
        for topic in filter(None, row["expertise"].split("|")):
            key, _colon, level = topic.partition(":")
            knows[key][row["slug"]] = int(level or USUAL)
    topics = [one for one in vocabulary.list("topic") if one.key in knows]
    for language in LANGUAGES:
        yield (
            f"a topic by its label, {language}",
            [Judged(topic.label(language), knows[topic.key]) for topic in topics],
        )
    names = chance.sample(sorted(named), min(OF_EACH, len(named)))
    yield "a name", [Judged(name, named[name]) for name in names]
    yield (
        "a name with a typo in each part",
        [Judged(with_typos(name, chance), named[name]) for name in names],
    )
    yield "a topic, in a country by filter", [*_in_countries(chance, topics, knows, country)]


def _in_countries(
    chance: random.Random,
    topics: Sequence[Concept],
    knows: Mapping[str, Mapping[str, int]],
    country: Mapping[str, str],
) -> Iterator[Judged]:
    for _ in range(OF_EACH):
        topic = chance.choice(topics)
        where = country[chance.choice(sorted(knows[topic.key]))]
        grades = {who: grade for who, grade in knows[topic.key].items() if country[who] == where}
        yield Judged(topic.label("en"), grades, {"country": (where,)})


def with_typos(name: str, chance: random.Random) -> str:
    """Return `name` with one typo in each part that is long enough to forgive one."""
    return " ".join(
        chance.choice(_TYPOS)(part, chance.randrange(1, len(part) - 1))
        if len(part) > ONE_TYPO
        else part
        for part in name.split()
    )


def _left_out(word: str, at: int) -> str:
    return word[:at] + word[at + 1 :]


def _twice(word: str, at: int) -> str:
    return word[:at] + word[at] + word[at:]


def _swapped(word: str, at: int) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


_TYPOS: Sequence[Callable[[str, int], str]] = (_left_out, _twice, _swapped)
