"""An editor's deeds: the vocabulary and the members' tags change in one transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.kit.i18n import gettext as _
from cop.kit.text import fold
from cop.vocabulary.actions import (
    add_topic,
    change_topic,
    decline_word,
    note_outcome,
    settle_proposal,
)
from cop.vocabulary.concepts import Term
from cop.vocabulary.queries import find_topic, get_vocabulary
from profiles.topics.deeds import Kind, NoSuchTopic, TopicChanged, TopicExists
from profiles.topics.retagging import retag_topic, retag_word, touch_holders

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from cop.accounts.viewer import Viewer
    from cop.vocabulary.concepts import Concept
    from profiles.topics.deeds import Deed


async def do_deed(actor: Viewer, deed: Deed) -> str:
    """Do what the editor decided and return the key of the topic it led to, "" for none.

    Raises:
        NoSuchTopic: a topic it names is not in use.
        TopicExists: a new word is another topic's already.
        TopicChanged: another editor was faster.
    """
    async with in_transaction():
        state = _STATES.get(deed.kind)
        if state and deed.proposal and not await settle_proposal(deed.proposal, state):
            raise TopicChanged
        key, detail, members = await _DOERS[deed.kind](deed)
        if state and deed.proposal:
            await note_outcome(deed.proposal, key)
        subject = f"topic:{deed.topic or key}" if deed.topic or key else "topic:"
        await record_deed(actor, _NAMES[deed.kind], subject, members=len(members), **detail)
    return key


Done = tuple[str, dict[str, object], list[int]]


async def _add(deed: Deed) -> Done:
    terms = [Term(deed.word)] if deed.word and not _is_label(deed.word, deed.labels) else []
    key = await _new_topic(deed, terms)
    members = await retag_word(deed.word, key) if deed.word else []
    return key, {"labels": dict(deed.labels), "word": deed.word}, members


async def _alias(deed: Deed) -> Done:
    topic, version = await _get_topic(deed.into)
    await _refuse_known([deed.word], topic.key)
    await _store(replace(topic, terms=(*topic.terms, Term(deed.word))), version)
    return topic.key, {"word": deed.word}, await retag_word(deed.word, topic.key)


async def _decline(deed: Deed) -> Done:
    if not deed.proposal and not await decline_word(deed.word):
        raise TopicChanged
    return "", {"word": deed.word}, []


async def _change(deed: Deed) -> Done:
    topic, version = await _get_topic(deed.topic, deed.version)
    terms = [Term(text, language) for text, language in deed.terms]
    await _refuse_known([*deed.labels.values(), *(text for text, _ in deed.terms)], topic.key)
    others = [term for term in topic.terms if term.kind != "synonym"]
    fresh = replace(topic, labels=dict(deed.labels), parent=deed.parent, terms=(*others, *terms))
    await _store(fresh, version)
    was = {"labels": dict(topic.labels), "terms": [term.text for term in topic.terms]}
    return topic.key, {"was": was, "labels": dict(deed.labels)}, await touch_holders(topic.key)


async def _merge(deed: Deed) -> Done:
    gone, version = await _get_topic(deed.topic, deed.version)
    kept, kept_version = await _get_topic(deed.into)
    if gone.key == kept.key:
        raise NoSuchTopic
    known = {fold(word) for word in kept.words()}
    words = [Term(text, language) for language, text in gone.labels.items()]
    terms = [term for term in (*words, *gone.terms) if fold(term.text) not in known]
    facts = {**gone.facts, "became": kept.key}
    await _store(replace(gone, retired=True, facts=facts), version)
    await _store(replace(kept, terms=(*kept.terms, *terms)), kept_version)
    return kept.key, {"into": kept.key}, await retag_topic(gone.key, kept.key)


async def _split(deed: Deed) -> Done:
    topic, version = await _get_topic(deed.topic, deed.version)
    await _store(topic, version)
    key = await _new_topic(replace(deed, parent=topic.parent), [])
    members = await retag_topic(topic.key, key, deed.members)
    return key, {"new": key, "labels": dict(deed.labels)}, members


async def _retire(deed: Deed) -> Done:
    topic, version = await _get_topic(deed.topic, deed.version)
    await _store(replace(topic, retired=True), version)
    return topic.key, {}, await touch_holders(topic.key)


async def _get_topic(key: str, version: int | None = None) -> tuple[Concept, int]:
    found = await find_topic(key)
    if found is None:
        raise NoSuchTopic
    return found if version is None else (found[0], version)


async def _store(topic: Concept, version: int) -> None:
    if not await change_topic(topic, version):
        raise TopicChanged


async def _new_topic(deed: Deed, terms: list[Term]) -> str:
    await _refuse_known(list(deed.labels.values()), "")
    key = await add_topic(deed.labels, deed.parent, terms)
    if key is None:
        raise TopicExists(_("There is a topic by this name, perhaps a retired one."))
    return key


async def _refuse_known(words: list[str], own: str) -> None:
    """Let no word mean two topics."""
    vocabulary = await get_vocabulary("topic", "variant")
    for word in words:
        for found in vocabulary.find(word, "topic"):
            if found.key != own:
                raise TopicExists(
                    _("“{word}” is a word for “{topic}” already.").format(
                        word=word, topic=found.label("en")
                    )
                )


def _is_label(word: str, labels: Mapping[str, str]) -> bool:
    return fold(word) in {fold(label) for label in labels.values()}


_DOERS: Final[Mapping[Kind, Callable[[Deed], Awaitable[Done]]]] = {
    Kind.ADD: _add,
    Kind.ALIAS: _alias,
    Kind.DECLINE: _decline,
    Kind.CHANGE: _change,
    Kind.MERGE: _merge,
    Kind.SPLIT: _split,
    Kind.RETIRE: _retire,
}
_STATES: Final = {Kind.ADD: "added", Kind.ALIAS: "alias", Kind.DECLINE: "declined"}
_NAMES: Final = {
    Kind.ADD: "topic.added",
    Kind.ALIAS: "topic.worded",
    Kind.DECLINE: "topic.declined",
    Kind.CHANGE: "topic.changed",
    Kind.MERGE: "topic.merged",
    Kind.SPLIT: "topic.split",
    Kind.RETIRE: "topic.retired",
}
