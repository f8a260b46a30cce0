"""Links that open a place in an editor."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from shopgen.core.failures import UsageFailure
from shopgen.preview.editor import EDITORS, editor

FILE = PurePosixPath("/home/anna/my shop/catalog/mug.yaml")


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("vscode", "vscode://file/home/anna/my%20shop/catalog/mug.yaml:3:8"),
        ("phpstorm", "phpstorm://open?file=/home/anna/my%20shop/catalog/mug.yaml&line=3&column=8"),
        ("sublime", "subl://open?url=file:///home/anna/my%20shop/catalog/mug.yaml&line=3&column=8"),
        ("none", ""),
        (
            "vscode://vscode-remote/wsl+Debian{path}:{line}",
            "vscode://vscode-remote/wsl+Debian/home/anna/my%20shop/catalog/mug.yaml:3",
        ),
    ],
)
def test_an_editor_is_a_name_or_a_pattern(typed: str, link: str) -> None:
    assert editor(typed).link(FILE, 3, 8) == link


@pytest.mark.parametrize("name", [name for name in EDITORS if name != "none"])
def test_every_editor_is_told_the_file_and_the_line(name: str) -> None:
    link = editor(name).link(FILE, 31, 87)
    assert "/home/anna/my%20shop/catalog/mug.yaml" in link
    assert "31" in link
    assert "87" in link


def test_a_drive_of_windows_is_below_the_root() -> None:
    assert editor("vscode").link(PureWindowsPath(r"C:\shop\mug.yaml"), 1, 2) == "vscode://file/C:/shop/mug.yaml:1:2"


@pytest.mark.parametrize("name", ['"><script>', "a&line=9", "a?b#c", "{line}", "a:9:9", "ż\n\x1b", "%2e%2e"])
def test_a_name_of_a_file_is_nothing_but_a_name(name: str) -> None:
    start, end = "vscode://file/shop/", ":3:8"
    link = editor("vscode").link(PurePosixPath("/shop") / name, 3, 8)
    assert link.startswith(start)
    assert link.endswith(end)
    assert set(link[len(start) : -len(end)]) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%/._-~"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "emacs",
        "",
        "vscode://file",
        "javascript://{path}",
        "JavaScript://{path}",
        "data://{path}",
        "{path}",
        "a b://{path}",
    ],
)
def test_nothing_else_is_an_editor(typed: str) -> None:
    with pytest.raises(UsageFailure, match="is no editor"):
        editor(typed)
