"""What may be sent about passkeys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _
from cop.kit.text import BadText, clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_NAME: Final = 80
LONGEST_CREDENTIAL: Final = 50_000


def read_new_passkey(form: Mapping[str, str]) -> tuple[str, str]:
    """Return what the browser got from the person's device, unchecked, and what it is called.

    Raises:
        Invalid: it has no name, or it is missing.
    """
    return read_credential(form), read_passkey_name(form)


def read_credential(form: Mapping[str, str]) -> str:
    """Return what the browser got from the person's device, unchecked.

    Raises:
        Invalid: there is none; the page works with JavaScript only.
    """
    credential = form.get("credential", "")
    if not credential or len(credential) > LONGEST_CREDENTIAL:
        raise Invalid(_("Passkeys need JavaScript. Sign in another way if it is switched off."))
    return credential


def read_passkey_name(form: Mapping[str, str]) -> str:
    """Return what the owner calls the passkey.

    Raises:
        Invalid: nothing, or nothing that can be kept.
    """
    try:
        name = clean_line(form.get("name", ""), LONGEST_NAME)
    except BadText as error:
        raise Invalid(str(error), {"name": str(error)}) from error
    if not name:
        reason = _("Give the passkey a name, such as “My phone”.")
        raise Invalid(reason, {"name": reason})
    return name
