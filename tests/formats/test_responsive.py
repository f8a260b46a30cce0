"""Which file a browser takes, by the HTML standard and media queries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopgen.formats.responsive import Viewport, candidates, chosen, shown_width

PHONE = Viewport(390, 3)
LAPTOP = Viewport(1366)
THREE = "/a-400.webp 400w, /a-800.webp 800w, /a-1600.webp 1600w"


@pytest.mark.parametrize(
    ("sizes", "phone", "laptop"),
    [
        ("", 390, 1366),
        ("50vw", 195, 683),
        ("300px", 300, 300),
        ("20rem", 320, 320),
        ("(min-width: 75rem) 16.5rem, (min-width: 64rem) 22vw, (min-width: 40rem) 30vw, 45vw", 175.5, 264),
        ("(max-width: 600px) 100vw, 50vw", 390, 683),
        ("(min-width: 300px) and (max-width: 400px) 10px, 20px", 10, 20),
        ("calc(100vw - 2rem)", 358, 1334),
        ("(min-width: 64em) calc(50vw + 10px), 0", 0, 693),
        ("(orientation: portrait) 10px, 20px", 20, 20),
        ("min(100vw, 40rem)", 390, 1366),
        ("1.2.3px", 390, 1366),
        ("(min-width: wide) 10px, 20px", 20, 20),
    ],
)
def test_the_first_size_whose_condition_holds_counts(sizes: str, phone: float, laptop: float) -> None:
    assert (shown_width(sizes, PHONE), shown_width(sizes, LAPTOP)) == (pytest.approx(phone), pytest.approx(laptop))


@pytest.mark.parametrize(
    ("srcset", "sizes", "viewport", "file"),
    [
        (THREE, "100vw", Viewport(400), "/a-400.webp"),
        (THREE, "100vw", Viewport(401), "/a-800.webp"),
        (THREE, "100vw", Viewport(400, 2), "/a-800.webp"),
        (THREE, "100vw", Viewport(4000, 2), "/a-1600.webp"),
        ("/b.jpg 2x, /a.jpg", "", Viewport(400), "/a.jpg"),
        ("/b.jpg 2x, /a.jpg", "", Viewport(400, 2), "/b.jpg"),
        ("/only.jpg", "", Viewport(400, 3), "/only.jpg"),
        ("", "", Viewport(400), ""),
    ],
)
def test_the_smallest_file_that_is_sharp_enough_is_taken(
    srcset: str, sizes: str, viewport: Viewport, file: str
) -> None:
    assert chosen(srcset, sizes, viewport) == file


def test_addresses_may_have_commas() -> None:
    assert [each.url for each in candidates("/a,b.jpg 100w, /c.jpg 200w")] == ["/a,b.jpg", "/c.jpg"]


@given(
    st.text("0123456789.,wx /a()-+pxvremcalc", max_size=60), st.text("0123456789.,()-+pxvwremcalcminax: ", max_size=60)
)
def test_whatever_stands_there_something_is_taken(srcset: str, sizes: str) -> None:
    offered = [each.url for each in candidates(srcset)]
    assert chosen(srcset, sizes, PHONE) in (offered or [""])
