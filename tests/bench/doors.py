"""Whether the time of an answer tells who has an account: a rank test, known against unknown."""

from __future__ import annotations

import random
import statistics
import time
from typing import TYPE_CHECKING

from scipy.stats import mannwhitneyu

from cop.accounts.models import Account
from cop.kit.clock import now
from cop.kit.limits import forget_spent
from tests.serving import serve, visit

if TYPE_CHECKING:
    from collections.abc import Sequence

    import httpx2

    from cop.running import Service

ADDRESSES = 500  # of each kind
WARM = 20


async def compare_doors(service: Service, language: str) -> tuple[str, str]:
    """Ask for a sign-in mail for known and unknown addresses in turn, in a random order.

    Args:
        service: with an empty database.
        language: of the accounts; whoever asks speaks English.
    """
    known = [f"{language}{at}@known.example.org" for at in range(ADDRESSES)]
    await Account.bulk_create(
        Account(name="K", email=one, email_key=one, verified_at=now(), language=language)
        for one in known
    )
    unknown = [f"{language}{at}@other.example.org" for at in range(ADDRESSES)]
    asked = [(one, one in {*known}) for one in (*known, *unknown)]
    random.Random(1).shuffle(asked)
    times: dict[bool, list[float]] = {True: [], False: []}
    async with visit(serve(service)) as visitor:
        for email, is_known in [*asked[:WARM], *asked]:
            times[is_known].append(await _time_door(visitor, email))
    return f"work of a sign-in mail, accounts speak {language}", _compared(
        times[True], times[False]
    )


async def _time_door(visitor: httpx2.AsyncClient, email: str) -> float:
    """Return the milliseconds of work, which tell more than a clock that others hold up."""
    forget_spent()
    begun = time.process_time()
    answer = await visitor.post("/sign-in", data={"email": email})
    seconds = time.process_time() - begun
    assert answer.status_code == 303
    return 1_000 * seconds


def _compared(known: Sequence[float], unknown: Sequence[float]) -> str:
    """Return both medians and how likely such ranks are where nothing differs (Mann-Whitney)."""
    p = mannwhitneyu(known, unknown).pvalue
    medians = (statistics.median(known), statistics.median(unknown))
    return f"known {medians[0]:.2f} ms, unknown {medians[1]:.2f} ms, p = {p:.2g}"
