"""The snapshot of a shop's folder."""

import os
from pathlib import Path

import pytest

from shopgen.core.digests import digest
from shopgen.core.disk import Disk, Place
from shopgen.core.layout import FOLDERS, SETTINGS
from shopgen.engine.sights import look
from shopgen.reading.memory import Memory
from shopgen.reading.shop import Reading, read_shop
from shopgen.reading.sources import NEVER_ENTERED, FileRefused, Sources, as_seen, scan
from support.inline import lay, report
from support.stores import store

NO_THEMES = Path("/nowhere")


class CountingDisk(Disk):
    """Remembers which files were opened."""

    def __init__(self) -> None:
        self.opened: list[str] = []

    def read(self, path: Place) -> bytes:
        self.opened.append(Path(path).name)
        return super().read(path)


def reading_of(root: Path) -> Reading:
    return read_shop(scan(Disk(), root), NO_THEMES, Memory(), store())


def test_only_the_parts_of_a_shop_are_looked_at(tmp_path: Path) -> None:
    root = lay(
        tmp_path,
        """
-- catalog/mug.yaml --
-- catalog/.hidden.yaml --
-- catalog/mug.yaml~ --
-- catalog/.mug.yaml.swp --
-- catalog/#mug.yaml# --
-- catalog/node_modules/x.yaml --
-- content/.git/config --
-- static/.well-known/security.txt --
-- static/.env --
-- templates/home.html --
-- assets/theme.css --
-- locales/en.yaml --
-- public/index.html --
-- src/code.py --
-- README.md --
""",
    )
    assert list(scan(Disk(), root)) == [
        "shop.yaml",
        "assets/theme.css",
        "catalog/mug.yaml",
        "locales/en.yaml",
        "static/.env",
        "static/.well-known/security.txt",
        "templates/home.html",
        "themes/default/theme.yaml",
    ]


PARTS = (SETTINGS, *FOLDERS)


@pytest.mark.parametrize(
    "path",
    [
        "catalog/mug.yaml",
        "catalog/.hidden.yaml",
        "catalog/mug.yaml~",
        "catalog/node_modules/x.yaml",
        "static/.well-known/security.txt",
        "static/zażółć/আম.txt",
        "shop.yaml.txt",
        "public/index.html",
    ],
)
def test_what_was_seen_is_what_a_scan_finds(tmp_path: Path, path: str) -> None:
    root = lay(tmp_path, f"-- {path} --\n-- content/page.md --\n")
    sources = as_seen(Disk(), root, look([root / name for name in (*PARTS, "public", "shop.yaml.txt")], NEVER_ENTERED))
    assert sources is not None
    found = scan(Disk(), root)
    assert {name: sources.entry(name) for name in sources} == {name: found.entry(name) for name in found}


@pytest.mark.parametrize("path", ["static/.shopgen-0123456789abcdef", "static/.shopgen-x/y", "catalog"])
def test_what_only_a_scan_can_tell_was_not_seen(tmp_path: Path, path: str) -> None:
    root = lay(tmp_path, f"-- {path} --\n")
    assert as_seen(Disk(), root, look([root / name for name in PARTS], NEVER_ENTERED)) is None


@pytest.mark.skipif(os.name == "nt", reason="names there are always Unicode")
def test_names_that_are_not_unicode_were_not_seen(tmp_path: Path) -> None:
    root = lay(tmp_path, "-- static/a.txt --\n")
    Path(os.fsdecode(os.fsencode(root) + b"/static/caf\xe9.txt")).write_bytes(b"")
    assert as_seen(Disk(), root, look([root / name for name in PARTS], NEVER_ENTERED)) is None


def test_folders_can_be_skipped(tmp_path: Path) -> None:
    root = lay(tmp_path, "-- catalog/mug.yaml --\n-- static/a.txt --\n")
    assert list(scan(Disk(), root, frozenset({"static", "themes"}))) == ["shop.yaml", "catalog/mug.yaml"]


def test_a_product_is_opened_once_however_many_are_read_in_step(tmp_path: Path) -> None:
    products = "".join(f"-- catalog/mug-{n}.yaml --\ntitle: Mug\nsku: M-{n}\nprice: 1\n" for n in range(200))
    disk = CountingDisk()
    reading = read_shop(scan(disk, lay(tmp_path, products)), NO_THEMES, Memory(), store())
    assert reading.shop is not None
    assert len(reading.shop.products) == 200
    opened = [name for name in disk.opened if name.startswith("mug")]
    assert len(opened) == len(set(opened)) == 200


