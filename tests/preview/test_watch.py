"""What of the file system's events concerns a shop."""

import errno
import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from watchdog.events import DirDeletedEvent
from watchdog.observers.api import BaseObserver, ObservedWatch

from shopgen.core.failures import EnvironmentFailure
from shopgen.preview.watch import Watch


def saved_in_place(file: Path, text: str) -> None:
    """VS Code, nano, Notepad."""
    with file.open("r+b") as there:
        there.truncate()
        there.write(text.encode())


def saved_as_vim_does(file: Path, text: str) -> None:
    probe, backup = file.with_name("4913"), file.with_name(f"{file.name}~")
    probe.touch()
    probe.unlink()
    file.rename(backup)
    file.write_text(text, "utf-8")
    backup.unlink()


def saved_as_jetbrains_does(file: Path, text: str) -> None:
    new, old = file.with_name(f"{file.name}___jb_tmp___"), file.with_name(f"{file.name}___jb_old___")
    new.write_text(text, "utf-8")
    file.rename(old)
    new.rename(file)
    old.unlink()


def saved_as_gnome_does(file: Path, text: str) -> None:
    new = file.with_name(".goutputstream-A1B2C3")
    new.write_text(text, "utf-8")
    new.replace(file)


def saved_as_windows_does(file: Path, text: str) -> None:
    """ReplaceFile: the old one goes away under another name, and the new one takes its place."""
    new, old = file.with_name(f"{file.stem}~RF1a2b3c.TMP"), file.with_name(f"{file.stem}~RF1a2b3d.TMP")
    new.write_text(text, "utf-8")
    file.rename(old)
    new.rename(file)
    old.unlink()


def saved_in_pieces(file: Path, text: str) -> None:
    with file.open("w", encoding="utf-8") as there:
        for letter in text:
            there.write(letter)
            there.flush()
            time.sleep(0.001)


SAVES = [
    saved_in_place,
    saved_as_vim_does,
    saved_as_jetbrains_does,
    saved_as_gnome_does,
    saved_as_windows_does,
    saved_in_pieces,
]


@pytest.fixture(params=[None, 0.05], ids=["events", "poll"])
def watched(request, tmp_path: Path) -> Iterator[tuple[Path, set[str]]]:
    """A shop's folder that is watched, and what was put so far."""
    seen: set[str] = set()
    for folder in ("shop/catalog/mugs", "shop/design/mine", "shop/public", "other/new"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "shop/shop.yaml").write_text("name: A\n")
    (tmp_path / "shop/catalog/mugs/a.yaml").write_text("title: A\n")
    (tmp_path / "shop/themes").symlink_to("design")
    watch = Watch(tmp_path / "shop", seen.add, request.param)
    watch.start()
    yield tmp_path / "shop", seen
    watch.stop()


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("save", SAVES)
def test_every_way_to_save_is_seen(watched, save: Callable[[Path, str], None]) -> None:
    root, seen = watched
    save(root / "catalog/mugs/a.yaml", "title: Another\n")
    until(lambda: "catalog/mugs/a.yaml" in seen)
    save(root / "shop.yaml", "name: Another\n")
    until(lambda: "shop.yaml" in seen)


def test_only_files_of_the_shop_are_seen(watched) -> None:
    root, seen = watched
    for path in ("catalog/.a.yaml.swp", "catalog/a.yaml~", "public/b.html", "notes.txt", "design/x", "shop.yaml"):
        (root / path).write_text("a")
    until(lambda: {"themes/x", "shop.yaml"} <= seen)
    time.sleep(0.2)
    assert seen - {"catalog"} == {"themes/x", "shop.yaml"}


