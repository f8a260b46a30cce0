"""Where a photograph was taken, as cameras note it."""

from PIL import Image

from shopgen.formats.picture.limits import BrokenPicture
from shopgen.formats.picture.reading import guarded, opened

_GPS = 0x8825
_LATITUDE = 2


def tells_where(content: bytes) -> bool:
    """Whether the picture says where it was taken (EXIF 3.0, 4.6.6). What is no picture says nothing."""
    try:
        with guarded():
            raw = opened(content).info.get("exif")
            exif = Image.Exif()
            exif.load(raw or b"")
            return _LATITUDE in exif.get_ifd(_GPS)
    except BrokenPicture:
        return False
