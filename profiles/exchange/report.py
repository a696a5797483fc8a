"""What an import did: one outcome a row, and everything the sender should know."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from profiles.models import ImportedRow


@dataclass(slots=True)
class Report:
    """The answer of `cop import members`; `rows` is the sum of the four outcomes."""

    run: int | None = None
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    duplicates: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    errors: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    warnings: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    unknown_topics: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    columns: Mapping[str, str | None] = field(default_factory=dict[str, "str | None"])
    remarks: list[str] = field(default_factory=list[str])
    seconds: float = 0.0

    def add(self, rows: Iterable[ImportedRow]) -> None:
        """Count `rows` in."""
        outcomes = Counter[str]()
        unknown = Counter[str]()
        for row in rows:
            outcomes[row.outcome] += 1
            for note in row.notes:
                if note["kind"] == "unknown_topic":
                    unknown[str(note["value"])] += 1
                else:
                    self._add_note(row.row, dict(note))
        counted = sorted(unknown.items(), key=lambda item: (-item[1], item[0]))
        self.unknown_topics = [{"text": text, "count": count} for text, count in counted]
        self.rows += outcomes.total()
        self.created += outcomes["created"]
        self.updated += outcomes["updated"]
        self.unchanged += outcomes["unchanged"]
        self.skipped += outcomes["skipped"]

    def _add_note(self, row: int, note: dict[str, Any]) -> None:
        kind = note.pop("kind")
        {"error": self.errors, "duplicate": self.duplicates, "warning": self.warnings}[kind].append(
            {"row": row, **note}
        )
