"""Pictures by the paths that somebody typed, with what is worth knowing of each file."""

from collections.abc import Collection, Iterable
from posixpath import basename, splitext
from unicodedata import normalize

from msgspec import Struct, structs

from shopgen.core.diagnostics import Field, Findings, Place, Span
from shopgen.formats import picture as files
from shopgen.formats import svg
from shopgen.formats.text import shown
from shopgen.model.picture import Picture, candidates, candidates_of_link
from shopgen.model.text import Localized
from shopgen.reading.documents.common import ImageDocument
from shopgen.reading.memory import Memory
from shopgen.reading.sources import FileRefused, Sources
from shopgen.reading.suggestions import did_you_mean_file
from shopgen.reading.values import focus, localized

_SAME = {".jpeg": ".jpg", ".jpe": ".jpg", ".jfif": ".jpg", ".tiff": ".tif", ".svgz": ".svg"}
_SAVE_AGAIN = "open it in a picture editor and save it again as JPEG or PNG"
_EXPORT_AGAIN = "open it in the program it was made with and export it again as plain SVG"


class Look(Struct, frozen=True):
    """What was seen in a picture's file: its facts, those of a drawing, or why it cannot be shown and what to do.

    `tone` is None as long as nobody has looked at its pixels.
    """

    facts: files.Facts | None = None
    problem: str = ""
    hint: str = ""
    drawing: svg.Drawing | None = None
    tone: str | None = None

    @property
    def is_whole(self) -> bool:
        return self.facts is None or self.tone is not None


class Shown(Struct, frozen=True, array_like=True):
    """A picture as a product or text shows it. `name` is its file's; `picture` None when it cannot be shown."""

    name: str
    picture: Picture | None
    alts: Localized
    place: Field


class Pictures:
    """Finds pictures among the sources. Each file is looked at once; its extension is reported once.

    With `looks` their pixels are looked at too, if nobody has done that before.
    """

    def __init__(self, sources: Sources, memory: Memory, looks: bool = False) -> None:
        self.looks = looks
        self._sources = sources
        self._memory = memory
        self._found: dict[str, Picture | None] = {}
        self._problems: dict[str, tuple[str, str, str]] = {}
        self._spellings: dict[str, str] = {}

    @property
    def named(self) -> Collection[str]:
        """The paths of all files that were asked for."""
        return self._found.keys()

    def typed(self, text: str, place: Place, findings: Findings) -> Picture | None:
        """The picture at a path typed in the file of `place`; an error when there is none to show.

        Then something stands for it in the preview. None for what is no path in the shop.
        """
        return self._picture_or_missing(text, candidates(text, place.path), place, findings)

    def linked(self, target: str, place: Place, findings: Findings) -> Picture | None:
        """The same for an address in Markdown."""
        return self._picture_or_missing(target, candidates_of_link(target, place.path), place, findings)

    def _picture_or_missing(
        self, text: str, paths: tuple[str, ...], place: Place, findings: Findings
    ) -> Picture | None:
        picture = self._picture(text, paths, place, findings)
        if picture is not None or not paths or "://" in text:
            return picture
        return Picture.missing(next((path for path in paths if path in self._sources), paths[0]))

    def _picture(self, text: str, paths: tuple[str, ...], place: Place, findings: Findings) -> Picture | None:
        if not paths or "://" in text:
            hint = "put the picture into the shop's folder and write its path"
            findings.error("picture-missing", f"`{shown(text)}` is not the path of a picture in the shop", place, hint)
            return None
        for path in paths:
            if path in self._sources:
                return self._seen(path, place, findings)
        for path in paths:
            spelling = self._spelling(path)
            if spelling and normalize("NFC", spelling) == path:
                return self._seen(spelling, place, findings)
            if spelling:
                message = f"there is no picture `{shown(text)}`, but one with other capital letters"
                findings.error("picture-missing", message, place, f"did you mean `{basename(spelling)}`?")
                return None
        names = [name for path in paths for name in self._sources.names_in(path.rpartition("/")[0]).values()]
        hint = did_you_mean_file(basename(paths[0]), names) or f"put it at `{shown(paths[0], 200)}`"
        findings.error("picture-missing", f"there is no picture `{shown(text)}`", place, hint)
        return None

    def _spelling(self, path: str) -> str:
        """The file whose path differs from `path` in case or Unicode form only."""
        if not self._spellings:
            self._spellings = {_plain(each): each for each in self._sources}
        return self._spellings.get(_plain(path), "")

    def _seen(self, path: str, place: Place, findings: Findings) -> Picture | None:
        if path not in self._found:
            self._found[path] = self._look(path, findings)
        if path in self._problems:
            code, message, hint = self._problems[path]
            findings.error(code, message, place, hint)
        return self._found[path]

    def _look(self, path: str, findings: Findings) -> Picture | None:
        try:
            digest = self._sources.digest(path, files.MAX_BYTES)
            look: Look | None = self._memory.get(("picture", digest))
            if look is None or (self.looks and not look.is_whole):
                look = self._open(path, digest)
        except FileRefused as refused:
            self._problems[path] = (refused.code, f"`{basename(path)}`: {refused.message}", refused.hint)
            return None
        if look.drawing is not None:
            return _drawing(path, digest, look.drawing, findings)
        if look.facts is None:
            self._problems[path] = ("picture-broken", f"`{basename(path)}`: {look.problem}", look.hint)
            return None
        seen = look.facts
        _check_extension(path, seen.format, seen.extension, findings)
        _check_frames(path, seen, findings)
        tone, moves = look.tone or "", seen.is_animated
        return Picture(path, digest, seen.width, seen.height, seen.has_alpha, tone=tone, is_animated=moves)

    def _open(self, path: str, digest: str) -> Look:
        content = self._sources.read(path, files.MAX_BYTES)
        look = looked_at(content) if self.looks else glanced_at(content)
        self._memory.put(("picture", digest), look)
        return look


