"""What coordinators may send about a chapter as a whole."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

from cop.accounts.email import clean_email
from cop.accounts.viewer import Audience
from cop.chapters.actions.about import About
from cop.chapters.models.chapters import LONGEST_WORDS
from cop.chapters.rules.states import MOVES, Turn
from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText, clean_line, clean_text
from profiles.forms.lists import split_list

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cop.chapters.models.chapters import Chapter
    from cop.vocabulary.concepts import Vocabulary

LONGEST_TERMS: Final = 20_000
MOST_LANGUAGES: Final = 12


def read_about(form: Mapping[str, str], vocabulary: Vocabulary) -> About:
    """Read what a chapter says of itself.

    Raises:
        Invalid: something of it cannot be kept; each field says why.
    """
    readers: Mapping[str, Callable[[str], str]] = {
        "purpose": lambda text: clean_line(text, LONGEST_WORDS),
        "terms": lambda text: clean_text(text, LONGEST_TERMS),
        "policy": lambda text: clean_text(text, LONGEST_TERMS),
        "languages": lambda text: _read_languages(text, vocabulary),
        "email": clean_email,
        "visibility": _read_visibility,
    }
    values, wrong = dict[str, str](), dict[str, str]()
    for name, read in readers.items():
        try:
            values[name] = read(form.get(name, ""))
        except BadText as error:
            wrong[name] = str(error)
    if wrong:
        raise Invalid(_("This could not be saved."), wrong)
    return About(**values)


def write_about(chapter: Chapter, vocabulary: Vocabulary, language: str) -> dict[str, str]:
    """Return what a chapter says of itself as `read_about` reads it back."""
    written = {one.name: str(getattr(chapter, one.name)) for one in fields(About)}
    keys = filter(None, chapter.languages.split("+"))
    named = [vocabulary.label("language", key, language) for key in keys]
    return written | {"languages": "; ".join(named)}


def read_turn(form: Mapping[str, str]) -> tuple[Turn, str]:
    """Read what is to be done with a chapter as a whole, and why.

    Raises:
        Invalid: it is nothing that can be done, or the words are missing or cannot be kept.
    """
    turn = form.get("turn", "")
    if turn not in MOVES:
        raise Invalid(_("Choose what to do."))
    try:
        return Turn(turn), _read_why(form.get("words", ""), Turn(turn))
    except BadText as error:
        raise Invalid(str(error), {"words": str(error)}) from error


def _read_why(text: str, turn: Turn) -> str:
    words = clean_line(text, LONGEST_WORDS)
    if MOVES[turn].asks_why and not words:
        raise BadText(_("Say why, in a few words."))
    return words


def _read_languages(text: str, vocabulary: Vocabulary) -> str:
    keys: list[str] = []
    for word in split_list(text, lambda label: bool(vocabulary.find(label, "language"))):
        found = vocabulary.find(word, "language")
        if len(found) != 1:
            raise BadText(_("We do not know the language “{word}”.").format(word=word))
        keys.append(found[0].key)
    if len({*keys}) > MOST_LANGUAGES:
        raise BadText(_("Name at most twelve languages."))
    return "+".join(dict.fromkeys(keys))


def _read_visibility(text: str) -> str:
    if text not in set(Audience):
        raise BadText(_("Choose who may see the chapter."))
    return text
