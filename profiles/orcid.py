"""One's own record at ORCID, read where the settings name its public API."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Final, cast

import httpx2

from cop.kit.errors import Unavailable
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText, clean_line, clean_text

TIMEOUT: Final = 5.0  # seconds
MOST_BYTES: Final = 1_000_000
MOST_KEYWORDS: Final = 30
_HEADERS: Final = {"Accept": "application/json", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class OrcidRecord:
    """What of a record may stand in a profile; "" and () where it says nothing."""

    bio: str = ""
    position: str = ""
    institution: str = ""
    keywords: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.bio or self.position or self.institution or self.keywords)


class OrcidSilent(Unavailable):
    """ORCID did not answer as it should."""

    def __init__(self) -> None:
        super().__init__(_("ORCID did not answer. Try again later."))


async def fetch_orcid_record(api: str, orcid: str) -> OrcidRecord:
    """Return the public record of `orcid`, empty where there is none.

    Args:
        api: the address from the settings; no other host is asked, whatever it answers.
        orcid: an iD as `read_orcid` returns it.

    Raises:
        OrcidSilent: no answer within five seconds, or one that is no record.

    Source: ORCID public API 3.0, https://info.orcid.org/documentation/api-tutorials
    """
    content = bytearray()
    try:
        async with (
            asyncio.timeout(TIMEOUT),
            httpx2.AsyncClient(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream("GET", f"{api}/{orcid}/record", headers=_HEADERS) as answer,
        ):
            if answer.status_code == 404:  # noqa: PLR2004
                return OrcidRecord()
            if answer.status_code != 200:  # noqa: PLR2004
                raise OrcidSilent
            async for piece in answer.aiter_bytes():
                content += piece
                if len(content) > MOST_BYTES:
                    raise OrcidSilent
        return _read(json.loads(content))
    except (httpx2.HTTPError, TimeoutError, ValueError, RecursionError) as error:
        raise OrcidSilent from error


def _read(record: object) -> OrcidRecord:
    person = _at(record, "person")
    work = _employment(record)
    keywords = _list(_at(person, "keywords", "keyword"))[:MOST_KEYWORDS]
    return OrcidRecord(
        bio=_text(_at(person, "biography", "content"), clean_text),
        position=_text(_at(work, "role-title"), clean_line),
        institution=_text(_at(work, "organization", "name"), clean_line),
        keywords=tuple(filter(None, (_text(_at(one, "content"), clean_line) for one in keywords))),
    )


def _employment(record: object) -> object:
    """Return the job that has not ended and stands first, else the first one."""
    groups = _list(_at(record, "activities-summary", "employments", "affiliation-group"))
    jobs = [
        _at(one, "employment-summary") for group in groups for one in _list(_at(group, "summaries"))
    ]
    current = [job for job in jobs if _at(job, "end-date") is None]
    return next(iter(current or jobs), None)


def _at(value: object, *keys: str) -> object:
    """Return what lies under `keys`, None where the record is not built that way."""
    for key in keys:
        value = cast("dict[str, Any]", value).get(key) if isinstance(value, dict) else None
    return value


def _list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []


def _text(value: object, clean: Any) -> str:
    try:
        return str(clean(value)) if isinstance(value, str) else ""
    except BadText:
        return ""