def test_installed_themes_lie_beside_the_shop(tmp_path: Path) -> None:
    root = lay(tmp_path / "shop", "")
    lay(tmp_path / "lib", "-- minimal/theme.yaml --\nname: minimal\n-- minimal/.hidden --\n")
    sources = scan(Disk(), root)
    sources.mount("@themes", tmp_path / "lib")
    sources.mount("@themes", tmp_path / "elsewhere")
    assert "@themes/minimal/theme.yaml" in sources
    assert "@themes/minimal/.hidden" not in sources
    assert sources.location("@themes/minimal/theme.yaml") == tmp_path / "lib/minimal/theme.yaml"
    assert sources.location("catalog/mug.yaml") == root / "catalog/mug.yaml"
    assert sources.read("@themes/minimal/theme.yaml", 100) == b"name: minimal\n"


def test_the_limit_is_checked_before_a_file_is_opened(tmp_path: Path) -> None:
    root = lay(tmp_path, "-- static/a.txt --\n12345\n")
    disk = CountingDisk()
    sources = scan(disk, root)
    assert sources.read("static/a.txt", 6) == b"12345\n"
    with pytest.raises(FileRefused, match="the file has 6 bytes; the limit is 5") as refused:
        sources.read("static/a.txt", 5)
    assert refused.value.code == "file-too-large"
    assert disk.opened == ["a.txt"]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    sources = scan(Disk(), lay(tmp_path, "-- static/a.txt --\nx\n"))
    with pytest.raises(FileRefused, match="there is no file"):
        sources.read("static/b.txt", 5)
    (tmp_path / "static/a.txt").unlink()
    with pytest.raises(FileRefused, match="the file cannot be read: no such file or directory"):
        sources.digest("static/a.txt", 5)


def test_a_digest_is_remembered_only_when_the_file_is_old_enough_to_be_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay(tmp_path, "-- static/a.txt --\none\n")
    memory = Memory()

    def digest_again(disk: Disk) -> str:
        sources = scan(disk, root)
        sources.memory = memory
        return sources.digest("static/a.txt", 100)

    written = (root / "static/a.txt").stat().st_ctime_ns
    monkeypatch.setattr("shopgen.reading.sources.time.time_ns", lambda: written + 100_000_000)
    for _ in range(2):
        disk = CountingDisk()
        assert digest_again(disk) == digest(b"one\n")
        assert disk.opened == ["a.txt"]  # written a moment ago: it may change without a new stamp
    monkeypatch.setattr("shopgen.reading.sources.time.time_ns", lambda: written + 3_000_000_000)
    assert digest_again(Disk()) == digest(b"one\n")
    disk = CountingDisk()
    assert digest_again(disk) == digest(b"one\n")
    assert disk.opened == []
    (root / "static/a.txt").write_text("two and more\n")
    assert digest_again(disk) == digest(b"two and more\n")


