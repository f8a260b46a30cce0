"""The options that several commands share, and what they add up to."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from shopgen.core.failures import EnvironmentFailure, UsageFailure
from shopgen.core.layout import SETTINGS

if TYPE_CHECKING:
    from shopgen.options import Options

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

OUTPUT = "public"
CACHE = ".shopgen"
NO_CACHE = "none"
FORMATS = ("text", "json", "sarif", "github")

_FOLDER = click.Path(file_okay=False, path_type=Path)

SOURCE = click.option("-s", "--source", type=_FOLDER, default=Path(), help="The shop's folder; this one without it.")
CACHE_DIR = click.option(
    "--cache-dir", type=_FOLDER, envvar="SHOPGEN_CACHE_DIR", help="What is remembered between runs; `.shopgen/`."
)
DESTINATION = click.option(
    "-d", "--destination", "--output", "-o", type=_FOLDER, help="Where the finished shop goes; `public/` in the shop."
)

_SHOP = (
    SOURCE,
    DESTINATION,
    click.option(
        "-b",
        "--base-url",
        envvar="SHOPGEN_BASE_URL",
        default="",
        help="Where the shop will live, instead of shop.yaml.",
    ),
    CACHE_DIR,
    click.option("--clock", help="Build for this moment (ISO 8601); SOURCE_DATE_EPOCH or now without it."),
    click.option("--jobs", type=click.IntRange(1, 1024), metavar="N", help="Processes to work with; one a processor."),
    click.option("--executor", metavar="dask://HOST:PORT", help="A Dask cluster that works instead of processes."),
    click.option("--strict", is_flag=True, help="Warnings are errors."),
)
_IMAGE_CACHE = click.option(
    "--image-cache",
    metavar="ADDRESS",
    envvar="SHOPGEN_IMAGE_CACHE",
    default="",
    help="Where pictures made elsewhere are had from, instead of shop.yaml; `none` for nowhere.",
)
_UNPUBLISHED = (
    click.option("-D", "--drafts", "--build-drafts", is_flag=True, help="Include drafts."),
    click.option("-F", "--future", is_flag=True, help="Include what is to be published later."),
    click.option("-E", "--expired", is_flag=True, help="Include what has expired."),
)
_SCREEN = (
    click.option("--format", type=click.Choice(FORMATS), default="text", help="How findings are written."),
    click.option("-q", "--quiet", is_flag=True, help="Only errors."),
    click.option("-v", "--verbose", is_flag=True, help="Everything: each written file with its reason."),
    click.option("--no-color", is_flag=True, help="No colours; so does the variable NO_COLOR."),
)


def shop_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options that say which shop is built and how; hands them over as one `options`."""

    @wraps(command)
    def with_options(**given: Any) -> Any:
        names = ("source", "destination", "base_url", "cache_dir", "clock", "jobs", "executor", "strict")
        shop = {name: given.pop(name) for name in names}
        for name in ("drafts", "future", "expired"):
            shop[name] = given.pop(name, True)
        return command(options=session_options(**shop), **given)

    return _add(_SHOP, with_options)


def unpublished_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options that include what is not, not yet or no longer published; goes above `shop_options`."""
    return _add(_UNPUBLISHED, command)


def image_cache_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the option that names an image cache; goes below `shop_options`, whose `options` take it over."""

    @wraps(command)
    def with_cache(options: "Options", image_cache: str, **given: Any) -> Any:
        from msgspec.structs import replace

        return command(options=replace(options, image_cache=_image_cache(image_cache)), **given)

    return _add((_IMAGE_CACHE,), with_cache)


