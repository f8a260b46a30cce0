"""Whatever colours a picture comes in, as the 8-bit sRGB that browsers expect."""

from io import BytesIO
from typing import cast

from PIL import Image, ImageCms


def in_srgb(image: Image.Image) -> Image.Image:
    """`image` with 8 bits a channel in L, RGB or RGBA, its colours those of sRGB."""
    profile = image.info.get("icc_profile")
    if image.mode[0] in "IF":
        image = _eight_bits(image)
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode not in {"L", "RGB", "CMYK"}:
        image = image.convert("RGB")
    if profile:
        image = _converted(image, profile)
    return image.convert("RGB") if image.mode == "CMYK" else image


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scales 16-bit, 32-bit and floating grey (0 to 1) to 8 bits; Pillow's own conversion would clip."""
    wide = image if image.mode in {"I", "F"} else image.convert("I")
    highest = cast(tuple[float, float], wide.getextrema())[1]
    if image.mode == "F" and highest <= 1:
        factor = 255.0
    elif image.mode.startswith("I;16") or 255 < highest <= 65_535:
        factor = 1 / 257
    else:
        factor = 255 / highest if highest > 255 else 1.0
    return wide.convert("F").point(lambda value: value * factor + 0.5).convert("L")


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    """`image` with its colours converted from `profile` to sRGB; as it is when the profile is damaged."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if ImageCms.getProfileDescription(source).strip().startswith("sRGB"):
            return image
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        result = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return result or image
