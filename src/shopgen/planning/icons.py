"""The shop's icon in all the forms that browsers, phones and search engines ask for, from one picture."""

import json

from msgspec import Struct

from shopgen.core.digests import digest_of
from shopgen.formats import picture
from shopgen.formats.picture import FAVICON_SIZES, Icon
from shopgen.model.picture import Picture
from shopgen.planning.addresses import HOME
from shopgen.planning.draft import Draft
from shopgen.planning.pictures import PictureShelf
from shopgen.views.site import IconLink

FAVICON = "favicon.ico"
MANIFEST = "site.webmanifest"
IN_TABS = 96
"""Google shows a multiple of 48 pixels beside results."""

TOUCH = 180
ON_HOME_SCREENS = (192, 512)
"""https://www.w3.org/TR/appmanifest/ names no sizes; these are what Chrome asks for."""


class Icons(Struct, frozen=True):
    """What the head of each page links to."""

    links: tuple[IconLink, ...] = ()
    manifest_url: str = ""


class IconShelf:
    """Adds the jobs for the icons of a shop; none for a file that the shop has among its static ones."""

    def __init__(self, draft: Draft, pictures: PictureShelf, source: Picture | None) -> None:
        self._draft = draft
        self._pictures = pictures
        self._source = source
        self._own = {static.path for static in draft.shop.statics}

    def icons(self) -> Icons:
        if self._source is None:
            return Icons()
        if self._source.is_drawing:
            drawn = IconLink("icon", self._pictures.view(self._source, "", "").src, "any", "image/svg+xml")
            return Icons((drawn,), self._manifest((drawn,)))
        large = tuple(self._png(self._source, "icon", size) for size in ON_HOME_SCREENS if self._has(size))
        links = (
            self._favicon(self._source),
            *(self._png(self._source, "icon", size) for size in (IN_TABS,) if self._has(size)),
            *(self._png(self._source, "apple-touch-icon", size) for size in (TOUCH,) if self._has(size)),
        )
        return Icons(links, self._manifest(large))

    def _has(self, size: int) -> bool:
        """Whether the picture has that many pixels; it is never enlarged."""
        return self._source is not None and size <= min(self._source.width, self._source.height)

    def _favicon(self, source: Picture) -> IconLink:
        sizes = [size for size in FAVICON_SIZES if self._has(size)] or [min(source.width, source.height)]
        if FAVICON not in self._own:
            self._add(FAVICON, "favicon", source, Icon(max(sizes), focus=source.focus))
        told = " ".join(f"{size}x{size}" for size in sizes)
        return IconLink("icon", self._draft.addresses.site_url(FAVICON), told)

    def _png(self, source: Picture, rel: str, size: int) -> IconLink:
        icon = Icon(size, rel == "apple-touch-icon", source.focus)
        path = f"images/{rel}-{size}-{digest_of((source.digest, icon, picture.encoder_version()))[:12]}.png"
        self._add(path, "icon", source, icon)
        return IconLink(rel, self._draft.addresses.site_url(path), f"{size}x{size}", "image/png")

    def _add(self, path: str, recipe: str, source: Picture, icon: Icon) -> None:
        ingredients = (
            self._draft.file("source", source.path, source.digest),
            self._draft.pantry.put("icon", f"icon:{digest_of(icon)[:12]}", icon),
        )
        self._draft.add(path, recipe, ingredients, source.path)

    def _manifest(self, icons: tuple[IconLink, ...]) -> str:
        """The address of a web app manifest: what a phone puts on its home screen. A shop stays in the browser."""
        draft, settings = self._draft, self._draft.settings
        content = {
            "name": settings.name,
            "icons": [{"src": icon.url, "sizes": icon.sizes, "type": icon.media_type} for icon in icons],
            "start_url": draft.addresses.url(HOME, settings.default_language),
            "display": "browser",
        }
        if MANIFEST not in self._own:
            text = draft.pantry.put("text", MANIFEST, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
            draft.add(MANIFEST, "verbatim", [text], settings.source)
        return draft.addresses.site_url(MANIFEST)
