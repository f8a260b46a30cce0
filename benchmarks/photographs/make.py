"""Photographs to measure with: parts of the samples of scikit-image and scikit-learn, with the grain of a camera.

python benchmarks/photographs/make.py FOLDER 40        (pip install scikit-image scikit-learn)
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy
from PIL import Image

SIZE = (2400, 1800)
SAMPLES = {
    "skimage": ("coffee.png", "astronaut.png", "chelsea.png", "rocket.jpg", "motorcycle_left.png"),
    "sklearn": ("china.jpg", "flower.jpg"),
}
SURFACES = ("gravel.png", "brick.png", "grass.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    given = parser.parse_args()
    write(given.folder, given.count)


def write(folder: Path, count: int) -> None:
    """The same photographs for the same number, as `photograph-<number>.jpg`."""
    folder.mkdir(parents=True, exist_ok=True)
    samples = [picture.convert("RGB") for picture in _samples()]
    surfaces = [_surface(name) for name in SURFACES]
    for number in range(count):
        drawn = numpy.random.default_rng(number)
        part = _part(samples[number % len(samples)], drawn)
        grain = surfaces[number % len(surfaces)] * drawn.uniform(3, 8) + drawn.normal(0, 1.5, SIZE[::-1])
        pixels = numpy.asarray(part, numpy.float32) + grain[..., None]
        whole = Image.fromarray(numpy.clip(pixels, 0, 255).astype(numpy.uint8))
        whole.save(folder / f"photograph-{number:03}.jpg", quality=90)


def _samples() -> Iterator[Image.Image]:
    import skimage
    import sklearn

    for folder, names in (
        (Path(skimage.__file__).parent / "data", SAMPLES["skimage"]),
        (Path(sklearn.__file__).parent / "datasets/images", SAMPLES["sklearn"]),
    ):
        yield from (Image.open(folder / name) for name in names)


def _surface(name: str) -> numpy.ndarray:
    """Fine structure around 0, as large as a photograph."""
    import skimage

    picture = Image.open(Path(skimage.__file__).parent / "data" / name).convert("L")
    tile = numpy.asarray(picture.resize((SIZE[0] // 2, SIZE[1] // 2), Image.Resampling.BICUBIC), numpy.float32)
    return numpy.tile((tile - tile.mean()) / tile.std(), (2, 2))


def _part(sample: Image.Image, drawn: numpy.random.Generator) -> Image.Image:
    """A part of the sample, enlarged."""
    width = int(min(sample.width, sample.height * 4 / 3) * drawn.uniform(0.6, 1))
    height = width * 3 // 4
    left, top = drawn.integers(0, sample.width - width + 1), drawn.integers(0, sample.height - height + 1)
    return sample.crop((left, top, left + width, top + height)).resize(SIZE, Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
