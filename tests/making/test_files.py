"""Copies, scaled pictures and documents; what changed or broke since it was planned is a finding, never wrong bytes."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from shopgen.core.diagnostics import Diagnostic, Field
from shopgen.core.digests import digest, digest_of
from shopgen.engine.bundle import Bundle
from shopgen.engine.files import FileValue
from shopgen.engine.jobs import Ingredient, Job
from shopgen.engine.kitchen import Made
from shopgen.engine.values import pack
from shopgen.formats.picture import Operation
from shopgen.making.recipes import kitchen
from support.inline import picture, report
from support.workplace import Workplace

SMALL = Operation(20, 10, "cover", "webp")


def make(recipe: str, **values: object) -> Made:
    ingredients = tuple(Ingredient(role, role, digest_of(role)) for role in values)
    return kitchen(Bundle({})).make(
        Job("out", recipe, ingredients), {name: pack(value) for name, value in values.items()}
    )


def file(folder: Path, content: bytes) -> FileValue:
    path = folder / "mug.jpg"
    path.write_bytes(content)
    return FileValue("catalog/images/mug.jpg", str(path), digest(content))


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    planned = file(tmp_path, b"bytes")
    Path(planned.location).unlink()
    os.mkfifo(planned.location)

    made = make("copy", source=planned)

    assert made.failure is not None
    assert made.failure.message == "`catalog/images/mug.jpg` was changed during the build"


def test_a_copy_has_the_same_bytes(tmp_path: Path) -> None:
    made = make("copy", source=file(tmp_path, b"a\r\n\x00b"))

    assert made.content == b"a\r\n\x00b"


def test_a_text_is_written_as_it_is() -> None:
    assert make("verbatim", text="Żółw\r\n").content == "Żółw\r\n".encode()


def test_a_picture_is_made_in_the_wanted_size_and_format(tmp_path: Path) -> None:
    made = make("picture", source=file(tmp_path, picture(40, 40)), operation=SMALL)

    image = Image.open(BytesIO(made.content))
    assert (image.size, image.format) == ((20, 10), "WEBP")


def test_a_drawing_is_made_clean(tmp_path: Path) -> None:
    content = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><script/><rect onload="x()" width="1"/></svg>'
    clean = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2" width="3" height="2"><rect width="1"/></svg>'

    assert make("drawing", source=file(tmp_path, content)).content == clean


def test_a_broken_drawing_is_a_finding(tmp_path: Path) -> None:
    made = make("drawing", source=file(tmp_path, b"<svg"))

    assert made.failure is not None
    assert (made.failure.code, made.failure.hint) == ("picture-broken", "export it again as plain SVG")


@pytest.mark.parametrize("recipe", ["copy", "picture", "drawing"])
@pytest.mark.parametrize("after", ["changed", "gone", "a folder"])
def test_a_file_that_changes_during_a_build_is_told(tmp_path: Path, recipe: str, after: str) -> None:
    source = file(tmp_path, picture(40, 40))
    Path(source.location).unlink()
    if after == "changed":
        Path(source.location).write_bytes(picture(41, 40))
    elif after == "a folder":
        Path(source.location).mkdir()

    operation = {"operation": SMALL} if recipe == "picture" else {}
    made = make(recipe, source=source, **operation)

    assert made.trace is None
    assert made.failure is not None
    assert made.failure.code == "file-unreadable"
    assert made.failure.place == Field("catalog/images/mug.jpg")
    assert made.failure.hint == "build again"
    assert made.failure.message in (
        "`catalog/images/mug.jpg` was changed during the build",
        "`catalog/images/mug.jpg` cannot be read: No such file or directory",
        "`catalog/images/mug.jpg` cannot be read: Is a directory",
    )


def broken(content: bytes) -> dict[str, bytes]:
    return {
        "cut off": content[: len(content) // 2],
        "empty": b"",
        "text": b"not a picture",
        "only a head": content[:4],
        "garbage inside": content[:200] + bytes(range(256)) * 4,
    }


@pytest.mark.parametrize("name", broken(b""))
def test_a_broken_picture_is_a_finding(tmp_path: Path, name: str) -> None:
    made = make("picture", source=file(tmp_path, broken(picture(400, 300))[name]), operation=SMALL)

    check_broken(made.failure, "catalog/images/mug.jpg")


def check_broken(failure: Diagnostic | None, path: str) -> None:
    assert failure is not None
    assert failure.code == "picture-broken"
    assert failure.place == Field(path)
    assert failure.message.startswith(f"`{path}` is not a picture that can be used: ")
    assert failure.hint == "save it again as JPEG or PNG"


def test_pictures_of_the_samples_are_made_or_told(samples: Path, tmp_path: Path) -> None:
    folders = (samples / "images", samples / "hostile/images")
    pictures = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    told = 0
    for path in pictures:
        made = make("picture", source=file(tmp_path, path.read_bytes()), operation=SMALL)
        if made.failure is None:
            image = Image.open(BytesIO(made.content))
            image.load()
            assert image.format == "WEBP", path.name
            assert not image.getexif(), path.name
        else:
            check_broken(made.failure, "catalog/images/mug.jpg")
            told += 1
    assert len(pictures) > told > 0


def test_a_picture_that_breaks_after_it_was_read_stops_the_build(tmp_path: Path) -> None:
    """Its head is right, so that it is planned; what follows is not there."""
    workplace = Workplace(
        tmp_path, "-- catalog/mugs/moss.yaml --\ntitle: Moss\nsku: M\nprice: 1.00\nimages: [{src: m.jpg, alt: M}]\n"
    )
    workplace.write("catalog/mugs/m.jpg", picture(900, 700)[:700])

    built = workplace.build()

    assert built.published is None
    assert {finding.code for finding in built.findings if finding.is_error} == {"picture-broken"}
    assert "catalog/mugs/m.jpg" in report(built.findings)
    assert not workplace.output.exists()
