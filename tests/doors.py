"""Who may knock at which address, by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.permissions import Door
from cop.routes.all import routes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.permissions import Who

PERMISSIONS: Final[Mapping[str, Who]] = {
    route.name: route.who for route in routes if isinstance(route, Door)
}
