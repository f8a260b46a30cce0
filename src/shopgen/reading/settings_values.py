"""The values of `shop.yaml` that must be something in the world: addresses, currencies, languages, zones, countries."""

import re
from urllib.parse import urlsplit

from msgspec.structs import asdict

from shopgen.core.diagnostics import Field, Findings
from shopgen.core.layout import FOLDERS
from shopgen.core.paths import PathRefused, page_path
from shopgen.core.secrets import masked
from shopgen.formats import locale
from shopgen.formats.markdown import Engine, is_installed
from shopgen.formats.text import shown
from shopgen.model.settings import EU_COUNTRIES, AddressPatterns, ReturnPolicy, ShippingRate
from shopgen.reading.articles import zone
from shopgen.reading.documents.settings import AddressesDocument, DaysDocument, ReturnsDocument, ShippingDocument
from shopgen.reading.values import country, is_web_address, localized, price, texts

_PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")
_WANTED = {"products": (), "news": (), "category": ("{path}",)}
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


def base_url(typed: str, place: Field, findings: Findings) -> str:
    """The address without a closing slash; an error when no site can be at it."""
    problem = _problem_of_url(typed.strip())
    if problem:
        hint = "write it whole, such as `https://example.com/`"
        findings.error("bad-value", f"`{shown(masked(typed))}` {problem}", place, hint)
        return "https://shop.invalid"
    return typed.strip().rstrip("/")


def _problem_of_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is not an address"
    if parts.scheme not in {"http", "https"} or not host:
        return "is not an absolute http or https address"
    if "@" in parts.netloc:
        return "holds a user name or password"
    if "?" in url or "#" in url:
        return "has something behind `?` or `#`"
    if not url.isascii() or not url.isprintable() or any(mark in url for mark in ' "<>\\^`{|}'):
        return "has characters that an address cannot have"
    return "" if _HOST.fullmatch(host) or ":" in host else "has no valid host name"


def currency(typed: str, place: Field, findings: Findings) -> str:
    if locale.is_currency(typed):
        return typed
    code = typed.strip().upper()
    hint = f"did you mean `{code}`?" if locale.is_currency(code) else "write its ISO 4217 code, such as `EUR`"
    findings.error("bad-value", f"`{shown(typed)}` is not a currency", place, hint)
    return code if locale.is_currency(code) else "EUR"


def markdown_engine(typed: Engine, place: Field, findings: Findings) -> Engine:
    """The engine when it is installed; else the one that always is, so that texts can be checked."""
    if is_installed(typed):
        return typed
    findings.error("engine-missing", f"the engine `{typed}` is not installed", place, "run `pip install shopgen[fast]`")
    return "markdown"


def languages(typed: str | tuple[str, ...], place: Field, findings: Findings) -> tuple[str, ...]:
    """The tags in the order typed, without those for which there is no locale data; `en` when none is left."""
    found: list[str] = []
    several = (typed,) if isinstance(typed, str) else typed
    for number, tag in enumerate(several):
        where = place if isinstance(typed, str) else place.at(number)
        if not locale.is_language(tag):
            hint = "write a language tag, such as `pl` or `pt-BR`"
            findings.error("bad-value", f"`{shown(tag)}` is not a language", where, hint)
        elif tag in found:
            findings.error("bad-value", f"the language `{tag}` stands twice", where, "remove one of them")
        else:
            found.append(tag)
    if not several:
        findings.error("bad-value", "the shop has no language", place, "write at least one, such as `[en]`")
    return tuple(found) or ("en",)


def time_zone(typed: str, place: Field, findings: Findings) -> str:
    if zone(typed.strip()) is not None:
        return typed.strip()
    findings.error("bad-value", f"`{shown(typed)}` is not a time zone", place, "write one such as `Europe/Warsaw`")
    return "UTC"


def countries(typed: str | tuple[str, ...], place: Field, findings: Findings) -> tuple[str, ...]:
    """ISO codes in the order typed; `EU` stands for its members."""
    found: list[str] = []
    for number, code in enumerate(texts(typed)):
        if code == "EU":
            found.extend(sorted(EU_COUNTRIES))
        elif country(code, place if isinstance(typed, str) else place.at(number), findings):
            found.append(code)
    return tuple(dict.fromkeys(found))


