"""Taking a person out of the text of a calendar that somebody brought."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cop.accounts.email import email_key
from cop.kit.text import BadText

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from cop.events.components import CalendarText

_OUTSIDE: Final = r"\s:;,<>()\[\]\"'\\=/|*@"  # stands in no local part that we look for
_NEW_LINE: Final = r"(?<=\\[nN])"  # as calendars write it
# Looked for from its first letter only, or a long line without an "@" takes for ever.
_ADDRESS: Final = re.compile(
    rf"(?:{_NEW_LINE}|(?<![^{_OUTSIDE}])(?<!\\))[^{_OUTSIDE}]+?(?:@|%40)[\w-]+(?:\.[\w-]+)+"
)
_NAME: Final = re.compile(r"[\w-]*")
_PROSE: Final = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT"})


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Who is to be found nowhere.

    Attributes:
        is_theirs: says whether an e-mail address is one of theirs.
        names: of several words each: a single one may be any word.
    """

    is_theirs: Callable[[str], bool]
    names: re.Pattern[str] | None = None

    def cut(self, text: str) -> str:
        """Return `text` without their addresses and names."""
        text = _ADDRESS.sub(lambda found: "" if self._is_found(found[0]) else found[0], text)
        return self.names.sub("", text) if self.names else text

    def _is_found(self, address: str) -> bool:
        try:
            return self.is_theirs(address.replace("%40", "@"))
        except BadText:
            return False

    def cut_lines(self, text: str) -> str:
        """Return unfolded lines of a calendar: prose without them, other lines only without any."""
        lines = ((line, self.cut(line)) for line in text.split("\n"))
        return "\n".join(cut for line, cut in lines if cut == line or _is_prose(line))


def forgotten(words: Collection[str]) -> Forgotten:
    """Return what finds somebody by their names and e-mail addresses."""
    keys: set[str] = set()
    for word in words:
        with suppress(BadText):  # a name is none
            keys.add(email_key(word))
    names = [map(re.escape, word.split()) for word in words if " " in word.strip()]
    pattern = "|".join(r"\s+".join(name) for name in names)
    return Forgotten(
        lambda address: email_key(address) in keys,
        re.compile(rf"(?:{_NEW_LINE}|(?<!\w))(?:{pattern})(?!\w)", re.IGNORECASE)
        if names
        else None,
    )


def leave_out(calendar: CalendarText, gone: Forgotten) -> CalendarText:
    """Return a calendar without them, as it is taken in again after they were erased."""
    return replace(
        calendar,
        properties=[line for line in calendar.properties if gone.cut(line) == line],
        components=[replace(one, text=gone.cut_lines(one.text)) for one in calendar.components],
    )


def _is_prose(line: str) -> bool:
    named = _NAME.match(line)
    return named is not None and named[0].upper() in _PROSE
