"""Which files are made of photographs."""

import re
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from shopgen.formats.picture import Operation, output_size
from shopgen.model.picture import Picture
from shopgen.model.shop import PicturePreset
from shopgen.planning.pictures import _exact, _operation
from shopgen.views.prose import PictureView
from support.planned import Plan, Planned

THEME = """\
-- themes/default/theme.yaml --
name: default
pictures:
  gallery: {widths: [400, 800, 1600, 2400], sizes: 50vw}
  card: {aspect: "1:1", widths: [200, 400], sizes: 20vw}
  share: {aspect: "1200:630", widths: [600, 1200]}
"""
MUG = "-- catalog/mug.yaml --\ntitle: Mug\nsku: M\nprice: 1.00\n"


def made(found: Planned) -> list[str]:
    """The pictures' paths with the digest left out."""
    return sorted(re.sub(r"-[0-9a-f]{12}\.", ".", path) for path in found.of("picture"))


def test_sizes_are_those_of_the_preset_and_never_above_the_picture(sound: Plan) -> None:
    plan = sound(f"{THEME}{MUG}images: [Moss Mug.jpg]\n-- catalog/Moss Mug.jpg: 1000x500 --\n")
    assert made(plan) == [
        "images/moss-mug-1000.webp",
        "images/moss-mug-200.webp",
        "images/moss-mug-400.jpg",
        "images/moss-mug-400.webp",
        "images/moss-mug-400.webp",
        "images/moss-mug-800.jpg",
        "images/moss-mug-800.webp",
        "images/moss-mug-952.jpg",
    ]
    (view,) = plan.view("products/mug/index.html", "product").pictures
    assert (view.width, view.height, view.sizes, view.alt) == (1000, 500, "50vw", "Mug")
    assert re.sub("-[0-9a-f]{12}", "", view.sources[0].srcset) == (
        "/images/moss-mug-400.webp 400w, /images/moss-mug-800.webp 800w, /images/moss-mug-1000.webp 1000w"
    )
    assert (view.src.split("-")[2], view.full.split("-")[2]) == ("800", "1000")
    share = plan.head("products/mug/index.html").image
    assert share is not None
    assert (share.width, share.height, share.alt) == (952, 500, "Mug")
    assert share.url.startswith("https://glinka.example/images/moss-mug-952-")


def test_a_small_picture_is_one_file_in_each_format(sound: Plan) -> None:
    plan = sound(f"{MUG}images: [m.jpg]\n-- catalog/m.jpg: 60x60 --\n")
    assert made(plan) == ["images/m-60.jpg", "images/m-60.jpg", "images/m-60.webp"]


def test_a_transparent_picture_falls_back_to_png(sound: Plan) -> None:
    target = BytesIO()
    Image.new("RGBA", (60, 60), (0, 0, 0, 0)).save(target, "PNG")
    plan = sound(f"{MUG}images: [m.png]\n", files={"catalog/m.png": target.getvalue()})
    assert made(plan) == ["images/m-60.jpg", "images/m-60.png", "images/m-60.webp"]


def test_a_drawing_is_one_file_for_all_sizes_and_is_never_shared(sound: Plan) -> None:
    drawing = "-- catalog/Plan A.svg --\n<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 30 20'/>\n"
    plan = sound(f"{THEME}{MUG}images: [Plan A.svg, m.jpg]\n{drawing}-- catalog/m.jpg: 100x100 --\n")
    (path,) = plan.of("drawing")
    assert re.fullmatch(r"images/plan-a-[0-9a-f]{12}\.svg", path)
    first, second = plan.view("products/mug/index.html", "product").pictures
    assert first == PictureView(f"/{path}", "Mug", 30, 20)
    assert second.sources
    share = plan.head("products/mug/index.html").image
    assert share is not None
    assert share.url.endswith(".jpg")


