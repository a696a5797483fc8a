"""Single values of a member as people type them: a name, a website, an ORCID iD."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from cop.kit.i18n import gettext as _
from cop.kit.text import BadText, clean_line, fold
from profiles.fields import Visibility

if TYPE_CHECKING:
    from collections.abc import Mapping

WEBSITE_LIMIT: Final = 300
SLUG_LIMIT: Final = 80

_RESERVED: Final = frozenset(
    {"admin", "administrator", "moderator", "postmaster", "root", "support", "system", "webmaster"}
)
_VISIBILITIES: Final[Mapping[str, Visibility]] = {
    word: visibility
    for visibility, words in {
        Visibility.PUBLIC: "public|everyone|publico|publique|tout le monde|todos|عام|للجميع",
        Visibility.MEMBERS: "members|membres|miembros|membros|الاعضاء",
        Visibility.HIDDEN: "hidden|private|cache|oculto|prive|privado|مخفي|خاص",
    }.items()
    for word in words.split("|")
}


def read_name(text: str) -> str:
    """Return a person's name.

    Raises:
        BadText: it is none; the sentence says why.
    """
    name = clean_line(text)
    if name and not any(char.isalpha() for char in name):
        raise BadText(_("A name has letters."))
    if fold(name) in _RESERVED:
        raise BadText(_("“{name}” is not a person's name.").format(name=name))
    return name


def read_slug(text: str) -> str:
    """Return the address of a profile.

    Raises:
        BadText: it is none; the sentence says why.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or len(text) > SLUG_LIMIT:
        raise BadText(_("A slug is lower-case letters, digits and hyphens."))
    return text


def read_website(text: str) -> str:
    """Return the address of a website, with its https:// where that was left out.

    Raises:
        BadText: it is none; the sentence says why.
    """
    written = text if "://" in text else f"https://{text.strip()}"
    address = clean_line(written, WEBSITE_LIMIT)
    if not _is_website(address):
        raise BadText(_("Give an address that begins with https://."))
    return address


def _is_website(address: str) -> bool:
    """Say whether browsers, too, would go to the host that one reads in `address`."""
    if re.search(r"""[\s\\<>"]""", address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme == "https" and "@" not in parts.netloc and "." in host.strip(".")


def read_orcid(text: str) -> str:
    """Return an ORCID iD in its usual form.

    Raises:
        BadText: it is none; the sentence says why.

    Source: ISO 7064 MOD 11-2, as ORCID uses it for the last character.
    """
    digits = re.sub(r"^https?://orcid\.org/", "", text.strip()).replace("-", "").upper()
    if not re.fullmatch(r"\d{15}[\dX]", digits, re.ASCII):
        raise BadText(_("An ORCID iD has 16 digits: 0000-0002-1825-0097."))
    total = 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    if "0123456789X"[(12 - total % 11) % 11] != digits[15]:
        raise BadText(_("This ORCID iD has a wrong digit."))
    return "-".join(digits[at : at + 4] for at in range(0, 16, 4))


def read_visibility(text: str) -> Visibility:
    """Return who may find the profile; in any of our languages.

    Raises:
        BadText: it is none; the sentence says why.
    """
    visibility = _VISIBILITIES.get(fold(text))
    if visibility is None:
        raise BadText(_("Visibility is public, members or hidden."))
    return visibility