def glanced_at(content: bytes) -> Look:
    """What can be told of a picture without its pixels."""
    try:
        is_drawing = svg.is_drawing(content)
        return Look(drawing=svg.examined(content)) if is_drawing else Look(files.facts(content))
    except svg.BrokenDrawing as broken:
        return Look(problem=str(broken), hint=_EXPORT_AGAIN)
    except files.BrokenPicture as broken:
        return Look(problem=str(broken), hint=_SAVE_AGAIN)


def looked_at(content: bytes) -> Look:
    """All that is to be known of a picture. Pixels that cannot be decoded are told when something is made of them."""
    look = glanced_at(content)
    if look.facts is None:
        return look
    try:
        return structs.replace(look, tone=files.tone(content))
    except files.BrokenPicture:
        return structs.replace(look, tone="")


def shown_pictures(
    images: Iterable[str | ImageDocument],
    languages: tuple[str, ...],
    place: Field,
    pictures: Pictures,
    findings: Findings,
) -> tuple[Shown, ...]:
    """Each of the typed pictures with its focus and alternative texts; `place` is that of the list."""
    return tuple(shown_picture(image, languages, place.at(at), pictures, findings) for at, image in enumerate(images))


def shown_picture(
    image: str | ImageDocument, languages: tuple[str, ...], place: Field, pictures: Pictures, findings: Findings
) -> Shown:
    if isinstance(image, str):
        return Shown(basename(image), pictures.typed(image, place, findings), {}, place)
    picture = pictures.typed(image.src, place.at("src"), findings)
    point = focus(image.focus, place.at("focus"), findings)
    if picture is not None and picture.focus != point:
        picture = structs.replace(picture, focus=point)
    alts = localized(image.alt, languages, place.at("alt"), findings)
    return Shown(basename(image.src), picture, alts, place)


def _drawing(path: str, digest: str, drawing: svg.Drawing, findings: Findings) -> Picture:
    _check_extension(path, "svg", ".svg", findings)
    if drawing.removed:
        parts = [f"{count} {what}{'s' if count > 1 else ''}" for what, count in drawing.removed]
        findings.warning(
            "drawing-cleaned",
            f"the drawing is shown without what could act or lead elsewhere: {', '.join(parts)}",
            Span(path),
            "look whether it still shows what it should; export it as plain SVG to be rid of this",
        )
    return Picture(path, digest, drawing.width, drawing.height, has_alpha=True, is_drawing=True)


def _check_extension(path: str, kind: str, expected: str, findings: Findings) -> None:
    extension = splitext(path)[1].lower()
    if _SAME.get(extension, extension) != expected:
        findings.warning(
            "picture-extension",
            f"the picture is {kind.upper()}, but its name ends in `{shown(extension)}`",
            Span(path),
            f"rename it to `{basename(splitext(path)[0])}{expected}`",
        )


def _check_frames(path: str, facts: files.Facts, findings: Findings) -> None:
    if facts.frames == 1 or facts.is_animated:
        return
    most, pixels = files.MAX_FRAMES, files.MAX_PIXELS_OF_ALL_FRAMES
    if facts.frames > most:
        problem = f"the animation has more than {most} frames"
    else:
        problem = f"the {facts.frames} frames of {facts.width} x {facts.height} have more than {pixels:,} pixels"
    hint = "make it shorter or smaller, or show a video elsewhere and link to it"
    findings.warning("picture-frames", f"{problem}; only the first frame is shown", Span(path), hint)


def _plain(path: str) -> str:
    return normalize("NFC", path.casefold())
