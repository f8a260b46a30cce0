"""Writes a shop of any size, always the same one for the same size, in the layout of one generator.

    python benchmarks/make_shop.py 10000 FOLDER
    python benchmarks/make_shop.py 10000 FOLDER --layout hugo
    python benchmarks/make_shop.py 10000 FOLDER --default-theme --variant-pages

PRODUCTS is a multiple of 50. Both layouts hold the same facts; `compare.py --verify` compares the pages
that are made of them. There are no pictures: pages name photographs, because making those is another measurement.
"""

import argparse
import shutil
from pathlib import Path

from catalogue import LARGEST, Catalogue
from layouts import Files, hugo_files, shopgen_files

HERE = Path(__file__).parent
SETTINGS = """\
name: Example Outfitters
base_url: https://shop.example/
currency: EUR
description: Tools, kitchen, outdoor and home goods, sent from one warehouse.
posts_per_page: 24
"""
# Hugo's side has no such pages.
EMPTY_ADDRESSES = 'addresses: {brand: "", tag: "", products: ""}\n'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("products", type=size)
    parser.add_argument("folder", type=Path, help="is made anew")
    parser.add_argument("--layout", choices=("shopgen", "hugo"), default="shopgen")
    parser.add_argument("--default-theme", action="store_true", help="for shopgen: the theme that shops begin with")
    parser.add_argument("--variant-pages", action="store_true", help="for shopgen: a page for each variant")
    given = parser.parse_args()
    if given.layout == "hugo":
        write_hugo(given.folder, given.products)
    else:
        write_shopgen(given.folder, given.products, given.default_theme, given.variant_pages)


def size(text: str) -> int:
    """The number of products that `text` says; raises ValueError for one that cannot be made."""
    number = int(text)
    if number % 50 or not 200 <= number <= LARGEST:
        raise ValueError(number)
    return number


def write_shopgen(
    folder: Path, products: int, default_theme: bool = False, variant_pages: bool = False, more_settings: str = ""
) -> None:
    settings = f"{SETTINGS}variants: {{pages: {str(variant_pages).lower()}}}\n{more_settings}"
    if not default_theme:
        settings += f"theme: bench\n{EMPTY_ADDRESSES}"
    write(folder, shopgen_files(Catalogue(products), texts_as_summaries=default_theme))
    (folder / "shop.yaml").write_text(settings, "utf-8")
    if not default_theme:
        shutil.copytree(HERE / "themes", folder / "themes")


def write_hugo(folder: Path, products: int) -> None:
    write(folder, hugo_files(Catalogue(products)))
    shutil.copytree(HERE / "hugo", folder, dirs_exist_ok=True)


def write(folder: Path, files: Files) -> None:
    """Makes the folder anew, with these files in it."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, text in files:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
