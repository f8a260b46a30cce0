"""Render the demo shop's photographs with POV-Ray.

    python tools/photographs/render.py [--scale S] [--threads N] [name ...]

Without names, every shot in shots.csv is rendered. A name is the file's name without its folder and
ending: `morning-mug-moss`. --scale 0.25 traces a quarter of the pixels each way and enlarges the result
to the full size: quick enough to judge a composition by.

Needs POV-Ray 3.7 on the PATH, and Pillow.
"""

import argparse
import csv
import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

Shot = dict[str, str]

INCLUDES = ("studio", "forms", "glazes", "props", "mugs", "bowls", "teaware", "vases", "tea", "gifts", "scenes")
SCENE = """#version 3.7;
{includes}
Backdrop({paper})
{light}
object {{ {subject} rotate y * {turn} }}
Camera({x}, {y}, {frame}, {pitch})
"""

# Anti-aliasing where neighbours differ visibly; no window, no progress, no console streams but errors.
QUALITY_SWITCHES = ("+Q9", "+A0.25", "+AM2", "+R2")
QUIET_SWITCHES = ("-D", "-V", "-GS", "-GD", "-GR")

# A photograph 1600 pixels wide and 2000 high may weigh about 200 kB; others in proportion to their area.
BYTES_PER_PIXEL = 0.062
JPEG_QUALITIES = range(90, 64, -3)


def read_shots() -> dict[str, Shot]:
    """The shots by name, in the order of the table."""
    with (HERE / "shots.csv").open(newline="", encoding="utf-8") as table:
        return {Path(row["name"]).name: row for row in csv.DictReader(table, delimiter=";")}


def trace(shot: Shot, size: tuple[int, int], threads: int) -> Image.Image:
    """Ray-trace one shot."""
    includes = "\n".join(f'#include "{name}.inc"' for name in INCLUDES)
    with tempfile.TemporaryDirectory() as folder:
        scene = Path(folder) / "scene.pov"
        picture = Path(folder) / "scene.png"
        scene.write_text(SCENE.format(includes=includes, **shot), encoding="utf-8")
        files = (f"+I{scene}", f"+O{picture}", f"+L{HERE}")
        extent = (f"+W{size[0]}", f"+H{size[1]}", f"+WT{threads}")
        command = ["povray", *files, *extent, *QUALITY_SWITCHES, *QUIET_SWITCHES]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            sys.exit(f"{shot['name']}: POV-Ray failed\n{result.stderr[-2000:]}")
        with Image.open(picture) as image:
            return image.convert("RGB")


def encode(image: Image.Image) -> bytes:
    """The image as a progressive JPEG of the best quality that keeps to its weight."""
    limit = image.width * image.height * BYTES_PER_PIXEL
    for quality in JPEG_QUALITIES:
        data = io.BytesIO()
        image.save(data, "JPEG", quality=quality, progressive=True, optimize=True, subsampling="4:2:0")
        if data.tell() <= limit:
            break
    return data.getvalue()


def render(shot: Shot, scale: float, threads: int) -> Path:
    """Render one shot into its place in the repository; return the file's path."""
    width, height = (int(side) for side in shot["size"].split("x"))
    image = trace(shot, (round(width * scale), round(height * scale)), threads)
    if image.size != (width, height):
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    path = ROOT / f"{shot['name']}.jpg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode(image))
    return path


def main() -> None:
    """Render the shots named on the command line."""
    parser = argparse.ArgumentParser(description="Render the demo shop's photographs with POV-Ray.")
    parser.add_argument("names", nargs="*", metavar="name", help="shots to render (default: all)")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the pixels traced each way")
    parser.add_argument("--threads", type=int, default=1, help="threads POV-Ray may use")
    arguments = parser.parse_args()

    shots = read_shots()
    unknown = [name for name in arguments.names if name not in shots]
    if unknown:
        sys.exit(f"no such shot: {', '.join(unknown)}")
    for name in arguments.names or shots:
        start = time.monotonic()
        path = render(shots[name], arguments.scale, arguments.threads)
        print(f"{name}: {path.stat().st_size // 1000} kB in {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
