"""One sealed file that holds everything which cannot be made again, and back.

The secret of the deployment is not in it: kept apart, it makes a stolen backup worthless. The index
is not in it either, for it is made from the database.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import zipfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

from cop.kit.clock import now
from cop.kit.database import sqlite_path
from cop.kit.errors import Conflict, Invalid
from cop.kit.postgres import run_program
from cop.kit.sealed import NotOpened, Sealing, unseal
from cop.kit.secret import read_secret
from cop.kit.workshop import workshop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cop.kit.settings import Settings

PHOTOS: Final = "photos"
ERASED: Final = "erased.jsonl"
_ABOUT: Final = "backup.json"
_SQLITE: Final = "cop.db"
_DUMP: Final = "cop.dump"


class NotABackup(Invalid):
    """The file is no backup, is damaged, or is one of another kind of database."""


def backup_key(settings: Settings) -> str:
    """Return what seals the backups: `BACKUP_KEY`, or else the secret of this deployment."""
    return settings.backup_key or read_secret(settings.cop_data).hex()


def back_up(settings: Settings, path: Path) -> int:
    """Write database, photos and the log of erasures to `path`; return its size in bytes.

    The service may go on working, and a drill or another backup is waited for. The file is whole or
    not there, and only its owner may read it.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        with workshop(settings.cop_data / ".backup", waits=True) as folder:
            dump = folder / (_SQLITE if settings.is_sqlite else _DUMP)
            _dump(settings, dump)
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                sealing = Sealing(file, backup_key(settings))
                with zipfile.ZipFile(
                    cast("IO[bytes]", sealing), "w", zipfile.ZIP_DEFLATED
                ) as archive:
                    about = {"made_at": now().isoformat(), "database": dump.name}
                    archive.writestr(_ABOUT, json.dumps(about))
                    archive.write(dump, dump.name)
                    for one in _others(settings.cop_data):
                        archive.write(one, str(one.relative_to(settings.cop_data)))
                sealing.finish()
                file.flush()
                os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path.stat().st_size


def bring_back(settings: Settings, path: Path) -> None:
    """Put database and photos of the backup at `path` in the place of the present ones.

    The present SQLite file stays beside it as `*.before-restore.db` for a while. The log of
    erasures is never replaced, only added to. Migrating, erasing again and indexing are for the
    caller.

    Raises:
        NotABackup: nothing was touched.
    """
    name = _SQLITE if settings.is_sqlite else _DUMP
    with workshop(settings.cop_data / ".backup") as unpacked:
        _unpack(path, backup_key(settings), unpacked, name)
        if settings.is_sqlite:
            _replace_sqlite(unpacked / name, sqlite_path(settings))
        else:
            how = ("--clean", "--if-exists", "--single-transaction", "--no-owner")
            run_program(settings, "pg_restore", *how, str(unpacked / name))
        _replace_folder(unpacked / PHOTOS, settings.cop_data / PHOTOS)
        _add_lines(unpacked / ERASED, settings.cop_data / ERASED)
        shutil.rmtree(settings.cop_data / "index", ignore_errors=True)


def forget_copies(settings: Settings, *, older: timedelta = timedelta()) -> None:
    """Delete the copies that migrations and restores left beside the SQLite file, if so old."""
    if settings.is_sqlite:
        place = sqlite_path(settings)
        for copy in place.parent.glob(f"{place.stem}.before-*"):
            if copy.stat().st_mtime <= (now() - older).timestamp():
                copy.unlink(missing_ok=True)


def _others(data: Path) -> Iterator[Path]:
    yield from (one for one in sorted((data / PHOTOS).rglob("*")) if one.is_file())
    if (data / ERASED).exists():
        yield data / ERASED


def _dump(settings: Settings, target: Path) -> None:
    if not settings.is_sqlite:
        run_program(settings, "pg_dump", "--format=custom", f"--file={target}")
        return
    source = sqlite_path(settings)
    if not source.exists():
        raise Conflict("There is no database yet, so there is nothing to back up.")
    # A copy made so has no free pages, in which something deleted could still stand.
    with closing(sqlite3.connect(source)) as database:
        database.execute("VACUUM INTO ?", (str(target),))
    _check_sqlite(target)


def _check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as database:
            found = database.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise NotABackup("The database in it is damaged.") from error
    if found != "ok":
        raise NotABackup("The database in it is damaged.")


def _unpack(path: Path, key: str, folder: Path, database: str) -> None:
    opened = folder / "opened.zip"
    try:
        with path.open("rb") as source, opened.open("wb") as target:
            unseal(source, target, key)
    except OSError as error:
        raise NotABackup(f"{path.name} cannot be read.") from error
    except NotOpened as error:
        raise NotABackup(
            f"{path.name} cannot be opened. {error.message} A backup opens with the BACKUP_KEY, or "
            "without one with the secret.key, of the deployment that made it."
        ) from error
    with zipfile.ZipFile(opened) as archive:  # what was sealed is as we wrote it
        about = json.loads(archive.read(_ABOUT))
        if about["database"] != database:
            raise NotABackup(
                "This backup is of the other kind of database (SQLite or PostgreSQL); set "
                "DATABASE_URL accordingly."
            )
        archive.extractall(folder)
    opened.unlink()
    if database == _SQLITE:
        _check_sqlite(folder / database)


def _replace_sqlite(new: Path, place: Path) -> None:
    if place.exists():
        with closing(sqlite3.connect(place)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        os.utime(place.replace(place.with_suffix(".before-restore.db")))  # its while begins now
    for suffix in ("-wal", "-shm"):
        Path(f"{place}{suffix}").unlink(missing_ok=True)
    new.replace(place)


def _replace_folder(new: Path, place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    if new.exists():
        new.replace(place)


def _add_lines(new: Path, place: Path) -> None:
    known = set(place.read_text().splitlines()) if place.exists() else set[str]()
    lines = new.read_text().splitlines() if new.exists() else []
    with place.open("a") as file:
        file.writelines(f"\n{line}\n" for line in lines if line and line not in known)
