"""Pictures that were made to do harm, and what cameras leave in theirs: one message, and nothing of it published."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin, TiffImagePlugin

from support.inline import picture, report
from support.workplace import Workplace

MUG = "-- catalog/mugs/moss.yaml --\ntitle: Moss\nsku: M\nprice: 1.00\nimages: [{src: m.jpg, alt: M}]\n"


def png(width: int, height: int, *more: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(min(width * 3 + 1, 1000) * min(height, 100)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(more) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    inside = b"WEBP" + b"".join(name + struct.pack("<I", len(content)) + content for name, content in chunks)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def tiff(width: int, height: int) -> bytes:
    tags = {256: width, 257: height, 258: 8, 259: 5, 262: 1, 273: 8, 277: 1, 278: height, 279: 10}
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4)


BROKEN = {
    "nothing": b"",
    "text": b"hello\n",
    "a page": b"<html><img src=x onerror=alert(1)></html>",
    "a program": b"\x7fELF" + bytes(400),
    "a png of 10,000,000,000 pixels": png(100_000, 100_000),
    "a png without width": png(0, 10),
    "a png with a side of 4,294,967,295": png(0xFFFFFFFF, 1),
    "a png with a packed text of 100 MB": png(9, 9, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100_000_000)))),
    "a png without rows": png(900, 900)[:60],
    "a gif of 65,535 x 65,535": b"GIF89a" + b"\xff" * 4 + bytes(3) + b"\x2c" + bytes(4) + b"\xff" * 4 + b"\0\2\0\x3b",
    "a webp of 16,384 x 16,384": riff((b"VP8X", b"\x02\0\0\0" + b"\xff\x3f\0" * 2), (b"ANIM", bytes(6))),
    "a jpeg of 65,500 x 65,500": picture(8, 8).replace(b"\x08\0\x08\0\x08\x03", b"\x08\xff\xdc\xff\xdc\x03"),
    "a tiff of 4,000,000,000 x 4": tiff(4_000_000_000, 4),
    "a tiff that claims rows": tiff(4000, 4000),
    "a bmp of -1 x 2": b"BM" + bytes(8) + struct.pack("<IIiiHHI", 54, 40, -1, 2, 1, 24, 0) + bytes(20),
    "half a photograph": picture(900, 700)[:700],
    "an icon": b"\0\0\1\0\1\0" + b"\xff" * 40,
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
}


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path, MUG)


@pytest.mark.parametrize("name", BROKEN)
def test_a_hostile_picture_is_one_message_with_its_file(workplace: Workplace, name: str, capfd) -> None:
    workplace.write("catalog/mugs/m.jpg", BROKEN[name])
    built = workplace.build()
    errors = [finding for finding in built.findings if finding.is_error]
    assert len(errors) == 1, report(errors)
    assert errors[0].code == "picture-broken"
    assert "m.jpg" in errors[0].message
    assert len(errors[0].message) < 250
    assert built.published is None
    assert capfd.readouterr() == ("", "")


def test_many_notes_in_a_picture_do_no_harm(workplace: Workplace) -> None:
    notes = [chunk(b"tEXt", b"Comment\0SECRET %d" % number) for number in range(10_000)]
    image = BytesIO()
    Image.new("RGB", (600, 600), "red").save(image, "PNG")
    head, rest = image.getvalue()[:33], image.getvalue()[33:]
    workplace.write("catalog/mugs/m.jpg", head + b"".join(notes) + rest)
    assert not workplace.build().has_errors
    assert published_with(workplace, b"SECRET") == []


def published_with(workplace: Workplace, *secrets: bytes) -> list[str]:
    pictures = [path for path in (workplace.output / "images").iterdir() if path.is_file()]
    assert pictures
    return [path.name for path in pictures for secret in secrets if secret in path.read_bytes()]


def private(kind: str) -> bytes:
    """A photograph with everything that cameras and programs leave behind."""
    exif = Image.Exif()
    exif[0x010E] = "SECRET"
    exif[0x0112] = 6
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", tuple(TiffImagePlugin.IFDRational(number) for number in (50, 3, 41))
    gps[0x1B] = b"SECRET"
    image = Image.effect_mandelbrot((700, 900), (-2, -1.5, 1, 1.5), 30).convert("RGB")
    options = {"exif": exif}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", "SECRET")
        text.add_itxt("XML:com.adobe.xmp", "SECRET")
        options["pnginfo"] = text
    else:
        options["xmp"] = b"<x:xmpmeta>SECRET</x:xmpmeta>"
    content = BytesIO()
    image.save(content, kind, **options)
    if kind != "JPEG":
        return content.getvalue() + b"SECRET"
    notes = b"".join(
        marker + struct.pack(">H", len(text) + 2) + text
        for marker, text in (
            (b"\xff\xfe", b"SECRET comment"),
            (b"\xff\xed", b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\0\0\0\x0e\x1c\x02\x50\0\x06SECRET\0\0\0"),
            (b"\xff\xe0", b"JFXX\0\x10SECRET thumbnail"),
        )
    )
    return content.getvalue()[:2] + notes + content.getvalue()[2:] + b"SECRET"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nothing_about_a_photograph_is_published_but_the_photograph(workplace: Workplace, kind: str) -> None:
    """As a product's picture in all formats and sizes, and as the shop's icon."""
    content = private(kind)
    assert content.count(b"SECRET") >= 3
    workplace.write("catalog/mugs/m.jpg", content)
    workplace.replace("shop.yaml", "currency: EUR", "currency: EUR\nicon: /catalog/mugs/m.jpg")
    built = workplace.build()
    assert not built.has_errors
    assert published_with(workplace, b"SECRET", b"Exif", b"EXIF", b"eXIf", b"xmpmeta", b"Photoshop") == []
    favicon = (workplace.output / "favicon.ico").read_bytes()
    assert b"SECRET" not in favicon
    sizes = {Image.open(BytesIO(path.read_bytes())).size for path in (workplace.output / "images").iterdir()}
    assert max(width - height for width, height in sizes) > 0  # it lies on its side, as it was meant to be seen
