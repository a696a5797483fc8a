"""The languages of the service: which one this request speaks, and what a sentence is in it.

The English sentence is the key. Catalogues are `cop/locale/<language>/LC_MESSAGES/messages.po`,
compiled in memory when first needed, so that no compiled file can be older than its source.
"""

from __future__ import annotations

import gettext as catalogues
import io
import re
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_skeleton, format_timedelta
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from cop.kit.clock import now

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping, Sequence
    from datetime import date, datetime

LANGUAGES: Final = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "pt": "Português",
    "ar": "العربية",
}
RIGHT_TO_LEFT: Final = frozenset({"ar"})
LOCALE_DIRECTORY: Final = Path(__file__).parents[1] / "locale"

_WEIGHT: Final = re.compile(r"q\s*=\s*([01](?:\.[0-9]{0,3})?)", re.IGNORECASE)
_WORD: Final = "\ue000"  # a letter that no language has
_SUBTAGS: Final = re.compile("[-_]")

_language: ContextVar[str] = ContextVar("language", default="en")


def current_language() -> str:
    """Return the language that this request, or this command, speaks."""
    return _language.get()


@contextmanager
def use_language(language: str) -> Generator[None]:
    """Speak `language` inside the `with` block."""
    token = _language.set(language if language in LANGUAGES else "en")
    try:
        yield
    finally:
        _language.reset(token)


def choose_language(*wishes: str | None, accept: str = "") -> str:
    """Return the first of `wishes` that we speak, else the best of an Accept-Language header."""
    for wish in (*wishes, *_accepted(accept[:200])):
        if wish in LANGUAGES:
            return wish
    return "en"


def _accepted(header: str) -> list[str]:
    """Return the languages of an Accept-Language header, the most wanted first.

    Source: RFC 9110, 12.4.2 and 12.5.4.
    """
    weighted: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _semicolon, parameter = part.partition(";")
        weight = _WEIGHT.fullmatch(parameter.strip())
        weighted.append((float(weight[1]) if weight else 1.0, _SUBTAGS.split(tag.strip())[0]))
    weighted.sort(key=lambda one: -one[0])
    return [language.lower() for weight, language in weighted if weight]


def direction(language: str) -> str:
    """Return "rtl" or "ltr"."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def gettext(message: str) -> str:
    """Return `message` in the current language."""
    return _catalogue(current_language()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of the sentence that goes with `number` in the current language."""
    return _catalogue(current_language()).ngettext(singular, plural, number)


def mark(message: str) -> str:
    """Mark `message` for the catalogues where it is written; it is translated where it is shown."""
    return message


def format_number(number: float) -> str:
    """Return `number` as the current language writes it."""
    return _written(number, current_language())


def format_part(part: float) -> str:
    """Return a part of a whole, 0 to 1, in percent, as the current language writes it."""
    return format_percent(part, locale=_locale(current_language()))


def format_day(day: date) -> str:
    """Return `day` as the current language writes it: 23 Nov 2026."""
    return babel_date(day, format="medium", locale=current_language())


def format_month(day: date) -> str:
    """Return the month of `day` as the current language writes it: Nov 2026."""
    return format_skeleton("yMMM", day, locale=current_language())


def format_ago(moment: datetime) -> str:
    """Return how long ago `moment` was, in days at the finest: 3 months ago."""
    since = max(now() - moment, timedelta())
    if since < timedelta(days=1):
        return gettext("today")
    return format_timedelta(
        -since, granularity="day", add_direction=True, locale=current_language()
    )


def join_words(words: Iterable[str]) -> str:
    """Return "a, b and c" in the current language.

    In Arabic "and" is one letter that labels hold themselves; only commas tell where one ends.
    """
    if current_language() == "ar":
        return gettext(", ").join(words)
    return format_list(list(words), locale=current_language())


def gaps_between(words: Sequence[object]) -> list[str]:
    """Return what stands behind each of `words` where they are joined: for those that are links."""
    return join_words([_WORD] * len(words)).split(_WORD)[1:]


def join_choices(words: Iterable[str]) -> str:
    """Return "a, b or c" in the current language."""
    return format_list(list(words), style="or", locale=current_language())


def language_name(code: str, language: str) -> str:
    """Return what CLDR calls the language `code` in `language`, "" when it does not say."""
    names = cast("Mapping[str, str]", _locale(language).languages)
    return names.get(code, "")


@lru_cache(maxsize=16_384)
def _written(number: float, language: str) -> str:
    return format_decimal(number, locale=_locale(language))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


@cache
def _catalogue(language: str) -> catalogues.NullTranslations:
    path = LOCALE_DIRECTORY / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return catalogues.NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return catalogues.GNUTranslations(compiled)
