"""What may be sent about accounts, and asked of the trail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cop.accounts.actions.roles import NoSuchAccount
from cop.accounts.viewer import RoleName
from cop.administration.queries.trail import Wanted
from cop.kit.errors import Invalid
from cop.kit.forms import read_one
from cop.kit.i18n import gettext as _
from cop.kit.text import LINE_LIMIT, BadText, as_number, clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cop.kit.forms import Params

LONGEST_SUBJECT: Final = 80


@dataclass(frozen=True, slots=True)
class RoleForm:
    """A role and, where it is of a chapter, which."""

    role: RoleName
    scope: str


def read_account_id(text: str) -> int:
    """Read the id of an account from an address.

    Raises:
        NoSuchAccount: it is no number.
    """
    number = as_number(text)
    if number is None:
        raise NoSuchAccount(_("There is no such account."))
    return number


def read_role_form(data: Mapping[str, str]) -> RoleForm:
    """Read a role to give or take.

    Raises:
        Invalid: there is no such role.
    """
    try:
        role = RoleName(data.get("role", ""))
    except ValueError as error:
        raise Invalid(_("Choose a role."), {"role": _("Choose a role.")}) from error
    return RoleForm(role, read_line(data.get("scope", ""), "scope"))


def read_reason(data: Mapping[str, str]) -> str:
    """Read why an account is shut out.

    Raises:
        Invalid: it cannot be kept.
    """
    return read_line(data.get("reason", ""), "reason")


def read_line(text: str, name: str = "", most: int = LINE_LIMIT) -> str:
    """Return one line, of the field `name`, as it can be kept.

    Raises:
        Invalid: it cannot.
    """
    try:
        return clean_line(text, most)
    except BadText as error:
        raise Invalid(str(error), {name: str(error)} if name else {}) from error


def read_wanted(params: Params) -> Wanted:
    """Read which rows of the trail are asked for.

    Raises:
        Invalid: something is given twice.
    """
    return Wanted(
        as_number(read_one(params, "actor")),
        read_line(read_one(params, "action")),
        read_line(read_one(params, "subject"))[:LONGEST_SUBJECT],
    )
