"""What may be sent about an account's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.kit.errors import Invalid
from cop.kit.i18n import LANGUAGES
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_mail_language(form: Mapping[str, str]) -> str:
    """Return the language that was chosen for mails.

    Raises:
        Invalid: we do not speak it.
    """
    language = form.get("language", "")
    if language not in LANGUAGES:
        reason = _("Choose one of these languages.")
        raise Invalid(reason, {"language": reason})
    return language
