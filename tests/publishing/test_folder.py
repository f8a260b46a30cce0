"""A build into a folder that is being served all the while."""

import errno
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopgen.core.digests import Digest, digest
from shopgen.core.disk import Disk
from shopgen.core.failures import EnvironmentFailure, UsageFailure
from shopgen.engine.run import Output
from shopgen.publishing.folder import Folder, Listing
from shopgen.publishing.published import MANIFEST, Published
from support.failing_disk import CountingDisk, DyingDisk, FailingDisk, Killed

Site = Mapping[str, str]

OLD: Site = {
    "assets/site.1.css": "old style",
    "images/mug.1.webp": "old mug",
    "index.html": '<link href="/assets/site.1.css"><a href="/products/mug/">',
    "products/mug/index.html": '<link href="/assets/site.1.css"><img src="/images/mug.1.webp"><a href="/">',
    "products/plate/index.html": '<link href="/assets/site.1.css"><a href="/products/mug/">',
    "sitemap.xml": '<loc href="/products/mug/"><loc href="/products/plate/">',
    "about.txt": "about",
}
NEW: Site = {
    "assets/site.2.css": "new style",
    "images/mug.2.webp": "new mug",
    "index.html": '<link href="/assets/site.2.css"><a href="/products/mug/"><a href="/vases/">',
    "products/mug/index.html": '<link href="/assets/site.2.css"><img src="/images/mug.2.webp"><a href="/contact/">',
    "vases/index.html": '<link href="/assets/site.2.css"><a href="/products/vase/">',
    "products/vase/index.html": '<link href="/assets/site.2.css"><a href="/vases/"><a href="/products/vase/blue/">',
    "products/vase/blue/index.html": '<link href="/assets/site.2.css"><a href="/products/vase/">',
    "contact/index.html": '<link href="/assets/site.2.css"><a href="/">',
    "sitemap.xml": '<loc href="/products/mug/"><loc href="/vases/"><loc href="/contact/">',
    "about.txt": "about",
}


class Place:
    """An output folder with what belongs to it."""

    def __init__(self, folder: Path) -> None:
        self.output = folder / "public"
        self.stamps = folder / "stamps"

    def folder(self, disk: Disk | None = None) -> Folder:
        return Folder(disk or Disk(), self.output, self.stamps)

    def publish(self, site: Site, disk: Disk | None = None) -> Published:
        return self.folder(disk).publish(manifest(site), reader(site))

    def files(self) -> dict[str, str]:
        """All files but the list of them."""
        found = {path.relative_to(self.output).as_posix(): path for path in self.output.rglob("*") if path.is_file()}
        return {name: path.read_text() for name, path in found.items() if name != MANIFEST}

    def write(self, path: str, text: str) -> None:
        Disk().write(self.output / path, text.encode())


def manifest(site: Site) -> dict[str, Output]:
    return {path: Output(digest(text.encode()), len(text)) for path, text in site.items()}


def reader(*sites: Site) -> Callable[[Digest], bytes | None]:
    return {digest(text.encode()): text.encode() for site in sites for text in site.values()}.get


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_first_publish_writes_everything_and_the_list_of_it(place: Place) -> None:
    published = place.publish({"index.html": "home", "a/b.txt": "text"})
    assert published == Published(("a/b.txt", "index.html"), (), (), 8)
    assert place.files() == {"index.html": "home", "a/b.txt": "text"}
    assert (place.output / MANIFEST).read_text() == (
        '{\n "files": {\n'
        f'  "a/b.txt": "{digest(b"text")}",\n  "index.html": "{digest(b"home")}"\n'
        ' },\n "complete": true\n}\n'
    )


def test_only_files_of_the_site_are_published(place: Place) -> None:
    site = {**manifest({"a": "a"}), "worker.js": Output(digest(b"b"), 1, "edge")}
    assert place.folder().publish(site, reader({"a": "a"})).written == ("a",)


def test_a_second_publish_writes_nothing_and_reads_no_page(place: Place) -> None:
    place.publish(NEW)
    before = {path: Disk().stamp(path) for path in place.output.rglob("*")}
    disk = CountingDisk()
    assert place.publish(NEW, disk) == Published()
    assert {verb for verb, _ in disk.calls} == {"read", "walk"}
    assert set(disk.named("read")) == {place.output / MANIFEST, place.stamps}
    assert {path: Disk().stamp(path) for path in place.output.rglob("*")} == before


def test_only_what_changed_is_written_and_what_is_gone_is_removed(place: Place) -> None:
    place.publish(OLD)
    published = place.publish(NEW)
    assert published.written == tuple(sorted(path for path in NEW if NEW[path] != OLD.get(path)))
    assert published.removed == ("assets/site.1.css", "images/mug.1.webp", "products/plate/index.html")
    assert published.bytes_written == sum(len(NEW[path]) for path in published.written)
    assert place.files() == NEW
    assert not (place.output / "products" / "plate").exists()


