"""Chapters from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cop.accounts.viewer import ANY_MEMBER
from cop.chapters.actions.making import seed_chapters
from cop.chapters.api.chapters import chapter_as_json
from cop.chapters.proposals.accepting import accept_proposal
from cop.chapters.proposals.forming import find_drifting, propose_chapters, survey
from cop.chapters.queries.people import Listed, see_chapters
from cop.chapters.scopes import chapter_name
from cop.cli.running import AsJson, answer, run
from matching.proposals import KINDS
from profiles.access import see_members

if TYPE_CHECKING:
    from cop.chapters.proposals.forming import Drifting, Named
    from cop.running import Service


def list_all(*, as_json: AsJson = False) -> None:
    """List the chapters."""

    async def work(service: Service) -> list[dict[str, Any]]:
        listed = await see_chapters(service.vocabulary, "en", service.engine, ANY_MEMBER)
        return [chapter_as_json(one) for one in listed]

    chapters = run(work)
    lines = [f"  {one['kind']:<9} {one['name']}  {one['slug']}" for one in chapters]
    answer({"chapters": chapters}, "\n".join(lines) or "No chapters yet.", as_json=as_json)


def propose(
    *,
    kind: Annotated[
        str, typer.Option(help="regional, country, thematic or bridge; all without it.")
    ] = "",
    accept: Annotated[bool, typer.Option("--accept", help="Form all that are proposed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show which chapters the graph proposes, and why; form them with --accept."""
    if kind and kind not in KINDS:
        raise typer.BadParameter("The kind is regional, country, thematic or bridge.")

    async def work(service: Service) -> dict[str, Any]:
        await service.match_sync.prepare()
        kinds = [kind] if kind else KINDS
        land = await survey(service.matcher, service.vocabulary)
        proposals = await propose_chapters(land, service.vocabulary, "en", kinds)
        drift = await find_drifting(land, service.vocabulary, "en")
        if accept:
            for named in proposals:
                await accept_proposal(named.proposal, service.vocabulary)
        return {
            "proposals": [await _as_json(named) for named in proposals],
            "drift": [_drift_as_json(one) for one in drift],
            "accepted": accept,
        }

    data = run(work)
    lines = [
        f"  {one['kind']:<9} {one['name']} ({one['size']} people)\n            {one['reason']}"
        for one in data["proposals"]
    ]
    if accept and lines:
        lines.append(f"{len(data['proposals'])} chapters formed.")
    lines += [f"  {one['name']}: {one['told']}" for one in data["drift"]]
    answer(data, "\n".join(lines) or "Nothing is proposed.", as_json=as_json)


def seed(*, as_json: AsJson = False) -> None:
    """Make the chapters of the community's working groups that are not there yet."""

    async def work(service: Service) -> list[dict[str, Any]]:
        made = await seed_chapters(service.vocabulary)
        return [
            chapter_as_json(Listed(one, chapter_name(one, service.vocabulary, "en"), 0))
            for one in made
        ]

    made = run(work)
    lines = [f"  {one['kind']:<9} {one['name']}  {one['slug']}" for one in made]
    answer({"made": made}, "\n".join(lines) or "They are all there.", as_json=as_json)


async def _as_json(named: Named) -> dict[str, Any]:
    proposal = named.proposal
    seen = {one.id: one.slug for one in await see_members(proposal.members, ANY_MEMBER)}
    return {
        "kind": proposal.kind,
        "name": named.name,
        "scope": proposal.scope,
        "size": len(proposal.members),
        "members": [seen[one] for one in proposal.members if one in seen],
        "countries": [{"id": code, "count": count} for code, count in proposal.countries],
        "topics": [
            {"id": one.topic, "inside": round(one.inside, 3), "outside": round(one.outside, 3)}
            for one in proposal.topics
        ],
        "reason": named.reason,
        "nearest": named.near,
        "told": [*named.quality],
        "co_chairs": [seen[one] for one in proposal.co_chairs if one in seen],
        "quality": {
            "modularity": proposal.quality.modularity,
            "conductance": proposal.quality.conductance,
            "coverage": proposal.quality.coverage,
            "stability": proposal.quality.stability,
        },
    }


def _drift_as_json(one: Drifting) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "name": one.name,
        "told": one.told,
        "halves": [
            {"size": len(half.members), "topics": [topic.topic for topic in half.topics]}
            for half in one.halves
        ],
    }
