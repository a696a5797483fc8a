"""The errors a person using the service can meet.

* CopError            500
  x NotFound          404
  x Unknown           401   (they say who they are, and it cannot be true)
  x Forbidden         403
  x Invalid           422   (carries one message a field)
  x Conflict          409
    x Moved           301   (where it is read; what is sent there is refused)
    x WrittenMeanwhile 409
  x Unavailable       503   (something we depend on did not answer)
    x TooMany         429   (asked more often than a person would)

A domain derives its own errors from one of these, above the function that raises them.
`cop.kit.web` turns them into a page, `cop.cli.main` into a line on stderr.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping


class CopError(Exception):
    """An error with a status and a sentence that may be shown to the person."""

    status: ClassVar[int] = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.fields: Mapping[str, str] = {}


class NotFound(CopError):
    """It is not there, or this person may not know that it is."""

    status = 404


class Unknown(CopError):
    """The token that came with it is none of ours, or not any more."""

    status = 401


class Forbidden(CopError):
    """This person may see it but not do this."""

    status = 403


class Invalid(CopError):
    """What was sent cannot be accepted; `fields` says why, by field name."""

    status = 422

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class Conflict(CopError):
    """It would break a promise already made, such as a name being unique."""

    status = 409


class WrittenMeanwhile(Conflict):
    """It says something else than when it was looked at: somebody else has saved it since."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else changed this page after you opened it. Nothing was saved yet.")
        )


class Moved(Conflict):
    """It stands at another address: where that of a page says `old`, it is now `new`."""

    def __init__(self, message: str, old: str, new: str) -> None:
        super().__init__(message)
        self.old = old
        self.new = new


class Unavailable(CopError):
    """Something we depend on did not answer in time."""

    status = 503


class TooMany(Unavailable):
    """Asked more often than a person would; it works again in `seconds`."""

    status = 429

    def __init__(self, message: str, seconds: int = 60) -> None:
        super().__init__(message)
        self.seconds = seconds
