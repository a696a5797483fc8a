"""What programs send for a good answer: one table, as `needs` is for pages and forms.

A value is what stands in the address or in the JSON object, or makes it; under "*" something makes
several at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tests.fuzz.made import desk, members

if TYPE_CHECKING:
    from collections.abc import Mapping

BODIES: Final[Mapping[str, Mapping[str, Any]]] = {
    # Members of a chapter
    "api-decide": {"slug": desk.own_chapter, "member": members.neighbour, "deed": "invite"},
    "api-note": {"*": desk.noted},
    "api-delete-note": {"*": desk.noted, "deed": "delete"},
    "api-do-bulk": {"slug": desk.own_chapter, "members": desk.newcomers, "deed": "invite"},
    "api-undo-bulk": {"*": desk.own_bulk, "deed": "undo"},
    "api-set-joining": {"slug": desk.own_chapter, "joining": "open"},
    # One's own place in it
    "api-change-own-place": {"slug": desk.chapter, "deed": "join"},
}
