"""What each domain plugs into the service. To add a domain, add it here and in `routes.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.chapters import views as chapters
from cop.kit.database import database_config
from cop.kit.panels import Panels
from matching import views as matching
from profiles.directory import MemberSource
from profiles.views import members

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.sync import Source

MODELS: Final = (
    "cop.kit.changes",
    "cop.kit.outbox",
    "cop.vocabulary.models",
    "cop.accounts.models",
    "profiles.models",
    "matching.models",
    "cop.contact.models",
    "cop.chapters.models",
)

TORTOISE_ORM: Final = database_config("sqlite://:memory:", MODELS)  # for `tortoise makemigrations`

PANELS: Final = Panels(
    {
        "member": (
            members.make_own_panel,
            matching.make_peers_panel,
            matching.make_hall_panel,
            matching.make_nearby_panel,
            chapters.make_member_panel,
        ),
        "welcome": (matching.make_first_panel, chapters.make_first_panel),
        "country": (chapters.make_country_panel,),
    }
)


def make_sources() -> Sequence[Source]:
    """Return what is found by the search."""
    return (MemberSource(),)
