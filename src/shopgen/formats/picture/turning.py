"""Pictures as they were meant to be seen: cameras lay them down and note how (EXIF 3.0, 4.6.5.1.7)."""

from PIL import Image, ImageFile

from shopgen.formats.picture.reading import orientation

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def upright(image: ImageFile.ImageFile) -> Image.Image:
    """The picture, whose pixels are loaded, as it is to be seen."""
    turned = orientation(image)
    return image.transpose(_TURNS[turned]) if turned in _TURNS else image
