"""Searching the directory from the command line."""

from __future__ import annotations

import time
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cop.accounts.viewer import ANY_MEMBER, ANYONE
from cop.cli.running import AsJson, answer, run
from cop.domains import TELLERS
from cop.kit.errors import Invalid
from cop.kit.forms import Params
from profiles.api import answer_as_json
from profiles.directory import search_members
from profiles.facets import SCHEMES, VALUES, label_values
from profiles.question import Question
from search.words import MOST_CHARACTERS, MOST_WORDS

if TYPE_CHECKING:
    from cop.running import Service
    from cop.vocabulary.concepts import Vocabulary

Values = Annotated[list[str] | None, typer.Option(help="Repeat it for “or”.")]


def search(
    text: Annotated[str, typer.Argument(help="Words, in any language.")] = "",
    *,
    country: Values = None,
    region: Values = None,
    topic: Values = None,
    sector: Values = None,
    stakeholder: Values = None,
    level: Values = None,
    discipline: Values = None,
    language: Values = None,
    institution: Values = None,
    kind: Values = None,
    knows: Values = None,
    offers: Values = None,
    chapter: Values = None,
    confirmed: Values = None,
    near: Annotated[str, typer.Option(help="A town or a country; who is near follows.")] = "",
    exact: Annotated[bool, typer.Option(help="The words as they are, whatever they mean.")] = False,
    ladder: Annotated[
        bool, typer.Option(help="Where a country has few, show who else may help.")
    ] = True,
    viewer: Annotated[str, typer.Option(help="As whom: public or members.")] = "members",
    limit: Annotated[int, typer.Option(min=1, max=50)] = 20,
    page: Annotated[int, typer.Option(min=1, max=25)] = 1,
    as_json: AsJson = False,
) -> None:
    """Find members by words and filters."""
    if viewer not in {"public", "members"}:
        raise typer.BadParameter("The viewer is public or members.")
    given = {
        "country": country, "region": region, "topic": topic, "sector": sector,
        "stakeholder": stakeholder, "level": level, "discipline": discipline,
        "language": language, "institution": institution, "kind": kind, "knows": knows,
        "offers": offers, "confirmed": confirmed,
    }  # fmt: skip

    async def work(service: Service) -> dict[str, Any]:
        who = ANYONE if viewer == "public" else ANY_MEMBER
        asked = Params([("chapter", slug) for slug in chapter or ()])
        now = given | {"chapter": (await TELLERS.follow(asked, who)).getlist("chapter")}
        filters = {
            name: tuple(find_key(service.vocabulary, name, value) for value in values)
            for name, values in now.items()
            if values
        }
        question = Question(
            text=text[:MOST_CHARACTERS],
            is_cut=len(text) > MOST_CHARACTERS,
            filters=filters,
            page=page,
            size=limit,
            exact=exact,
            near=near,
            ladder=ladder,
        )
        begun = time.perf_counter()
        found = await search_members(service.engine, service.vocabulary, question, who)
        labels = await label_values(found, TELLERS, who, service.vocabulary, "en")
        return answer_as_json(found, labels, seconds=time.perf_counter() - begun)

    data = run(work)
    noun = "member" if data["total"] == 1 else "members"
    lines = [f"{data['total']} {noun} ({1000 * data['seconds']:.0f} ms)"]
    counts = {one["rung"]: one["count"] for one in data["rungs"]}
    for rung, hits in groupby(data["hits"], lambda hit: hit["rung"]):
        lines += [f"{rung}: {counts[rung]}"] if len(counts) > 1 else []
        lines += [_line(hit) for hit in hits]
    if data["cut"]:
        lines.append(
            f"The question was cut: only its first {MOST_CHARACTERS} characters and {MOST_WORDS} "
            "words were looked for."
        )
    answer(data, "\n".join(lines), as_json=as_json)


def find_key(vocabulary: Vocabulary, facet: str, text: str) -> str:
    """Return the id of the concept that an option names: by id or label, in any case or language.

    Raises:
        Invalid: it names none, or several.
    """
    if facet in TELLERS.by_facet:
        return text
    if facet in VALUES:
        if text not in VALUES[facet]:
            raise Invalid(f"--{facet}: “{text}” is none of {', '.join(VALUES[facet])}.")
        return text
    found = vocabulary.find(text, *SCHEMES.get(facet, (facet,)))
    if len(found) != 1:
        choices = ", ".join(one.key for one in found)
        raise Invalid(
            f"--{facet}: “{text}” may be {choices}. Write which."
            if found
            else f"--{facet}: we do not know “{text}”. Try: cop vocabulary find “{text}”"
        )
    return found[0].key


def _line(hit: dict[str, Any]) -> str:
    why = "; ".join(f"{one['field']}: {one['text'].strip()}" for one in hit["why"])
    where = ", ".join(filter(None, (hit["institution"], hit["country"])))
    return f"  {hit['name']} ({where})  {hit['slug']}" + (f"\n    {why}" if why else "")
