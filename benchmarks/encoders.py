"""Shows what the settings of encoders cost and give: milliseconds, SSIM of brightness, and bytes at equal SSIM.

    pip install scikit-image
    python benchmarks/encoders.py FOLDER...

The first line of each format is what the others are compared with. Photographs are made 320 and 960 pixels wide.
"""

import argparse
import time
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import numpy
from PIL import Image
from skimage.metrics import structural_similarity

WIDTHS = (320, 960)
TRIED: Mapping[str, tuple[int, str, Sequence[int], Mapping[str, int]]] = {
    "WEBP": (80, "method", (4, 3, 2, 1, 0), {}),
    "AVIF": (50, "speed", (6, 7, 8, 9), {"max_threads": 1}),
}
AROUND = (-6, -2, 0, 2, 6, 10)
"""Qualities beside the usual one, to find by how much the bytes differ where SSIM does not."""


class Result(NamedTuple):
    likeness: float
    size: float
    milliseconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", help="with photographs in JPEG; the first eight are taken")
    for folder in parser.parse_args().folders:
        for width in WIDTHS:
            print(f"{folder}, {width} wide")
            tell([scaled(path, width) for path in sorted(folder.glob("*.jpg"))[:8]])


def scaled(path: Path, width: int) -> Image.Image:
    picture = Image.open(path).convert("RGB")
    return picture.resize((width, round(width * picture.height / picture.width)), Image.Resampling.LANCZOS)


def tell(pictures: Sequence[Image.Image]) -> None:
    for name, (quality, setting, values, options) in TRIED.items():
        usual = None
        for value in values:
            tried = {step: encoded(pictures, name, quality + step, {setting: value, **options}) for step in AROUND}
            usual = usual or tried[0]
            line = [tried[step].likeness for step in AROUND], [tried[step].size for step in AROUND]
            more = float(numpy.interp(usual.likeness, *line)) / usual.size - 1
            told = f"{tried[0].milliseconds:6.1f} ms, SSIM {tried[0].likeness:.4f}, {tried[0].size:8,.0f} bytes"
            print(f"  {name} {quality}, {setting} {value}: {told}, {more:+6.1%} at equal SSIM", flush=True)


def encoded(pictures: Sequence[Image.Image], name: str, quality: int, options: Mapping[str, int]) -> Result:
    """Means over the pictures; CPU time."""
    likenesses, sizes, began = [], [], time.process_time()
    files = []
    for picture in pictures:
        file = BytesIO()
        picture.save(file, name, quality=quality, **options)
        files.append(file)
    spent = time.process_time() - began
    for picture, file in zip(pictures, files, strict=True):
        sizes.append(len(file.getvalue()))
        both = (numpy.asarray(each.convert("L")) for each in (picture, Image.open(file)))
        likenesses.append(structural_similarity(*both))
    return Result(float(numpy.mean(likenesses)), float(numpy.mean(sizes)), 1000 * spent / len(pictures))


if __name__ == "__main__":
    main()
