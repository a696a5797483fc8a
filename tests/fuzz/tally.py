"""What came back: counted by address, with everything that must not happen."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from httpx2 import Response

SLOW = 2.0  # seconds


def is_good(response: Response) -> bool:
    """Say whether the answer is what the address is for: a 2xx, or a 303 after a form or return.

    Being sent to sign in is none: that is how what is not for everybody is refused.
    """
    away = response.headers.get("location", "").startswith("/sign-in?")
    return response.is_success or (response.status_code == 303 and not away)


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
    fine: Counter[tuple[str, str]] = field(default_factory=Counter)

    def note(self, role: str, route: str, response: Response, seconds: float, what: str) -> None:
        """Count one answer."""
        status = response.status_code
        self.fine[role, route] += is_good(response)
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

        Most addresses are for some people only, and do not exist for the others.
        """
        parts = [
            (self.fine[role, named] / counts.total(), role)
            for (role, named), counts in self.statuses.items()
            if named == route
        ]
        return max(parts, default=(0.0, ""))

    def routes(self) -> list[str]:
        """Return all routes that were asked, by name."""
        return sorted({route for _, route in self.statuses})