def screen_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options that say what is shown and how; hands them over as one `screen`."""

    @wraps(command)
    def with_screen(**given: Any) -> Any:
        from shopgen.commands.screen import Screen

        names = ("format", "quiet", "verbose", "no_color")
        return command(screen=Screen(**{name: given.pop(name) for name in names}), **given)

    return _add(_SCREEN, with_screen)


def session_options(
    *,
    source: Path,
    destination: Path | None = None,
    base_url: str = "",
    cache_dir: Path | None = None,
    clock: str | None = None,
    jobs: int | None = None,
    executor: str | None = None,
    strict: bool = False,
    drafts: bool = False,
    future: bool = False,
    expired: bool = False,
) -> "Options":
    """What the command line decides, with every default filled in. Raises UsageFailure for what cannot be."""
    from shopgen.options import Options

    root = folder(source)
    click.get_current_context().obj.cache = _crash_folder(root, cache_dir)
    return Options(
        root=root,
        output=(destination or root / OUTPUT).absolute(),
        cache=_cache(root, cache_dir),
        clock=moment(clock, root),
        base_url=_base_url(base_url),
        drafts=drafts,
        future=future,
        expired=expired,
        strict=strict,
        jobs=jobs or processors(),
        cluster=_cluster(executor) if executor else "",
    )


def _cache(root: Path, cache_dir: Path | None) -> Path:
    return (cache_dir or root / CACHE).absolute()


def _crash_folder(root: Path, cache_dir: Path | None) -> Path | None:
    """Where a crash report goes; nowhere in a folder that is no shop."""
    return _cache(root, cache_dir) if (root / SETTINGS).exists() else None


def folder(source: Path) -> Path:
    if not source.is_dir():
        raise UsageFailure(f"there is no folder `{source}`", "name the shop's folder with --source")
    return source.absolute()


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def moment(typed: str | None, root: Path) -> datetime:
    """The moment for which the shop is built: what was typed, else SOURCE_DATE_EPOCH, else now."""
    if typed is None:
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        return _from_epoch(epoch) if epoch else now()
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        raise UsageFailure(
            f"`{typed}` is not a moment", "write it as 2026-12-01, 2026-12-01T08:00 or 2026-12-01T08:00+01:00"
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=shop_zone(root))


def now() -> datetime:
    return datetime.now(UTC)


def is_clock_set() -> bool:
    """Whether somebody said for which moment the shop is to be shown; else the clock goes on."""
    return click.get_current_context().params.get("clock") is not None or bool(os.environ.get("SOURCE_DATE_EPOCH"))


def _from_epoch(text: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError):
        hint = "it is a whole number of seconds since 1970"
        raise UsageFailure(f"SOURCE_DATE_EPOCH is `{text}`, which is not a moment", hint) from None


def shop_zone(root: Path) -> tzinfo:
    """The shop's time zone; UTC when its settings do not say a good one. Reading tells what is wrong with them."""
    from zoneinfo import ZoneInfo

    from shopgen.formats.yaml import NotPlain, plain

    try:
        settings = plain((root / SETTINGS).read_text("utf-8-sig"))
        name = settings.get("time_zone") if isinstance(settings, dict) else None
        return ZoneInfo(name) if isinstance(name, str) else UTC
    except (OSError, ValueError, KeyError, NotPlain):
        return UTC


def _base_url(typed: str) -> str:
    if typed and not typed.startswith(("https://", "http://")):
        raise UsageFailure(f"`{typed}` is not the address of a shop", "write it in full, as https://shop.example/")
    return typed


def _image_cache(typed: str) -> str:
    """The address of the cache. Raises UsageFailure for what cannot be one."""
    if not typed or typed == NO_CACHE:
        return typed
    from shopgen.caches.members import problem, without_password

    found = problem(typed)
    if found:
        hint = "write `live`, a folder, `s3://bucket/folder`, or `none`"
        raise UsageFailure(f"`{without_password(typed)}` {found}", hint)
    return typed


def _cluster(typed: str) -> str:
    """The host and port of the scheduler."""
    from importlib.util import find_spec

    scheme, _, address = typed.partition("://")
    host, _, port = address.rpartition(":")
    if scheme != "dask" or not host or not port.isdecimal() or set(address) & set("/?#@ "):
        raise UsageFailure(f"`{typed}` is no executor", "write the scheduler's address, as dask://192.0.2.7:8786")
    if find_spec("distributed") is None:
        raise EnvironmentFailure("Dask is not installed", 'get it with `pip install "shopgen[dask]"`')
    return address


def _add(options: tuple[Decorator, ...], command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(options):
        command = option(command)
    return command
