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
from shopgen.planning.copies import copies, shrink_of
from shopgen.views.prose import PictureView
from support.planned import Plan, Planned

THEME = """\
-- themes/default/theme.yaml --
name: default
pictures:
  gallery: {widths: [400, 800, 1600, 2400], sizes: 50vw}
  card: {aspect: "1:1", widths: [200, 400], sizes: 20vw, formats: [webp, jpeg]}
  share: {aspect: "1200:630", widths: [600, 1200]}
"""
MUG = "-- catalog/mug.yaml --\ntitle: Mug\nsku: M\nprice: 1.00\n"


def undated(text: str) -> str:
    """Without the digests in names."""
    return re.sub(r"-[0-9a-f]{12}\.", ".", text)


def made(found: Planned) -> list[str]:
    return sorted(undated(path) for path in found.of("picture"))


def test_sizes_are_those_of_the_preset_and_never_above_the_picture(sound: Plan) -> None:
    plan = sound(f"{THEME}{MUG}images: [Moss Mug.jpg]\n-- catalog/Moss Mug.jpg: 1000x500 --\n")
    gallery = [f"images/moss-mug-{width}.{name}" for width in (400, 800, 1000) for name in ("avif", "webp")]
    card = [f"images/moss-mug-{width}.{name}" for width in (200, 400) for name in ("webp", "jpg")]
    machines = ["images/moss-mug-500.jpg", "images/moss-mug-666.jpg", "images/moss-mug-888.jpg"]
    assert made(plan) == sorted([*gallery, "images/moss-mug-800.jpg", *card, *machines, "images/moss-mug-952.jpg"])
    (view,) = plan.view("products/mug/index.html", "product").pictures
    assert (view.width, view.height, view.sizes, view.alt, view.srcset) == (1000, 500, "50vw", "Mug", "")
    assert [(source.media_type, undated(source.srcset)) for source in view.sources] == [
        (
            f"image/{name}",
            f"/images/moss-mug-400.{name} 400w, /images/moss-mug-800.{name} 800w, /images/moss-mug-1000.{name} 1000w",
        )
        for name in ("avif", "webp")
    ]
    assert (undated(view.src), undated(view.full)) == ("/images/moss-mug-800.jpg", "/images/moss-mug-1000.webp")
    share = plan.head("products/mug/index.html").image
    assert share is not None
    assert (share.width, share.height, share.alt) == (952, 500, "Mug")
    assert undated(share.url) == "https://glinka.example/images/moss-mug-952.jpg"


def test_a_theme_may_ask_for_all_widths_in_jpeg(sound: Plan) -> None:
    plan = sound(f"{THEME}{MUG}images: [m.jpg]\n-- catalog/m.jpg: 1000x500 --\n")
    (card,) = plan.views("products/index.html", "products")
    view = card.picture
    assert undated(view.srcset) == "/images/m-200.jpg 200w, /images/m-400.jpg 400w"
    assert [source.media_type for source in view.sources] == ["image/webp"]


def test_each_width_is_made_from_the_next_larger_one_of_one_decoding(sound: Plan) -> None:
    plan = sound(f"{THEME}{MUG}images: [{{src: m.jpg, focus: 0% 50%}}]\n-- catalog/m.jpg: 1000x500 --\n")
    operations = {undated(path): plan.view(path, "operation") for path in plan.of("picture")}
    assert operations["images/m-400.avif"] == Operation(
        400, 200, "contain", "avif", 55, through=((1000, 500), (800, 400))
    )
    assert operations["images/m-200.webp"] == Operation(
        200, 200, "cover", "webp", 78, focus=(0, 500), through=((400, 400),)
    )


def test_a_large_photograph_is_decoded_as_small_as_the_largest_of_all_presets_allows() -> None:
    presets = [PicturePreset((400, 800), ""), PicturePreset((1200,), "", (1, 1))]
    sizes = [(8000, 6000), (4800, 4800), (4799, 4800), (1000, 500)]
    assert [shrink_of(Picture("m.jpg", "d", *size), presets) for size in sizes] == [2, 2, 1, 1]
    assert shrink_of(Picture("m.jpg", "d", 8000, 6000), presets[:1]) == 4


