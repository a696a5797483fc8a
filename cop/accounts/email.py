"""E-mail addresses: which we keep, and when two are the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

from cop.kit.i18n import gettext as _
from cop.kit.text import BadText

LOCAL_LIMIT: Final = 64
LIMIT: Final = 254  # RFC 5321, 4.5.3.1
SHARED_MAILBOXES: Final = frozenset(
    "admin contact contacto contato directeur director hello info mail office secretariat "
    "support webmaster".split()
)
_FOR_MINUTES: Final = frozenset(  # the best known; it is only a hint
    "10minutemail.com dispostable.com getnada.com guerrillamail.com maildrop.cc mailinator.com "
    "sharklasers.com temp-mail.org throwawaymail.com trashmail.com yopmail.com".split()
)

_NAMED: Final = re.compile(r"^[^<>]*<([^<>]+)>$")
_SCHEME: Final = re.compile("^mailto:", re.IGNORECASE)
_ANOTHER: Final = re.compile(r"[;,\s][^;,\s@]+@")


def clean_email(text: str) -> str:
    """Return the one address in `text` as it is to be kept; "" stays "".

    Spaces around it, `mailto:` and `Name <address>` are taken off.

    Raises:
        BadText: there is no address in it, or more than one.
    """
    written = text.strip()
    if not written:
        return ""
    named = _NAMED.match(written)
    address = _SCHEME.sub("", (named[1] if named else written).strip(" ,;"))
    if address.count("@") > 1 and _ANOTHER.search(address):
        raise BadText(_("Give one e-mail address."))
    return _validated(address).normalized


@lru_cache(maxsize=8_192)
def email_key(address: str) -> str:
    """Return what identifies `address`: equal keys mean the same mailbox.

    NFC, ASCII letters of the local part in lower case, the domain in IDNA form. Not `casefold`
    and never the database's idea of case: the Turkish dotless i makes another address.

    Raises:
        BadText: it is no address.
    """
    parts = _validated(address)
    local = "".join(char.lower() if char.isascii() else char for char in parts.local_part)
    return f"{local}@{parts.ascii_domain.lower()}"


def email_hint(address: str) -> str:
    """Return what whoever gives `address` should know, "" if nothing; it is taken all the same.

    Whether there is such a mailbox at all only a mail to it can tell.
    """
    local, _at, domain = email_key(address).rpartition("@")
    if local in SHARED_MAILBOXES:
        return _("Several people may read this mailbox; each of them could sign in with it.")
    if domain in _FOR_MINUTES:
        return _("This mailbox may be gone soon; without it nobody can sign in again.")
    return ""


def _validated(address: str) -> ValidatedEmail:
    if len(address) > LIMIT:
        raise BadText(_("This e-mail address is too long."))
    if any(_is_disguised(char) for char in address):
        raise BadText(_("This is not an e-mail address."))
    try:
        parts = validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        raise BadText(_("This is not an e-mail address.")) from error
    if len(parts.local_part) > LOCAL_LIMIT:
        raise BadText(_("This e-mail address is too long."))
    return parts


def _is_disguised(char: str) -> bool:
    """Say whether normalising makes an ASCII letter of `char`, as of the sign for kelvin."""
    return not char.isascii() and unicodedata.normalize("NFC", char).isascii()
