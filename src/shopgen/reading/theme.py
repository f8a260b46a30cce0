"""The theme with what it extends, and what the shop overrides laid over it."""

import re
from collections.abc import Iterator

from msgspec import Struct

from shopgen.core.diagnostics import Field, Findings, Place, Span
from shopgen.core.layout import SETTINGS
from shopgen.core.paths import is_component
from shopgen.formats import locale
from shopgen.formats.text import shown
from shopgen.model.settings import Settings
from shopgen.model.shop import QUALITIES, PicturePreset, StaticFile, Theme
from shopgen.reading.decoding import document, plain_text
from shopgen.reading.documents.theme import PresetDocument, ThemeDocument
from shopgen.reading.sources import INSTALLED_THEMES, Sources
from shopgen.reading.statics import never_published, static_file
from shopgen.reading.suggestions import did_you_mean
from shopgen.views.pages import VERSION

_ASPECT = re.compile(r"([1-9]\d{0,3}):([1-9]\d{0,3})")
_FILE = "theme.yaml"

Messages = dict[str, str | dict[str, str]]


class Layer(Struct, frozen=True):
    """One theme of the chain: where its files lie, and what its `theme.yaml` says."""

    folder: str
    document: ThemeDocument


def read_theme(sources: Sources, settings: Settings, findings: Findings) -> Theme:
    """The theme that the settings name; what cannot be read of it is left out, with errors."""
    chain = _chain(sources, settings.theme, findings)
    folders = ["", *(layer.folder for layer in chain)]
    folders.reverse()  # what comes later lies on top: first the root of the chain, last the shop's own files
    presets: dict[str, PicturePreset] = {}
    options: dict[str, str] = {}
    for layer in reversed(chain):
        options |= layer.document.options
        for name, preset in layer.document.pictures.items():
            place = Field(f"{layer.folder}/{_FILE}", ("pictures", name))
            presets[name] = _preset(preset, place, findings)
    if chain:
        _check_options(settings, options, findings)
    origins = _origins(sources, folders)
    templates = {name: plain_text(sources, path, findings) for name, path in origins.items()}
    return Theme(
        name=settings.theme,
        templates={name: text for name, text in templates.items() if text is not None},
        messages=_messages(sources, folders, findings),
        assets=_assets(sources, folders, findings),
        presets=presets,
        options={**options, **{name: value for name, value in settings.theme_options.items() if name in options}},
        origins=origins,
    )


def _chain(sources: Sources, name: str, findings: Findings) -> list[Layer]:
    """The theme and those that it extends, the active one first."""
    layers: list[Layer] = []
    names: list[str] = []
    place: Place = Field(SETTINGS, ("theme",))
    while name:
        if name in names:
            message = f"the theme extends itself: {' > '.join([*names, name])}"
            findings.error("theme-missing", message, place, "remove `extends` from one of them")
            return layers
        folder = _folder(sources, name)
        if not folder:
            hint = did_you_mean(name, _known(sources)) or f"write the name of a folder in `themes/` with a `{_FILE}`"
            findings.error("theme-missing", f"there is no theme `{shown(name)}`", place, hint)
            return layers
        typed = document(sources, f"{folder}/{_FILE}", ThemeDocument, findings)
        typed = typed or ThemeDocument(name=name)
        if typed.views > VERSION:
            message = f"the theme is made for version {typed.views} of the templates' contract; this is {VERSION}"
            findings.error("theme-version", message, Field(f"{folder}/{_FILE}", ("views",)), "install a newer shopgen")
        layers.append(Layer(folder, typed))
        names.append(name)
        name, place = typed.extends, Field(f"{folder}/{_FILE}", ("extends",))
    return layers


def _folder(sources: Sources, name: str) -> str:
    """The folder of a theme: the shop's own comes before an installed one; nothing when there is none."""
    if not is_component(name):
        return ""
    folders = (f"themes/{name}", f"{INSTALLED_THEMES}/{name}")
    return next((folder for folder in folders if f"{folder}/{_FILE}" in sources), "")


def _known(sources: Sources) -> list[str]:
    ends = f"/{_FILE}"
    paths = (path for path in sources if path.startswith(("themes/", INSTALLED_THEMES)) and path.endswith(ends))
    return [path.split("/")[1] for path in paths]


def _files(sources: Sources, folders: list[str], part: str) -> Iterator[tuple[str, str]]:
    """Name below `part` and logical path of the files in each of the folders, those on top last."""
    for folder in folders:
        whole = f"{folder}/{part}" if folder else part
        for entry in sources.below(whole):
            yield entry.path.removeprefix(whole + "/"), entry.path


def _origins(sources: Sources, folders: list[str]) -> dict[str, str]:
    return dict(sorted(dict(_files(sources, folders, "templates")).items()))


def _assets(sources: Sources, folders: list[str], findings: Findings) -> dict[str, StaticFile]:
    found = {}
    for name, path in sorted(dict(_files(sources, folders, "assets")).items()):
        if not never_published(name):
            file = static_file(name, path, sources, findings)
            if file is not None:
                found[name] = file
    return found


def _messages(sources: Sources, folders: list[str], findings: Findings) -> dict[str, dict[str, str]]:
    """Texts by language and key, plural forms under `key.one` and the like."""
    found: dict[str, dict[str, str]] = {}
    for name, path in _files(sources, folders, "locales"):
        language, _, suffix = name.rpartition(".")
        if suffix not in {"yaml", "yml"}:
            continue
        if not locale.is_language(language):
            findings.warning(
                "unknown-language", f"`{shown(language)}` is not a language", Span(path), "rename the file"
            )
            continue
        typed = document(sources, path, Messages, findings)
        for key, value in (typed or {}).items():
            forms = {key: value} if isinstance(value, str) else {f"{key}.{form}": text for form, text in value.items()}
            words = found.setdefault(language, {})
            for old in [old for old in words if old == key or old.startswith(f"{key}.")]:
                del words[old]
            words |= forms
    return found


def _check_options(settings: Settings, options: dict[str, str], findings: Findings) -> None:
    for name in settings.theme_options:
        if name not in options:
            place = Field(SETTINGS, ("theme_options", name))
            hint = did_you_mean(name, options) or "remove it"
            findings.error("unknown-key", f"the theme `{settings.theme}` has no option `{shown(name)}`", place, hint)


def _preset(typed: PresetDocument, place: Field, findings: Findings) -> PicturePreset:
    widths = tuple(sorted({width for width in typed.widths if 16 <= width <= 8192}))
    if not widths or len(widths) < len(typed.widths):
        findings.error(
            "bad-value",
            "the widths must be different numbers from 16 to 8192",
            place.at("widths"),
            "such as `[320, 640]`",
        )
    aspect = _ASPECT.fullmatch(typed.aspect.strip())
    if typed.aspect.strip() and aspect is None:
        findings.error("bad-value", f"`{shown(typed.aspect)}` is not an aspect", place.at("aspect"), "such as `4:5`")
    for name, quality in typed.quality.items():
        if name not in QUALITIES or not 1 <= quality <= 100:
            hint = "write `avif`, `jpeg` or `webp` with a number from 1 to 100"
            findings.error("bad-value", f"`{shown(name)}: {quality}` is not a quality", place.at("quality", name), hint)
    return PicturePreset(
        widths or (800,),
        typed.sizes,
        (int(aspect[1]), int(aspect[2])) if aspect else None,
        typed.fit,
        {**QUALITIES, **typed.quality},
        tuple(dict.fromkeys(typed.formats)),
        typed.animated,
    )
