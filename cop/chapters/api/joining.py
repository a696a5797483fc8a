"""How one becomes a member of a chapter, said by program, as on its desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.accounts.session import caller
from cop.chapters.actions.memberships import set_joining
from cop.chapters.api.desk import access
from cop.chapters.forms.memberships import read_joining
from cop.chapters.models.chapters import Joining
from cop.kit.api import Endpoint, sent
from cop.kit.i18n import mark
from cop.kit.parameters import LANG, Parameter
from profiles.api import SLUG

if TYPE_CHECKING:
    from starlette.requests import Request


async def save_rule(request: Request) -> dict[str, Any]:
    """POST /api/v1/chapters/{slug}/joining: say how one becomes a member."""
    viewer, joining = caller(request), read_joining(sent(request))
    chapter = await access(request)
    await set_joining(viewer, chapter, joining)
    return {"slug": chapter.slug, "joining": joining.value}


ENDPOINT: Final = Endpoint(
    path="/api/v1/chapters/{slug}/joining",
    view=save_rule,
    name="api-set-joining",
    about=mark(
        "For those who coordinate the chapter: say how one becomes a member from now on. Who is "
        "one stays one."
    ),
    parameters=(SLUG, LANG),
    body=(
        Parameter(
            name="joining",
            about=mark("How one becomes a member."),
            choices=[one.value for one in Joining],
            required=True,
        ),
    ),
    answer={"slug": str, "joining": str},
)
