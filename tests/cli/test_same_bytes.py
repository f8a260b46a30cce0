"""The same sources give the same bytes, wherever, whenever and by whomever they are built."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from support.processes import MOMENT, crowd, ended, start_build
from support.somebody import somebody
from support.workplace import SETTINGS, Workplace

SHOP = (
    SETTINGS
    + """\
languages: [en, pl, tr]
missing_links: warning
-- catalog/c1/_category.yaml --
title: Işık
translations: {pl: {title: Światło}, tr: {title: İki ışık}}
-- catalog/c1/lamp.yaml --
title: Żółta lampa
sku: L-1
price: 1234.50
sale: {price: 1000.00, ends: 2026-11-29}
images: [{src: lamp.png, alt: Lamp}]
options: [{name: Size, values: [S, L]}]
variants: [{sku: L-S, options: {Size: S}}, {sku: L-L, options: {Size: L}, price: 2000}]
tags: [çay, herbata]
attributes: {Clay: red, Height: 9 cm}
-- catalog/images/lamp.png: 16x20 --
-- content/news/2026-11-21-night.md --
---
title: At night
date: 2026-11-21T23:30
tags: [çay]
---
Late.
-- content/news/2026-11-22-noon.md --
---
title: At noon
date: 2026-11-22T11:59
---
Now.
"""
    + crowd(30)
)
SHUFFLED = """\
import os, random
listdir, scandir = os.listdir, os.scandir

class Shuffled:
    def __init__(self, found):
        with found:
            self.entries = list(found)
        random.shuffle(self.entries)
    def __iter__(self):
        return iter(self.entries)
    def __next__(self):
        return self.entries.pop()
    def __enter__(self):
        return self
    def __exit__(self, *problem):
        pass
    def close(self):
        pass

os.scandir = lambda path=".": Shuffled(scandir(path))
os.listdir = lambda path=".": random.sample(found := listdir(path), len(found))
"""
LATER = "import time\nnow, now_ns = time.time, time.time_ns\ntime.time = lambda: now() + 3e8\n"
LATER += "time.time_ns = lambda: now_ns() + 3 * 10**17\n"

VARIATIONS: dict[str, dict[str, Any]] = {
    "another folder": {},
    **{f"TZ={zone}": {"variables": {"TZ": zone}} for zone in ("UTC", "Asia/Kolkata", "America/St_Johns")},
    **{f"LANG={name}": {"variables": {"LANG": name, "LC_ALL": name}} for name in ("C", "pl_PL.UTF-8", "tr_TR.UTF-8")},
    **{f"hash seed {seed}": {"variables": {"PYTHONHASHSEED": seed}} for seed in ("0", "1", "random")},
    **{f"{jobs} jobs": {"arguments": ("--jobs", jobs)} for jobs in ("1", "2", "8")},
    "shuffled folders": {"startup": SHUFFLED},
    "another time": {"startup": LATER},
    "no assertions": {"variables": {"PYTHONOPTIMIZE": "1"}},
    "no docstrings": {"variables": {"PYTHONOPTIMIZE": "2"}},
    **{f"umask {mask:03o}": {"umask": mask} for mask in (0o077, 0o022)},
}


def built(folder: Path, startup: str = "", arguments: tuple[str, ...] = (), **more: Any) -> Mapping[str, bytes]:
    """All files of the site, with the list that lies among them. `startup` runs before anything else in the process."""
    shop = Workplace(folder / "shop", SHOP)
    variables = more.pop("variables", {})
    if startup:
        (folder / "sitecustomize.py").write_text(startup)
        variables["PYTHONPATH"] = os.pathsep.join([str(folder), *sys.path])
    assert ended(start_build(shop, *arguments, variables=variables, **more)) == (0, "")
    return files(shop.output)


def files(folder: Path) -> Mapping[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def assert_same(found: Mapping[str, bytes], usual: Mapping[str, bytes]) -> None:
    assert found.keys() == usual.keys()
    assert [path for path in found if found[path] != usual[path]] == []
    assert len(found) > 100


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return built(tmp_path_factory.mktemp("usual"))


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="masks and zones are others there")
@pytest.mark.parametrize("name", VARIATIONS)
def test_the_same_bytes_come_from(name: str, usual: Mapping[str, bytes], tmp_path: Path) -> None:
    assert_same(built(tmp_path / "a" / "longer name", **VARIATIONS[name]), usual)


def test_the_same_bytes_come_from_another_user(usual: Mapping[str, bytes], shopgen: Callable) -> None:
    with somebody(SHOP) as folder:
        shop = Workplace(folder / "shop", SHOP)

        assert shopgen("build", "-s", str(shop.root), "--clock", MOMENT).code == 0
        assert_same(files(shop.output), usual)
