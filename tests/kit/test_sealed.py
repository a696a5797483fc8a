"""A sealed file opens whole with its key, or not at all."""

from __future__ import annotations

import io

import pytest

from cop.kit.sealed import CHUNK, NotOpened, Sealing, unseal

KEY = "a key that nobody guesses"
HEAD = 32  # bytes before the first chunk


def seal(data: bytes, *, portion: int = CHUNK) -> bytes:
    file = io.BytesIO()
    sealing = Sealing(file, KEY)
    for at in range(0, len(data), portion):
        sealing.write(data[at : at + portion])
    sealing.finish()
    return file.getvalue()


def opened(sealed: bytes, key: str = KEY) -> bytes:
    target = io.BytesIO()
    unseal(io.BytesIO(sealed), target, key)
    return target.getvalue()


@pytest.mark.parametrize(
    ("size", "portion"),
    [(0, 1), (1, 1), (CHUNK, 65_536), (CHUNK + 1, CHUNK), (2 * CHUNK + 7, 3 * CHUNK)],
)
def test_what_was_sealed_comes_back_whatever_its_size(size: int, portion: int) -> None:
    data = bytes(range(256)) * (size // 256) + b"x" * (size % 256)

    assert opened(seal(data, portion=portion)) == data


def test_nothing_of_it_can_be_read_and_no_two_files_are_alike() -> None:
    data = b"Xyzzyla Plughova " * 100

    sealed = seal(data)

    assert b"Xyzzyla" not in sealed
    assert sealed[HEAD:] != seal(data)[HEAD:]


@pytest.mark.parametrize("at", [0, HEAD - 1, HEAD, -1])  # what it is, salt, words, tag
def test_a_single_changed_bit_is_noticed(at: int) -> None:
    sealed = bytearray(seal(b"members" * 10))
    sealed[at] ^= 4

    with pytest.raises(NotOpened):
        opened(bytes(sealed))


@pytest.mark.parametrize("kept", [0, 10, HEAD, HEAD + 5, HEAD + CHUNK + 16])
def test_a_file_that_was_cut_off_is_not_opened(kept: int) -> None:
    sealed = seal(b"m" * (CHUNK + 100))

    with pytest.raises(NotOpened):
        opened(sealed[:kept])


def test_chunks_stay_in_their_order() -> None:
    sealed = seal(b"a" * CHUNK + b"b" * CHUNK + b"c")
    one, other = HEAD + CHUNK + 16, HEAD + 2 * (CHUNK + 16)

    with pytest.raises(NotOpened):
        opened(sealed[:HEAD] + sealed[one:other] + sealed[HEAD:one] + sealed[other:])


def test_another_key_opens_nothing() -> None:
    with pytest.raises(NotOpened):
        opened(seal(b"members"), KEY + " ")
