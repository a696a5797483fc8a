"""Every setting of the service, read once from the environment or from `.env`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from starlette.config import Config

from cop.kit.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

WELL_KNOWN: Final = {  # name -> label, issuer
    "google": ("Google", "https://accounts.google.com"),
    "linkedin": ("LinkedIn", "https://www.linkedin.com/oauth"),
    "microsoft": ("Microsoft", "https://login.microsoftonline.com/common/v2.0"),
    "orcid": ("ORCID", "https://orcid.org"),
}
SHORTEST_KEY: Final = 20
FASTEST: Final = 6_000  # mails a minute
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Provider:
    """Somebody elsewhere who says who people are (OpenID Connect).

    Attributes:
        name: in addresses and in the names of its settings.
        label: on its button.
        issuer: exactly as its tokens say; its configuration is found from it.
    """

    name: str
    label: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """The settings; `.env.example` says what each one does."""

    cop_data: Path
    database_url: str
    search_url: str
    base_url: str
    search_key: str = field(default="", repr=False)
    smtp_url: str = ""
    mail_from: str = ""
    mail_pace: int = 300
    oidc: tuple[Provider, ...] = ()
    orcid_api: str = ""
    admin_passkeys: bool = False
    backup_key: str = field(default="", repr=False)
    backup_drill: bool = False
    match_without: frozenset[str] = frozenset()

    @property
    def base(self) -> SplitResult:
        """Return the parts of `base_url`."""
        return urlsplit(self.base_url)

    @property
    def sender(self) -> str:
        """Return whom mails come from."""
        return self.mail_from or f"community@{self.base.hostname}"

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
        search_url=read("SEARCH_URL", default="").rstrip("/"),
        search_key=read("SEARCH_KEY", default=""),
        base_url=read("BASE_URL", default="http://127.0.0.1:8000").rstrip("/"),
        smtp_url=read("SMTP_URL", default=""),
        mail_from=read("MAIL_FROM", default=""),
        mail_pace=_read_pace(read("MAIL_PACE", default="") or "300"),
        oidc=tuple(_read_provider(read, name) for name in read("OIDC", default="").split()),
        orcid_api=read("ORCID_API", default="").rstrip("/"),
        admin_passkeys=read("ADMIN_PASSKEYS", default="required") != "off",
        backup_key=read("BACKUP_KEY", default=""),
        backup_drill=read("BACKUP_DRILL", default="nightly") != "off",
        match_without=frozenset(read("MATCH_WITHOUT", default="").split()),
    )
    if not _is_address(settings.base_url):
        raise Invalid("BASE_URL must be a full address such as https://network.example.org.")
    if not settings.database_url.startswith(("sqlite://", "asyncpg://", "postgres://")):
        raise Invalid(
            "DATABASE_URL must begin with sqlite:// or asyncpg:// (PostgreSQL), "
            "for example asyncpg://user:password@host:5432/cop."
        )
    if settings.smtp_url and not settings.smtp_url.startswith(("smtp://", "smtps://")):
        raise Invalid("SMTP_URL must be like smtp://user:password@mail.example.org:587.")
    if settings.search_url and not _is_address(settings.search_url):
        raise Invalid("SEARCH_URL must be the address of Meilisearch, such as http://search:7700.")
    if settings.search_url and not settings.search_key:
        raise Invalid("SEARCH_URL is set: set SEARCH_KEY too, a key of Meilisearch for it.")
    if settings.backup_key and len(settings.backup_key) < SHORTEST_KEY:
        raise Invalid(
            f"BACKUP_KEY must have {SHORTEST_KEY} characters or more, as random as may be."
        )
    return settings


def _read_pace(text: str) -> int:
    """Read how many mails to many go out a minute."""
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= FASTEST):
        raise Invalid(f"MAIL_PACE must be a number from 1 to {FASTEST}.")
    return int(text)


def _read_provider(read: Config, name: str) -> Provider:
    """Read one provider: OIDC_WORK_ISSUER and so on; of well-known ones the issuer is known."""
    prefix = f"OIDC_{name.upper()}_"
    label, issuer = WELL_KNOWN.get(name, (name.capitalize(), ""))
    provider = Provider(
        name=name,
        label=read(f"{prefix}LABEL", default="") or label,
        issuer=read(f"{prefix}ISSUER", default="") or issuer,
        client_id=read(f"{prefix}CLIENT_ID", default=""),
        client_secret=read(f"{prefix}CLIENT_SECRET", default=""),
    )
    if not re.fullmatch("[a-z][a-z0-9]{0,19}", name):
        raise Invalid(f"OIDC: “{name}” must be lower-case letters and digits.")
    if not (_is_address(provider.issuer) and provider.client_id):
        raise Invalid(f"OIDC names “{name}”: set {prefix}ISSUER and {prefix}CLIENT_ID too.")
    issued_by = urlsplit(provider.issuer)
    if issued_by.scheme != "https" and issued_by.hostname not in LOCAL_HOSTS:
        raise Invalid(f"{prefix}ISSUER must begin with https:// unless it is this machine.")
    return provider


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that do not match, or a port that is no number
        return False
