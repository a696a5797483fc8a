"""The process that opens a photo: bytes on stdin, a small WebP on stdout, then it ends.

It may use 512 MB of memory and 10 s of processor time; whatever a file does to it, the service
only sees that it ended. It imports Pillow and nothing of ours.
"""

from __future__ import annotations

import io
import resource
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

MEMORY: Final = 512 * 1024 * 1024
CPU_SECONDS: Final = 10
MOST_PIXELS: Final = 12_000_000
SIDE: Final = 320  # pixels
FORMATS: Final = ("JPEG", "PNG", "WEBP")


def main() -> int:
    """Make the photo on stdin small; return the exit code."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    content = sys.stdin.buffer.read()
    from PIL import Image  # noqa: PLC0415  after the limits

    Image.MAX_IMAGE_PIXELS = None  # the next lines are stricter, and do not only warn
    with Image.open(io.BytesIO(content), formats=FORMATS) as photo:
        if photo.width * photo.height > MOST_PIXELS:  # by its header: nothing is unpacked yet
            sys.stderr.write("large")
            return 1
        sys.stdout.buffer.write(make_small(photo))
    return 0


def make_small(photo: Image) -> bytes:
    """Return the first frame of `photo` upright, square, on white, and without any metadata."""
    from PIL import Image, ImageOps  # noqa: PLC0415  after the limits

    photo.draft("RGB", (SIDE * 2, SIDE * 2))  # a JPEG need not be unpacked whole
    upright = ImageOps.exif_transpose(photo)
    opaque = upright if upright.mode in {"L", "RGB", "CMYK", "YCbCr"} else upright.convert("RGBA")
    square = ImageOps.fit(
        opaque if opaque.mode == "RGBA" else opaque.convert("RGB"),
        (SIDE, SIDE),
        Image.Resampling.LANCZOS,
    )
    clean = Image.new("RGB", (SIDE, SIDE), "white")  # what the file said beside pixels stays behind
    clean.paste(square, mask=square.getchannel("A") if square.mode == "RGBA" else None)
    written = io.BytesIO()
    clean.save(written, "WEBP", quality=82, method=4)
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main())
