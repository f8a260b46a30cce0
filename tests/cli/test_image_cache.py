"""`build --image-cache` and `image_cache:` as a person meets them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cli.test_import_budget import CODE, eval_list
from support.inline import picture
from support.web_site import serving


@pytest.fixture
def pictured(shop: Path) -> Path:
    """The shop with a photograph."""
    Path("catalog/mugs/blue.jpg").write_bytes(picture(300, 300))
    with Path("catalog/mugs/blue.yaml").open("a") as file:
        file.write("images: [{src: blue.jpg, alt: A blue mug}]\n")
    return shop


def set_cache(address: str) -> None:
    with Path("shop.yaml").open("a") as file:
        file.write(f"image_cache: {address}\n")


def forget() -> None:
    shutil.rmtree("public")
    shutil.rmtree(".shopgen")


def test_a_build_says_what_it_gave_and_what_it_had(pictured, shopgen) -> None:
    set_cache(".image-cache")
    first = shopgen("build")
    forget()
    second = shopgen("build")
    gave = next(line for line in first.out.splitlines() if line.startswith("Gave "))
    had = next(line for line in second.out.splitlines() if line.startswith("Had "))
    number = gave.split()[1]
    assert gave == f"Gave {number} pictures to .image-cache"
    assert had.startswith(f"Had {number} pictures (")
    assert had.endswith(" kB) from .image-cache")


def test_trouble_with_the_cache_is_one_warning_with_its_place(pictured, shopgen) -> None:
    set_cache("http://127.0.0.1:9")
    done = shopgen("build")
    assert done.code == 0
    assert done.out.count("warning[image-cache]") == 1
    line = next(index for index, text in enumerate(Path("shop.yaml").read_text().splitlines(), 1) if "image_c" in text)
    assert (
        f"shop.yaml:{line}:14: warning[image-cache]: the image cache http://127.0.0.1:9 cannot be reached" in done.out
    )


def test_trouble_with_the_cache_is_no_error_of_the_shop(pictured, shopgen) -> None:
    done = shopgen("build", "--strict", "--image-cache", "http://127.0.0.1:9")
    assert done.code == (1 if "error[" in done.out else 0)
    assert "warning[image-cache]" in done.out or "error[" in done.out
    assert "error[image-cache]" not in done.out


def test_trouble_with_the_cache_is_not_told_again_when_it_was_not_asked(pictured, shopgen) -> None:
    set_cache("http://127.0.0.1:9")
    shopgen("build")
    assert "image-cache" not in shopgen("build").out


def test_the_option_goes_before_the_settings(pictured, shopgen, monkeypatch) -> None:
    set_cache("http://127.0.0.1:9")
    assert "image-cache" not in shopgen("build", "--image-cache", "none").out
    forget()
    monkeypatch.setenv("SHOPGEN_IMAGE_CACHE", "from-outside")
    assert "to from-outside" in shopgen("build").out


def test_the_live_site_is_that_of_the_settings_whatever_the_address_of_the_build(pictured, shopgen, tmp_path) -> None:
    """A preview of a branch has the pictures from where customers see them."""
    shopgen("build", "-d", str(tmp_path / "live"))
    with serving(tmp_path / "live") as site:
        text = Path("shop.yaml").read_text().replace("https://glinka.example/", site.url)
        Path("shop.yaml").write_text(text)
        set_cache("live")
        shutil.rmtree(".shopgen")
        done = shopgen("build", "--base-url", "https://preview.example/shop/")
    assert f"from {site.url}" in done.out
    assert "image-cache" not in done.out


def test_a_verified_build_is_compared_with_pictures_that_are_made(pictured, shopgen, tmp_path) -> None:
    set_cache(".image-cache")
    shopgen("build")
    forget()
    done = shopgen("build", "--verify")
    assert "Verified in " in done.out
    assert "Had " in done.out


def test_traffic_is_in_the_data(pictured, shopgen) -> None:
    set_cache(".image-cache")
    data = json.loads(shopgen("build", "--format", "json").out)["summary"]
    given = sum(path.startswith("images/") for path in data["made"])
    assert data["image_cache"] == {"where": ".image-cache", "brought": 0, "bytes": 0, "given": given}


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("gs://bucket/x", "`gs://bucket/x` has a scheme that no image cache has"),
        ("s3://", "`s3://` is not the address of a bucket, such as `s3://my-bucket/images`"),
        ("s3://My_Bucket", "`s3://My_Bucket` is not the address of a bucket, such as `s3://my-bucket/images`"),
        ("s3://bucket/../x", "`s3://bucket/../x` is not the address of a bucket, such as `s3://my-bucket/images`"),
        ("https://me:secret@h.example", "`https://…@h.example` holds a user name or password"),
        ("https://", "`https://` is not the address of a site"),
        ("https://h.example/?a=1", "`https://h.example/?a=1` is not the address of a site"),
        ("https://[", "`https://[` is not an address"),
    ],
)
def test_an_address_that_cannot_be_one(shop, shopgen, typed: str, what: str) -> None:
    done = shopgen("build", "--image-cache", typed)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"shopgen: {what}\n    hint: write `live`, a folder, `s3://bucket/folder`, or `none`\n"


def test_a_build_without_a_cache_loads_nothing_that_reaches_the_network(pictured: Path) -> None:
    run = [sys.executable, "-I", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {CODE}", "build", "--jobs", "1"]
    code = run[3].replace("name.partition('.')[0]", "name")
    done = subprocess.run([*run[:3], code, *run[4:]], capture_output=True, text=True, timeout=60, check=True)
    loaded = set(eval_list(done.stdout.splitlines()[-1]))
    assert "shopgen.caches.listing" in loaded
    assert (
        loaded & {"shopgen.sharing", "shopgen.caches.trips", "shopgen.caches.web", "obstore", "http.client", "ssl"}
        == set()
    )