def test_without_stamps_files_are_read_and_not_written(place: Place) -> None:
    place.publish(NEW)
    for damage in (lambda: place.stamps.unlink(), lambda: place.stamps.write_bytes(b"junk")):
        damage()
        disk = CountingDisk()
        assert place.publish(NEW, disk) == Published()
        assert len(disk.named("read")) == 2 + len(NEW)
        assert place.publish(NEW, CountingDisk()) == Published()


def test_a_file_that_vanishes_at_once_is_written_the_next_time(place: Place) -> None:
    class Vanishing(CountingDisk):
        def after(self, verb: str, path: Path) -> None:
            if path.name == "about.txt":
                path.unlink()

    place.publish(NEW, Vanishing())
    assert place.publish(NEW).written == ("about.txt",)
    assert place.files() == NEW


def test_a_new_file_takes_no_more_calls_than_it_needs(place: Place) -> None:
    site = {f"products/mug-{number}/index.html": str(number) for number in range(9)}
    disk = CountingDisk()
    place.publish(site, disk)
    below = [verb for verb, path in disk.calls if path.is_relative_to(place.output / "products")]
    assert sorted(set(below)) == ["fill", "make_folder", "rename", "stamp"]
    assert len(below) == 4 * len(site)


def test_a_folder_that_is_there_is_not_made_again(place: Place) -> None:
    place.publish({"images/a": "a"})
    disk = CountingDisk()
    place.publish({"images/a": "a", "images/b": "b", "images/c": "c"}, disk)
    assert place.output / "images" not in disk.named("make_folder")


@pytest.mark.parametrize("text", ["by hand", "ABOUT", ""])
def test_a_file_that_was_edited_by_hand_is_restored(place: Place, text: str) -> None:
    place.publish(NEW)
    place.write("about.txt", text)
    assert place.publish(NEW).written == ("about.txt",)
    assert place.files() == NEW


def test_a_file_that_was_removed_by_hand_is_restored(place: Place) -> None:
    place.publish(NEW)
    (place.output / "about.txt").unlink()
    (place.output / "index.html").unlink()
    assert place.publish(NEW).written == ("about.txt", "index.html")
    assert place.files() == NEW


@pytest.mark.skipif(os.name == "nt", reason="no pipes in folders there")
def test_what_was_put_in_the_place_of_a_file_is_replaced(place: Place, tmp_path: Path) -> None:
    place.publish(NEW)
    (tmp_path / "elsewhere").write_text("mine")
    (place.output / "about.txt").unlink()
    os.mkfifo(place.output / "about.txt")
    (place.output / "index.html").unlink()
    (place.output / "index.html").symlink_to(tmp_path / "elsewhere")
    (place.output / "sitemap.xml").unlink()
    (place.output / "sitemap.xml").mkdir()
    assert place.publish(NEW).written == ("about.txt", "index.html", "sitemap.xml")
    assert place.files() == NEW
    assert (tmp_path / "elsewhere").read_text() == "mine"


def test_foreign_files_are_kept_and_listed(place: Place) -> None:
    place.publish(OLD)
    place.write("CNAME", "glinka.example")
    place.write("products/plate/notes.txt", "mine")
    for site in (OLD, NEW, OLD):
        assert place.publish(site).foreign == ("CNAME", "products/plate/notes.txt")
        assert place.files() == {**site, "CNAME": "glinka.example", "products/plate/notes.txt": "mine"}
    assert set(place.folder().clean()) == set(OLD)
    assert place.files() == {"CNAME": "glinka.example", "products/plate/notes.txt": "mine"}


@pytest.mark.parametrize(
    ("foreign", "others"),
    [
        ({"contact/index.html": "mine"}, ""),
        ({"contact": "mine"}, ""),
        ({"sitemap.xml/inner.txt": "mine"}, ""),
        ({"contact/index.html": "mine", "vases/index.html": "mine"}, ", and 1 more"),
    ],
)
def test_a_foreign_file_in_the_way_is_refused_before_anything_is_written(
    place: Place, foreign: Site, others: str
) -> None:
    place.publish({"about.txt": "about"})
    for path, text in foreign.items():
        place.write(path, text)
    before = {path: Disk().stamp(path) for path in place.output.rglob("*")}
    first = re.escape(min(foreign))
    message = rf"^`{first}` in the output folder was not made by shopgen and is in the way of a page{others}$"
    with pytest.raises(UsageFailure, match=message) as refused:
        place.publish(NEW)
    assert refused.value.hint == "remove it, move it to `static/`, or choose another folder with `--destination`"
    assert {path: Disk().stamp(path) for path in place.output.rglob("*")} == before


