"""Asking something that may hang: for a second only, and not at all for a while once it has."""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

from cop.kit.errors import Unavailable
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

BUDGET: Final = 1.0  # seconds for a question; one of ours takes some thousandths
MOST_FAILURES: Final = 5  # one after the other; then it is left alone
TOO_LATE: Final = 3  # failures that a question counts which took its whole time
PAUSE: Final = 10.0  # seconds until the next question is put to it again
_THREADS: Final = 8  # of its own: those that hang are missed by nobody else

log = logging.getLogger(__name__)


class Fuse:
    """Stands before one engine and remembers whether it answers."""

    def __init__(self, budget: float = BUDGET, pause: float = PAUSE) -> None:
        self.budget = budget
        self._pause = pause
        self._threads = ThreadPoolExecutor(_THREADS, "search")
        self._failures = 0
        self._again = 0.0  # when it may be asked again

    async def ask(self, question: Callable[[], T]) -> T:
        """Return what `question`, run in a thread, returns.

        Raises:
            Unavailable: it said so, it took too long, or it has done so too often just now.
        """
        if not self._may_ask():
            raise Unavailable(_("The search does not answer now."))
        asked = asyncio.get_running_loop().run_in_executor(self._threads, question)
        try:
            answer = await asyncio.wait_for(asked, self.budget)
        except (TimeoutError, Unavailable) as error:
            self._failures += TOO_LATE if isinstance(error, TimeoutError) else 1
            self._again = time.monotonic() + self._pause
            log.warning("the search did not answer: %r", error)
            if isinstance(error, Unavailable):
                raise
            raise Unavailable(
                _("The search took too long. Try again in a moment, or with fewer words.")
            ) from error
        self._failures = 0
        return answer

    @property
    def is_burnt(self) -> bool:
        """Say whether it went without an answer just now."""
        return self._failures > 0 and time.monotonic() < self._again

    def _may_ask(self) -> bool:
        """Say yes while it answers; afterwards to one who asks after each pause."""
        if self._failures < MOST_FAILURES:
            return True
        if time.monotonic() < self._again:
            return False
        self._again = time.monotonic() + self._pause
        return True

    def close(self) -> None:
        """Let the threads go; those that hang end by themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)
