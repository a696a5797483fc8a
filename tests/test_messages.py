"""Every sentence is there in every language, and says the same things in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cop.kit.i18n import LANGUAGES, RIGHT_TO_LEFT
from tests.messages import extract, read

if TYPE_CHECKING:
    from babel.messages.catalog import Message

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
TRANSLATED = [language for language in LANGUAGES if language != "en"]
SENTENCES = [message for message in extract() if message.id]


def forms(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(language: str) -> None:
    catalog = read(language)

    missing = [
        message.id
        for message in SENTENCES
        if (found := catalog.get(message.id)) is None or not all(forms(found))
    ]

    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_placeholders_of_its_sentence(language: str) -> None:
    wrong: list[object] = []
    for message in read(language):
        if not message.id:
            continue
        singular, plural = message.id if isinstance(message.id, tuple) else (message.id,) * 2
        allowed = {*PLACEHOLDER.findall(singular), *PLACEHOLDER.findall(plural)}
        for form in forms(message):
            used = set(PLACEHOLDER.findall(form))
            # A form for exactly one or two may say the number in words.
            if not used <= allowed or (allowed - used) - {"%(num)s", "%(num)d"}:
                wrong.append((message.id, form))

    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_is_in_its_own_script(language: str) -> None:
    arabic = re.compile("[\u0600-\u06ff]")
    words = re.compile(r"[^\W\d_]{4,}")
    for message in read(language):
        text = PLACEHOLDER.sub("", " ".join(forms(message)))
        if message.id and words.search(text) and "ORCID" not in text:
            assert bool(arabic.search(text)) == (language in RIGHT_TO_LEFT), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_catalogue_keeps_a_sentence_that_is_gone(language: str) -> None:
    known = {message.id for message in SENTENCES}

    assert [
        message.id for message in read(language) if message.id and message.id not in known
    ] == []