def test_a_small_picture_is_one_file_in_each_format(sound: Plan) -> None:
    plan = sound(f"{MUG}images: [m.jpg]\n-- catalog/m.jpg: 60x60 --\n")
    whole = ["images/m-60.avif", "images/m-60.jpg", "images/m-60.webp"]
    assert made(plan) == sorted([*whole, "images/m-60.jpg"])
    assert plan.view("products/mug/index.html", "product").images == (
        plan.view("products/mug/index.html", "product").pictures[0].full,
    )


def test_a_transparent_picture_falls_back_to_png(sound: Plan) -> None:
    target = BytesIO()
    Image.new("RGBA", (60, 60), (0, 0, 0, 0)).save(target, "PNG")
    plan = sound(f"{MUG}images: [m.png]\n", files={"catalog/m.png": target.getvalue()})
    assert made(plan) == ["images/m-60.avif", "images/m-60.jpg", "images/m-60.png", "images/m-60.webp"]


def test_search_engines_get_three_ratios_of_the_first_picture(sound: Plan) -> None:
    shop = f"{MUG}images: [m.jpg, n.jpg]\n-- catalog/m.jpg: 3000x2000 --\n-- catalog/n.jpg: 3000x2001 --\n"
    plan = sound(shop)
    detail = plan.view("products/mug/index.html", "product")
    assert [undated(url) for url in detail.images] == [
        "/images/m-1200.jpg",
        "/images/m-1200.jpg",
        "/images/m-1600.jpg",
        "/images/n-960.webp",
    ]
    sizes = [plan.view(url[1:], "operation") for url in detail.images[:3]]
    assert [(each.width, each.height) for each in sizes] == [(1200, 1200), (1200, 900), (1600, 900)]


def test_feeds_of_news_get_the_whole_picture_1600_wide(sound: Plan) -> None:
    post = "-- content/news/2026-01-01-kiln.md --\n---\ntitle: Kiln\nimage: k.jpg\n---\nHot.\n"
    plan = sound(post + "-- content/news/k.jpg: 3000x2000 --\n")
    (entry,) = plan.views("news/rss.xml", "entries")
    assert undated(entry.image) == "https://glinka.example/images/k-1600.jpg"
    assert plan.view(entry.image.removeprefix("https://glinka.example/"), "operation").height == 1067


def test_one_photograph_with_two_points_of_interest_is_cut_in_two_ways(sound: Plan) -> None:
    shop = THEME + MUG + "images: [m.jpg]\n" + MUG.replace("mug", "pot").replace("sku: M", "sku: P")
    plan = sound(shop + "images: [{src: m.jpg, focus: 0% 0%}]\n-- catalog/m.jpg: 1000x500 --\n")
    cards = plan.views("products/index.html", "products")
    assert len({card.picture.src for card in cards}) == 2


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


def test_an_animation_moves_where_the_theme_lets_it(sound: Plan) -> None:
    content = BytesIO()
    Image.new("RGB", (300, 300), "red").save(
        content, "GIF", save_all=True, append_images=[Image.new("RGB", (300, 300), "lime")]
    )
    still = THEME.replace("widths: [200, 400]", "widths: [200, 400], animated: false")
    plan = sound(f"{still}{MUG}images: [m.gif]\n", files={"catalog/m.gif": content.getvalue()})
    (view,) = plan.view("products/mug/index.html", "product").pictures
    moving, *others = view.sources
    assert (moving.media_type, moving.media) == ("image/webp", "(prefers-reduced-motion: no-preference)")
    assert view.full == moving.srcset.split()[0]
    assert [each.media for each in others] == [""] * len(others)
    (card,) = plan.views("products/index.html", "products")
    assert {each.media for each in card.picture.sources} == {""}


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
    monkeypatch.setattr("shopgen.formats.picture.making.encoder_version", lambda: "another")
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
    found = copies(picture, PicturePreset((width, 2 * width), "", aspect, fit))
    assert list(found) == sorted(found)
    for planned, operation in found.items():
        assert output_size(*size, operation) == planned
        assert all(planned < larger for larger in operation.through)
        assert planned[0] <= min(size[0], 2 * width)
        assert planned[1] <= size[1]
    if aspect is None and width <= size[0]:
        assert next(iter(found))[0] == width


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
