"""How soon the directory answers what people might ask, and what they might ask."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from cop.accounts.viewer import ANY_MEMBER
from cop.cli.demo import read_demo
from cop.domains import TELLERS
from profiles.answering import Answering
from profiles.api import answer_as_json
from profiles.directory import search_members
from profiles.facets import label_values
from profiles.lexicon import Lexicon
from profiles.question import Question
from profiles.understanding import understand
from tests.bench.clocks import spread
from tests.serving import serve, visit

if TYPE_CHECKING:
    from cop.running import Service
    from cop.vocabulary.concepts import Vocabulary

QUESTIONS = 300
ASKED_FOR = 10_000  # people


async def time_questions(service: Service) -> list[tuple[str, tuple[float, float]]]:
    """Time names, topics in five languages, topics with towns, beginnings; some misspelt."""
    asked = make_questions(service.vocabulary)
    ladders = make_ladders(service.vocabulary)
    lexicon = service.vocabulary.derive(Lexicon)
    service.vocabulary.derive(Answering)  # as the service does
    for text in (*asked, *ladders):
        understand(text, lexicon)  # what is remembered of the vocabulary's words

    async def search(text: str) -> None:
        answer = await search_members(
            service.engine, service.vocabulary, Question(text=text), ANY_MEMBER
        )
        labels = await label_values(answer, TELLERS, ANY_MEMBER, service.vocabulary, "en")
        answer_as_json(answer, labels, seconds=0)

    async def only_understand(text: str) -> None:
        understand(text, lexicon)

    return [
        ("understanding a question", await spread(only_understand, (*asked, *ladders))),
        ("question as the API answers it, facets and reasons", await spread(search, asked)),
        ("the same for a topic in a country, with the ladder", await spread(search, ladders)),
    ]


async def time_suggestions(service: Service) -> tuple[float, float]:
    """Time what the search field asks while a name, a topic or a town is typed into it."""
    asked = make_questions(service.vocabulary)
    async with visit(serve(service)) as visitor:

        async def suggest(text: str) -> None:
            await visitor.get("/suggest", params={"q": text})

        await suggest("wa")  # what is made when somebody first types
        return await spread(suggest, [text[:end] for text in asked for end in range(2, 9)])


def make_ladders(vocabulary: Vocabulary, seed: int = 1) -> list[str]:
    """Return questions for a topic in a country that few live in as a rule, in five languages."""
    chance = random.Random(seed)
    topics, countries = vocabulary.list("topic"), vocabulary.list("country")
    return [
        f"{chance.choice(topics).label(language)} {chance.choice(countries).label(language)}"
        for _ in range(QUESTIONS)
        for language in [chance.choice(["en", "fr", "es", "pt", "ar"])]
    ]


def make_questions(vocabulary: Vocabulary, seed: int = 1) -> list[str]:
    """Return what people might type, the same every time."""
    chance = random.Random(seed)
    rows = chance.sample(list(read_demo(ASKED_FOR)), QUESTIONS)
    questions: list[str] = []
    for row in rows:
        topic = chance.choice(row["expertise"].split("|")).partition(":")[0]
        label = vocabulary.label("topic", topic, chance.choice(["en", "fr", "es", "pt", "ar"]))
        kinds = (row["name"], row["name"], label, label, f"{label} {row['city']}", row["name"][:3])
        text = chance.choice(kinds)
        if len(text) > 5 and chance.random() < 0.4:
            place = chance.randrange(1, len(text) - 1)
            text = text[:place] + text[place + 1 :]
        questions.append(text)
    return questions
