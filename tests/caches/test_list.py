"""`shopgen-images.json`: what a build says of its images, for whoever fetches them later."""

import json
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caches.conftest import Machine
from shopgen.caches.listing import IMAGE_LIST, ListedImage, read, written
from support.failing_disk import CountingDisk
from support.workplace import Workplace

Machines = Callable[[str], Machine]


def test_every_image_is_listed_with_what_is_in_it(machines: Machines) -> None:
    machine = machines("shop")
    machine.build()
    listed = json.loads((machine.shop.output / IMAGE_LIST).read_text())
    files = sorted((machine.shop.output / "images").iterdir())
    assert listed == {
        "version": 1,
        "images": {
            f"images/{file.name}": {"sha256": sha256(file.read_bytes()).hexdigest(), "size": file.stat().st_size}
            for file in files
        },
    }


def test_an_image_is_a_line_of_its_own() -> None:
    images = {"images/b.webp": ListedImage("b" * 64, 2), "images/a.avif": ListedImage("a" * 64, 1)}
    assert written(images).decode() == (
        '{"version": 1, "images": {\n'
        f'"images/a.avif": {{"sha256":"{"a" * 64}","size":1}},\n'
        f'"images/b.webp": {{"sha256":"{"b" * 64}","size":2}}\n'
        "}}\n"
    )


HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(st.dictionaries(st.text(max_size=20), st.builds(ListedImage, HASHES, st.integers(1, 9)), max_size=5))
def test_a_list_is_read_as_it_was_written(images: dict[str, ListedImage]) -> None:
    assert read(written(images)) == images


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"version": 1}',
        b'{"version": 2, "images": {}}',
        b'{"version": 1, "images": []}',
        b'{"version": 1, "images": {"a": {"sha256": "%s", "size": 0}}}' % (b"0" * 64),
        b'{"version": 1, "images": {"a": {"sha256": "%s", "size": 99000000}}}' % (b"0" * 64),
        b'{"version": 1, "images": {"a": {"sha256": "%s", "size": 1}}}' % (b"G" * 64),
        b'{"version": 1, "images": {"a": {"sha256": "00", "size": 1}}}',
        b'{"version": 1, "images": {"a": {"size": 1}}}',
        b"\xff\xfe",
        b'{"version": 1, "more": %s, "images": {}}' % (b"[" * 100_000),
    ],
)
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(content)


def test_a_shop_without_images_has_no_list(tmp_path: Path) -> None:
    shop = Workplace(tmp_path, "-- catalog/a.yaml --\ntitle: A\nsku: A\nprice: 1.00\n")
    assert IMAGE_LIST not in shop.build().manifest


def test_the_list_goes_with_the_last_image(machines: Machines) -> None:
    shop = machines("shop").shop
    shop.build()
    for number in range(1, 5):
        shop.remove(f"catalog/mugs/mug-{number}.yaml")
        shop.remove(f"catalog/mugs/mug-{number}.jpg")
    shop.write("catalog/a.yaml", "title: A\nsku: A\nprice: 1.00\n")
    shop.build()
    assert not (shop.output / IMAGE_LIST).exists()


def test_an_image_is_hashed_for_the_list_once(machines: Machines) -> None:
    shop = machines("shop").shop
    shop.build()
    shop.write("content/pages/new.md", "---\ntitle: New\n---\nNew.\n")
    shop.session(disk := CountingDisk()).build()
    looked_at = [path for path in (*disk.named("read"), *disk.named("read_at")) if "store" in path.parts]
    packs = {path for path in looked_at if path.name != "index"}
    assert len(looked_at) < 16, packs


def spoilt(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1] + b"?")


def a_folder(file: Path) -> None:
    file.unlink()
    (file / "inner").mkdir(parents=True)


@pytest.mark.parametrize("damage", [spoilt, a_folder])
def test_a_damaged_memory_of_hashes_is_made_anew(machines: Machines, damage: Callable[[Path], None]) -> None:
    shop = machines("shop").shop
    shop.build()
    before = (shop.output / IMAGE_LIST).read_bytes()
    (memory,) = [file for file in shop.cache.glob("*/images") if re.fullmatch("[0-9]+", file.parent.name)]
    damage(memory)
    shop.replace("catalog/mugs/mug-1.yaml", "Mug 1", "Mug One")
    shop.write("content/pages/new.md", "---\ntitle: New\n---\nNew.\n")
    shop.build()
    assert (shop.output / IMAGE_LIST).read_bytes() == before


def test_an_image_that_no_cache_takes_does_not_spoil_the_list(
    machines: Machines, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Others could not read a list with a size that is above the limit."""
    shop = machines("shop").shop
    shop.build()
    sizes = {name: image.size for name, image in read((shop.output / IMAGE_LIST).read_bytes()).items()}
    monkeypatch.setattr("shopgen.caches.inventory.MAX_IMAGE", max(sizes.values()) - 1)
    report = shop.build(cache=tmp_path / "cache", image_cache=str(tmp_path / "shared"))
    listed = read((shop.output / IMAGE_LIST).read_bytes())
    assert listed.keys() == {name for name, size in sizes.items() if size < max(sizes.values())}
    assert report.shared is not None
    assert report.shared.given == len(listed)