def test_a_link_that_leads_out_is_never_written_through(place: Place, tmp_path: Path) -> None:
    place.publish({"about.txt": "about"})
    (tmp_path / "outside").mkdir()
    (place.output / "products").symlink_to(tmp_path / "outside")
    with pytest.raises(UsageFailure, match=r"^`products` in the output folder was not made by shopgen"):
        place.publish(NEW)
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_foreign_file_with_the_very_same_bytes_is_taken_over(place: Place) -> None:
    place.publish({"about.txt": "about"})
    place.write("index.html", NEW["index.html"])
    assert "index.html" not in place.publish(NEW).written
    assert place.files() == NEW


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"about": "x"}, {"about/index.html": "y"}),
        ({"about/index.html": "x", "about/us/index.html": "x"}, {"about": "y"}),
        ({"About/index.html": "x"}, {"about/index.html": "x"}),
        ({"a": "x", "b/c": "y"}, {"b": "y", "a/c": "x"}),
    ],
)
def test_files_and_folders_can_change_places(place: Place, before: Site, after: Site) -> None:
    place.publish(before)
    published = place.publish(after)
    assert place.files() == after
    assert (published.written, published.removed) == (tuple(sorted(after)), tuple(sorted(before)))


def test_a_name_that_changes_its_case_is_removed_before_it_is_written(place: Place) -> None:
    place.publish({"About/index.html": "x"})
    disk = CountingDisk()
    place.publish({"about/index.html": "x"}, disk)
    pages = [path for verb, path in disk.calls if verb in {"remove", "rename"} and path.suffix == ".html"]
    assert [path.relative_to(place.output).as_posix() for path in pages] == ["About/index.html", "about/index.html"]


def test_lost_bytes_end_the_run_and_the_next_is_right(place: Place) -> None:
    place.publish(OLD)
    with pytest.raises(EnvironmentFailure, match=r"is no longer in the cache$"):
        place.folder().publish(manifest(NEW), reader(OLD))
    place.publish(NEW)
    assert place.files() == NEW


@pytest.mark.parametrize(
    "path", ["../x", "/etc/x", "a/../../x", ".shopgen-manifest.json", "a/.shopgen-1/b", "con", "a\\b"]
)
def test_a_path_that_did_not_come_through_the_gate_is_never_written(place: Place, path: str) -> None:
    with pytest.raises(ValueError, match=r" is not a path to publish at$"):
        place.publish({"a": "a", path: "x"})
    assert not place.output.exists()


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"files": 3}', b"\xff\xfe", b"null"])
def test_a_damaged_list_is_mended(place: Place, damage: bytes) -> None:
    place.publish(OLD)
    place.write("CNAME", "mine")
    (place.output / MANIFEST).write_bytes(damage)
    published = place.publish(NEW)
    assert place.files() == {**NEW, "CNAME": "mine"}
    assert published.foreign == ("CNAME",)
    assert place.folder().listing() == Listing({path: digest(NEW[path].encode()) for path in sorted(NEW)})


def test_with_list_and_stamps_lost_what_we_would_write_is_still_ours(place: Place) -> None:
    place.publish(OLD)
    (place.output / MANIFEST).write_bytes(b"{")
    place.stamps.unlink()
    assert place.publish(OLD) == Published()
    (place.output / MANIFEST).write_bytes(b"{")
    place.stamps.unlink()
    with pytest.raises(UsageFailure, match=r"in the way of a page, and 2 more$"):
        place.publish(NEW)
    assert place.files() == OLD


