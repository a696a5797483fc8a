"""What programs post in the examples on the page of the API, in the order in which it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Told = Mapping[str, Any]  # by the name of an endpoint, what it answered before

_KENYA: Final = "/api/v1/chapters/kenya"
SHOWN_NUMBER: Final = 7  # of a row, in examples: the real one is never the same twice


@dataclass(frozen=True, kw_only=True, slots=True)
class Posted:
    """What is sent to an endpoint.

    Attributes:
        name: of the endpoint.
        body: what is sent; None where one only reads.
        number: of what was answered before; it stands for "{number}" in the address, and for
            `SHOWN_NUMBER` in the body.
        by: whose token it is, by the slug of who coordinates or of a member.
    """

    name: str
    address: str
    body: Mapping[str, Any] | None = None
    number: Callable[[Told], int] | None = None
    by: str = "cora"

    def filled(self, told: Told) -> tuple[str, Mapping[str, Any] | None]:
        """Return where it goes and what is sent, with the real number."""
        if self.number is None:
            return self.address, self.body
        number = self.number(told)
        real = {name: _real(one, number) for name, one in self.body.items()} if self.body else None
        return self.address.format(number=number), real

    @property
    def shown(self) -> dict[str, Any]:
        """Return how it stands on the page."""
        address = self.address.format(number=SHOWN_NUMBER)
        return {"request": address} | ({"body": self.body} if self.body else {})


def _real(value: object, number: int) -> object:
    return number if value == SHOWN_NUMBER else value


def _seat(told: Told) -> int:
    return told["api-offer-seat"]["seats"][-1]["number"]


POSTED: Final = (
    Posted(name="api-decide", address=f"{_KENYA}/members/bela", body={"deed": "approve"}),
    # Seats
    Posted(
        name="api-offer-seat",
        address=f"{_KENYA}/seats",
        body={"who": "bela", "kind": "coordinator"},
    ),
    Posted(name="api-own-seats", address=f"{_KENYA}/seat", by="bela"),
    Posted(
        name="api-answer-seat",
        address=f"{_KENYA}/seat",
        body={"seat": SHOWN_NUMBER, "deed": "decline"},
        number=_seat,
        by="bela",
    ),
    Posted(
        name="api-end-seat",
        address=f"{_KENYA}/seats/end",
        body={"seat": SHOWN_NUMBER},
        number=lambda told: told["api-seats"]["seats"][0]["number"],
    ),
    # The chapter itself
    Posted(name="api-settings", address=f"{_KENYA}/settings"),
    Posted(
        name="api-describe",
        address=f"{_KENYA}/settings",
        body={"version": 1, "languages": "English; Swahili; French"},
    ),
    Posted(
        name="api-turn",
        address=f"{_KENYA}/state",
        body={"turn": "rest", "words": "Until the elections are over."},
    ),
    Posted(name="api-step-down", address=f"{_KENYA}/step-down", body={"deed": "step-down"}),
)
