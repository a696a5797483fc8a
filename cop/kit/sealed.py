"""Files that nobody can read, change or cut short without the key: AES-256-GCM in chunks.

Each chunk is sealed under its number and whether it is the last, so none can be moved or left out.
Source: Hoang, Reyhanitabar, Rogaway and Vizár, Online Authenticated-Encryption (STREAM), 2015.
"""

from __future__ import annotations

import hashlib
import os
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cop.kit.errors import Invalid

_BEGINS: Final = b"sealed by cop 1\n"
_SALT: Final = 16  # bytes
_TAG: Final = 16
CHUNK: Final = 1 << 20


class NotOpened(Invalid):
    """The key is another, or somebody or something has changed the file."""


class Sealing:
    """Writes to a file what can only be read with the key; without `finish` it counts as cut off.

    Args:
        file: takes the sealed bytes.
        key: words or random text; whoever guesses it can read the file.
    """

    def __init__(self, file: IO[bytes], key: str) -> None:
        salt = os.urandom(_SALT)
        file.write(_BEGINS + salt)
        self._file = file
        self._cipher = AESGCM(_derive(key, salt))
        self._waiting = bytearray()
        self._number = 0

    def write(self, data: bytes) -> int:
        """Take `data`, as a file does."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._seal(last=False)
        return len(data)

    def flush(self) -> None:
        """Do nothing: a chunk is sealed when it is full."""

    def finish(self) -> None:
        """Seal what is left."""
        self._seal(last=True)

    def _seal(self, *, last: bool) -> None:
        chunk = bytes(self._waiting[:CHUNK])
        del self._waiting[:CHUNK]
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), chunk, None))
        self._number += 1


def unseal(source: IO[bytes], target: IO[bytes], key: str) -> None:
    """Write to `target` what was sealed in `source`.

    Raises:
        NotOpened: what is in `target` by then must not be used.
    """
    if source.read(len(_BEGINS)) != _BEGINS:
        raise NotOpened("It is no file that was sealed here.")
    cipher = AESGCM(_derive(key, source.read(_SALT)))
    number, chunk = 0, source.read(CHUNK + _TAG)
    while chunk:
        following = source.read(CHUNK + _TAG)
        try:
            target.write(cipher.decrypt(_nonce(number, last=not following), chunk, None))
        except InvalidTag as error:
            raise NotOpened("The key is another one, or the file is damaged.") from error
        number, chunk = number + 1, following
    if not number:
        raise NotOpened("It is cut off.")


def _derive(key: str, salt: bytes) -> bytes:
    """Make a key of `key` that serves for one file, slowly, in case people chose its words."""
    return hashlib.scrypt(key.encode(), salt=salt, n=1 << 15, r=8, p=1, maxmem=1 << 26, dklen=32)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
