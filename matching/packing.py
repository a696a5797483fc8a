"""Lists of peers as bytes: as short as they can be, and written a million at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from matching.overlap import Peer
from matching.paths import TieList

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from matching.rankings import Rankings

_PACKED: Final = np.dtype([("member", "<i4"), ("score", "<f4")])


def pack_rankings(rankings: Rankings, rows: slice) -> Iterator[bytes]:
    """Yield the peers of the members at `rows`, best first: four bytes of id, four of score."""
    packed = np.empty(rankings.peers[rows].shape, dtype=_PACKED)
    packed["member"], packed["score"] = rankings.peers[rows], rankings.scores[rows]
    counts = np.count_nonzero(rankings.scores[rows], axis=1)
    for peers, count in zip(packed, counts.tolist(), strict=True):
        yield peers[:count].tobytes()


def pack_peers(peers: Sequence[Peer]) -> bytes:
    """Return peers as `pack_rankings` packs them."""
    return np.array([(peer.member, peer.score) for peer in peers], dtype=_PACKED).tobytes()


def unpack_all(
    packed: Sequence[bytes],
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    """Return where the peers of each list end, and the ids and scores of all, in one row."""
    peers: NDArray[np.void] = np.frombuffer(b"".join(packed), dtype=_PACKED)
    ends = np.cumsum([len(one) // _PACKED.itemsize for one in packed], dtype=np.int64)
    return ends, peers["member"], peers["score"]


def unpack_peers(packed: bytes, most: int) -> list[Peer]:
    """Return the first `most` of packed peers."""
    peers: NDArray[np.void] = np.frombuffer(packed, dtype=_PACKED)[:most]
    return [Peer(member, score) for member, score in peers.tolist()]


def unpack_ties(lists: Iterable[tuple[int, bytes]], most: int) -> TieList:
    """Return the first `most` peers of each packed list as ties of the member whose list it is."""
    members, packed = list[int](), list[bytes]()
    for member, peers in lists:
        members.append(member)
        packed.append(peers[: most * _PACKED.itemsize])
    counts = [len(peers) // _PACKED.itemsize for peers in packed]
    all_peers: NDArray[np.void] = np.frombuffer(b"".join(packed), dtype=_PACKED)
    ones = np.repeat(np.array(members, dtype=np.int64), counts)
    return TieList(ones, all_peers["member"].astype(np.int64), all_peers["score"])