_MAY_BE_LEFT_OUT = frozenset(("brand", "tag", "products"))
"""Listings that a shop can do without: an empty pattern is no such page."""


def address_patterns(typed: AddressesDocument, place: Field, findings: Findings) -> AddressPatterns:
    """The patterns without slashes around them; the default for each that would not work, with an error."""
    patterns = {}
    for name, pattern in asdict(typed).items():
        patterns[name] = pattern.strip("/")
        wanted = _WANTED.get(name, ("{slug}",))
        is_left_out = name in _MAY_BE_LEFT_OUT and not pattern
        problem = "" if is_left_out else _problem_of_pattern(patterns[name], wanted)
        if problem:
            hint = f"such as `{getattr(AddressesDocument(), name)}`"
            message = f"`{shown(pattern)}` cannot be the pattern `{name}`: {problem}"
            findings.error("bad-value", message, place.at(name), hint)
            patterns[name] = getattr(AddressesDocument(), name)
    return AddressPatterns(**patterns)


def _problem_of_pattern(pattern: str, wanted: tuple[str, ...]) -> str:
    found = tuple(_PLACEHOLDER.findall(pattern))
    if found != wanted:
        return f"it needs {wanted[0]} once and nothing else in braces" if wanted else "it has nothing to fill in"
    try:
        page_path(_PLACEHOLDER.sub("x", pattern))
    except PathRefused as refusal:
        return str(refusal)
    return ""


def shipping(
    typed: tuple[ShippingDocument, ...], money: str, tongues: tuple[str, ...], place: Field, findings: Findings
) -> tuple[ShippingRate, ...]:
    found = (_rate(rate, money, tongues, place.at(number), findings) for number, rate in enumerate(typed))
    return tuple(rate for rate in found if rate is not None)


def _rate(
    typed: ShippingDocument, money: str, tongues: tuple[str, ...], place: Field, findings: Findings
) -> ShippingRate | None:
    cost = price(typed.price, money, place, "price", findings)
    free = typed.free_from
    return (
        None
        if cost is None
        else ShippingRate(
            localized(typed.name, tongues, place.at("name"), findings),
            countries(typed.countries, place.at("countries"), findings),
            cost,
            None if free is None else price(free, money, place, "free_from", findings),
            _days(typed.handling_days, place.at("handling_days"), findings),
            _days(typed.transit_days, place.at("transit_days"), findings),
        )
    )


def _days(typed: DaysDocument, place: Field, findings: Findings) -> tuple[int, int]:
    if not 0 <= typed.min <= typed.max:
        message = f"`{typed.min}` to `{typed.max}` are not days from few to many"
        findings.error("bad-value", message, place, "write `min` and `max` with `min` not above `max`")
    return typed.min, typed.max


def returns(typed: ReturnsDocument | None, place: Field, findings: Findings) -> ReturnPolicy | None:
    if typed is None:
        return None
    where = countries(typed.countries, place.at("countries"), findings)
    return ReturnPolicy(typed.days or None, where, typed.method, typed.fees, typed.page.strip())


def social(typed: str | tuple[str, ...], place: Field, findings: Findings) -> tuple[str, ...]:
    found = texts(typed)
    for url in found:
        if not is_web_address(url):
            findings.error(
                "bad-value", f"`{shown(url)}` is not a profile's address", place, "write it whole: `https://…`"
            )
    return tuple(url for url in found if is_web_address(url))


def allowed_hosts(typed: str | tuple[str, ...], place: Field, findings: Findings) -> tuple[str, ...]:
    found = tuple(host.lower() for host in texts(typed))
    for host in found:
        if not _HOST.fullmatch(host):
            findings.error("bad-value", f"`{shown(host)}` is not a host", place, "write a name such as `example.com`")
    return tuple(host for host in found if _HOST.fullmatch(host))


def image_cache(typed: str, place: Field, findings: Findings) -> str:
    """The address of the cache; none, with an error, when it cannot be one."""
    if not typed:
        return ""
    from shopgen.caches.members import problem, without_password

    found = "lies among the shop's own files" if typed.split("/")[0] in FOLDERS else problem(typed)
    if found:
        hint = "write `live`, a folder such as `.image-cache`, or `s3://bucket/folder`"
        findings.error("bad-value", f"`{shown(without_password(typed))}` {found}", place, hint)
    return "" if found else typed
