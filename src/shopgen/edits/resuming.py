"""The last plan of a preview between two processes, so that the next one begins where it was left.

Everything is written down when a preview ends: how the sources were, the plan, and what an edit is planned within. The
next preview believes it as long as the same is asked of the same program, and plans only what was edited meanwhile.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from shopgen import glance
from shopgen.checkout.members import options_definitions
from shopgen.core.diagnostics import Diagnostic
from shopgen.core.digests import Digest
from shopgen.core.disk import UNSEEN, Disk, Entry, Stamp
from shopgen.edits.kept import Kept, opener
from shopgen.edits.naming import KnownNames
from shopgen.edits.planning import Before, Last
from shopgen.engine.kitchen import Recipe
from shopgen.engine.memory import Memory
from shopgen.engine.recorded import RecordedPlan, recorded, values_of
from shopgen.engine.sights import RACY_NS
from shopgen.engine.store import Lost, Store
from shopgen.engine.tables import Tables, Values
from shopgen.engine.values import pack
from shopgen.model.article import Article
from shopgen.model.brief import brief_of
from shopgen.model.page import Page
from shopgen.model.shop import Shop
from shopgen.options import Options, installed_themes
from shopgen.planning.amending import known_by, outline_of
from shopgen.planning.outline import Outline
from shopgen.planning.outlines import Outlines
from shopgen.planning.unpublished import Mark
from shopgen.reading.again import Rest, frame_of
from shopgen.reading.memory import Memory as ReadingMemory
from shopgen.reading.sources import INSTALLED_THEMES, Sources
from shopgen.reading.wholes import Wholes

_SOURCES, _ARTICLES, _PAGES = "sources", "articles", "pages"
_encode = msgspec.msgpack.Encoder().encode


class Told(Struct, frozen=True):
    """What a plan says besides its jobs."""

    findings: tuple[Diagnostic, ...]
    next_change: datetime | None
    unpublished: Mapping[str, Mark]


class _Head(Struct, frozen=True):
    """`asked` names the arguments and the program, `young` has digests of files whose stamps prove nothing."""

    asked: Digest
    clock: datetime
    told: Told
    assets: dict[str, str]
    young: dict[str, Digest]


class Resumed(Struct, frozen=True):
    last: Last
    told: Told


class Resuming:
    """Keeps the last plan in files below `folder`. Whatever is doubtful about them is no plan."""

    def __init__(self, disk: Disk, folder: Path, options: Options) -> None:
        self._disk = disk
        self._options = options
        self._tables = Tables(disk, folder / "plan")
        self._outlines = Outlines(disk, folder / "outline")

    def save(self, last: Last, told: Told, recipes: Mapping[str, Recipe], store: Store) -> None:
        """Writes everything down; what is in `store` for it is saved before. Raises Lost when some is not there."""
        head = _Head(
            glance.asked(self._options), self._options.clock, told, dict(last.assets), dict(last.sources.young)
        )
        shop = last.shop
        tables: dict[str, Values] = {
            **recorded(last.plan, recipes, store),
            _SOURCES: {path: _encode(stamp) for path, stamp in _stamps(last.sources)},
            _ARTICLES: {key: store.put(pack(each)).encode() for key, each in shop.articles.items()},
            _PAGES: {key: store.put(pack(each)).encode() for key, each in shop.pages.items()},
        }
        outline = outline_of(last.before.known, shop.products.values())
        store.save()
        self._outlines.save(head.asked, outline)
        whole: dict[str, Callable[[], Values]] = {name: partial(dict, values) for name, values in tables.items()}
        self._tables.replace(_encode(msgspec.json.encode(head)), whole)  # JSON keeps the offset of a moment

    def open(self, memory: Memory) -> Resumed | None:
        """The plan as it was written down; what changed since then is to be found out from its sources."""
        try:
            head, outline = self._written()
            if outline is None or not self._is_asked_again(head):
                return None
            return self._opened(head, outline, memory.store)
        except (msgspec.DecodeError, OSError, Lost):
            return None

    def _written(self) -> tuple[_Head, Outline | None]:
        """Raises msgspec.DecodeError when there is nothing."""
        head = msgspec.json.decode(msgspec.msgpack.decode(self._tables.head, type=bytes), type=_Head)
        return head, self._outlines.open(head.asked)

    def kept(self) -> Iterator[Digest]:
        """What lies in the store for the plan that is written down."""
        with suppress(msgspec.DecodeError):
            _, outline = self._written()
            products = outline.products.values() if outline else ()
            yield from (product.value for product in products)
            yield from values_of(self._tables)
            for table in (_ARTICLES, _PAGES):
                yield from _texts(self._tables.all(table)).values()

    def _is_asked_again(self, head: _Head) -> bool:
        now, change = self._options.clock, head.told.next_change
        return head.asked == glance.asked(self._options) and head.clock <= now and (change is None or now < change)

    def _opened(self, head: _Head, outline: Outline, store: Store) -> Resumed | None:
        sources = self._sources(head)
        frame = frame_of(sources, installed_themes(), ReadingMemory(), options_definitions())
        if frame is None or not _has_same_themes(sources, self._tables.all(_SOURCES)):
            return None
        if self._options.base_url:
            frame = replace(frame, settings=replace(frame.settings, base_url=self._options.base_url))
        by_source = {source: known.value for source, known in outline.products.items()}
        by_key = {known.key: known.value for known in outline.products.values()}
        whole = Wholes(store)
        shop = Shop(
            frame.settings,
            Kept(by_key, lambda name: brief_of(whole.named(name), name)),
            outline.categories,
            Kept(_texts(self._tables.all(_ARTICLES)), opener(store, Article)),
            Kept(_texts(self._tables.all(_PAGES)), opener(store, Page)),
            (),
            frame.theme,
            whole,
            outline.pictures,
        )
        rest = Rest(outline.categories, KnownNames(outline.products, self._outlines.products_with))
        known = known_by(outline, frame.settings)
        before = Before(frame, rest, known, Kept(by_source, whole.named), head.told.findings)
        return Resumed(Last(sources, shop, RecordedPlan(self._tables, store), before, head.assets), head.told)

    def _sources(self, head: _Head) -> Sources:
        kept = self._tables.all(_SOURCES)
        own = {path: stamp for path, stamp in kept.items() if not path.startswith(INSTALLED_THEMES)}
        entries = {path: Entry(path, msgspec.msgpack.decode(stamp, type=Stamp)) for path, stamp in own.items()}
        sources = Sources(self._disk, self._options.root, entries)
        sources.young = head.young
        return sources


def _texts(values: Values) -> dict[str, Digest]:
    return {key: value.decode() for key, value in values.items()}


def _stamps(sources: Sources) -> Iterator[tuple[str, Stamp]]:
    """The stamp of each file; one that proves nothing for a file that may have changed unseen."""
    trusted = sources.taken_ns - RACY_NS
    for path in sources:
        entry: Any = sources.entry(path)
        is_old = max(entry.stamp.mtime_ns, entry.stamp.ctime_ns) < trusted
        yield path, entry.stamp if not entry.odd and (is_old or path in sources.young) else UNSEEN


def _has_same_themes(sources: Sources, kept: Values) -> bool:
    """Whether the installed themes, which `sources` hold by now, are those of then."""
    there = {path: _encode(stamp) for path, stamp in _stamps(sources) if path.startswith(INSTALLED_THEMES)}
    return there == {path: stamp for path, stamp in kept.items() if path.startswith(INSTALLED_THEMES)}
