"""When an engine is asked, and when it is left alone."""

from __future__ import annotations

import math
import threading

import pytest

from cop.kit.errors import Unavailable
from search.fuse import MOST_FAILURES, Fuse


class Asked:
    """A question that counts how often it was put."""

    def __init__(self, *, answers: bool = True) -> None:
        self.answers = answers
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        if not self.answers:
            raise Unavailable("no")
        return self.times


async def refused(fuse: Fuse, asked: Asked) -> None:
    with pytest.raises(Unavailable):
        await fuse.ask(asked)


async def test_what_fails_again_and_again_is_left_alone() -> None:
    fuse, asked = Fuse(pause=math.inf), Asked(answers=False)
    for _again in range(MOST_FAILURES + 3):
        await refused(fuse, asked)

    assert asked.times == MOST_FAILURES
    assert fuse.is_burnt


async def test_one_answer_makes_all_well() -> None:
    fuse, asked = Fuse(pause=math.inf), Asked(answers=False)
    for _again in range(MOST_FAILURES - 1):
        await refused(fuse, asked)
    asked.answers = True

    assert await fuse.ask(asked) == MOST_FAILURES
    assert not fuse.is_burnt
    asked.answers = False
    await refused(fuse, asked)
    assert asked.times == MOST_FAILURES + 1


async def test_after_a_pause_it_is_tried_again() -> None:
    fuse, asked = Fuse(pause=0), Asked(answers=False)
    for _again in range(MOST_FAILURES + 3):
        await refused(fuse, asked)
    asked.answers = True

    assert await fuse.ask(asked) == MOST_FAILURES + 4


async def test_what_hangs_is_left_alone_sooner() -> None:
    fuse, free = Fuse(budget=0.01, pause=math.inf), threading.Event()
    times = 0

    def hang() -> None:
        nonlocal times
        times += 1
        free.wait()

    for _again in range(MOST_FAILURES):
        with pytest.raises(Unavailable):
            await fuse.ask(hang)
    free.set()

    assert times < MOST_FAILURES


async def test_an_error_of_ours_is_no_silence_of_the_engine() -> None:
    fuse = Fuse()
    with pytest.raises(ZeroDivisionError):
        await fuse.ask(lambda: 1 // 0)

    assert not fuse.is_burnt