def test_new_and_moved_and_removed_folders_are_seen(watched) -> None:
    root, seen = watched
    (root / "catalog/new/deep").mkdir(parents=True)
    until(lambda: "catalog/new" in seen)
    time.sleep(0.1)
    (root / "catalog/new/deep/c.yaml").write_text("a")
    until(lambda: "catalog/new/deep/c.yaml" in seen)
    (root / "catalog/new").rename(root / "catalog/renamed")
    until(lambda: {"catalog/new", "catalog/renamed"} <= seen)
    time.sleep(0.1)
    (root / "catalog/renamed/deep/d.yaml").write_text("a")
    until(lambda: "catalog/renamed/deep/d.yaml" in seen)
    (root.parent / "other/new").rename(root / "catalog/from-outside")
    until(lambda: "catalog/from-outside" in seen)
    time.sleep(0.1)
    (root / "catalog/from-outside/e.yaml").write_text("a")
    until(lambda: "catalog/from-outside/e.yaml" in seen)
    shutil.rmtree(root / "catalog/renamed")
    until(lambda: "catalog/renamed/deep/d.yaml" in seen)


def test_a_folder_of_the_shop_may_come_and_go_and_come_again(watched) -> None:
    root, seen = watched

    def is_followed(number: int) -> bool:
        """Whether files in it are seen, if not the first then a later one."""
        (root / f"templates/{number}-{time.monotonic_ns()}.html").touch()
        return any(path.startswith(f"templates/{number}-") for path in seen)

    for number in range(3):
        (root / "templates").mkdir()
        until(partial(is_followed, number))
        seen.clear()
        shutil.rmtree(root / "templates")
        until(lambda: "templates" in seen)


@pytest.mark.parametrize("watched", [None], indirect=True)
def test_a_folder_may_go_just_when_it_is_to_be_followed(watched, monkeypatch: pytest.MonkeyPatch) -> None:
    root, seen = watched
    schedule = BaseObserver.schedule

    def late(observer: BaseObserver, handler: Watch, path: str, **asked: bool) -> ObservedWatch:
        shutil.rmtree(root / "templates")
        return schedule(observer, handler, path, **asked)

    with monkeypatch.context() as patch:
        patch.setattr(BaseObserver, "schedule", late)
        (root / "templates").mkdir()
        until(lambda: "templates" in seen)
    (root / "templates").mkdir()
    until(lambda: (root / "templates/a.html").touch() or "templates/a.html" in seen)


def test_a_folder_may_be_away_between_two_looks(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    seen: set[str] = set()
    watch = Watch(tmp_path, seen.add, poll=0.2)
    watch.start()
    (tmp_path / "templates").rename(tmp_path / "away")
    watch.on_any_event(DirDeletedEvent(str(tmp_path / "templates")))  # that look falls in between
    (tmp_path / "away").rename(tmp_path / "templates")
    until(lambda: (tmp_path / "templates/a.html").touch() or "templates/a.html" in seen)
    watch.stop()


def test_a_linked_theme_is_followed_also_when_it_leads_elsewhere(watched) -> None:
    root, seen = watched
    (root / "design/mine/theme.yaml").write_text("name: mine\n")
    until(lambda: "themes/mine/theme.yaml" in seen)
    (root / "drafts/mine").mkdir(parents=True)
    (root / "next").symlink_to("drafts")
    (root / "next").replace(root / "themes")
    until(lambda: "themes" in seen)
    time.sleep(0.1)
    seen.clear()
    (root / "drafts/mine/theme.yaml").write_text("name: mine\n")
    until(lambda: "themes/mine/theme.yaml" in seen)


def test_lost_events_are_made_up_for_by_looking_everywhere(tmp_path: Path) -> None:
    import logging

    seen: set[str] = set()
    watch = Watch(tmp_path, seen.add)
    watch.start()
    logging.getLogger("watchdog.observers").warning("Inotify queue overflowed; filesystem events were lost")
    watch.stop()
    assert {"shop.yaml", "catalog", "content", "templates", "themes", "static", "assets", "locales"} <= seen


def test_a_system_that_watches_no_more_files_is_no_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(observer: BaseObserver) -> None:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr(BaseObserver, "on_thread_start", refuse)
    with pytest.raises(EnvironmentFailure) as refused:
        Watch(tmp_path, lambda path: None).start()
    assert refused.value.message == "changes of files cannot be followed: inotify watch limit reached"
    assert refused.value.hint == (
        "run with `--poll 1`, which looks for them, or raise the limits of the system (Linux: `fs.inotify.*`)"
    )
