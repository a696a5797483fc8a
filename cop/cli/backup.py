"""Backing up, bringing back, trying both, and erasing somebody who asks for it."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path  # noqa: TC003  typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cop.accounts.models import Account
from cop.administration.actions import hold_drill
from cop.cli.running import AsJson, answer, read_settings, run
from cop.kit.backup import back_up, bring_back
from cop.kit.database import sole_process, wipe_free_pages
from cop.kit.errors import NotFound
from cop.kit.rows import count_rows
from cop.privacy.actions.erasure import erase
from profiles.queries import count_profiles, find_profile

if TYPE_CHECKING:
    from cop.running import Service


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Write database, photos and the log of erasures to one sealed file; the server may go on.

    It opens with BACKUP_KEY, or without one with the file secret.key of COP_DATA. Keep a copy of
    that key where the backups are not: who loses it has lost them.
    """
    settings = read_settings()
    begun = time.perf_counter()
    size = back_up(settings, file.absolute())
    key = "BACKUP_KEY" if settings.backup_key else str(settings.cop_data / "secret.key")
    data = {
        "path": str(file),
        "bytes": size,
        "opens_with": key,
        "seconds": round(time.perf_counter() - begun, 2),
    }
    text = f"{size:,} bytes written to {file} in {data['seconds']} s. It opens only with {key}."
    answer(data, text, as_json=as_json)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `cop backup` has written.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Put a backup in the place of what is there; who was erased since is erased again."""
    settings = read_settings()
    begun = time.perf_counter()
    with sole_process(settings):
        bring_back(settings, file.absolute())
        rows = count_rows(settings)

    async def work(service: Service) -> dict[str, Any]:  # opening it has erased them again
        documents = await service.search_sync.rebuild()
        await wipe_free_pages()
        return {"members": await count_profiles(), "documents": documents, "rows": rows}

    data = run(work) | {"seconds": round(time.perf_counter() - begun, 2)}
    answer(data, f"{data['members']} members are back, in {data['seconds']} s.", as_json=as_json)


def drill(*, as_json: AsJson = False) -> None:
    """Make a backup, bring it back in a place of its own and compare; the server may go on."""
    done = asyncio.run(hold_drill(read_settings()))
    lines = done.problems or (f"{done.members} members came back and everything agrees.",)
    answer(done, "\n".join(lines), as_json=as_json)
    if done.problems:
        raise typer.Exit(1)


def erase_member(
    slug: Annotated[str, typer.Argument(help="The end of the address of the member's page.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Erase a member who has asked for it, with their account, for ever."""

    async def work(service: Service) -> None:
        profile = await find_profile(slug)
        if profile is None:
            raise NotFound(f"There is no member {slug}.")
        account = await Account.get_or_none(id=profile.account_id or 0)
        await erase(account, profile, service.settings)
        await wipe_free_pages()

    run(work)
    answer({"erased": slug}, "Erased, and no import or backup brings them back.", as_json=as_json)
