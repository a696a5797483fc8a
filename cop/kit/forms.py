"""What was sent, read as what it should be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, cast

import orjson
from starlette.datastructures import QueryParams as Params
from starlette.datastructures import UploadFile

from cop.kit.errors import CopError, Invalid, NotFound
from cop.kit.i18n import gettext as _
from cop.kit.text import as_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request

__all__ = [
    "LARGEST_ID",
    "Params",
    "read_file",
    "read_id",
    "read_json",
    "read_number",
    "read_one",
    "read_page",
    "read_posted",
    "read_posted_lists",
    "read_version",
]

LARGEST_ID: Final = 999_999_999  # `as_number` reads nothing longer
MOST_FIELDS: Final = 50
MOST_VALUES: Final = 600  # of a form with lists in it
FORMS: Final = ("", "application/x-www-form-urlencoded", "multipart/form-data")


class NotAForm(CopError):
    """Something else was sent where a form, or JSON, was expected."""

    status = 415


async def read_posted(request: Request) -> dict[str, str]:
    """Return the text fields of a posted form.

    Raises:
        NotAForm: it is of another type.
        Invalid: a field came twice, or a file came where text was expected, or no text at all.
    """
    items, others = await _read_items(request, MOST_FIELDS)
    fields = dict(items)
    if len(fields) < len(items) + others:
        raise Invalid(_("A field was sent twice."))
    if any("\0" in text for item in items for text in item):  # which no database keeps
        raise Invalid(_("A field holds what no text can hold."))
    return fields


async def _read_items(request: Request, most: int) -> tuple[list[tuple[str, str]], int]:
    """Return the texts of a posted form by the names of their fields, and how many are files."""
    if _kind_of(request) not in FORMS:
        raise NotAForm(_("This address takes forms only."))
    async with request.form(max_fields=most, max_files=0) as form:
        items = form.multi_items()
    texts = [(name, value) for name, value in items if isinstance(value, str)]
    if not all(_is_text(one) for item in texts for one in item):
        raise Invalid(_("A field holds what no text can hold."))
    return texts, len(items) - len(texts)


async def read_json(request: Request) -> dict[str, object]:
    """Return the JSON object that was sent.

    Raises:
        NotAForm: it is of another type.
        Invalid: it is no object, or holds too much, or one name twice.
    """
    if _kind_of(request) != "application/json":
        raise NotAForm(_("This address takes JSON only."))
    body = await request.body()
    try:
        sent: object = orjson.loads(body)
        json.loads(body, object_pairs_hook=_check_names)  # of two alike orjson takes the last
    except (ValueError, RecursionError) as error:
        raise Invalid(_("This is no JSON.")) from error
    if not isinstance(sent, dict) or len(fields := cast("dict[str, object]", sent)) > MOST_FIELDS:
        raise Invalid(_("Send an object with the fields that are described."))
    return fields


def _check_names(items: Sequence[tuple[str, object]]) -> None:
    if len(dict(items)) < len(items):
        raise Invalid(_("A field was sent twice."))


def _kind_of(request: Request) -> str:
    """Return the type of what was sent, without how it is written."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def read_id(text: str) -> int:
    """Return the number of a row, as it stands in an address or comes from a button.

    Raises:
        NotFound: no row can have it.
    """
    number = as_number(text)
    if number is None:
        raise NotFound(_("There is nothing at this address."))
    return number


async def read_posted_lists(request: Request) -> Params:
    """Return the text fields of a posted form in which a field may come more than once.

    Raises:
        NotAForm: it is of another type.
        Invalid: a field holds no text.
    """
    items, _files = await _read_items(request, MOST_VALUES)
    return Params(items)


async def read_file(request: Request, name: str, most_bytes: int) -> bytes:
    """Return the file that was sent as `name`, at most one byte over `most_bytes` of it."""
    async with request.form(max_fields=MOST_FIELDS, max_files=1) as form:
        sent = form.get(name)
        return await sent.read(most_bytes + 1) if isinstance(sent, UploadFile) else b""


def _is_text(text: str) -> bool:
    """Say whether `text` holds no half of a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


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
    number = as_number(read_one(params, name))
    return min(max(default if number is None else number, 1), last)


def read_page(params: Params, last: int = 50) -> int:
    """Return the page asked for, from 1 to `last`; anything else is the first page."""
    return read_number(params, "page", 1, last)


def read_version(form: Mapping[str, str]) -> int:
    """Read of which version the form was made; 0, which nothing has, where it does not say."""
    return as_number(form.get("version", "")) or 0
