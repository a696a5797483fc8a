"""What this installation is: its settings without their secrets, versions, its last backup."""

from __future__ import annotations

import dataclasses
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final

from cop.accounts.models import AuditRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cop.kit.settings import Settings

CHECKED: Final = "consistency.checked"
SECRET: Final = frozenset(
    {"database_url", "smtp_url", "search_url", "search_key", "backup_key"}
)  # hold passwords
_PACKAGES: Final = ("cop", "starlette", "tortoise-orm", "tantivy", "authlib", "webauthn", "uvicorn")


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """A setting; of a secret only whether it is set."""

    name: str
    value: str
    secret: bool
    is_set: bool


def show_settings(settings: Settings) -> Sequence[Shown]:
    """Return the settings by their names in the environment."""
    shown: list[Shown] = []
    for field in dataclasses.fields(settings):
        value: object = getattr(settings, field.name)
        if field.name == "oidc":
            value = ", ".join(f"{one.name} ({one.issuer})" for one in settings.oidc)
        if field.name == "match_without":
            value = " ".join(sorted(settings.match_without))
        secret = field.name in SECRET
        is_set = bool(value)
        shown.append(Shown(field.name.upper(), "" if secret else str(value), secret, is_set))
    shown += [
        Shown(f"OIDC_{one.name.upper()}_CLIENT_SECRET", "", True, bool(one.client_secret))  # noqa: FBT003
        for one in settings.oidc
    ]
    return shown


def list_versions() -> Sequence[tuple[str, str]]:
    """Return the versions of Python and of what matters most."""
    versions = [("Python", platform.python_version())]
    for name in _PACKAGES:
        try:
            versions.append((name, version(name)))
        except PackageNotFoundError:
            continue  # it runs from its sources
    return versions


def find_last_backup(settings: Settings) -> datetime | None:
    """Return when the newest copy of the database was made, as far as the data folder tells."""
    folder = settings.cop_data
    copies = [*folder.glob("*.before-migration.db"), *folder.glob("backups/*")]
    times = [one.stat().st_mtime for one in copies if one.is_file()]
    return datetime.fromtimestamp(max(times), UTC) if times else None


async def find_last_check() -> AuditRow | None:
    """Return the trail's row of the last consistency check."""
    return await AuditRow.filter(action=CHECKED).order_by("-id").first()