def test_a_list_that_names_files_elsewhere_removes_none_of_them(place: Place, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    place.publish(OLD)
    Disk().write(place.output / MANIFEST, b'{"files": {"../mine.txt": "", "%s": ""}}' % bytes(tmp_path / "mine.txt"))
    place.folder().clean()
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_clean_removes_what_is_ours_and_no_more(place: Place) -> None:
    assert place.folder().clean() == ()
    place.publish(OLD)
    assert place.folder().clean() == tuple(sorted(OLD))
    assert not place.output.exists()
    assert place.folder().clean() == ()


def broken_links(files: Mapping[str, str], starts: Mapping[str, str]) -> set[tuple[str, str]]:
    """Pages with what they refer to and is not there: those that were there before, and all that they lead to."""
    found, queue, seen = set(), [path for path in starts if path in files], set()
    while queue:
        page = queue.pop()
        if page in seen or not page.endswith((".html", ".xml")):
            continue
        seen.add(page)
        for link in re.findall(r'(?:href|src)="([^"]+)"', files[page]):
            target = urljoin(f"/{page}", link).lstrip("/")
            target = f"{target}index.html" if target == "" or target.endswith("/") else target
            if target in files:
                queue.append(target)
            else:
                found.add((page, target))
    return found


class Visitor(CountingDisk):
    """Looks at the folder after each change of it."""

    def __init__(self, look: Callable[[], None]) -> None:
        super().__init__()
        self._look = look

    def after(self, verb: str, path: Path) -> None:
        self._look()


@pytest.mark.parametrize(("before", "after"), [({}, NEW), (OLD, NEW), (NEW, OLD), (OLD, {})])
def test_at_no_moment_a_page_refers_to_what_is_not_there(place: Place, before: Site, after: Site) -> None:
    place.publish(before)
    starts = place.files()
    allowed = broken_links(starts, starts)
    looks = []

    def look() -> None:
        files = place.files()
        looks.append(broken_links(files, starts or {"index.html": ""}) - allowed - gone_pages(files))
        for path, text in files.items():
            assert text in (before.get(path), after.get(path)), path

    def gone_pages(files: Mapping[str, str]) -> set[tuple[str, str]]:
        """A page that is about to go may refer to one that went before it."""
        return {(page, target) for page in before.keys() - after.keys() for target in before.keys() - after.keys()}

    place.publish(after, Visitor(look))
    assert len(looks) > 5
    assert [sorted(found) for found in looks if found] == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EMFILE])
@pytest.mark.parametrize("for_good", [False, True])
def test_a_disk_that_fails_leaves_each_file_old_or_new_and_the_next_publish_is_right(
    tmp_path: Path, code: int, for_good: bool
) -> None:
    number = -1
    while True:
        number += 1
        place = Place(tmp_path / str(number))
        place.publish(OLD)
        place.write("CNAME", "mine")
        disk = FailingDisk(number, code, for_good=for_good)
        try:
            place.publish(NEW, disk)
        except OSError as problem:
            failed: int | None = problem.errno
        else:
            failed = None
        assert failed in (code, None)
        for path, text in place.files().items():
            assert text in (OLD.get(path), NEW.get(path)) or (path, text) == ("CNAME", "mine") or for_good
        if number < len(disk.calls):
            assert place.publish(NEW).foreign == ("CNAME",)
        assert place.files() == {**NEW, "CNAME": "mine"}
        if number >= len(disk.calls):
            break
    assert number > 40


@pytest.mark.parametrize("target", [NEW, OLD, {}], ids=["forward", "back", "away"])
def test_a_publish_that_is_killed_leaves_each_file_old_or_new_and_nothing_unknown(tmp_path: Path, target: Site) -> None:
    number = -1
    while True:
        number += 1
        place = Place(tmp_path / str(number))
        place.publish(OLD)
        place.write("CNAME", "mine")
        try:
            place.publish(NEW, DyingDisk(number))
        except Killed:
            for path, text in place.files().items():
                whole = text in (OLD.get(path), NEW.get(path)) or (path, text) == ("CNAME", "mine")
                assert whole or Path(path).name.startswith(".shopgen-")
            assert place.publish(target).foreign == ("CNAME",)
            # A temporary file may stay until something is written again.
            found = {path: text for path, text in place.files().items() if not path.startswith(".shopgen-")}
            assert found == {**target, "CNAME": "mine"}
            continue
        break
    assert number > 40


def test_a_first_publish_that_is_killed_can_be_repeated(tmp_path: Path) -> None:
    from shopgen.publishing.safety import refuse_unsafe

    for number in range(60):
        place = Place(tmp_path / str(number))
        try:
            place.publish(NEW, DyingDisk(number))
        except Killed:
            refuse_unsafe(place.output, tmp_path / "shop")
        place.publish(NEW)
        assert place.files() == NEW


PATHS = st.lists(st.sampled_from(["a", "b", "A", "index.html", "x.xml"]), min_size=1, max_size=3).map("/".join)


def fits(paths: Mapping[str, str]) -> bool:
    names = [path.casefold() for path in paths]
    return len(set(names)) == len(names) and not any(a.startswith(f"{b}/") for a in names for b in names)


SITES = st.dictionaries(PATHS, st.sampled_from(["", "1", "2"]), max_size=4).filter(fits)


@settings(max_examples=60)
@given(st.lists(SITES, min_size=1, max_size=4))
def test_after_any_publish_the_folder_is_the_site(tmp_path_factory: pytest.TempPathFactory, sites: list[Site]) -> None:
    place = Place(tmp_path_factory.mktemp("site"))
    for site in sites:
        before = place.files()
        published = place.publish(site)
        assert place.files() == site
        assert set(published.written) == {path for path in site if before.get(path) != site[path]}
        assert set(published.removed) == before.keys() - site.keys()
