"""From the file that somebody sends to the photo that is shown, or a sentence why not."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

from cop.kit.errors import Invalid
from cop.kit.i18n import gettext as _

MOST_BYTES: Final = 8_000_000
CHILD_SECONDS: Final = 20


class PhotoRefused(Invalid):
    """It is no photo that can be shown; the sentence says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message, {"photo": message})


def make_photo(content: bytes) -> bytes:
    """Return the photo in `content` as a square WebP of 320 pixels without metadata.

    Raises:
        PhotoRefused: it is none, is damaged, or is larger than a photo should be.
    """
    if not content:
        raise PhotoRefused(_("Choose a photo first; the file is empty."))
    if len(content) > MOST_BYTES:
        raise PhotoRefused(_("This photo is larger than 8 MB. Send a smaller one."))
    if not _is_photo(content):
        raise PhotoRefused(_("Send a JPEG, PNG or WebP photo. This file is something else."))
    try:
        child = subprocess.run(
            [sys.executable, "-m", "profiles.photos.child"],
            input=content,
            capture_output=True,
            timeout=CHILD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PhotoRefused(_("This photo takes too long to read. Send a smaller one.")) from error
    if child.returncode == 1 and child.stderr == b"large":
        raise PhotoRefused(_("This photo has more than 12 megapixels. Send a smaller one."))
    if child.returncode or not child.stdout:
        raise PhotoRefused(_("This photo is damaged. Save it anew and send that."))
    return child.stdout


def _is_photo(content: bytes) -> bool:
    """Say whether the file begins as the three formats do that are opened at all."""
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return is_webp or content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