@pytest.mark.parametrize("is_old", [True, False])
def test_a_file_that_is_no_longer_what_its_digest_told_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_old: bool
) -> None:
    monkeypatch.setattr("shopgen.reading.sources.RACY_NS", 0 if is_old else 10**18)
    monkeypatch.setattr("shopgen.reading.sources._WAITING", 0)
    root = lay(tmp_path, "-- static/a.txt --\none\n-- static/b.txt --\ntwo\n")
    sources = scan(Disk(), root)
    told = {path: sources.digest(path, 5) for path in ("static/a.txt", "static/b.txt")}
    (root / "static/a.txt").write_text("new\n")
    assert sources.digest("static/a.txt", 5) == told["static/a.txt"]
    with pytest.raises(FileRefused, match="the file was changed while the shop was read"):
        sources.read("static/a.txt", 5)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_odd_files_are_errors_and_never_opened(tmp_path: Path) -> None:
    root = lay(tmp_path / "shop", "-- static/a.txt --\nx\n-- catalog/mug.yaml --\ntitle: M\nsku: M\nprice: 1\n")
    os.mkfifo(root / "catalog/pipe.yaml")
    (root / "catalog/out.yaml").symlink_to("/etc/passwd")
    (root / "catalog/loop").symlink_to(root / "catalog")
    (root / "content").mkdir()
    (root / "content/nowhere.md").symlink_to("missing")
    (root / "themes/default/templates").mkdir()
    os.mkfifo(root / "themes/default/templates/home.html")
    os.mkfifo(root / "static/pipe")
    assert (
        report(reading_of(root).findings)
        == """\
catalog/loop:1:1: error[file-unreadable]: this is a symbolic link in a circle
    put an ordinary file there, or remove it
catalog/out.yaml:1:1: error[file-unreadable]: this is a symbolic link that leads out of the shop
    put an ordinary file there, or remove it
catalog/pipe.yaml:1:1: error[file-unreadable]: this is a pipe, socket or device
    put an ordinary file there, or remove it
content/nowhere.md:1:1: error[file-unreadable]: this is a symbolic link that leads nowhere
    put an ordinary file there, or remove it
static/pipe:1:1: error[file-unreadable]: this is a pipe, socket or device
    put an ordinary file there, or remove it
themes/default/templates/home.html:1:1: error[file-unreadable]: this is a pipe, socket or device
    put an ordinary file there, or remove it
"""
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_that_came_since_the_listing_is_not_waited_for(tmp_path: Path) -> None:
    root = lay(tmp_path, "-- static/a.txt --\nx\n")
    sources = scan(Disk(), root)
    (root / "static/a.txt").unlink()
    os.mkfifo(root / "static/a.txt")

    assert sources.read("static/a.txt", 100) == b""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_settings_that_are_a_pipe_are_an_error(tmp_path: Path) -> None:
    root = lay(tmp_path, "")
    (root / "shop.yaml").unlink()
    os.mkfifo(root / "shop.yaml")
    assert (
        report(reading_of(tmp_path).findings)
        == """\
shop.yaml:1:1: error[file-unreadable]: this is not an ordinary file
    put an ordinary file there, or remove it
"""
    )


def test_names_that_nobody_can_see_are_errors(tmp_path: Path) -> None:
    root = lay(tmp_path, "-- catalog/mug\u202e.yaml --\ntitle: M\nsku: M\nprice: 1\n")
    try:
        (root / os.fsdecode(b"catalog/caf\xe9.yaml")).write_text("x")
    except OSError:
        pytest.skip("this file system has Unicode names only")
    assert (
        report(reading_of(root).findings)
        == """\
catalog/caf?.yaml:1:1: error[file-name]: this is a name that is not valid UTF-8
    put an ordinary file there, or remove it
catalog/mug\u202e.yaml:1:1: error[file-name]: the name `mug\\u202e.yaml` has invisible characters
    rename it
"""
    )


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_an_error(tmp_path: Path) -> None:
    root = lay(tmp_path, "-- catalog/mugs/mug.yaml --\n")
    (root / "catalog").chmod(0)
    try:
        found = report(reading_of(root).findings)
    finally:
        (root / "catalog").chmod(0o755)
    assert "a folder that cannot be read" in found


def test_sources_say_what_lies_where(tmp_path: Path) -> None:
    sources: Sources = scan(Disk(), lay(tmp_path, "-- catalog/a/X.yaml --\n-- catalog/b.yaml --\n"))
    assert [entry.path for entry in sources.below("catalog")] == ["catalog/a/X.yaml", "catalog/b.yaml"]
    assert dict(sources.names_in("catalog/a")) == {"x.yaml": "X.yaml"}
    assert dict(sources.names_in("nowhere")) == {}
    assert sources.entry("nowhere") is None


def test_a_product_that_vanishes_while_it_is_read_is_one_error(tmp_path: Path) -> None:
    root = lay(
        tmp_path,
        "-- catalog/mug.yaml --\ntitle: M\nsku: M\nprice: 1\n"
        "-- catalog/cup.yaml --\ntitle: C\nsku: C\nprice: 1\nrelated: [mug]\n",
    )
    sources = scan(Disk(), root)
    (root / "catalog/mug.yaml").unlink()
    reading = read_shop(sources, NO_THEMES, Memory(), store())
    assert (
        report(reading.findings)
        == """\
catalog/mug.yaml:1:1: error[file-unreadable]: the file cannot be read: no such file or directory
    check that it is there and may be read
"""
    )


def test_parts_of_a_shop_that_are_something_else_are_errors(tmp_path: Path) -> None:
    root = lay(tmp_path / "shop", "-- content --\nno folder\n")
    (tmp_path / "elsewhere").mkdir()
    (root / "catalog").symlink_to(tmp_path / "elsewhere")
    assert (
        report(reading_of(root).findings)
        == """\
catalog:1:1: error[file-unreadable]: this is a symbolic link that leads out of the shop
    put an ordinary file there, or remove it
content:1:1: error[file-unreadable]: this is not a folder
    put an ordinary file there, or remove it
"""
    )
    (root / "shop.yaml").rename(tmp_path / "shop.yaml")
    (root / "shop.yaml").symlink_to(tmp_path / "shop.yaml")
    assert "shop.yaml:1:1: error[file-unreadable]: this is a symbolic link that leads out of the shop" in report(
        reading_of(root).findings
    )
