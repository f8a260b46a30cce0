"""Folders that must never become an output folder."""

import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from shopgen.core.failures import EnvironmentFailure, UsageFailure
from shopgen.publishing.published import MANIFEST
from shopgen.publishing.safety import refuse_unsafe


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    shop = home / "work" / "shop"
    for folder in (shop / "catalog", shop / "public", home / "photos", tmp_path / "empty", home / "repo" / ".git"):
        folder.mkdir(parents=True)
    (home / "photos" / "cat.jpg").write_bytes(b"")
    (shop / "shop.yaml").write_text("")
    (home / "worktree").mkdir()
    (home / "worktree" / ".git").write_text("gitdir: elsewhere")
    (home / "worktree" / MANIFEST).write_text("{}")
    for name, target in {"to-shop": shop, "to-home": home, "to-root": "/", "round": "round"}.items():
        (tmp_path / name).symlink_to(target)
    monkeypatch.setenv("HOME", str(home))
    return shop


REFUSED: list[tuple[str, Callable[[Path, Path], Path], str]] = [
    ("the root", lambda top, shop: Path("/"), "is the root of the disk"),
    ("home", lambda top, shop: top / "home", "is or holds your home folder"),
    ("above home", lambda top, shop: top, "is or holds your home folder"),
    ("the shop", lambda top, shop: shop, "is or holds the shop itself"),
    ("the shop, roundabout", lambda top, shop: shop / "catalog" / "..", "is or holds the shop itself"),
    ("above the shop", lambda top, shop: shop.parent, "is or holds the shop itself"),
    ("the catalogue", lambda top, shop: shop / "catalog", "is in the shop's `catalog`"),
    ("in the catalogue", lambda top, shop: shop / "catalog" / "new", "is in the shop's `catalog`"),
    ("content", lambda top, shop: shop / "content", "is in the shop's `content`"),
    ("static", lambda top, shop: shop / "static" / "x", "is in the shop's `static`"),
    ("themes", lambda top, shop: shop / "themes", "is in the shop's `themes`"),
    ("the shop's git", lambda top, shop: shop / ".git" / "x", "is in the shop's `.git`"),
    ("the shop's memory", lambda top, shop: shop / ".shopgen" / "x", "is in the shop's `.shopgen`"),
    ("a repository", lambda top, shop: top / "home" / "repo", "is a git repository"),
    ("a worktree", lambda top, shop: top / "home" / "worktree", "is a git repository"),
    ("a file", lambda top, shop: shop / "shop.yaml", "is a file"),
    ("somebody's photos", lambda top, shop: top / "home" / "photos", "has files that shopgen did not make"),
    ("a link to the shop", lambda top, shop: top / "to-shop", "is or holds the shop itself"),
    ("a link to home", lambda top, shop: top / "to-home", "is or holds your home folder"),
    ("a link to the root", lambda top, shop: top / "to-root", "is the root of the disk"),
    ("a link through the shop", lambda top, shop: top / "to-shop" / "catalog" / "x", "is in the shop's `catalog`"),
    ("a link in a circle", lambda top, shop: top / "round" / "x", "is a link in a circle"),
    ("the cache", lambda top, shop: top / "cache", "lie in one another"),
    ("in the cache", lambda top, shop: top / "cache" / "x", "lie in one another"),
    ("above the cache", lambda top, shop: top / "above", "lie in one another"),
]


@pytest.mark.parametrize(("name", "folder", "message"), REFUSED, ids=[name for name, _, _ in REFUSED])
def test_a_folder_that_could_be_lost_is_refused(
    tmp_path: Path, shop: Path, name: str, folder: Callable[[Path, Path], Path], message: str
) -> None:
    cache = tmp_path / ("above/cache" if name == "above the cache" else "cache")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageFailure, match=re.escape(message)) as refused:
        refuse_unsafe(folder(tmp_path, shop), shop, cache)
    assert refused.value.hint.endswith("choose another folder with `--destination`")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "folder", ["home/work/shop/public", "home/work/shop/edge/new", "empty", "new/and/deep", "home/site", "home/ours"]
)
def test_an_empty_new_or_own_folder_is_accepted(tmp_path: Path, shop: Path, folder: str) -> None:
    (tmp_path / "home" / "ours").mkdir()
    (tmp_path / "home" / "ours" / MANIFEST).write_text("{}")
    (tmp_path / "home" / "ours" / "index.html").write_text("")
    refuse_unsafe(tmp_path / folder, shop)
    refuse_unsafe(tmp_path / folder, shop, tmp_path / "cache")


def test_what_a_killed_run_left_does_not_make_a_folder_foreign(tmp_path: Path, shop: Path) -> None:
    (tmp_path / "empty" / ".shopgen-0123456789abcdef").write_bytes(b"")
    refuse_unsafe(tmp_path / "empty", shop)


def test_a_folder_that_cannot_be_written_to_is_refused(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    message = rf"^the folder `{re.escape(str(shop / 'public'))}` cannot be written to$"
    with pytest.raises(EnvironmentFailure, match=message) as refused:
        refuse_unsafe(shop / "public", shop)
    assert refused.value.hint == "allow it, or choose another folder with `--destination`"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs another user's process")
def test_a_folder_of_another_user_is_refused() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        child = os.fork()
        if child == 0:  # pragma: no cover - runs as somebody who may not write here
            code = 1
            try:
                if os.getuid() == 0:
                    os.setuid(65534)
                refuse_unsafe(Path(folder) / "public", Path(folder) / "shop")
            except EnvironmentFailure:
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        Path(folder).chmod(0o755)
    assert os.waitstatus_to_exitcode(status) == 0
