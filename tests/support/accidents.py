"""A build that is cut off: a shop as it was published, the same shop edited, and what both give when all goes well."""

import random
import shutil
from collections.abc import Mapping
from pathlib import Path

from shopgen.core.disk import TEMPORARY_PREFIX, Content, Disk, Place
from shopgen.glance import glance
from support.failing_disk import DyingDisk, Killed
from support.workplace import Workplace

SHOP = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
theme: bare
missing_links: warning
-- catalog/mugs/moss.yaml --
title: Moss mug
sku: M-1
price: 24.00
description: A *mug*.
images: [{src: moss.png, alt: Mug}]
-- catalog/bowls/rice.yaml --
title: Rice bowl
sku: B-1
price: 22.00
-- catalog/images/moss.png: 8x10 --
-- content/news/2026-11-01-kiln.md --
---
title: Kiln
---
See [the mug](/products/moss/).
-- static/hello.txt --
Hello
"""


class Accident:
    """Each trial begins with `restore`: the shop is edited, while output and cache are those of before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.shop = Workplace(folder / "shop", SHOP)
        self.shop.build()
        self.before: Mapping[str, bytes] = self.shop.tree()
        for name in ("public", ".shopgen"):
            shutil.copytree(self.shop.root / name, folder / "kept" / name)
        self.shop.replace("catalog/mugs/moss.yaml", "24.00", "25.00")
        self.shop.replace("catalog/mugs/moss.yaml", "A *mug*.", "Like [fern](/products/fern/).")
        self.shop.remove("catalog/bowls/rice.yaml")
        self.shop.write("catalog/vases/fern.yaml", "title: Fern vase\nsku: V-1\nprice: 31.00\n")
        self.shop.write("catalog/images/moss.png", (self.shop.root / "catalog/images/moss.png").read_bytes() + b"\0")
        self.shop.write("assets/theme.css", "body { color: green }")
        self.shop.write("static/large.bin", b"0123456789abcdef" * 5000)
        self.after: Mapping[str, bytes] = self.shop.clean_tree(folder / "clean")

    def restore(self) -> None:
        self.forget()
        for name in ("public", ".shopgen"):
            shutil.copytree(self._folder / "kept" / name, self.shop.root / name)

    def forget(self) -> None:
        """The shop was never built."""
        for name in ("public", ".shopgen"):
            shutil.rmtree(self.shop.root / name, ignore_errors=True)

    def happens(self, disk: Disk) -> bool:
        """Builds on a disk that dies; whether it died."""
        try:
            self.shop.session(disk).build()
        except Killed:
            return True
        return False

    def served(self) -> dict[str, bytes]:
        """What a web server finds now, without the files that are still being written."""
        there = self.shop.tree() if self.shop.output.exists() else {}
        return {path: there[path] for path in there if not Path(path).name.startswith(TEMPORARY_PREFIX)}

    def leaves_each_file_old_or_new(self) -> None:
        for path, content in self.served().items():
            assert content in (self.before.get(path), self.after.get(path)), path

    def is_overcome(self) -> None:
        """The next build, as the command line does it, gives what a build from nothing gives."""
        if glance(self.shop.session().options) is None:
            assert not self.shop.build().has_errors
        assert self.served() == self.after
        assert self.shop.build().made == {}


class PowerLoss(DyingDisk):
    """The process dies at a call, and of what it wrote without waiting for the disk anything may be missing."""

    def __init__(self, number: int, chance: random.Random) -> None:
        super().__init__(number)
        self._chance = chance
        self._floating: set[Path] = set()

    def fill(self, path: Place, content: Content, durable: bool) -> None:
        super().fill(path, content, durable)
        if not durable:
            self._floating.add(Path(path))

    def put_before(self, path: Place, head: bytes, durable: bool) -> None:
        super().put_before(path, head, durable)
        if durable:
            self._floating.discard(Path(path))

    def append(self, path: Path, content: bytes, *, durable: bool = False) -> int:
        if not durable:
            self._floating.add(path)
        return super().append(path, content, durable=durable)

    def rename(self, source: Place, target: Place) -> None:
        super().rename(source, target)
        self._floating.discard(Path(target))
        if Path(source) in self._floating:
            self._floating.add(Path(target))

    def lose(self) -> int:
        """Empties files or cuts them off; how many."""
        lost = 0
        for path in sorted(self._floating):
            if path.is_file() and self._chance.random() < 0.7:
                content = path.read_bytes()
                path.write_bytes(content[: self._chance.choice([0, self._chance.randrange(len(content) + 1)])])
                lost += 1
        return lost
