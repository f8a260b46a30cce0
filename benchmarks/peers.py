"""What is compared: how each generator is given a shop, builds it, and previews it."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from catalogue import Catalogue
from make_shop import write_hugo, write_shopgen

EDITED = 10  # a product without variants, and not on the home page
PRICE = re.compile(r"^price: (\d+)\.(\d\d)$", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """Where one generator works on one shop."""

    shop: Path
    output: Path
    memory: Path

    def forget(self) -> None:
        """Removes all that builds left behind."""
        for folder in (self.output, self.memory):
            shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Peer:
    """A generator with its settings. `source` is the path of a product's file, with {} for its name."""

    name: str
    source: str
    write: Callable[[Path, int], None]
    build: Callable[[Place], list[str]]
    serve: Callable[[Place, int], list[str]]
    check: Callable[[Place], list[str]] | None = None

    def place(self, folder: Path, products: int) -> Place:
        own = folder / str(products) / re.sub(r"\W+", "-", self.name)
        return Place(own / "shop", own / "output", own / "memory")

    def edited(self, place: Place, products: int) -> Path:
        """The file of the product whose price is changed."""
        return place.shop / self.source.format(Catalogue(products).file_of(EDITED))

    def refusal(self, place: Place) -> str:
        """Why this generator, as it is installed, cannot build the shop; empty when it can."""
        if self.check is None:
            return ""
        done = subprocess.run(self.check(place), capture_output=True, text=True)
        return (done.stdout + done.stderr).strip() if done.returncode else ""


def change_price(product: Path) -> str:
    """Writes the product's file with another price, a cent higher up to the next whole number; returns the price."""
    text = product.read_text("utf-8")
    price = PRICE.search(text)
    if price is None:
        sys.exit(f"{product} has no price")
    changed = f"{price[1]}.{(int(price[2]) + 1) % 100:02}"
    product.write_text(PRICE.sub(f"price: {changed}", text, count=1), "utf-8")
    return changed


def peers(hugo: str) -> dict[str, Peer]:
    """By the name that the command line knows. `hugo` is the program to run."""
    gfm = partial(write_shopgen, more_settings="markdown: {engine: gfm}\n")
    default = partial(write_shopgen, default_theme=True, variant_pages=True)
    return {
        "hugo": Peer(
            "Hugo", "content/catalog/{}.md", write_hugo, partial(_hugo_build, hugo), partial(_hugo_server, hugo)
        ),
        "shopgen": _shopgen_peer("shopgen", write_shopgen),
        "gfm": _shopgen_peer("shopgen, `engine: gfm`", gfm),
        "default": _shopgen_peer("shopgen, default theme, variant pages", default),
    }


def _hugo_build(program: str, place: Place) -> list[str]:
    return [*_hugo(program, place), "--destination", str(place.output)]


def _hugo_server(program: str, place: Place, port: int) -> list[str]:
    return [*_hugo(program, place, "server"), "--renderToMemory", "--port", str(port)]


def _hugo(program: str, place: Place, *command: str) -> list[str]:
    return [program, *command, "--source", str(place.shop), "--cacheDir", str(place.memory), "--noBuildLock"]


def _shopgen_peer(name: str, write: Callable[[Path, int], None]) -> Peer:
    return Peer(name, "catalog/{}.yaml", write, partial(_shopgen, "build"), _shopgen_server, partial(_shopgen, "check"))


def _shopgen_server(place: Place, port: int) -> list[str]:
    return [*_shopgen("serve", place), "--port", str(port)]


def _shopgen(command: str, place: Place) -> list[str]:
    folders = ["--source", str(place.shop), "--output", str(place.output), "--cache-dir", str(place.memory)]
    return [sys.executable, "-m", "shopgen", command, *folders]
