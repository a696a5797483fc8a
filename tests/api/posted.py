"""What programs post in the examples on the page of the API, in the order in which it is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_ANNOUNCEMENTS: Final = "/api/v1/announcements"
_KENYA: Final = "/api/v1/chapters/kenya"


@dataclass(frozen=True, slots=True)
class Posted:
    """What is sent to an address of the endpoint with this name.

    Attributes:
        steady: of the answer, what is never the same twice, as the example says it.
    """

    name: str
    address: str
    body: Mapping[str, Any]
    steady: Mapping[str, Any] = field(default_factory=dict)


BY_COORDINATORS: Final = (
    Posted("api-decide", f"{_KENYA}/members/bela", {"deed": "approve"}),
    Posted(
        "api-keep-draft",
        f"{_KENYA}/announcements",
        {
            "title-en": "Land rates", "text-en": "Bring your **rolls**.",
            "title-fr": "Taxe foncière", "text-fr": "Apportez vos **rôles**.",
            "to": "topic=property-tax",
        },
        {"id": 4110},
    ),
    Posted(
        "api-change-draft",
        f"{_ANNOUNCEMENTS}/4109/edit",
        {"title-en": "We meet in Kisumu", "text-en": "On **Friday**.", "public": True},
    ),
    Posted("api-do-with-announcement", f"{_ANNOUNCEMENTS}/4109/desk", {"deed": "send"}),
    Posted("api-choose-often", f"{_ANNOUNCEMENTS}/lists", {"often": "weekly"}),
    Posted("api-turn-list", f"{_ANNOUNCEMENTS}/lists/0", {"turn": "off"}),
)  # fmt: skip
