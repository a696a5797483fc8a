"""What was sent, read as what it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import QueryParams as Params

from cop.kit.errors import CopError, Invalid
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["Params", "read_number", "read_one", "read_page", "read_posted"]

MOST_FIELDS: Final = 50
FORMS: Final = ("", "application/x-www-form-urlencoded", "multipart/form-data")


class NotAForm(CopError):
    """Something else was sent where a form was expected."""

    status = 415


async def read_posted(request: Request) -> dict[str, str]:
    """Return the text fields of a posted form.

    Raises:
        NotAForm: it is of another type.
        Invalid: a field came twice, or a file came where text was expected, or no text at all.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in FORMS:
        raise NotAForm(_("This address takes forms only."))
    async with request.form(max_fields=MOST_FIELDS, max_files=0) as form:
        items = form.multi_items()
    fields = {name: value for name, value in items if isinstance(value, str)}
    if len(fields) < len(items):
        raise Invalid(_("A field was sent twice."))
    for name, value in fields.items():
        if not (_is_kept(name) and _is_kept(value)):
            raise Invalid(_("A field holds what no text can hold."))
    return fields


def _is_kept(text: str) -> bool:
    """Say whether a database can keep `text`: no NUL, and no half of a character."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def read_one(params: Params, name: str, default: str = "") -> str:
    """Return the query parameter `name`, which may be given once.

    Raises:
        Invalid: it was given more than once.
    """
    values = params.getlist(name)
    if len(values) > 1:
        raise Invalid(_("“{name}” was given more than once.").format(name=name))
    return values[0] if values else default


def read_number(params: Params, name: str, default: int, last: int) -> int:
    """Return the number `name`, from 1 to `last`; what is no number is `default`."""
    text = read_one(params, name)
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else default  # noqa: PLR2004
    return min(max(number, 1), last)


def read_page(params: Params, last: int = 50) -> int:
    """Return the page asked for, from 1 to `last`; anything else is the first page."""
    return read_number(params, "page", 1, last)
