"""What lies on this machine for one shop: looked through, and tidied up."""

from shopgen.caches.folder import FolderCache, folder_at
from shopgen.caches.members import is_folder
from shopgen.core.disk import Disk
from shopgen.engine.kitchen import Kitchen
from shopgen.engine.memory import Memory
from shopgen.making.recipes import kitchen
from shopgen.options import Options
from shopgen.planned import Planned
from shopgen.planning.outlines import Outlines
from shopgen.reading.sources import scan
from shopgen.stocktaking import Stock, Weight, keys, stock, weights

UNUSED = "picture-unused"
"""The code of what checks say of a picture that nothing uses."""


class Storeroom:
    """That of the shop that is `planned`, which must have a plan."""

    def __init__(self, options: Options, planned: Planned, disk: Disk | None = None) -> None:
        assert planned.shop is not None
        assert planned.plan is not None
        assert planned.bundle is not None
        self._options = options
        self._disk = disk or Disk()
        self._settings = planned.shop.settings
        self._plan = planned.plan
        self._findings = planned.findings
        self._kitchen: Kitchen = kitchen(planned.bundle)
        self._memory = Memory(self._disk, options.cache)

    def stock(self) -> Stock:
        sources = scan(self._disk, self._options.root, self._options.skipped)
        unused = (each.place.path for each in self._findings if each.code == UNUSED and each.place is not None)
        return stock(self._plan, self._kitchen, sources, self._memory, unused)

    def weights(self) -> tuple[Weight, ...]:
        return weights(self._memory, self._settings.base_url)

    def tidy_memory(self) -> int:
        """Throws away what neither the plan nor the last build needs; how many bytes."""
        outline = Outlines(self._disk, self._memory.folder / "outline").open(self._memory.ledger.plan)
        products = outline.products.values() if outline else ()
        return self._memory.collect(self._needed, (product.value for product in products))

    def tidy_cache(self) -> int:
        """Throws away what no build has used for long, when the image cache is a folder; how many bytes."""
        address = self._options.image_cache or self._settings.image_cache
        if not is_folder(address):
            return 0
        left_over = list(FolderCache(folder_at(address, self._options.root), self._disk).left_over(self._needed))
        for path, _ in left_over:
            self._disk.remove(path)
            self._disk.remove_empty_folder(path.parent)
        return sum(size for _, size in left_over)

    @property
    def _needed(self) -> frozenset[str]:
        return frozenset(keys(self._plan, self._kitchen))
