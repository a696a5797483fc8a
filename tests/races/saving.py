"""Races of saving: tabs, imports and new institutions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tortoise.transactions import in_transaction

from cop.accounts.actions.sessions import begin_session, create_sample_account
from cop.accounts.models import AuditRow, Consent
from cop.accounts.viewer import Viewer
from cop.kit.changes import Position, set_position
from profiles.access import access_profile_to_edit
from profiles.actions.members import EditedMeanwhile, ensure_institutions
from profiles.actions.own import ProfileEdit, create_own_profile, edit_profile
from profiles.exchange.importing import Options, import_members
from profiles.exchange.undoing import AlreadyUndone, undo_import
from profiles.models import Import, Institution, InstitutionName, Profile
from tests.databases import empty
from tests.races.ground import at_once, person, told
from tests.serving import serve, visit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from profiles.exchange.report import Report
    from tests.races.ground import Ground

ROWS = 3


async def two_tabs_save(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """One is stored; whoever is late sees what they typed and what stands there now."""
    account = await create_sample_account("Racer", "racer@example.net", [])
    profile = await person(account_id=account.id)
    async with visit(serve(ground.service)) as client:
        client.cookies.set("session", await begin_session(account))
        for at in range(pairs):
            if at % 50 == 0:  # how often one may save is not what is tried here
                await empty(AuditRow)
            words = [f"tab-{tab}-of-{at}" for tab in ("one", "two")]
            sent = [{"version": f"{at + 1}", "position": word} for word in words]
            answers = await at_once(
                *(lambda form=form: client.post("/me/profile", data=form) for form in sent)
            )
            statuses = [getattr(answer, "status_code", answer) for answer in answers]
            if sorted(map(str, statuses)) != ["303", "409"]:
                yield f"double: {statuses}"
                return
            stored = await Profile.get(id=profile.id)
            if stored.position != words[statuses.index(303)] or stored.version != at + 2:
                yield f"lost: {stored.position} stands there"
            if not all(word in answers[statuses.index(409)].text for word in words):
                yield "lost: whoever was late does not see both versions"


async def a_profile_is_made_twice(_ground: Ground, pairs: int) -> AsyncIterator[str]:
    """A double click makes one profile, with one consent."""
    for at in range(pairs):
        account = await create_sample_account("Racer", f"new-{at}@example.net", [])
        owner = Viewer(account_id=account.id, is_member=True)
        answers = edit(0, name="Racer", country="KE", institution=f"Office {at}")
        answers = replace(answers, listed=True)
        slugs = await at_once(*[lambda o=owner, a=answers: create_own_profile(o, a, "Yes")] * 2)
        if problem := told(slugs):
            yield problem
        profiles = await Profile.filter(account_id=account.id).count()
        consents = await Consent.filter(account_id=account.id).count()
        if (len({*slugs}), profiles, consents) != (1, 1, 1):
            yield f"double: {profiles} profiles, {consents} consents"


async def an_import_and_a_member_write(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """What the member saved stands there, or they are told that it could not be saved."""
    for at in range(pairs):
        email = f"r{at}@example.org"
        account = await create_sample_account("Racer", f"own-{email}", [])
        profile = await person(account_id=account.id, email=email)
        owner = Viewer(account_id=account.id, is_member=True)
        editable = await access_profile_to_edit(owner, profile.slug)
        path = write_file(ground.folder, at, f"name,email,unit\nRacer,{email},Imported\n")
        saved, _report = outcomes = await at_once(
            lambda o=owner, e=editable: edit_profile(o, e, edit(1, unit="Own")),
            lambda p=path: import_members(p, Options()),
        )
        stored = await Profile.get(id=profile.id)
        expected = "Imported" if isinstance(saved, EditedMeanwhile) else "Own"
        if stored.unit != expected:
            yield f"lost: {stored.unit} stands there"
        others = [one for one in outcomes if not isinstance(one, EditedMeanwhile)]
        if problem := told(others):
            yield problem


async def one_file_is_imported_twice(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """It is one import; who comes second is told that nothing was done."""
    for at in range(pairs):
        rows = "".join(f"Person {row} of {at},Office {at}\n" for row in range(ROWS))
        path = write_file(ground.folder, at, f"name,institution\n{rows}")
        outcomes = await at_once(*[lambda p=path: import_members(p, Options())] * 2)
        if problem := told(outcomes) or _done_twice(outcomes):
            yield problem
        if await Import.all().count() != at + 1:
            yield "double: two imports"
        if await Profile.filter(name__endswith=f" of {at}").count() != ROWS:
            yield "double: somebody is there twice"


def _done_twice(reports: list[Report]) -> str:
    created = sorted(report.created for report in reports)
    return "" if created == [0, ROWS] else f"double: created {created}"


async def two_files_name_the_same_people(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """Whoever comes second recognises whom the first has brought."""
    for at in range(pairs):
        rows = f"Person of {at},p{at}@example.org,Office {at}\n"
        paths = [
            write_file(ground.folder, f"{at}-{which}", f"name,email,institution\n{rows}")
            for which in ("one", "two")
        ]
        paths[1].write_text(f"{paths[1].read_text()}\n")  # another file
        outcomes = await at_once(*(lambda p=path: import_members(p, Options()) for path in paths))
        if problem := told(outcomes):
            yield problem
        if await Profile.filter(name=f"Person of {at}").count() != 1:
            yield "double: somebody is there twice"


async def an_import_is_taken_back_twice(ground: Ground, pairs: int) -> AsyncIterator[str]:
    """It is taken back once, and the other is told so."""
    kept = await person(name="Kept", email="kept@example.org")
    for at in range(pairs):
        rows = f"Gone {at},\nKept,kept@example.org\n".replace("\n", f",Unit {at}\n")
        path = write_file(ground.folder, at, f"name,email,unit\n{rows}")
        run = (await import_members(path, Options())).run or 0
        outcomes = await at_once(*[lambda r=run: undo_import(r)] * 2)
        if problem := told(outcomes, AlreadyUndone):
            yield problem
        stored = await Profile.get(id=kept.id)
        if stored.version != 3 + 2 * at or stored.unit:
            yield f"double: version {stored.version}, {stored.unit}"
        if await Profile.all().count() != 1:
            yield "lost: whom the import made is still there"


async def one_institution_is_named_twice(_ground: Ground, pairs: int) -> AsyncIterator[str]:
    """It is there once, whoever named it first."""

    async def name(*names: str) -> int:
        async with in_transaction():
            made = await ensure_institutions([(one, "KE") for one in names])
        return len({one.id for one in made.values()})

    for at in range(pairs):
        names = [f"Ministry of Races {at}", f"Agency {at}"]
        outcomes = await at_once(lambda n=names: name(*n), lambda n=names: name(*reversed(n)))
        if problem := told(outcomes):
            yield problem
        there = await Institution.all().count(), await InstitutionName.all().count()
        if there != (2 * at + 2, 2 * at + 2):
            yield f"double: {there}"


async def two_followers_begin(_ground: Ground, pairs: int) -> AsyncIterator[str]:
    """Their position is one."""
    for at in range(pairs):
        outcomes = await at_once(*[lambda a=at: set_position(f"racer-{a}", a)] * 2)
        if problem := told(outcomes):
            yield problem
        if await Position.filter(consumer=f"racer-{at}", change_id=at).count() != 1:
            yield "lost: the position"


def edit(version: int, **texts: str) -> ProfileEdit:
    return ProfileEdit(
        texts=texts,
        lists={},
        levels={},
        visibility="",
        listed=None,
        version=version,
        proposals=(),
        takes_over=False,
    )


def write_file(folder: Path, name: object, content: str) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(content)
    return path
