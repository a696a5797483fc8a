"""How the last drill went: whether a backup could be brought back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from cop.kit.clock import now

if TYPE_CHECKING:
    from pathlib import Path

OLD: Final = timedelta(days=8)  # from then on nobody should count on it


@dataclass(frozen=True, kw_only=True, slots=True)
class Drill:
    """One drill; it went well when there are no problems."""

    at: datetime
    seconds: float
    bytes: int = 0
    members: int = 0
    problems: tuple[str, ...] = ()

    @property
    def is_old(self) -> bool:
        """Say whether it proves nothing any more."""
        return now() - self.at > OLD


def find_last_drill(folder: Path) -> Drill | None:
    """Return how the last drill of the service with this data folder went."""
    path = _path(folder)
    if not path.exists():
        return None
    kept = json.loads(path.read_text())
    return Drill(
        at=datetime.fromisoformat(kept["at"]),
        seconds=float(kept["seconds"]),
        bytes=int(kept["bytes"]),
        members=int(kept["members"]),
        problems=tuple(kept["problems"]),
    )


def keep_drill(folder: Path, drill: Drill) -> None:
    """Remember how a drill went, in a file: `cop drill` may not write to SQLite beside a server."""
    beside = _path(folder).with_suffix(".part")
    beside.write_text(json.dumps(asdict(drill), default=datetime.isoformat))
    beside.replace(_path(folder))


def _path(folder: Path) -> Path:
    return folder / "drill.json"
