"""What every image cache does, whatever it is: a folder, a bucket or the live site."""

from collections.abc import Callable
from pathlib import Path

import obstore
import pytest
from obstore.store import S3Store

from caches.conftest import Filled, Machine
from shopgen.core.digests import digest
from support.inline import report as told
from support.web_site import WebSite, flipped

Machines = Callable[[str], Machine]


@pytest.fixture(params=["folder", "s3", "live"])
def filled(request: pytest.FixtureRequest, tmp_path: Path, machines: Machines) -> Filled:
    filling: Callable[[pytest.FixtureRequest, Path, Machines], Filled] = globals()[f"filled_{request.param}"]
    return filling(request, tmp_path, machines)


def filled_folder(request: pytest.FixtureRequest, tmp_path: Path, machines: Machines) -> Filled:
    folder = tmp_path / "shared images"
    machines("first").build(str(folder))

    def damage_all() -> None:
        for file in folder.rglob("*/*"):
            file.write_bytes(wrong(file.read_bytes()))

    return Filled(str(folder), damage_all)


def filled_s3(request: pytest.FixtureRequest, tmp_path: Path, machines: Machines) -> Filled:
    address: str = request.getfixturevalue("s3")
    machines("first").build(address)
    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    store = S3Store(bucket, prefix=prefix, client_options={"allow_http": True})

    def damage_all() -> None:
        for entry in obstore.list(store).collect():
            content = bytes(obstore.get(store, entry["path"]).bytes())
            obstore.put(store, entry["path"], wrong(content))

    return Filled(address, damage_all)


def filled_live(request: pytest.FixtureRequest, tmp_path: Path, machines: Machines) -> Filled:
    site: WebSite = request.getfixturevalue("live")
    return Filled(site.url, lambda: site.faults.update({"/images/": flipped}))


def wrong(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


def test_a_machine_with_nothing_of_its_own_encodes_nothing(filled: Filled, machines: Machines) -> None:
    fresh = machines("fresh")
    report = fresh.build(filled.address)
    assert (report.remarks, fresh.pictures_made(report)) == ((), [])
    assert report.shared is not None
    assert report.shared.brought == sum(path.startswith("images/") for path in report.manifest) > 4
    assert report.shared.given == 0
    assert report.remarks == ()


def test_pictures_that_were_brought_are_those_that_are_made(filled: Filled, machines: Machines, tmp_path: Path) -> None:
    fresh = machines("fresh")
    fresh.build(filled.address)
    assert fresh.shop.tree() == fresh.expected


def test_what_was_brought_is_kept_like_what_was_made(filled: Filled, machines: Machines, tmp_path: Path) -> None:
    fresh = machines("fresh")
    fresh.build(filled.address)
    again = fresh.build(output=tmp_path / "elsewhere")
    assert again.made == {}
    assert again.shared is None


def test_only_what_would_have_to_be_made_is_asked_for(filled: Filled, machines: Machines) -> None:
    fresh = machines("fresh")
    fresh.build(filled.address)
    fresh.shop.replace("catalog/mugs/mug-1.yaml", "title: Mug 1", "title: Mug One")
    report = fresh.build(filled.address)
    assert any(path.endswith(".html") for path in report.made)
    assert report.shared is None or report.shared.brought == 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_wrong_bytes_are_made_here_instead(filled: Filled, machines: Machines, tmp_path: Path, jobs: int) -> None:
    filled.damage()
    fresh = machines("fresh")
    report = fresh.build(filled.address, jobs=jobs)
    pictures = sorted(path for path in report.manifest if path.startswith("images/"))
    assert fresh.pictures_made(report) == pictures
    assert len(report.remarks) == 1
    assert f"{len(pictures)} of {len(pictures)} pictures had to be made here" in told(report.remarks).replace(
        "\n       ", ""
    )
    assert fresh.shop.tree() == fresh.expected


def test_another_picture_under_a_right_name_is_refused(machines: Machines, tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    machines("first").build(str(folder))
    parcels = sorted(file for file in folder.rglob("*") if file.is_file())
    contents = [parcel.read_bytes() for parcel in parcels]
    for parcel, content in zip(parcels, contents[1:] + contents[:1], strict=True):
        parcel.write_bytes(content)
    fresh = machines("fresh")
    report = fresh.build(str(folder))
    assert len(fresh.pictures_made(report)) == len(parcels)
    assert len(report.remarks) == 1


def test_a_renamed_photograph_is_had_from_a_shared_cache(machines: Machines, tmp_path: Path) -> None:
    folder = str(tmp_path / "shared")
    machines("first").build(folder)
    other = machines("other").shop
    (other.root / "catalog/mugs/mug-1.jpg").rename(other.root / "catalog/mugs/renamed.jpg")
    other.replace("catalog/mugs/mug-1.yaml", "mug-1.jpg", "renamed.jpg")
    report = Machine(other).build(folder)
    assert [path for path in report.made if path.startswith("images/")] == []
    assert any(path.startswith("images/renamed-") for path in report.manifest)


def test_new_pictures_are_given_to_a_cache_that_takes_them(filled: Filled, machines: Machines) -> None:
    other = machines("other")
    other.shop.write(
        "catalog/mugs/mug-1.jpg", (other.shop.root / "catalog/mugs/mug-2.jpg").read_bytes()[:-2] + b"\xff\xd9\n"
    )
    report = other.build(filled.address)
    made = other.pictures_made(report)
    assert made
    assert report.shared is not None
    if filled.address.startswith("http"):
        assert report.shared.given == 0
        return
    assert report.shared.given == len(made)
    third = machines("third")
    third.shop.write("catalog/mugs/mug-1.jpg", (other.shop.root / "catalog/mugs/mug-1.jpg").read_bytes())
    assert third.pictures_made(third.build(filled.address)) == []


def test_the_bytes_that_came_are_named_by_their_own_digest(filled: Filled, machines: Machines) -> None:
    fresh = machines("fresh")
    report = fresh.build(filled.address)
    for path, output in report.manifest.items():
        assert digest((fresh.shop.output / path).read_bytes()) == output.digest
