"""Countries from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cop.accounts.viewer import ANY_MEMBER
from cop.cli.running import AsJson, answer, run
from cop.countries.api import country_as_json
from cop.countries.queries import get_country_page

if TYPE_CHECKING:
    from cop.running import Service
    from cop.vocabulary.concepts import Vocabulary


def _find_code(vocabulary: Vocabulary, text: str) -> str:
    found = vocabulary.find(text, "country")
    return found[0].key if len(found) == 1 else text


def show(
    code: Annotated[str, typer.Argument(help="Its code or name, in any language.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Show how many people a country has, on which topics, and its neighbours."""

    async def work(service: Service) -> dict[str, Any]:
        shown = await get_country_page(
            service.engine, service.vocabulary, _find_code(service.vocabulary, code), ANY_MEMBER
        )
        return country_as_json(shown, "en")

    data = run(work)
    lines = [
        f"{data['name']}: {data['members']} members, {data['institutions']} institutions.",
        f"Known by {data['known_by']} who live elsewhere.",
        *(f"  {one['count']:>4}  {one['id']}" for one in data["topics"]),
        "Neighbours: " + ", ".join(f"{one['id']} {one['count']}" for one in data["neighbours"]),
    ]
    answer(data, "\n".join(lines), as_json=as_json)
