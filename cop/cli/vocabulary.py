"""The vocabulary from the command line."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cop.cli.running import AsJson, answer, run
from cop.kit.i18n import LANGUAGES
from cop.vocabulary.actions import load_vocabulary

if TYPE_CHECKING:
    from cop.running import Service

SCHEMES = ("topic", "sector", "country", "region", "stakeholder", "level", "discipline", "language")


def find(
    text: Annotated[str, typer.Argument(help="A word or label, in any language.")],
    *,
    lang: Annotated[str, typer.Option(help="Of the labels in the answer.")] = "en",
    as_json: AsJson = False,
) -> None:
    """Show what a text may mean, and what it may become when typed on."""
    if lang not in LANGUAGES:
        raise typer.BadParameter(f"The languages are {', '.join(LANGUAGES)}.")

    async def work(service: Service) -> dict[str, Any]:
        found = service.vocabulary.find(text, *SCHEMES)
        suggested = service.vocabulary.suggest(text, *SCHEMES, language=lang)
        return {
            "text": text,
            "found": [
                {"scheme": one.scheme, "id": one.key, "label": one.label(lang)} for one in found
            ],
            "suggestions": [
                {
                    "scheme": one.concept.scheme,
                    "id": one.concept.key,
                    "label": one.concept.label(lang),
                    "matched": one.matched,
                }
                for one in suggested
            ],
        }

    data = run(work)
    lines = [f"  {one['scheme']:<11} {one['label']}  {one['id']}" for one in data["found"]]
    if not lines:
        lines = ["It means nothing exactly." + (" Perhaps:" if data["suggestions"] else "")]
        lines += [
            f"  {one['scheme']:<11} {one['label']}  {one['id']}" for one in data["suggestions"]
        ]
    answer(data, "\n".join(lines), as_json=as_json)


def load(
    folder: Annotated[Path, typer.Argument(help="With topics.csv, sectors.csv, … in it.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Make the CSV files in a folder the vocabulary; schemes without a file stay as they are."""

    async def work(_service: Service) -> dict[str, dict[str, int]]:
        return await load_vocabulary(folder)

    loaded = run(work)
    lines = [
        f"  {scheme}: {done['added']} added, {done['changed']} changed, "
        f"{done['retired']} retired, {done['unchanged']} unchanged"
        for scheme, done in loaded.items()
    ]
    answer({"schemes": loaded}, "\n".join(lines), as_json=as_json)
