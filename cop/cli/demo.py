"""The demo community: 2,000 people who do not exist, to try everything with."""

from __future__ import annotations

import csv
import random
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.viewer import ADMINISTRATOR
from cop.chapters.actions.making import as_seed, seed_chapters
from cop.chapters.actions.memberships import join_chapters
from cop.chapters.actions.turning import NotReady, turn_chapter
from cop.chapters.models.chapters import Chapter, Kind
from cop.chapters.models.memberships import State
from cop.chapters.proposals.accepting import accept_proposal
from cop.chapters.proposals.forming import propose_chapters, survey
from cop.chapters.queries.memberships import list_member_ids
from cop.chapters.rules.states import Turn
from cop.cli.demo_announcements import announce
from cop.cli.demo_meetings import hold_meetings
from cop.cli.running import AsJson, answer, prepared_service, progress_bar, read_settings
from cop.kit.database import sole_process
from cop.kit.errors import Conflict
from matching.actions import rematch
from profiles.actions.members import give_account
from profiles.exchange.importing import Options, import_members
from profiles.exchange.undoing import describe_imports
from profiles.models import Profile
from profiles.queries import count_profiles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cop.accounts.models import Account
    from cop.kit.settings import Settings
    from cop.running import Service
    from cop.vocabulary.concepts import Vocabulary

Row = dict[str, str]

DEMO_MEMBERS: Final = Path(__file__).parent / "demo_members.csv"
CONSENT: Final = "Nobody: these people do not exist."
COUNTRY_CHAPTERS: Final = 6
FORMED: Final = ("regional", "country")  # themes are those of the working groups
MEMBER: Final = "halima-auma"
COORDINATOR: Final = "betty-fondo"
SEED: Final = 2026
A_FILE: Final = 10_000  # rows, some 6 MB of the 10 that an import takes


def demo(
    *,
    members: Annotated[
        int, typer.Option(min=1, help="How many; beyond 2,000 they are mixed.")
    ] = 2_000,
    as_json: AsJson = False,
) -> None:
    """Fill an empty service with a community of people who do not exist."""
    import asyncio

    settings = read_settings()
    with sole_process(settings):
        done = asyncio.run(make_demo(settings, members))
    if not done:
        raise Conflict(
            "There are members already, or were; the demo community is only for an empty service."
        )
    answer(done, _say(done), as_json=as_json)


def _say(done: Mapping[str, Any]) -> str:
    return f"{done['members']} members, {done['chapters']} chapters, {done['meetings']} meetings."


async def make_demo(settings: Settings, members: int = 2_000) -> dict[str, Any]:
    """Prepare the database and fill it, where it is empty; return what was made, {} if nothing."""
    async with prepared_service(settings, migrate=True) as service:
        if await count_profiles() or await describe_imports():
            return {}  # somebody who took the demo back wants it gone
        await import_demo(members)
        with progress_bar("Indexing") as progress:
            total, done = await count_profiles(), 0

            def advance(portion: int) -> None:
                nonlocal done
                done += portion
                progress(done, total)

            await service.search_sync.rebuild(advance)
        await service.matcher.refresh()
        with progress_bar("Matching") as progress:
            await rematch(service.matcher.snapshots, progress)
        chapters = await _form_chapters(service)
        administrator = await _create_accounts()
        await announce(service.vocabulary, administrator)
        await _open_chapters()
        meetings = await hold_meetings()
        return {"members": await count_profiles(), "chapters": chapters, "meetings": meetings}


def read_demo(members: int) -> Iterator[Row]:
    """Yield the rows of `members` people; those beyond the file are mixed from those in it."""
    with DEMO_MEMBERS.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    yield from rows[:members]
    mixer = random.Random(SEED)  # noqa: S311  the same people every time
    for number in range(len(rows), members):
        yield _mix(mixer, rows, number)


def _mix(mixer: random.Random, rows: Sequence[Row], number: int) -> Row:
    """Return somebody with the name of two people and the work of a third."""
    one, other = mixer.choice(rows), mixer.choice(rows)
    name = f"{one['name'].split()[0]} {other['name'].split()[-1]}"
    topics = [*one["expertise"].split("|")[1:], mixer.choice(other["expertise"].split("|"))]
    return one | {
        "slug": f"member-{number}",
        "name": name,
        "email": f"member.{number}@example.org",
        "expertise": "|".join(dict.fromkeys(topics)),
    }


