"""The gate between typed text and paths."""

import unicodedata
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopgen.core.paths import (
    COMPONENT_BYTES,
    PATH_CHARACTERS,
    PathRefused,
    check_component,
    folded,
    inside,
    is_component,
    output_path,
    source_path,
)

LEADS_OUT = [
    "..", "../x", "a/..", "a/../b", "a/../../b", "./a", "a/./b", ".", "a/.", "/a", "//a", "/", "a//b", "a/", "",
    "..\\x", "\\x", "a\\b", "C:\\x", "C:/x", "C:", "\\\\server\\share", "//server/share", "file:///etc/passwd",
    "...", "....//x", "a/...", ". ./x", ".. /x", " ../x", "..\t/x", "..\x00/x", "a\x00",
]  # fmt: skip
WINDOWS = [
    "con", "CON", "Con.txt", "prn", "aux.html", "NUL", "nul.tar.gz", "com1", "COM9.x", "com¹", "LPT²", "lpt0",
    "a/con/b",
    "conin$", "CONOUT$", "con .txt", "a.", "a. ", "a.html.", "a ", " a", "a<b", "a>b", 'a"b', "a|b", "a?b", "a*b",
    "a:b", "index.html:stream", "a/b:c", "x::$DATA",
]  # fmt: skip
INVISIBLE = [
    "\n", "a\nb", "a\rb", "a\tb", "a\x1bb", "a\x7fb", "a\x85b", "a\x9fb", "\u202eexe.gpj", "a\u2066b", "a\u200fb",
    "a\u061cb", "\xa0a", "a\u2028", "a\u3000", "\ufeff\u202a", "a\u200e",
]  # fmt: skip
UNASSIGNED = ["a\ud800b", "\udcff", "a\ue000", "a\U000e0fff", "a\uffff", "\U0010ffff"]
TOO_LONG = ["a" * (COMPONENT_BYTES + 1), "ł" * (COMPONENT_BYTES // 2 + 1), "a/" * (PATH_CHARACTERS // 2) + "ab"]
TAKEN_AS_TYPED = [
    "a", "a/b", "index.html", ".well-known/security.txt", "_redirects", "żółw", "দোকান", "a b", "a%2e%2e/b", "%00",
    "a~b", "~root", "$HOME", "-rf", "--", "a'b", "a&b", "a;b", "a`id`", "{{a}}", "..a", "a..b", "..;/x", "console",
    "com10",
    "nulls", "🙂", "a" * COMPONENT_BYTES, "a/" * (PATH_CHARACTERS // 2 - 1) + "ab",
]  # fmt: skip


@pytest.mark.parametrize("text", [*LEADS_OUT, *WINDOWS, *INVISIBLE, *UNASSIGNED, *TOO_LONG], ids=ascii)
def test_what_is_no_portable_path_inside_is_refused(text: str) -> None:
    with pytest.raises(PathRefused):
        output_path(text)


@pytest.mark.parametrize("text", TAKEN_AS_TYPED, ids=ascii)
def test_what_only_looks_dangerous_is_taken_as_typed(text: str) -> None:
    assert output_path(text) == text


@given(st.text() | st.text("./\\ab:~%\x00\u202e", max_size=20))
def test_every_output_path_stays_in_its_folder_and_passes_again(text: str) -> None:
    try:
        path = output_path(text)
    except PathRefused:
        return
    pure = PurePosixPath(path)
    assert not pure.is_absolute()
    assert ".." not in pure.parts
    assert pure.as_posix() == path == output_path(path)
    assert unicodedata.is_normalized("NFC", path)
    assert all(map(is_component, pure.parts))


def test_a_path_is_normalised() -> None:
    assert output_path("cafe\u0301/x") == "café/x"


def test_a_slash_is_not_part_of_a_name() -> None:
    with pytest.raises(PathRefused, match=r"^a slash is not allowed in a name$"):
        check_component("a/b")


SAME = [
    ("Straße", "STRASSE"), ("café", "cafe\u0301"), ("İstanbul", "istanbul"), ("Iğdır", "ığdir"), ("ﬁsh", "fish"),
    ("products", "Products"), ("ΑΣ", "ας"), ("Ⅳ", "iv"), ("x²", "x2"), ("ｗｉｄｅ", "wide"), ("co\u00adop", "coop"),
    ("a\u200db", "ab"), ("ǅ", "ǆ"), ("K", "k"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), SAME, ids=ascii)
def test_names_that_a_file_system_may_mix_up_fold_to_one(first: str, second: str) -> None:
    assert folded(first) == folded(second)


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("café", "cafe"), ("o", "ø"), ("a/b", "a-b"), ("ł", "l")])
def test_names_that_no_file_system_mixes_up_stay_apart(first: str, second: str) -> None:
    assert folded(first) != folded(second)


@given(st.text())
def test_folding_knows_no_case_and_no_normal_form(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    for form in ("NFC", "NFD", "NFKC"):
        assert folded(unicodedata.normalize(form, text)) == folded(text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "folder", "path"),
    [
        ("a.jpg", "", "a.jpg"),
        ("a.jpg", "catalog/mugs", "catalog/mugs/a.jpg"),
        ("./a.jpg", "catalog", "catalog/a.jpg"),
        ("../a.jpg", "catalog/mugs", "catalog/a.jpg"),
        ("/images/a.jpg", "catalog", "images/a.jpg"),
        ("//images/a.jpg", "catalog", "images/a.jpg"),
        ("b/../../a.jpg", "catalog", "a.jpg"),
        ("..", "catalog", ""),
    ],
)
def test_a_source_path_is_relative_to_its_file_or_to_the_shop(text: str, folder: str, path: str) -> None:
    assert source_path(text, folder) == path


@pytest.mark.parametrize("text", ["", "../x", "/../x", "a/../../x", "a\\b", "a\x00b", "../../../etc/passwd"])
def test_a_source_path_that_leads_out_is_refused(text: str) -> None:
    with pytest.raises(PathRefused):
        source_path(text)


def test_links_are_followed_before_a_path_counts_as_inside(tmp_path: Path) -> None:
    root = tmp_path / "shop"
    (root / "a").mkdir(parents=True)
    (root / "in").symlink_to("a")
    (root / "out").symlink_to(tmp_path)
    assert inside(root, "in/x.jpg") == (root / "a" / "x.jpg").resolve()
    with pytest.raises(PathRefused, match=r"^`out/x.jpg` leads out of the shop by a symbolic link$"):
        inside(root, "out/x.jpg")
