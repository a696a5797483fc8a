"""What may be sent about many members of a chapter at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cop.chapters.actions.bulk import DEEDS, MOST, Bulk
from cop.chapters.forms.memberships import read_line
from cop.chapters.queries.roster import SORTS, STATES, STILL, Wanted
from cop.chapters.rules.memberships import Deed
from cop.kit.errors import Invalid
from cop.kit.forms import read_one
from cop.kit.i18n import gettext as _
from cop.kit.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection

    from cop.kit.forms import Params

LONGEST_WORDS: Final = 100  # of what is looked for


def read_wanted(params: Params) -> Wanted:
    """Read which members are wanted; what is none of the choices is any.

    Raises:
        Invalid: something was given more than once.
    """

    def choice(name: str, known: Collection[str], default: str = "") -> str:
        said = read_one(params, name)
        return said if said in known else default

    return Wanted(
        state=choice("state", STATES, "in"),
        still=choice("still", STILL),
        sort=choice("sort", SORTS, "name"),
        country=read_one(params, "country")[:2],
        stakeholder=read_one(params, "stakeholder")[:80],
        words=tuple(fold(read_one(params, "q")[:LONGEST_WORDS]).split()),
    )


def read_bulk(form: Params) -> Bulk:
    """Read what is to be done about whom: ticked one by one, listed in one field, or everybody.

    Raises:
        Invalid: it is nothing that can be done about many, or about nobody, or the words cannot be
            kept.
    """
    deed = form.get("deed", "")
    if deed not in DEEDS:
        raise Invalid(_("Choose what to do."))
    slugs = [*form.getlist("who"), *form.get("listed", "").split()]
    if not (slugs or form.get("everybody")):
        raise Invalid(_("Choose somebody first."))
    return Bulk(Deed(deed), list(dict.fromkeys(slugs)), read_line(form))


def read_members(form: Params) -> list[str]:
    """Read about whom something is to be done by program.

    Raises:
        Invalid: nobody is named, or too many.
    """
    slugs = list(dict.fromkeys(form.getlist("members")))
    if not slugs:
        reason = _("Choose somebody first.")
        raise Invalid(reason, {"members": reason})
    if len(slugs) > MOST:
        reason = _("Choose at most {most} people at once.").format(most=MOST)
        raise Invalid(reason, {"members": reason})
    return slugs
