"""Photos: what is taken, what is left of it, who sees it."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from cop.accounts.models import AuditRow
from profiles.models import Profile
from profiles.photos.making import PhotoRefused, make_photo
from tests.people import change, settle, sign_in, sign_in_as

if TYPE_CHECKING:
    from pathlib import Path

    import httpx2

    from cop.running import Service


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    written = io.BytesIO()
    left = Image.new("RGB", size, "red")
    left.paste("blue", (size[0] // 2, 0, *size))
    left.save(written, kind, **options)
    return written.getvalue()


def converted(mode: str, kind: str) -> bytes:
    written = io.BytesIO()
    Image.open(io.BytesIO(photo())).convert(mode).save(written, kind)
    return written.getvalue()


def huge_png(width: int = 13_000, height: int = 13_000) -> bytes:
    """20 kB that would unpack to 169 megapixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (width // 8 + 2) * height, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def with_exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "Taken at home"
    exif.get_ifd(0x8825)[2] = (1.0, 17.0, 31.0)  # GPS
    return photo(exif=exif, comment=b"Taken at home")


def animated(kind: str) -> bytes:
    written = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue", "green")]
    frames[0].save(written, kind, save_all=True, append_images=frames[1:])
    return written.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


GOOD = {
    "JPEG": photo(),
    "PNG": photo("PNG"),
    "WebP": photo("WEBP"),
    "tiny": photo("PNG", (1, 1)),
    "wide": photo("JPEG", (3000, 10)),
    "CMYK": converted("CMYK", "JPEG"),
    "grey": converted("L", "JPEG"),
    "palette": converted("P", "PNG"),
    "16 bits": converted("I;16", "PNG"),
    "with text after it": photo() + b"%PDF-1.4 <script>",
    "animated WebP": animated("WEBP"),
}
BAD = {
    "0 bytes": (b"", "empty"),
    "GIF": (animated("GIF"), "JPEG, PNG or WebP"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "JPEG, PNG or WebP"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "JPEG, PNG or WebP"),
    "TIFF": (photo("TIFF"), "JPEG, PNG or WebP"),
    "PDF with a JPEG in it": (b"%PDF-1.4\n" + photo(), "JPEG, PNG or WebP"),
    "truncated": (photo(size=(900, 900))[:-400], "damaged"),
    "only a beginning": (b"\xff\xd8\xff\xe0", "damaged"),
    "noise": (b"\x89PNG\r\n\x1a\n" + b"\x07" * 5000, "damaged"),
    "RIFF of sound": (b"RIFF\x24\0\0\0WEBPfmt " + b"\0" * 40, "damaged"),
    "169 megapixels in 20 kB": (huge_png(), "megapixels"),
    "over 8 MB": (b"\xff\xd8\xff" + b"\0" * 8_000_000, "8 MB"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_photo_becomes_a_small_square(name: str) -> None:
    made = opened(make_photo(GOOD[name]))

    assert (made.format, made.size, made.mode) == ("WEBP", (320, 320), "RGB")
    assert getattr(made, "n_frames", 1) == 1


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_photo_is_refused_with_a_reason(name: str) -> None:
    content, why = BAD[name]

    with pytest.raises(PhotoRefused, match=why):
        make_photo(content)


def test_a_photo_stands_upright_and_tells_nothing_of_where_it_was_taken() -> None:
    content = make_photo(with_exif(3))  # upside down: blue is on the left
    made = opened(content).convert("RGB")

    red, _, blue = made.getpixel((10, 160))  # type: ignore[misc]
    assert (red < 60, blue > 200) == (True, True)
    assert b"Taken at home" not in content
    assert not {"exif", "icc_profile", "xmp"} & opened(content).info.keys()


def test_what_is_transparent_becomes_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(written, "PNG")

    assert min(opened(make_photo(written.getvalue())).convert("RGB").getpixel((5, 5))) > 250  # type: ignore[arg-type]


def kept(folder: Path) -> list[Path]:
    return [*folder.glob("photos/*/*")]


async def send(client: httpx2.AsyncClient, content: bytes, slug: str = "ada") -> httpx2.Response:
    sent = {"photo": ("../../me.php", content, "text/html")}
    return await client.post(f"/members/{slug}/photo", files=sent)


async def test_a_photo_is_shown_to_whom_its_level_says(
    service: Service, client: httpx2.AsyncClient, tmp_path: Path
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["ada"])

    saved = await send(client, photo(size=(1500, 1500), quality=100))

    assert saved.status_code == 303
    name = (await Profile.get(slug="ada")).photo
    address = f"/members/ada/photo/{name}"
    shown = await client.get(address)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
    assert shown.headers["cache-control"] == "private, no-store"
    assert address in (await client.get("/members/ada")).text
    client.cookies.clear()
    assert (await client.get(address)).status_code == 404  # for members, until they say otherwise
    assert name not in (await client.get("/members/ada")).text
    await change(service, people["ada"], levels={"photo": 0})
    assert (await client.get(address)).headers["cache-control"].startswith("public")
    assert (await client.get(f"/members/ada/photo/{'0' * 40}.webp")).status_code == 404
    assert (await client.get("/members/ada/photo/..%2F..%2Fcop.db")).status_code == 404
    assert len(kept(tmp_path)) == 1


async def test_a_photo_is_replaced_and_removed_without_a_trace(
    service: Service, client: httpx2.AsyncClient, tmp_path: Path
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["ada"])
    await send(client, photo())

    await send(client, photo(size=(50, 50)))
    assert len(kept(tmp_path)) == 1
    await client.post("/members/ada/photo/remove")

    assert kept(tmp_path) == []
    assert (await Profile.get(slug="ada")).photo == ""
    deeds = await AuditRow.all().order_by("id").values_list("action", flat=True)
    assert deeds == ["photo.set", "photo.set", "photo.removed"]


async def test_a_refused_photo_says_why_on_the_form(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["ada"])

    answer = await send(client, BAD["GIF"][0])

    assert answer.status_code == 422
    assert "Send a JPEG, PNG or WebP photo." in answer.text
    assert (await send(client, b"\xff\xd8\xff" + b"\0" * 8_500_000)).status_code == 422
    assert (await send(client, b"\0" * 12_500_000)).status_code == 413


async def test_only_this_address_takes_large_bodies(
    service: Service, client: httpx2.AsyncClient
) -> None:
    people = await settle(service)
    await sign_in_as(client, people["ada"])

    answer = await client.post("/me/profile", data={"bio": "x" * 1_100_000})

    assert answer.status_code == 413


async def test_nobody_sets_the_photo_of_another(
    service: Service, client: httpx2.AsyncClient
) -> None:
    await settle(service)
    await sign_in(client)

    assert (await send(client, photo())).status_code == 404
    assert (await client.post("/members/ada/photo/remove")).status_code == 404
