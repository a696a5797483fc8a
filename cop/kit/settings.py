"""Every setting of the service, read once from the environment or from `.env`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from starlette.config import Config

from cop.kit.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """The settings; `.env.example` says what each one does."""

    cop_data: Path
    database_url: str
    search_url: str
    base_url: str

    @property
    def base(self) -> SplitResult:
        """Return the parts of `base_url`."""
        return urlsplit(self.base_url)

    @property
    def is_local(self) -> bool:
        """Say whether the service is meant for this machine only."""
        return self.base.hostname in LOCAL_HOSTS

    @property
    def is_sqlite(self) -> bool:
        """Say whether the database is one file, which one process may open."""
        return self.database_url.startswith("sqlite:")


def load_settings(environ: Mapping[str, str], env_file: Path | None = None) -> Settings:
    """Read the settings; a variable in `environ` wins over the same line in `env_file`.

    Raises:
        Invalid: a setting cannot be used; the sentence says which one and what to do.
    """
    read = Config(env_file if env_file and env_file.exists() else None, environ=environ)
    data = Path(read("COP_DATA", default="") or "var").absolute()
    settings = Settings(
        cop_data=data,
        database_url=read("DATABASE_URL", default="") or f"sqlite://{data / 'cop.db'}",
        search_url=read("SEARCH_URL", default=""),
        base_url=read("BASE_URL", default="http://127.0.0.1:8000").rstrip("/"),
    )
    if not _is_address(settings.base_url):
        raise Invalid("BASE_URL must be a full address such as https://network.example.org.")
    if not settings.database_url.startswith(("sqlite://", "asyncpg://", "postgres://")):
        raise Invalid(
            "DATABASE_URL must begin with sqlite:// or asyncpg:// (PostgreSQL), "
            "for example asyncpg://user:password@host:5432/cop."
        )
    if settings.search_url:
        raise Invalid(
            "SEARCH_URL: this version searches with its embedded index only; leave it empty."
        )
    return settings


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that do not match, or a port that is no number
        return False
