"""What programs send for a good answer: one table, as `needs` is for pages and forms.

A value is what stands in the address or in the JSON object, or makes it; under "*" something makes
several at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tests.fuzz.made import desk, members

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS: Final = {"title-en": "Hello", "text-en": "We meet."}
BODIES: Final[Mapping[str, Mapping[str, Any]]] = {
    # Members of a chapter
    "api-decide": {"slug": desk.own_chapter, "member": members.neighbour, "deed": "invite"},
    # Announcements
    "api-keep-draft": {"slug": desk.own_chapter} | _WORDS | {"q": "water", "public": True},
    "api-change-draft": {"number": desk.own_draft} | _WORDS | {"to": "topic=wash"},
    "api-do-with-announcement": {"number": desk.own_draft, "deed": "send"},
    "api-choose-often": {"often": "weekly"},
    "api-turn-list": {"list": "0", "turn": "off"},
}
