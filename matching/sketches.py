"""What is remembered of a group so that it is known again, without remembering who was in it.

Each bit is the last one of the smallest of all members' hashes, of another hash for each bit. Two
groups agree in a bit if they have the smallest in common, else in every second case. No bit tells
of whose hash it is.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

BITS: Final = 256


def sketch(members: Collection[int]) -> str:
    """Return the sketch of a group that is not empty, as hexadecimal digits.

    Source: P. Li and A. C. König, b-bit minwise hashing, WWW 2010, 671, with b = 1.
    """
    hashes = np.array([_hash(one) for one in members], dtype=np.uint64)
    bits = [int(_mix(hashes ^ turn).min()) & 1 for turn in _TURNS]
    return np.packbits(bits).tobytes().hex()


def likeness(one: str, other: str) -> float:
    """Estimate the Jaccard index of two groups by their sketches: 1 for equal ones.

    The standard deviation is at most 1/√BITS, 0.06.
    """
    apart = (int(one, 16) ^ int(other, 16)).bit_count()
    return max(0.0, 1 - 2 * apart / BITS)


def _hash(member: int) -> int:
    digest = blake2b(member.to_bytes(8, "big"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _mix(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a bijection of 64 bits that spreads each of them over all.

    Source: G. L. Steele, D. Lea and C. H. Flood, Fast splittable pseudorandom number generators,
    OOPSLA 2014, 453.
    """
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


_TURNS: Final = _mix(np.arange(1, BITS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
