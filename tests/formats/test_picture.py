"""Pictures: facts without decoding, upright nameless copies, one error for everything broken."""

import math
import os
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageFile, ImageStat, PngImagePlugin

from shopgen.formats import picture
from shopgen.formats.picture import (
    BrokenPicture,
    Decoded,
    Facts,
    Icon,
    Operation,
    apart,
    encoder_version,
    facts,
    favicon,
    icon,
    make,
    making,
    output_size,
)
from shopgen.formats.picture.cell import Cell
from shopgen.formats.tones import TONES

LAID_ON_THE_SIDE = ["TRANSPOSE", "ROTATE_90", "TRANSVERSE", "ROTATE_270"]
FORMATS = ["jpeg", "webp", "avif", "png"]


def photograph(width: int = 96, height: int = 64, mode: str = "RGB") -> Image.Image:
    """A picture whose corners differ, so that every turn shows."""
    image = Image.linear_gradient("L").resize((width, height))
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    return Image.merge("RGB", (image, across, Image.new("L", (width, height), 60))).convert(mode)


def saved(image: Image.Image, name: str, **options: object) -> bytes:
    target = BytesIO()
    image.save(target, name, **options)
    return target.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of a channel, 0 to 255."""
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


def noise_ratio(one, other):
    """Peak signal to noise, in decibels."""
    squares = ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).sum2
    mean = sum(squares) / (3 * one.width * one.height)
    return 10 * math.log10(255**2 / mean) if mean else math.inf


def whole(name: str = "png", size: int = 10_000, quality: int = 95) -> Operation:
    return Operation(size, size, "contain", name, quality)


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        ("JPEG", {}, Facts("jpeg", 96, 64, False, 1, ".jpg")),
        ("PNG", {}, Facts("png", 96, 64, False, 1, ".png")),
        ("WEBP", {}, Facts("webp", 96, 64, False, 1, ".webp")),
        ("GIF", {}, Facts("gif", 96, 64, False, 1, ".gif")),
        ("AVIF", {}, Facts("avif", 96, 64, False, 1, ".avif")),
        ("TIFF", {}, Facts("tiff", 96, 64, False, 1, ".tif")),
        ("BMP", {}, Facts("bmp", 96, 64, False, 1, ".bmp")),
        ("MPO", {"save_all": True, "append_images": [photograph()]}, Facts("jpeg", 96, 64, False, 1, ".jpg")),
    ],
)
def test_facts_come_from_the_content(name, options, expected):
    assert facts(saved(photograph(), name, **options)) == expected


@pytest.mark.parametrize("name", ["PNG", "WEBP", "AVIF", "GIF"])
def test_transparency_is_a_fact_and_kept(name):
    image = photograph(mode="RGBA")
    image.putalpha(Image.new("L", (48, 64), 255).crop((0, 0, 96, 64)))
    content = saved(image, name)
    assert facts(content).has_alpha
    assert facts(make(content, whole("png"))).has_alpha
    assert not facts(make(content, whole("jpeg"))).has_alpha


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG", "AVIF"])
def test_frames_are_counted_and_the_first_is_made(name):
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "lime", "blue")]
    content = saved(frames[0], name, save_all=True, append_images=frames[1:])
    assert facts(content).frames == 3
    made = make(content, whole("png"))
    assert facts(made).frames == 1
    assert difference(opened(made), frames[0]) < 3


def moving(name="GIF", count=3, size=(40, 20), **options):
    frames = [Image.new("RGB", size, (80 * number % 256, number // 3, 9)) for number in range(count)]
    for number, frame in enumerate(frames):
        frame.paste("white", (number % 40, 0, number % 40 + 10, 10))
    return saved(frames[0], name, save_all=True, append_images=frames[1:], **{"duration": 70, **options})


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG", "AVIF"])
def test_an_animation_keeps_its_frames_and_their_time(name):
    content = moving(name, duration=[70, 500, 120])
    assert facts(content).is_animated
    made = Image.open(BytesIO(make(content, Operation(10, 10, "cover", "webp", 90, is_animated=True))))
    source = Image.open(BytesIO(content))
    assert (made.format, made.size, made.n_frames) == ("WEBP", (10, 10), 3)
    for number, duration in enumerate([70, 500, 120]):
        made.seek(number)
        source.seek(number)
        made.load()
        assert made.info["duration"] == duration
        assert difference(made, source.convert("RGB").crop((10, 0, 30, 20)).resize((10, 10))) < 12
    assert not set(made.info) & {"exif", "xmp", "comment", "icc_profile"}


def test_an_animation_plays_as_often_as_before():
    def times(content):
        return Image.open(BytesIO(make(content, Operation(9, 9, "cover", "webp", is_animated=True)))).info["loop"]

    assert [times(moving(loop=0)), times(moving(loop=2)), times(moving())] == [0, 3, 1]
    assert [times(moving("WEBP", loop=0)), times(moving("WEBP", loop=2))] == [0, 2]


def test_frames_faster_than_screens_take_the_usual_time():
    made = Image.open(BytesIO(make(moving(duration=0), Operation(9, 9, "cover", "webp", is_animated=True))))
    made.load()
    assert made.info["duration"] == 100


def test_a_transparent_animation_stays_so():
    frames = [Image.new("RGBA", (20, 20), (0, 0, 0, 0)) for _ in range(2)]
    for number, frame in enumerate(frames):
        frame.paste((255, 0, 0, 255), (10 * number, 0, 10 * number + 10, 20))
    content = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], disposal=2)
    made = Image.open(BytesIO(make(content, Operation(20, 20, "cover", "webp", is_animated=True))))
    made.seek(1)
    assert [made.convert("RGBA").getpixel((x, 10))[3] for x in (4, 15)] == [0, 255]


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG"])
def test_an_animation_over_the_limits_is_still(name, monkeypatch):
    assert facts(moving(name, picture.MAX_FRAMES, (8, 8))).is_animated
    over = moving(name, picture.MAX_FRAMES + 1, (8, 8))
    assert not facts(over).is_animated
    assert facts(make(over, whole())).width == 8
    monkeypatch.setattr("shopgen.formats.picture.limits.MAX_PIXELS_OF_ALL_FRAMES", 3 * 40 * 20)
    assert facts(moving(name, 3)).is_animated
    assert not facts(moving(name, 4)).is_animated


def test_a_broken_frame_of_an_animation_is_an_error():
    content = moving(count=20, size=(200, 100))
    with pytest.raises(BrokenPicture):
        make(content[: len(content) // 2], Operation(9, 9, "cover", "webp", is_animated=True))


@pytest.mark.parametrize("name", ["JPEG", "WEBP", "PNG", "AVIF", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_upright(name, orientation):
    laid = dict(zip(range(2, 9), ["FLIP_LEFT_RIGHT", "ROTATE_180", "FLIP_TOP_BOTTOM", *LAID_ON_THE_SIDE], strict=True))
    upright = photograph()
    lying = upright.transpose(Image.Transpose[laid[orientation]]) if orientation in laid else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"lossless": True} if name == "WEBP" else {} if name in {"PNG", "TIFF"} else {"quality": 95}
    content = saved(lying, name, exif=exif, **options)
    known = facts(content)
    assert (known.width, known.height) == upright.size
    made = opened(make(content, whole("png")))
    assert made.size == upright.size
    assert noise_ratio(made, upright) >= 30


def test_facts_never_decode(monkeypatch):
    contents = [saved(photograph(), name) for name in ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF", "BMP")]
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda image: pytest.fail(f"{image.format} was decoded"))
    for content in contents:
        facts(content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a picture that can be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture that can be read"),
        (saved(photograph(), "ICO"), "not a picture that can be read"),
        (saved(Image.new("1", (16_385, 1)), "PNG"), "16385 x 1; a side may have 16,384"),
        (saved(Image.new("1", (8_000, 6_251)), "PNG"), "8000 x 6251; it may have 50,000,000 pixels"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\x86\xa0\0\1\x86\xa0\x08\2\0\0\0\x9b\xd5\x9c\x1e", "."),
    ],
    ids=["empty", "svg", "ico", "side", "pixels", "bomb"],
)
def test_other_content_is_broken(content, message):
    with pytest.raises(BrokenPicture, match=message):
        facts(content)


def test_a_picture_at_the_limits_is_accepted():
    assert facts(saved(Image.new("1", (16_384, 1)), "PNG")).width == 16_384
    assert facts(saved(Image.new("1", (8_000, 6_250)), "PNG")).height == 6_250


def test_a_file_over_the_size_limit_is_broken():
    with pytest.raises(BrokenPicture, match="more than the limit of 40,000,000"):
        facts(saved(photograph(), "BMP") + bytes(picture.MAX_BYTES))


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF", "BMP"])
def test_a_truncated_picture_is_an_error(name):
    content = saved(photograph(400, 300), name)
    with pytest.raises(BrokenPicture):
        make(content[: len(content) * 2 // 3], whole())


@given(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP"]), st.data())
def test_damage_is_one_kind_of_error(name, data):
    content = bytearray(saved(photograph(24, 16), name))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    with suppress(BrokenPicture):
        assert facts(make(bytes(content), whole("png", 8))).width <= 8


def test_a_picture_that_takes_too_much_is_an_error_and_the_next_is_made(monkeypatch):
    monkeypatch.setattr(apart, "_cell", Cell(memory=60_000_000))
    with pytest.raises(BrokenPicture, match="more than the limit of 768,000,000 bytes of memory to open"):
        make(saved(Image.new("L", (6000, 5000)), "PNG"), whole())
    assert facts(make(saved(photograph(), "PNG"), whole())).width == 96


def test_a_picture_that_failed_is_not_tried_again(monkeypatch):
    content = saved(photograph(400, 300), "PNG")
    decoded = picture.Decoded(content[: len(content) // 2])
    with pytest.raises(BrokenPicture, match="truncated"):
        decoded.make(whole())
    monkeypatch.setattr(Cell, "ask", lambda *_, **__: pytest.fail("it was tried again"))
    with pytest.raises(BrokenPicture, match="truncated"):
        decoded.make(whole("webp"))


def test_two_pictures_are_made_in_turns():
    one, other = (picture.Decoded(saved(Image.new("RGB", (9, 9), colour), "PNG")) for colour in ("red", "lime"))
    small = Operation(3, 3, "cover", "png")
    colours = [opened(each.make(small)).getpixel((1, 1)) for each in (one, other, one, one, other)]
    assert colours == [(255, 0, 0), (0, 255, 0), (255, 0, 0), (255, 0, 0), (0, 255, 0)]


def test_damaged_tiffs_print_nothing():
    content = bytearray(saved(photograph(), "TIFF", compression="tiff_lzw"))
    content[200:600] = bytes(400)
    script = (
        "import sys; from shopgen.formats.picture import *\n"
        "try: make(sys.stdin.buffer.read(), Operation(9, 9, 'cover', 'png'))\n"
        "except BrokenPicture: sys.exit(7)"
    )
    result = subprocess.run([sys.executable, "-c", script], input=content, capture_output=True, env=os.environ)
    assert (result.returncode, result.stdout, result.stderr) == (7, b"", b"")


@pytest.mark.parametrize(
    ("source", "wanted", "fit", "size"),
    [
        ((400, 300), (100, 100), "contain", (100, 75)),
        ((300, 400), (100, 100), "contain", (75, 100)),
        ((400, 300), (800, 800), "contain", (400, 300)),
        ((400, 1), (100, 100), "contain", (100, 1)),
        ((400, 300), (100, 100), "cover", (100, 100)),
        ((400, 300), (800, 400), "cover", (400, 200)),
        ((400, 300), (300, 600), "cover", (150, 300)),
        ((400, 300), (400, 300), "cover", (400, 300)),
    ],
)
def test_output_sizes(source, wanted, fit, size):
    operation = Operation(*wanted, fit, "png")
    assert output_size(*source, operation) == size
    assert facts(make(saved(photograph(*source), "PNG"), operation)) == Facts("png", *size, False, 1, ".png")


@given(*[st.integers(1, 3000)] * 4, st.sampled_from(["cover", "contain"]))
def test_nothing_is_ever_enlarged(width, height, wide, high, fit):
    made = output_size(width, height, Operation(wide, high, fit, "png"))
    assert 1 <= made[0] <= min(width, wide)
    assert 1 <= made[1] <= min(height, high)


def test_the_focus_is_kept():
    image = Image.new("RGB", (300, 100), "black")
    image.paste("red", (200, 0, 300, 100))
    made = {
        focus: opened(make(saved(image, "PNG"), Operation(10, 10, "cover", "png", focus=(focus, 500)))).getpixel((5, 5))
        for focus in (0, 500, 833, 1000)
    }
    assert made == {0: (0, 0, 0), 500: (0, 0, 0), 833: (255, 0, 0), 1000: (255, 0, 0)}


def test_an_icon_is_a_square_around_the_focus():
    image = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    image.paste("red", (200, 0, 300, 100))
    content = saved(image, "PNG")
    left, right = (opened(icon(content, Icon(60, focus=focus))) for focus in ((0, 500), (1000, 500)))
    assert (left.size, left.mode, left.getpixel((30, 30))) == ((60, 60), "RGBA", (0, 0, 0, 0))
    assert right.getpixel((30, 30)) == (255, 0, 0, 255)
    opaque = opened(icon(content, Icon(60, True, (0, 500))))
    assert (opaque.size, opaque.mode, opaque.getpixel((30, 30))) == ((60, 60), "RGB", (255, 255, 255))
    assert opened(icon(content, Icon(512))).size == (100, 100)


@pytest.mark.parametrize(("size", "sizes"), [(600, {16, 32, 48}), (40, {16, 32, 40}), (9, {9})])
def test_a_favicon_has_the_sizes_that_are_asked_for(size, sizes):
    made = favicon(saved(photograph(size, size), "PNG"))
    assert Image.open(BytesIO(made)).info["sizes"] == {(each, each) for each in sizes}
    assert made == favicon(saved(photograph(size, size), "PNG"))


@pytest.mark.parametrize("name", FORMATS)
def test_metadata_is_gone(name):
    exif = Image.Exif()
    exif[0x010E] = "SECRET"
    exif.get_ifd(0x8825)[1] = "SECRET"
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "SECRET")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for content in (
        saved(photograph(), "JPEG", exif=exif, comment=b"SECRET", xmp=b"SECRET", icc_profile=profile) + b"SECRET",
        saved(photograph(), "PNG", exif=exif, pnginfo=text, icc_profile=profile),
        saved(photograph(), "WEBP", exif=exif, xmp=b"SECRET"),
    ):
        assert b"SECRET" in content or b"Comment" in content
        made = make(content, Operation(50, 50, "cover", name))
        assert not set(opened(made).info) & {"exif", "xmp", "comment", "Comment", "icc_profile", "photoshop"}
        assert b"SECRET" not in made


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_picture_gives_the_same_bytes(name):
    content = saved(photograph(200, 100), "PNG")
    assert make(content, Operation(90, 90, "cover", name)) == make(content, Operation(90, 90, "cover", name))


def test_copies_are_the_same_whatever_was_made_before():
    content = saved(photograph(600, 400), "JPEG", quality=95)
    wanted = [
        Operation(width, width, "cover", name, focus=focus, through=((300, 300), (200, 200)), shrink=shrink)
        for width in (90, 40)
        for name in FORMATS
        for focus in ((500, 500), (0, 0))
        for shrink in (1, 2)
    ]
    alone = [make(content, operation) for operation in wanted]
    for order in (wanted, wanted[::-1]):
        decoded = Decoded(content)
        made = {operation: decoded.make(operation) for operation in order}
        assert [made[operation] for operation in wanted] == alone


def test_all_copies_share_one_decoding(monkeypatch):
    decodings = []
    prepare = ImageFile.ImageFile.load_prepare
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load_prepare", lambda it: (decodings.append(it.size), prepare(it))[1])
    decoded = making.Decoded(saved(photograph(640, 480), "JPEG"))
    for width in (320, 160, 80):
        decoded.make(Operation(width, width, "contain", "webp", shrink=2))
        decoded.make(Operation(width, width, "cover", "jpeg", focus=(0, 0), shrink=2))
    assert decodings == [(320, 240)]


@pytest.mark.parametrize("fit", ["cover", "contain"])
@pytest.mark.parametrize("shrink", [1, 2])
def test_a_copy_through_larger_ones_looks_like_the_direct_one(fit, shrink):
    content = saved(photograph(800, 600), "JPEG", quality=95)
    size = (100, 100) if fit == "cover" else (100, 75)
    larger = tuple((times * size[0], times * size[1]) for times in (4, 2))
    direct = Operation(*size, fit, "png", focus=(300, 700))
    through = Operation(*size, fit, "png", focus=(300, 700), through=larger, shrink=shrink)
    one, other = opened(make(content, direct)), opened(make(content, through))
    assert one.size == other.size == size
    assert difference(one, other) < 1.5


@pytest.mark.parametrize(
    ("source", "largest", "shrink"),
    [
        ((4000, 3000), (1000, 750), 2),
        ((4000, 3000), (1001, 751), 1),
        ((8000, 8000), (500, 500), 8),
        ((9, 9), (9, 9), 1),
    ],
)
def test_a_photograph_is_decoded_at_twice_its_largest_copy_at_least(source, largest, shrink):
    assert picture.shrink_for(source, largest) == shrink


@pytest.mark.parametrize(
    ("colour", "name"), [((250, 250, 250), "white"), ((160, 60, 60), "red"), ((30, 50, 90), "navy")]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF", "BMP"])
def test_the_tone_is_the_colour_of_most_pixels(colour, name, kind):
    image = Image.new("RGB", (90, 60), colour)
    image.paste((20, 120, 60), (0, 0, 20, 60))
    assert picture.tone(saved(image, kind)) == name


@pytest.mark.parametrize("mode", ["1", "L", "I;16", "CMYK"])
def test_a_picture_in_any_mode_has_a_tone(mode):
    assert picture.tone(saved(Image.new(mode, (9, 9)), "TIFF")) in TONES


def test_what_lets_light_through_has_no_tone():
    assert picture.tone(saved(Image.new("RGBA", (9, 9)), "PNG")) == ""


def test_a_tone_of_a_truncated_picture_is_an_error():
    with pytest.raises(BrokenPicture):
        picture.tone(saved(photograph(400, 300), "PNG")[:-200])


def test_sixteen_bits_are_scaled_not_clipped():
    image = Image.new("I;16", (4, 1))
    for place, value in enumerate((0, 16_448, 32_896, 65_535)):
        image.putpixel((place, 0), value)
    for name in ("PNG", "TIFF"):
        made = opened(make(saved(image, name), whole()))
        assert [made.getpixel((place, 0)) for place in range(4)] == [0, 64, 128, 255]


def test_cmyk_becomes_srgb():
    content = saved(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG", quality=95)
    assert difference(opened(make(content, whole())), Image.new("RGB", (8, 8), "red")) < 4


def test_profiles_are_converted():
    content = saved(Image.new("RGB", (8, 8), (200, 100, 50)), "PNG", icc_profile=b"damaged")
    assert opened(make(content, whole())).getpixel((0, 0)) == (200, 100, 50)
    lab = ImageCms.createProfile("LAB")
    image = ImageCms.profileToProfile(
        Image.new("RGB", (8, 8), "red"), ImageCms.createProfile("sRGB"), lab, outputMode="LAB"
    )
    profile = ImageCms.ImageCmsProfile(lab).tobytes()
    made = opened(make(saved(image, "TIFF", icc_profile=profile), whole()))
    assert difference(made, Image.new("RGB", (8, 8), "red")) < 6


def test_the_encoder_version_names_every_codec():
    assert {part.split()[0] for part in encoder_version().split(", ")} >= {"pillow", "jpg", "webp", "avif", "zlib"}


def test_samples_are_pictures_or_one_error(samples: Path):
    broken = {
        "broken.png",
        "broken_data_stream.png",
        "truncated_end_chunk.png",
        "truncated_image.png",
        "truncated_jpeg.jpg",
    }
    broken |= {"decompression_bomb.gif", "decompression_bomb.ico"}
    for path in sorted([*(samples / "images").iterdir(), *(samples / "hostile/images").iterdir()]):
        try:
            made = make(path.read_bytes(), Operation(64, 64, "cover", "webp"))
        except BrokenPicture:
            assert path.name in broken or path.name.startswith("reject-")
        else:
            assert path.name not in broken
            assert facts(made).format == "webp"
            assert set(opened(made).info) <= {"loop", "background", "timestamp", "duration"}


def test_turned_samples_look_like_the_upright_one(samples: Path):
    for name in ("jpg", "webp"):
        upright = opened(make((samples / f"images/hopper.{name}").read_bytes(), whole("png")))
        for orientation in range(2, 9):
            content = (samples / f"images/hopper_orientation_{orientation}.{name}").read_bytes()
            assert difference(opened(make(content, whole("png"))), upright) < 8
