"""What programs post in the examples on the page of the API, in the order in which it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_KENYA: Final = "/api/v1/chapters/kenya"


@dataclass(frozen=True, slots=True)
class Posted:
    """What is sent to an address of the endpoint with this name."""

    name: str
    address: str
    body: Mapping[str, Any]


BY_COORDINATORS: Final = (
    Posted("api-decide", f"{_KENYA}/members/bela", {"deed": "approve"}),
)  # fmt: skip
