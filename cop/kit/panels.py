"""Parts of a page that other domains bring: a profile shows peers without knowing matching.

A domain writes a function from the request and the page's subject to a `Panel`; `cop.domains` says
on which page it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from cop.kit.web import opened

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class Panel:
    """A template and what it needs; `aside` stands beside the main column."""

    template: str
    context: Mapping[str, Any]
    aside: bool = True


PanelMaker: TypeAlias = "Callable[[Request, Any], Awaitable[Panel | None]]"


@dataclass(frozen=True, slots=True)
class Panels:
    """Which panels stand on which page."""

    makers: Mapping[str, Sequence[PanelMaker]]


async def make_panels(request: Request, page: str, subject: object) -> list[Panel]:
    """Return the panels of `page` about `subject`, in their order."""
    made = [await make(request, subject) for make in opened(request, Panels).makers.get(page, ())]
    return [panel for panel in made if panel is not None]
