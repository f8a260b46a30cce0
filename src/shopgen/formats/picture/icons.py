"""Icons for tabs, bookmarks and home screens, made of one picture."""

from io import BytesIO

from PIL import Image

from shopgen.formats.picture.apart import make
from shopgen.formats.picture.operations import FAVICON_SIZES, Icon, Operation


def icon(content: bytes, wanted: Icon) -> bytes:
    """The picture cut to a square around its focus, never larger than it is. Raises BrokenPicture."""
    made = make(content, Operation(wanted.size, wanted.size, "cover", "png", focus=wanted.focus))
    if not wanted.is_opaque:
        return made
    picture = Image.open(BytesIO(made)).convert("RGBA")
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    target = BytesIO()
    ground.save(target, "PNG")
    return target.getvalue()


def favicon(content: bytes, focus: tuple[int, int] = (500, 500)) -> bytes:
    """An ICO file with the picture in 16, 32 and 48 pixels, for whatever asks for `/favicon.ico`."""
    pictures = [Image.open(BytesIO(icon(content, Icon(size, focus=focus)))).convert("RGBA") for size in FAVICON_SIZES]
    *smaller, largest = [picture for picture in pictures if picture.size[0] == picture.size[1]]
    target = BytesIO()
    largest.save(target, "ICO", sizes=[each.size for each in (*smaller, largest)], append_images=smaller)
    return target.getvalue()
