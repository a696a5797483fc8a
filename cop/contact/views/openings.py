"""The first words of a message, which other domains write where a page of theirs leads here.

An address names the opening; what it says is worked out here, so that no log holds the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from cop.kit.forms import read_one
from cop.kit.web import opened

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request

    from profiles.member import Member

Opening: TypeAlias = "Callable[[Request, Member], Awaitable[str]]"


@dataclass(frozen=True, slots=True)
class Openings:
    """All openings by name, from `cop.domains`."""

    by_name: Mapping[str, Opening]


async def begin_words(request: Request, member: Member) -> str:
    """Return with which words a message to `member` begins, "" where the address names none."""
    write = opened(request, Openings).by_name.get(read_one(request.query_params, "opening"))
    return await write(request, member) if write else ""
