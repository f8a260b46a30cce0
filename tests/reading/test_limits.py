"""How much a shop may have: each limit, and one more."""

from pathlib import Path

import pytest

from shopgen.core.diagnostics import Findings
from shopgen.core.disk import Disk
from shopgen.reading import decoding
from shopgen.reading.catalogue import catalogue
from shopgen.reading.memory import Memory
from shopgen.reading.shop import read_shop
from shopgen.reading.sources import scan
from support.inline import Read, Sound, lay, report
from support.stores import store


def variants(count: int) -> str:
    values = ", ".join(f"v{number}" for number in range(count))
    typed = "".join(f"  - {{sku: M-{number}, options: {{Size: v{number}}}}}\n" for number in range(count))
    options = f"options: [{{name: Size, values: [{values}]}}]\nvariants:\n{typed}"
    return f"-- catalog/mug.yaml --\ntitle: Mug\nsku: M\nprice: 1\n{options}"


def test_a_product_has_at_most_2000_variants(sound: Sound, read: Read) -> None:
    assert len(sound(variants(2_000)).products["mug"].variants) == 2_000
    assert report(read(variants(2_001)).findings) == (
        "catalog/mug.yaml:6:3: error[too-long]: the product has 2,001 variants; at most 2,000 are possible\n"
        "    split it into several products\n"
    )


def test_a_product_has_at_most_250_pictures(sound: Sound, read: Read) -> None:
    def shop(count: int) -> str:
        images = ", ".join(["a.jpg"] * count)
        return f"-- catalog/a.jpg: 4x5 --\n-- catalog/mug.yaml --\ntitle: Mug\nsku: M\nprice: 1\nimages: [{images}]\n"

    assert len(sound(shop(250)).products["mug"].pictures) == 250
    reading = read(shop(251))
    assert report(reading.findings) == (
        "catalog/mug.yaml:4:9: error[too-long]: the product has 251 pictures; at most 250 are possible\n"
        "    keep those that show something new\n"
    )


@pytest.mark.parametrize(("letters", "is_fine"), [(500, True), (501, False)])
def test_a_title_has_at_most_500_characters(read: Read, letters: int, is_fine: bool) -> None:
    found = report(read(f"-- catalog/mug.yaml --\ntitle: {'a' * letters}\nsku: M\nprice: 1\n").findings)
    assert ("error[too-long]" not in found) == is_fine


@pytest.mark.parametrize(("letters", "is_fine"), [(100, True), (101, False)])
def test_a_slug_has_at_most_100_characters(read: Read, letters: int, is_fine: bool) -> None:
    found = report(read(f"-- catalog/mug.yaml --\ntitle: M\nsku: M\nprice: 1\nslug: {'a' * letters}\n").findings)
    assert (found == "") == is_fine


@pytest.mark.parametrize(("letters", "is_fine"), [(50, True), (51, False)])
def test_a_sku_has_at_most_50_characters(read: Read, letters: int, is_fine: bool) -> None:
    found = report(read(f"-- catalog/mug.yaml --\ntitle: M\nsku: {'A' * letters}\nprice: 1\n").findings)
    assert (found == "") == is_fine


@pytest.mark.parametrize("more", [0, 1])
def test_files_have_limits(tmp_path: Path, more: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MAX_MARKDOWN", 100)
    text = "---\ntitle: A\n---\n"
    root = lay(tmp_path, f"-- content/pages/a.md --\n{text}{'a' * (100 + more - len(text))}")
    found = report(read_shop(scan(Disk(), root), tmp_path / "none", Memory(), store()).findings)
    assert found == (
        "content/pages/a.md:1:1: error[file-too-large]: the file has 101 bytes; the limit is 100\n"
        "    make the file smaller, or split it\n"
        if more
        else ""
    )


@pytest.mark.parametrize(("count", "is_fine"), [(100_000, True), (100_001, False)])
def test_a_shop_has_at_most_100000_products(count: int, is_fine: bool) -> None:
    findings = Findings()
    found = catalogue((f"catalog/p{number}.yaml" for number in range(count)), ("en",), findings)
    assert len(found.products) == count
    assert [(finding.code, finding.message) for finding in findings] == (
        [] if is_fine else [("too-long", "the shop has 100,001 products; at most 100,000 are possible")]
    )
