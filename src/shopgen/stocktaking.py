"""What became of a shop's photographs, which of them nothing uses, and how much each page weighs with its pictures."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from msgspec import Struct

from shopgen.core.digests import Digest
from shopgen.engine.files import FileValue
from shopgen.engine.jobs import Job, Plan
from shopgen.engine.kitchen import Kitchen
from shopgen.engine.memory import Memory
from shopgen.engine.values import Opener
from shopgen.formats.html import ShownImage, shown_images
from shopgen.formats.responsive import Viewport, chosen
from shopgen.reading.sources import Sources

PHONE = Viewport(390, 3.0)
LAPTOP = Viewport(1366, 1.0)

_SHOWN = ("image/avif", "image/webp", "image/svg+xml", "")
"""What today's browsers show of what a page may offer."""


class Photograph(Struct, frozen=True):
    """A picture file of the shop, and what is made of it; of its `files`, `known` are made, with `after` bytes."""

    path: str
    before: int
    files: int = 0
    known: int = 0
    after: int = 0


class Format(Struct, frozen=True):
    name: str
    files: int
    bytes: int


class Stock(Struct, frozen=True):
    """`used` are photographs of which something is made, those with the most bytes first; `unused` are the others."""

    used: tuple[Photograph, ...]
    unused: tuple[Photograph, ...]
    formats: tuple[Format, ...]


class Weight(Struct, frozen=True):
    """Bytes of a page's HTML, and of HTML with all its pictures on a phone and on a laptop."""

    path: str
    html: int
    phone: int
    laptop: int


def stock(plan: Plan, kitchen: Kitchen, sources: Sources, memory: Memory, unused: Iterable[str]) -> Stock:
    """What is planned of the photographs in `sources`, and those `unused`; sizes are those that the memory knows."""
    made: dict[str, list[int | None]] = {}
    formats: dict[str, list[int]] = {}
    for job in plan:
        source = _source(job, plan, kitchen)
        if source is not None and job.path.startswith("images/"):
            size = _size(job, kitchen, memory)
            made.setdefault(source, []).append(size)
            formats.setdefault(PurePosixPath(job.path).suffix[1:], []).append(size or 0)
    used = [_photograph(path, _before(path, sources), files) for path, files in made.items()]
    return Stock(
        tuple(sorted(used, key=lambda each: (-each.after, -each.before, each.path))),
        tuple(Photograph(path, _before(path, sources)) for path in sorted(unused)),
        tuple(Format(name, len(found), sum(found)) for name, found in sorted(formats.items())),
    )


def keys(plan: Plan, kitchen: Kitchen) -> Iterator[Digest]:
    """The keys of all that is planned."""
    return (job.key(kitchen.recipes[job.recipe].toolchain) for job in plan)


def weights(memory: Memory, base_url: str) -> tuple[Weight, ...]:
    """All pages of the last build, the heaviest on a phone first."""
    ledger = memory.ledger
    sizes: dict[str, int] = {}
    pages: dict[str, Digest] = {}
    for path in ledger.records:
        past = ledger.past(path)
        trace = ledger.get(past.key) if past is not None else None
        if trace is not None:
            sizes[path] = trace.size
            if path.endswith(".html"):
                pages[path] = trace.blob
    found = [_weight(path, memory.store.get(blob) or b"", sizes, base_url) for path, blob in pages.items()]
    return tuple(sorted(found, key=lambda each: (-each.phone, -each.laptop, each.path)))


def _weight(path: str, html: bytes, sizes: Mapping[str, int], base_url: str) -> Weight:
    images = shown_images(html.decode(errors="replace"))
    here = urljoin(f"{base_url}/", path)
    phone, laptop = (
        sum(sizes.get(file, 0) for file in {_file(_taken(image, screen), here, base_url) for image in images})
        for screen in (PHONE, LAPTOP)
    )
    return Weight(path, len(html), len(html) + phone, len(html) + laptop)


def _taken(image: ShownImage, screen: Viewport) -> str:
    """The address that a browser asks for: the first offer of a kind that it shows, else that of the `img` itself."""
    for media_type, srcset, sizes in image.offers:
        if media_type in _SHOWN:
            return chosen(srcset, sizes, screen) or image.src
    return image.src


def _file(address: str, here: str, base_url: str) -> str:
    """The path in the finished shop of an address on the page at `here`; empty for what is elsewhere."""
    try:
        whole, base = urlsplit(urljoin(here, address)), urlsplit(base_url)
    except ValueError:
        return ""
    folder = f"{base.path.rstrip('/')}/"
    is_ours = whole.netloc == base.netloc and whole.path.startswith(folder)
    return unquote(whole.path.removeprefix(folder)) if is_ours else ""


def _before(path: str, sources: Sources) -> int:
    entry = sources.entry(path)
    return 0 if entry is None else entry.stamp.size


def _photograph(path: str, before: int, files: list[int | None]) -> Photograph:
    known = [size for size in files if size is not None]
    return Photograph(path, before, len(files), len(known), sum(known))


_open = Opener(FileValue).open


def _source(job: Job, plan: Plan, kitchen: Kitchen) -> str | None:
    """The file of the shop that `job` is made of; None when it is made of something else, or of several things."""
    roles = kitchen.recipes[job.recipe].roles
    found = [item for item in job.ingredients if roles[item.role] is FileValue]
    if len(found) != 1:
        return None
    file: FileValue = _open(plan.values[found[0].name])
    return file.path


def _size(job: Job, kitchen: Kitchen, memory: Memory) -> int | None:
    trace = memory.ledger.get(job.key(kitchen.recipes[job.recipe].toolchain))
    return None if trace is None else trace.size