def test_languages_share_their_pictures(sound: Plan) -> None:
    shop = f"{THEME}{MUG}images: [m.jpg]\n-- catalog/m.jpg: 1000x500 --\n"
    several = "-- shop.yaml --\nname: G\nbase_url: https://g.example/\ncurrency: EUR\nlanguages: [en, pl]\n"
    assert sound(shop).of("picture") == sound(several + shop).of("picture")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1000x500", "1000x501"),
        ("widths: [400, 800, 1600, 2400]", "widths: [400, 800, 1600, 2400], quality: {webp: 20}"),
        ("images: [m.jpg]", "images: [{src: m.jpg, focus: 10% 10%}]"),
    ],
)
def test_a_name_changes_with_the_picture_and_what_is_done_to_it(sound: Plan, old: str, new: str) -> None:
    shop = f"{THEME}{MUG}images: [m.jpg]\n-- catalog/m.jpg: 1000x500 --\n"
    assert old in shop
    assert sound(shop).of("picture") != sound(shop.replace(old, new)).of("picture")


def test_a_name_changes_with_the_encoder(sound: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = f"{THEME}{MUG}images: [m.jpg]\n-- catalog/m.jpg: 1000x500 --\n"
    before = set(sound(shop).of("picture"))
    monkeypatch.setattr("shopgen.planning.pictures.encoder_version", lambda: "another")
    assert before.isdisjoint(sound(shop).of("picture"))


@given(
    st.tuples(st.integers(1, 5000), st.integers(1, 5000)),
    st.integers(1, 2000),
    st.sampled_from([None, (1, 1), (4, 5), (1200, 630)]),
    st.sampled_from(["cover", "contain"]),
    st.booleans(),
)
def test_a_size_is_never_above_the_pictures_and_always_what_is_made(
    size: tuple[int, int], width: int, aspect: tuple[int, int] | None, fit: str, alpha: bool
) -> None:
    picture = Picture("m.jpg", "d", *size, alpha, (100, 900))
    preset = PicturePreset((width,), "", aspect, fit)
    operation = _operation(picture, preset, width, "webp")
    planned = output_size(*size, operation)
    exact = _exact(operation, picture, planned)
    assert output_size(*size, exact) == planned
    assert planned[0] <= min(size[0], width)
    assert planned[1] <= size[1]
    assert isinstance(exact, Operation)
    if aspect is None and width <= size[0]:
        assert planned[0] == width


def test_an_energy_label_is_a_picture_of_the_shop(sound: Plan) -> None:
    shop = f"{MUG}energy: {{rating: B, label: label.png}}\n-- catalog/label.png: 300x600 --\n"
    energy = sound(shop).view("products/mug/index.html", "product").energy
    assert energy.label_url.startswith("/images/label-300-")


def test_an_energy_label_elsewhere_stays_there(sound: Plan) -> None:
    shop = f"{MUG}energy: {{rating: B, label: 'https://x.example/l.png'}}\n"
    assert sound(shop).view("products/mug/index.html", "product").energy.label_url == "https://x.example/l.png"


LOGO = "-- shop.yaml --\nname: G\nbase_url: https://g.example/b/\ncurrency: EUR\norganisation:\n  logo: {}\n"


@pytest.mark.parametrize(
    ("typed", "url"),
    [("/logo.svg", "/b/logo.svg"), ("static/logo.svg", "/b/logo.svg"), ("https://x.example/l.svg",) * 2],
)
def test_a_logo_is_a_static_file_or_elsewhere(sound: Plan, typed: str, url: str) -> None:
    shop = LOGO.format(typed) + MUG + "-- static/logo.svg --\n<svg/>\n"
    assert sound(shop).view("index.html", "site").organisation.logo == url


def test_a_logo_may_be_a_picture(sound: Plan) -> None:
    shop = LOGO.format("/content/logo.png") + MUG + "-- content/logo.png: 200x200 --\n"
    assert sound(shop).view("index.html", "site").organisation.logo.startswith("/b/images/logo-200-")
