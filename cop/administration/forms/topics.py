"""What may be sent about topics; a deed is read the same way for its preview and to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.administration.forms.accounts import read_line
from cop.kit.errors import Invalid, NotFound
from cop.kit.forms import read_one
from cop.kit.i18n import LANGUAGES
from cop.kit.i18n import gettext as _
from cop.kit.text import as_number
from profiles.topics.deeds import Deed, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cop.kit.forms import Params
    from cop.vocabulary.concepts import Vocabulary

LONGEST_WORD: Final = 120
LONGEST_KEY: Final = 80  # Tortoise refuses to look for a longer one
MOST_TERMS: Final = 200
_NEEDS_LABELS: Final = frozenset({Kind.ADD, Kind.CHANGE, Kind.SPLIT})


def read_deed(data: Mapping[str, str], members: Sequence[str], vocabulary: Vocabulary) -> Deed:
    """Read what an editor decided.

    Args:
        data: the fields of the form.
        members: the ids of those who are chosen, beside the field `members`.
        vocabulary: where the groups are.

    Raises:
        Invalid: a word or a key cannot be kept, or the English label is missing.
    """
    try:
        kind = Kind(data.get("kind", ""))
    except ValueError as error:
        raise Invalid(_("Choose what to do.")) from error
    labels = _read_labels(data) if kind in _NEEDS_LABELS else {}
    parent = data.get("parent", "")
    ids = [as_number(one) for one in (*data.get("members", "").split(","), *members)]
    return Deed(
        kind=kind,
        word=read_line(data.get("word", ""), "word", LONGEST_WORD),
        proposal=as_number(data.get("proposal", "")) or 0,
        topic=read_line(data.get("topic", ""), "topic", LONGEST_KEY),
        version=as_number(data.get("version", "")) or 0,
        into=read_line(data.get("into", ""), "into", LONGEST_KEY),
        labels=labels,
        parent=parent if vocabulary.get("topic-group", parent) else "",
        terms=tuple(_read_terms(data.get("terms", ""))),
        members=tuple(one for one in ids if one is not None),
    )


def read_asked_word(params: Params) -> str:
    """Read which word of members' own is to be decided about.

    Raises:
        NotFound: none is given.
    """
    word = read_line(read_one(params, "word"))
    if not word:
        raise NotFound(_("There is nothing at this address."))
    return word


def write_deed(deed: Deed) -> Mapping[str, str]:
    """Return the fields that `read_deed` reads the same deed from."""
    fields = {
        "kind": deed.kind.value,
        "word": deed.word,
        "proposal": str(deed.proposal),
        "topic": deed.topic,
        "version": str(deed.version),
        "into": deed.into,
        "parent": deed.parent,
        "terms": write_terms(deed.terms),
        "members": ",".join(map(str, deed.members)),
    }
    return fields | {f"label-{language}": label for language, label in deed.labels.items()}


def write_terms(terms: Sequence[tuple[str, str]]) -> str:
    """Return synonyms a line each: "fr:eau", or "WASH" where it is used in all languages."""
    return "\n".join(f"{language}:{text}" if language else text for text, language in terms)


def _read_labels(data: Mapping[str, str]) -> dict[str, str]:
    names = {language: f"label-{language}" for language in LANGUAGES}
    labels = {
        language: read_line(data.get(name, ""), name, LONGEST_WORD)
        for language, name in names.items()
    }
    if not labels["en"]:
        reason = _("A topic needs an English label.")
        raise Invalid(reason, {"label-en": reason})
    return {language: label for language, label in labels.items() if label}


def _read_terms(text: str) -> list[tuple[str, str]]:
    terms: dict[tuple[str, str], None] = {}
    for line in text.splitlines()[:MOST_TERMS]:
        language, colon, rest = line.partition(":")
        known = bool(colon) and language.strip() in LANGUAGES
        word = read_line(rest if known else line, "terms", LONGEST_WORD)
        if word:
            terms[word, language.strip() if known else ""] = None
    return list(terms)
