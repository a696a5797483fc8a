"""What programs do in the examples on the page of the API, in the order in which it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_KENYA: Final = "/api/v1/chapters/kenya"


@dataclass(frozen=True, slots=True)
class Posted:
    """What is sent to an address of the endpoint with this name; with no body it is only read.

    `{number}` in the address is the last number that was answered before.
    """

    name: str
    address: str
    body: Mapping[str, Any] | None = None


BY_COORDINATORS: Final = (
    Posted("api-decide", f"{_KENYA}/members/bela", {"deed": "approve"}),
    Posted("api-note", f"{_KENYA}/members/ada/notes", {"note": "Could lead the tax group."}),
    Posted("api-delete-note", f"{_KENYA}/members/ada/notes/{{number}}", {"deed": "delete"}),
    Posted("api-set-joining", f"{_KENYA}/joining", {"joining": "request"}),
    Posted(
        "api-do-bulk",
        f"{_KENYA}/deeds",
        {"deed": "invite", "members": ["ada", "chidi"], "words": "Do join us."},
    ),
    Posted("api-bulk-deed", f"{_KENYA}/deeds/{{number}}"),
    Posted("api-undo-bulk", f"{_KENYA}/deeds/{{number}}", {"deed": "undo"}),
)  # fmt: skip
BY_MEMBERS: Final = (
    Posted("api-own-place", f"{_KENYA}/place"),
    Posted(
        "api-change-own-place",
        f"{_KENYA}/place",
        {"deed": "ask", "words": "I collect the revenue of Lagos."},
    ),
)
