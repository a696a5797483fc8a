"""What nobody answered: noted where it was asked, read by the editors of the vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from cop.accounts.device import device_of
from cop.accounts.session import caller
from cop.kit.forms import read_posted
from cop.kit.i18n import current_language
from cop.kit.panels import Panel
from cop.kit.web import go, opened, page
from cop.searches.actions.unanswered import UnansweredLog, settle_unanswered
from cop.searches.forms import read_unanswered_form
from cop.searches.queries import list_unanswered
from cop.vocabulary.concepts import Vocabulary
from profiles.lexicon import FACETS

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cop.searches.models import Unanswered
    from profiles.directory import Answer

FEW: Final = 5  # below which nobody is told how often
_MACHINES: Final = re.compile(r"bot|crawl|spider|slurp|preview|monitor", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A question on the editors' page, and the address that asks it again."""

    row: Unanswered
    labels: list[str]
    query: str


async def show_unanswered(request: Request) -> Response:
    """GET /administration/unanswered: what was asked and nobody answers, the most asked first."""
    vocabulary, language = opened(request, Vocabulary), current_language()
    return page(
        request,
        "searches/unanswered.html",
        questions=[_show(one, vocabulary, language) for one in await list_unanswered()],
        few=FEW,
        private=True,
    )


async def save_settled(request: Request) -> Response:
    """POST /administration/unanswered: forget a question that is dealt with."""
    await settle_unanswered(read_unanswered_form(await read_posted(request)))
    return go(request.app.url_path_for("unanswered"))


async def make_unanswered_panel(request: Request, answer: Answer) -> Panel | None:
    """Note a question that nobody answers, and tell who asked that it was noted."""
    agent = request.headers.get("user-agent", "")
    is_somebody = bool(device_of(request)) and not _MACHINES.search(agent)
    if not (is_somebody and request.method == "GET"):
        return None
    noted = opened(request, UnansweredLog).note(answer, caller(request))
    return Panel("searches/noted.html", {}) if noted else None


def _show(row: Unanswered, vocabulary: Vocabulary, language: str) -> Shown:
    """Return the question in words; alone a term is asked for by its label, several by filters."""
    texts: list[str] = []
    filters: list[tuple[str, str]] = []
    labels: list[str] = []
    for term in row.terms:
        concepts = [one.split(":", 1) for one in term]
        names = [vocabulary.label(scheme, key, language) for scheme, key in concepts]
        labels.append(" / ".join(names))
        if len(concepts) == 1:
            texts.append(names[0])
        else:
            filters += [(FACETS[scheme], key) for scheme, key in concepts]
    texts += [row.words] if row.words else []
    return Shown(row, labels, urlencode([("q", " | ".join(texts)), *filters]))
