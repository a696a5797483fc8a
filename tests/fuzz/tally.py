"""What came back: counted by address, with everything that must not happen."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

SLOW = 2.0  # seconds


@dataclass
class Tally:
    """Answers by role and route."""

    statuses: defaultdict[tuple[str, str], Counter[int]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    failures: list[str] = field(default_factory=list)
    slowest: dict[str, tuple[float, str]] = field(default_factory=dict)
    slow: list[str] = field(default_factory=list)
    requests: Counter[str] = field(default_factory=Counter)

    def note(self, role: str, route: str, status: int, seconds: float, what: str) -> None:
        """Count one answer."""
        self.requests[role] += 1
        self.statuses[role, route][status] += 1
        if status >= 500:
            self.failures.append(f"{status} {role} {what}")
        if seconds > self.slowest.get(role, (0.0, ""))[0]:
            self.slowest[role] = (seconds, what)
        if seconds > SLOW:
            self.slow.append(f"{seconds:.1f} s {role} {what}")

    def fail(self, role: str, what: str, error: BaseException | str) -> None:
        """Note what must not have happened."""
        self.failures.append(f"{role} {what}: {error!r}")

    def good(self, route: str) -> tuple[float, str]:
        """Return the largest part of a route's answers to one role that were good, and whose.

        A page that only sends on is good when it does.
        """
        best = (0.0, "")
        for (role, named), counts in self.statuses.items():
            if named == route:
                fine = sum(n for status, n in counts.items() if 200 <= status < 400)
                best = max(best, (fine / counts.total(), role))
        return best

    def routes(self) -> list[str]:
        """Return all routes that were asked, by name."""
        return sorted({route for _, route in self.statuses})
