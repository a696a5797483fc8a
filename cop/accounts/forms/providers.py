"""What a provider sends back with the browser, and which link is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.accounts.oidc.client import Answer
from cop.kit.forms import read_one

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

LONGEST: Final = 4_096


def read_answer(params: QueryParams) -> Answer:
    """Return the provider's answer; its words about an error are never read.

    Raises:
        Invalid: a part came twice.
    """
    return Answer(
        state=read_one(params, "state")[:LONGEST],
        code=read_one(params, "code")[:LONGEST],
        issuer=read_one(params, "iss") if "iss" in params else None,
        error="error" if "error" in params else "",
    )
