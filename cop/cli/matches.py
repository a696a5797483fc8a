"""Matching from the command line."""

from __future__ import annotations

import resource
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cop.accounts.viewer import ANY_MEMBER, Audience
from cop.cli.directory import find_key
from cop.cli.running import AsJson, answer, progress_bar, run
from matching.actions import rematch
from matching.api import matches_as_json
from matching.links import OwnLinks
from matching.snapshot import SCOPES
from matching.suggestions import see_suggestions
from profiles.access import see_member, see_members

if TYPE_CHECKING:
    from cop.running import Service


def match(
    slug: Annotated[str, typer.Argument(help="Of the member.")],
    *,
    within: Annotated[str, typer.Option(help="country, region or world.")] = "world",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 20,
    as_json: AsJson = False,
) -> None:
    """Show whom a member should meet, and why."""
    if within not in SCOPES:
        raise typer.BadParameter("Within is country, region or world.")

    async def work(service: Service) -> tuple[dict[str, Any], list[str]]:
        member = await see_member(slug, ANY_MEMBER)
        await service.matcher.refresh()
        begun = time.perf_counter()
        found = await see_suggestions(
            service.matcher, member, ANY_MEMBER, within=within, most=limit
        )
        data = matches_as_json(member, found, OwnLinks(), seconds=time.perf_counter() - begun)
        why = [" ".join(one.write(service.vocabulary) for one in two.told) for two in found]
        return data, why

    data, why = run(work)
    lines = [
        f"  {one['score']:.3f}  {one['name']} ({one['country']})  {one['slug']}\n         {told}"
        for one, told in zip(data["matches"], why, strict=True)
    ]
    answer(data, "\n".join(lines) or "Nobody yet.", as_json=as_json)


def rematch_all(
    *,
    workers: Annotated[int, typer.Option(help="Kept for scripts; one process does it all.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Match everybody anew and store the result as the current generation."""
    del workers

    async def work(service: Service) -> dict[str, Any]:
        await service.matcher.refresh()
        with progress_bar("Matching") as progress:
            done = await rematch(service.matcher.snapshots, progress)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {**asdict(done), "peak_rss_mb": round(peak, 1)}

    data = run(work)
    text = (
        f"{data['members']} members, {data['pairs_scored']:,} pairs scored, "
        f"{data['matches']:,} matches kept in {data['seconds']} s."
    )
    answer(data, text, as_json=as_json)


def hall(
    *,
    country: Annotated[str, typer.Option(help="ISO code; all countries without it.")] = "",
    as_json: AsJson = False,
) -> None:
    """List who works on the same thing at the same institution."""

    async def work(service: Service) -> dict[str, Any]:
        code = find_key(service.vocabulary, "country", country) if country else ""
        await service.matcher.refresh()
        pairs = service.matcher.down_the_hall(Audience.MEMBERS, country=code)
        ids = {one for pair in pairs for one in (pair.one, pair.other)}
        seen = {one.id: one for one in await see_members(ids, ANY_MEMBER)}
        return {
            "pairs": [
                {
                    "a": seen[pair.one].slug,
                    "b": seen[pair.other].slug,
                    "institution": institution.name,
                    "topics": pair.topics,
                    "score": round(pair.score, 6),
                }
                for pair in pairs
                if pair.one in seen
                and pair.other in seen
                and (institution := seen[pair.one].institution)
            ]
        }

    data = run(work)
    lines = [
        f"  {pair['institution']}: {pair['a']} and {pair['b']}: {', '.join(pair['topics'])}"
        for pair in data["pairs"]
    ]
    answer(data, "\n".join(lines) or "Nobody.", as_json=as_json)
