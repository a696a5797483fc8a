"""The words of the community for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cop.kit.api import Endpoint
from cop.kit.errors import NotFound
from cop.kit.i18n import current_language, mark
from cop.kit.i18n import gettext as _
from cop.kit.parameters import LANG, Parameter
from cop.kit.web import opened
from cop.vocabulary.concepts import Vocabulary

if TYPE_CHECKING:
    from starlette.requests import Request

    from cop.vocabulary.concepts import Concept

SCHEMES: Final = {
    "topics": "topic",
    "topic-groups": "topic-group",
    "sectors": "sector",
    "countries": "country",
    "regions": "region",
    "stakeholders": "stakeholder",
    "levels": "level",
    "disciplines": "discipline",
    "languages": "language",
    "offers": "offer",
    "seeks": "seek",
}


class NoSuchScheme(NotFound):
    """The vocabulary has no such part."""

    def __init__(self) -> None:
        super().__init__(_("The vocabulary has no part by that name."))


async def list_concepts(request: Request) -> dict[str, Any]:
    """GET /api/v1/vocabulary/{scheme}: all topics, sectors, countries and so on, in their order."""
    name = request.path_params["scheme"]
    if name not in SCHEMES:
        raise NoSuchScheme
    language = current_language()
    concepts = opened(request, Vocabulary).list(SCHEMES[name])
    return {
        "scheme": name,
        "language": language,
        "concepts": [_as_json(concept, language) for concept in concepts],
    }


def _as_json(concept: Concept, language: str) -> dict[str, Any]:
    return {
        "id": concept.key,
        "label": concept.label(language),
        "parent": concept.parent,
        "synonyms": [
            term.written
            for term in concept.terms
            if term.kind != "code" and term.language in ("", language)
        ],
    }


ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/vocabulary/{scheme}",
        view=list_concepts,
        name="api-vocabulary",
        about=mark("One part of the vocabulary, with what else its concepts are called."),
        parameters=(
            Parameter(
                name="scheme",
                about=mark("The part of the vocabulary."),
                choices=tuple(SCHEMES),
                in_path=True,
            ),
            LANG,
        ),
        answer={
            "scheme": str,
            "language": str,
            "concepts": [{"id": str, "label": str, "parent": str, "synonyms": [str]}],
        },
    ),
)