async def import_demo(members: int) -> None:
    """Bring the people in through the import that everybody uses, in files it accepts."""
    rows = list(read_demo(members))
    with tempfile.TemporaryDirectory() as folder, progress_bar("Importing") as progress:
        for start in range(0, len(rows), A_FILE):
            path = Path(folder) / f"members-{start}.csv"
            write_rows(path, rows[start : start + A_FILE])
            await import_members(
                path,
                Options(consent=CONSENT, keep_namesakes=True),
                progress=lambda done, _total, start=start: progress(start + done, len(rows)),
            )


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Write rows as a file to import."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]])
        writer.writeheader()
        writer.writerows(rows)


async def _form_chapters(service: Service) -> int:
    """Accept what the graph proposes, and let join who said so in their row."""
    land = await survey(service.matcher, service.vocabulary)
    proposals = await propose_chapters(land, service.vocabulary, "en", FORMED)
    countries = 0
    chapters: list[Chapter] = []
    for named in proposals:
        countries += named.proposal.kind == Kind.COUNTRY
        if named.proposal.kind != Kind.COUNTRY or countries <= COUNTRY_CHAPTERS:
            chapters.append(await accept_proposal(named.proposal, service.vocabulary))
    await join_chapters([pair for chapter in chapters for pair in await _joining(chapter, service)])
    return len(chapters) + await _seed_chapters(service.vocabulary)


async def _seed_chapters(vocabulary: Vocabulary) -> int:
    """Make the chapters of working groups that nobody proposed, and let join who is in one."""
    made = {(one.kind, one.scope): one for one in await seed_chapters(vocabulary)}
    wanted = _working_groups()
    profiles = await Profile.filter(slug__in=[*wanted]).values_list("slug", "id")
    ids = {str(slug): int(number) for slug, number in profiles}
    seeds = {one.key: as_seed(one) for one in vocabulary.list("working-group")}
    groups = {key: made.get((one.kind, one.scope)) for key, one in seeds.items()}
    await join_chapters(
        [
            (ids[slug], chapter)
            for slug, keys in wanted.items()
            for key in keys
            if slug in ids and (chapter := groups.get(key))
        ]
    )
    return len(made)


async def _open_chapters() -> None:
    """Make the chapters active that are ready for it."""
    for chapter in await Chapter.all():
        with suppress(NotReady):
            await turn_chapter(ADMINISTRATOR, chapter, Turn.OPEN)


async def _joining(chapter: Chapter, service: Service) -> list[tuple[int, Chapter]]:
    """Return who of a chapter's people is in a working group of its kind."""
    groups = {one.key: one.facts for one in service.vocabulary.list("working-group")}
    wanted = _working_groups()
    suggested = await list_member_ids(chapter, State.SUGGESTED)
    slugs = await Profile.filter(id__in=suggested).values_list("id", "slug")
    return [
        (int(profile_id), chapter)
        for profile_id, slug in slugs
        if any(_is_in(groups.get(group, {}), chapter) for group in wanted.get(str(slug), ()))
    ]


def _is_in(group: Mapping[str, Any], chapter: Chapter) -> bool:
    return chapter.kind == Kind.COUNTRY or group.get("region") == chapter.scope


def _working_groups() -> dict[str, list[str]]:
    with DEMO_MEMBERS.open(encoding="utf-8", newline="") as source:
        return {row["slug"]: row["working_groups"].split("|") for row in csv.DictReader(source)}


async def _create_accounts() -> Account:
    """Create accounts to sign in with here: a member, a coordinator, an administrator; the last."""
    africa = await Chapter.get_or_none(kind=Kind.REGIONAL, scope="ssa")
    for slug, roles in (
        (MEMBER, []),
        (COORDINATOR, [("coordinator", africa.slug)] if africa else []),
    ):
        profile = await Profile.get_or_none(slug=slug)
        if profile is not None:
            account = await create_sample_account(profile.name, profile.email, roles)
            await give_account(profile.id, account)
    return await create_sample_account(
        "Ada Admin", "ada.admin@example.org", [("administrator", "")]
    )
