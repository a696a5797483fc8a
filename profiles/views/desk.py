"""The desk at which a profile is written: whose it is, what stands in the form, what is offered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, cast

from cop.accounts.queries import get_account, list_asked, list_delegations
from cop.accounts.session import caller
from cop.kit.errors import Conflict
from cop.kit.forms import read_one
from cop.kit.i18n import gettext as _
from cop.kit.panels import Panel
from cop.kit.settings import Settings
from cop.kit.web import opened, page
from cop.vocabulary.concepts import Vocabulary
from profiles.access import access_profile_to_edit, see_assisted, see_unowned
from profiles.fields import LISTS, Level
from profiles.forms.lists import without_level
from profiles.forms.own import ASKED_AT_FIRST
from profiles.forms.sheet import PICKED, TEXTS, Sheet, sheet_of, sheet_to_edit
from profiles.forms.values import read_orcid
from profiles.orcid import OrcidRecord, fetch_orcid_record
from profiles.pickers import Choice, Pickers
from profiles.queries import find_own_slug
from profiles.views.words import FormWords
from search.engine import Engine

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.accounts.viewer import Viewer
    from cop.kit.errors import CopError
    from profiles.access import Editable

LEVELS: Final = (Level.PUBLIC, Level.MEMBERS, Level.CHAPTERS, Level.ME)


@dataclass(frozen=True, slots=True)
class Help:
    """What the page offers beside the form: options of a picker, a record from elsewhere."""

    choice: Choice | None = None
    record: OrcidRecord | None = None
    keywords: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """One profile in work; `editable` is None for somebody who has none yet."""

    request: Request
    viewer: Viewer
    editable: Editable | None

    @property
    def vocabulary(self) -> Vocabulary:
        """Return the vocabulary that pickers speak."""
        return opened(self.request, Vocabulary)

    @property
    def pickers(self) -> Pickers:
        """Return who looks words up."""
        return Pickers(self.vocabulary, opened(self.request, Engine), self.viewer)

    @property
    def address(self) -> str:
        """Return where the form stands."""
        path_for = self.request.app.url_path_for
        if self.editable is None or self.editable.is_own:
            return str(path_for("profile"))
        return str(path_for("edit-member", slug=self.editable.member.slug))

    async def stored(self) -> Sheet:
        """Return what is stored of the profile, or what we know of somebody who has none."""
        if self.editable is not None:
            return sheet_to_edit(self.editable)
        account = await get_account(cast("int", self.viewer.account_id))
        found = await see_unowned(account)
        if found and read_one(self.request.query_params, "this") == "yes":
            return replace(sheet_of(found, takes_over=True), lists=_all_lists(sheet_of(found)))
        return Sheet(texts=dict.fromkeys(TEXTS, "") | {"name": account.name}, lists=_all_lists())

    async def help(self, sheet: Sheet) -> Help:
        """Return what the pressed button asks to look up."""
        if sheet.ask == "find" and sheet.field in (*PICKED, "city", "institution"):
            typed = sheet.typed.get(sheet.field) or sheet.texts.get(sheet.field, "")
            country = sheet.texts.get("country", "")
            return Help(await self.pickers.find(sheet.field, typed[:200], country))
        if sheet.ask == "read":
            chosen = tuple(without_level(one)[0] for one in sheet.lists["expertise"])
            return Help(await self.pickers.read(sheet.texts.get("bio", "")[:5000], chosen))
        api = opened(self.request, Settings).orcid_api
        if sheet.ask == "orcid" and api and self.editable and self.editable.member.orcid:
            record = await fetch_orcid_record(api, read_orcid(self.editable.member.orcid))
            found = [await self.pickers.find("expertise", one) for one in record.keywords]
            return Help(record=record, keywords=tuple(found))
        return Help()

    async def show(
        self, sheet: Sheet, helped: Help | None = None, error: CopError | None = None
    ) -> Response:
        """Return the page with the form."""
        stored = await self.stored()
        typed = sheet.over(stored)
        words = FormWords(self.vocabulary)
        template = "profiles/edit.html" if self.editable else "profiles/first.html"
        context: dict[str, Any] = await self._editor() if self.editable else await self._first()
        return page(
            self.request,
            template,
            private=True,
            sheet=replace(typed, version=stored.version) if error else typed,
            errors=error.fields if error else {},
            error=error,
            meanwhile=_meanwhile(stored, typed, words) if isinstance(error, Conflict) else (),
            helped=helped or Help(),
            answered=[
                one for one in ASKED_AT_FIRST if typed.texts.get(one) or typed.lists.get(one)
            ],
            asked=ASKED_AT_FIRST,
            address=self.address,
            request_saved=read_one(self.request.query_params, "saved") == "1",
            words=words,
            levels=LEVELS,
            consent=consent_words(),
            **context,
        )

    async def _editor(self) -> dict[str, Any]:
        owner = cast("Editable", self.editable)
        asked = await list_delegations(owner.owner_id) if owner.is_own else []
        return {
            "editable": owner,
            "member": owner.member,
            "delegations": asked,
            "has_orcid": bool(opened(self.request, Settings).orcid_api and owner.member.orcid),
        }

    async def _first(self) -> dict[str, Any]:
        account = await get_account(cast("int", self.viewer.account_id))
        this = read_one(self.request.query_params, "this")
        asks = self.request.method == "GET" and this not in {"yes", "no"}
        return {
            "found": await see_unowned(account) if asks else None,
            "panel": await make_assistants_panel(self.viewer),
        }


async def open_desk(request: Request) -> Desk:
    """Return the desk for the profile in the address, or for the caller's own.

    Raises:
        NoSuchMember: they may not edit it, or there is none.
    """
    viewer = caller(request)
    slug = request.path_params.get("slug") or await find_own_slug(cast("int", viewer.account_id))
    return Desk(request, viewer, await access_profile_to_edit(viewer, slug) if slug else None)


async def make_assistants_panel(viewer: Viewer) -> Panel:
    """Return whom the caller may edit for, and who asks them to."""
    asked = await list_asked(viewer.account_id) if viewer.account_id else []
    assisted = await see_assisted(viewer)
    return Panel("profiles/assisted.html", {"asked": asked, "assisted": assisted})


def consent_words() -> str:
    """Return what one agrees to by being listed; it is kept as it was read."""
    return _(
        "List me in the directory, so that members can find me by what I tell here. "
        "I can take this back at any time."
    )


def _all_lists(sheet: Sheet | None = None) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(LISTS, ()) | ({**sheet.lists} if sheet else {})


def _meanwhile(stored: Sheet, typed: Sheet, words: FormWords) -> list[tuple[str, str, str]]:
    """Return (what, as stored now, as typed) of all that differs."""
    said = [
        (words.field(one), words.labels(one, stored.texts[one]), words.labels(one, text))
        for one, text in typed.texts.items()
        if text.split() != stored.texts[one].split()
    ]
    said += [
        (words.field(one), words.labels(one, stored.lists[one]), words.labels(one, values))
        for one, values in typed.lists.items()
        if values != stored.lists[one]
    ]
    seen = [
        (f"{words.field(one)}: {_('Who can see this')}", words.level(before), words.level(level))
        for one, level in typed.levels.items()
        if level != (before := stored.levels[one])
    ]
    who = dict(words.visibilities())
    if typed.visibility != stored.visibility:
        after = who.get(typed.visibility, typed.visibility)
        seen.append((_("Who can find you"), who[stored.visibility], after))
    return [*said, *seen]
