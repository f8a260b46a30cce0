"""Two processes write together, of which one was there before anybody knew what."""

import errno
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from shopgen.core.digests import digest
from shopgen.core.disk import Disk
from shopgen.core.failures import EnvironmentFailure
from shopgen.engine.manifest import Output
from shopgen.engine.packs import Packs
from shopgen.engine.store import LARGE, Store
from shopgen.engine.tickets import Tickets
from shopgen.publishing.folder import Folder
from shopgen.publishing.helping import Helper, helping
from shopgen.publishing.published import MANIFEST, Published
from support.failing_disk import CountingDisk

pytestmark = pytest.mark.usefixtures("alone")

Site = Mapping[str, str]

SITE: Site = {
    "assets/site.css": "style",
    **{f"products/mug-{number}/index.html": str(number) for number in range(10)},
    "products/large/index.html": "large " * LARGE,
    "sitemap.xml": "all of them",
}


class Place:
    """An output folder, with a store of what is to be in it."""

    def __init__(self, folder: Path) -> None:
        self.output = folder / "public"
        self.stamps = folder / "stamps"
        self.cache = folder / "store"
        self.store = Store(Disk(), self.cache)

    @contextmanager
    def helper(self, disk: Disk) -> Iterator[Helper]:
        with helping(disk, self.output, Packs(disk, self.cache), self.store.slot) as helper:
            yield helper

    def publish(self, site: Site, disk: Disk | None = None, meanwhile: Callable[[], object] = bool) -> Published:
        """With help, by a helper that was there before the store had anything."""
        disk = disk or Disk()
        with self.helper(disk) as helper:
            for text in site.values():
                self.store.put(text.encode())
            return Folder(disk, self.output, self.stamps).publish(manifest(site), self.store.get, helper, meanwhile)

    def files(self) -> dict[str, str]:
        """All files but the list of them."""
        found = {path.relative_to(self.output).as_posix(): path for path in self.output.rglob("*") if path.is_file()}
        return {name: path.read_text() for name, path in found.items() if name != MANIFEST}


def manifest(site: Site) -> dict[str, Output]:
    return {path: Output(digest(text.encode()), len(text)) for path, text in site.items()}


def pages(disk: CountingDisk) -> list[Path]:
    """The pages that this process has written."""
    return [path for path in disk.named("rename") if path.suffix == ".html"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Nobody writes what falls to the other, so that both have something to do."""
    monkeypatch.setattr("shopgen.publishing.writing.WORTH_HELP", 4)
    monkeypatch.setattr(Tickets, "drawn", Tickets.drawn_from)
    return Place(tmp_path)


def test_the_longest_turn_is_written_by_two_processes(place: Place) -> None:
    disk = CountingDisk()
    published = place.publish(SITE, disk)
    assert published == Published(tuple(sorted(SITE)), (), (), sum(map(len, SITE.values())))
    assert place.files() == SITE
    assert 0 < len(pages(disk)) < len(SITE) - 2
    assert place.publish(SITE) == Published()


def test_few_files_are_written_by_one(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopgen.publishing.writing.WORTH_HELP", 12)
    disk = CountingDisk()
    place.publish(SITE, disk)
    assert len(pages(disk)) == len(SITE) - 2


@pytest.mark.parametrize("worth", [4, 1000])
@pytest.mark.parametrize("site", [SITE, {}])
def test_what_is_to_be_done_meanwhile_is_done_once(
    place: Place, monkeypatch: pytest.MonkeyPatch, worth: int, site: Site
) -> None:
    monkeypatch.setattr("shopgen.publishing.writing.WORTH_HELP", worth)
    done: list[str] = []
    place.publish(site, meanwhile=lambda: done.append("done"))
    assert done == ["done"]


@pytest.mark.parametrize("verb", ["make_folder", "fill", "rename"])
@pytest.mark.parametrize("end", ["fails", "dies"])
def test_what_the_other_process_cannot_write_is_written_here(place: Place, end: str, verb: str) -> None:
    here, last = os.getpid(), verb

    class OnlyHere(CountingDisk):
        def before(self, verb: str, path: Path) -> None:
            if os.getpid() != here and path.parent.name == "mug-7" and verb == last:
                if end == "dies":
                    os.kill(os.getpid(), signal.SIGKILL)
                raise OSError(errno.EMFILE, "made to fail", str(path))
            super().before(verb, path)

    assert place.publish(SITE, OnlyHere()).written == tuple(sorted(SITE))
    assert place.files() == SITE
    assert place.publish(SITE) == Published()


def test_what_the_store_has_lost_is_asked_for_here(place: Place) -> None:
    again = {digest(text.encode()): text.encode() for text in SITE.values()}

    with place.helper(Disk()) as helper:
        for text in SITE.values():
            if text != "3":
                place.store.put(text.encode())
        place.store.save()
        for pack in place.cache.glob("packs/*"):
            pack.write_bytes(pack.read_bytes().replace(b"8", b"7"))
        Folder(Disk(), place.output, place.stamps).publish(manifest(SITE), again.get, helper)

    assert place.files() == SITE


def test_what_nobody_has_ends_the_run(place: Place) -> None:
    with place.helper(Disk()) as helper, pytest.raises(EnvironmentFailure, match=r"is no longer in the cache$"):
        Folder(Disk(), place.output, place.stamps).publish(manifest(SITE), {}.get, helper)


def test_a_folder_in_the_place_of_a_file_is_replaced(place: Place) -> None:
    (place.output / "products/mug-9/index.html").mkdir(parents=True)
    place.publish(SITE)
    assert place.files() == SITE


def test_who_is_stopped_leaves_nothing_that_is_temporary(place: Place) -> None:
    here = os.getpid()

    class Slow(Disk):
        def rename(self, source: str | Path, target: str | Path) -> None:
            while os.getpid() != here:
                time.sleep(0.01)
            super().rename(source, target)

    def stop() -> None:
        while not any(place.output.rglob(".shopgen-" + "[0-9a-f]" * 16)):
            time.sleep(0.01)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        place.publish(SITE, Slow(), stop)
    assert sorted(place.files()) == ["assets/site.css"]


def test_who_is_killed_has_no_helper_that_goes_on(place: Place) -> None:
    receiver, sender = os.pipe()  # whoever is alive has the other end
    first = os.fork()
    if first == 0:

        class Slow(Disk):
            def rename(self, source: str | Path, target: str | Path) -> None:
                super().rename(source, target)
                while os.getppid() == first_of_all:
                    time.sleep(0.01)

        first_of_all = os.getpid()
        place.publish(SITE, Slow(), partial(die_when, lambda: any(place.output.rglob("index.html"))))
    os.close(sender)
    os.waitpid(first, 0)
    assert os.read(receiver, 1) == b""
    os.close(receiver)

    assert set(place.files()) == {"assets/site.css", "products/mug-4/index.html"}
    assert place.publish(SITE).foreign == ()
    assert place.files() == SITE


def die_when(is_time: Callable[[], bool]) -> None:
    while not is_time():
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGKILL)
