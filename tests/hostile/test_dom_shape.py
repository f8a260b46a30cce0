"""Whatever stands in a text field, pages keep their elements and attributes; only texts and values differ.

A field that refuses a string says so, with its place and a hint; the string then tries all other fields.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from shopgen.core.diagnostics import Diagnostic, Span
from shopgen.formats import text as cleaning
from shopgen.formats.text import xml_text
from shopgen.model.shop import Shop
from shopgen.planned import Planned
from shopgen.session import Options, Session
from support import dom, strings
from support.inline import files, report
from support.workplace import NOON

# §a is the string followed by ` a` and §^a follows it, so that nothing becomes empty or equal; §! is the string alone,
# where only few texts are allowed; §@ stands where an address belongs; § is the string as Markdown
SHOP = """\
-- shop.yaml --
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
name: §name
tagline:
  en: §tagline
  pl: §haslo
description:
  en: §about
theme_options:
  hero_title: §hero
  hero_text: §text
  hero_button: §button
  hero_link: §@
tax:
  note:
    en: §tax
shipping:
  - price: 5.00
    countries: [PL]
    name: §courier
returns:
  countries: [PL]
  page: §@
organisation:
  legal_name: §legal
  street: §street
  postal_code: §code
  city: §city
  country: PL
  email: §email
  telephone: §phone
  vat_id: §vat
  register: §register
social:
  - §@
menus:
  main:
    - link: /products/
      title: §main
    - link: §@
      title: §more
    - link: /about/
      title: §group
      entries:
        - link: /about/
          title: §entry
  footer:
    - link: /about/
      title: §foot
product_defaults:
  manufacturer:
    name: §maker
    address: §makers street
    email: §maker email
    url: §@
tags:
  new:
    en: §new
    pl: §nowe
checkout:
  enquiry:
    email: shop@glinka.example
-- catalog/mugs/_category.yaml --
title: §mugs
summary: §summary
description: §description
image:
  src: moss.jpg
  alt: §alt
seo:
  title: §seo
  description: §seo description
-- catalog/mugs/moss.jpg: 60x80 --
-- catalog/mugs/moss.yaml --
price: 24.00
order: 1
title: §moss
sku: §!
slug: §!
summary: §summary
description: §description
brand: §brand
gtin: §!
weight: §!
tax_class: §class
payment_link: §@
related:
  - §@
tags:
  - new
  - §tag
images:
  - src: moss.jpg
    alt:
      en: §alt
      pl: §alt pl
  - src: §@
options:
  - name: §glaze
    values:
      - §^moss
      - §^ash
variants:
  - sku: M-1
    options:
      §glaze: §^moss
  - sku: M-2
    options:
      §glaze: §^ash
attributes:
  §material: §stoneware
warnings: §warning
responsible_person:
  name: §person
  address: §address
  email: §mail
  url: §@
  country: §!
energy:
  rating: §rating
  best: §best
  worst: §worst
  eprel: §eprel
  sheet: §@
seo:
  title: §seo
  description: §seo description
aliases:
  - §@
translations:
  pl:
    title: §mech
    slug: §!
    summary: §krotko
    description: §opis
    attributes:
      §material: §kamionka
    options:
      §glaze:
        name: §szkliwo
        values:
          §^moss: §^mech
    seo:
      title: §seo pl
-- catalog/mugs/plain.yaml --
price: 9.00
order: 2
aliases: [/old/mug/]
sku: P-1
mpn: §mpn
title: §plain
-- content/news/2026-11-01-kiln.md --
---
title: §kiln
slug: §!
summary: §summary
authors:
  - §author
tags:
  - §news
image:
  src: /catalog/mugs/moss.jpg
  alt: §alt
products:
  - M-1
  - §@
seo:
  title: §seo
  description: §seo description
aliases:
  - §@
---
Text.

§
-- content/pages/about.md --
---
title: §about
slug: about
description: §description
layout: §@
---
Text.

§
-- content/pages/index.md --
---
title: §home
summary: §summary
---
Text.

§
"""
FIELD = re.compile(r"§([!@]|\^?\w[\w ]*)")
BENIGN = "benign"
CODES = frozenset(
    [
        "address-refused",
        "address-taken",
        "bad-value",
        "control-character",
        "link-missing",
        "link-refused",
        "picture-missing",
        "redirect-refused",
        "template-missing",
        "too-long",
        "unknown-reference",
        "wrong-type",
        "yaml-syntax",
    ]
)
# what stands instead of §! and §@ where the string is not welcome
SPARE = {
    "sku": "M-0",
    "slug": "moss-mug",
    "src": "moss.jpg",
    "hero_link": "/about/",
    "page": "/about/",
    "link": "/about/",
    "url": "https://maker.example/",
    "sheet": "https://maker.example/sheet",
    "payment_link": "https://pay.example/1",
}


class Hostile:
    """The shop with a string in all its fields, but in those lines that refuse it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        options = Options(root=root, output=root / "public", cache=root / ".shopgen", clock=NOON)
        self.session = Session(options)
        self.files = {path: content for path, content in files(SHOP).items() if not path.startswith("themes/")}
        planned, refused = self.plan(BENIGN)
        assert refused == []
        self.shapes = {
            languages: [(recipe, dom.shape(dom.parsed(page))) for recipe, page in self.pages(planned, languages)]
            for languages in (1, 2)
        }

    def plan(self, string: str, marks: str = "!") -> tuple[Planned, list[Diagnostic]]:
        """The plan with the string wherever it may stand, and the findings where it may not."""
        spared: set[tuple[str, int]] = set()
        refused: list[Diagnostic] = []
        for _ in range(9):
            self._lay(string, spared, marks)
            planned = self.session.plan()
            errors = [finding for finding in planned.findings if finding.is_error]
            if not errors:
                return planned, refused
            refused += errors
            for error in errors:
                assert isinstance(error.place, Span), error
                spared.add((error.place.path, 0 if error.code == "yaml-syntax" else error.place.line))
        raise AssertionError(report(errors))

    def _lay(self, string: str, spared: set[tuple[str, int]], marks: str) -> None:
        for path, content in self.files.items():
            if path.endswith((".yaml", ".md")):
                content = "\n".join(
                    _filled(line, BENIGN if {(path, number), (path, 0)} & spared else string, marks)
                    for number, line in enumerate(content.decode().split("\n"), 1)
                ).encode(errors="replace")
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.is_file() or file.read_bytes() != content:
                file.write_bytes(content)

    def pages(self, planned: Planned, languages: int = 2) -> Iterator[tuple[str, str]]:
        """Recipe and HTML of every page in so many languages, redirects last."""
        skip = "pl/" if languages == 1 else "/"
        yield from sorted(self.made(planned, ".html", skip), key=lambda page: page[0] == "redirect")

    def made(self, planned: Planned, suffix: str, skip: str = "/") -> Iterator[tuple[str, str]]:
        assert planned.plan is not None
        for job in planned.plan:
            if job.path.endswith(suffix) and not job.path.startswith(skip):
                made = self.session.make(job.path, planned)
                assert made is not None
                assert made.failure is None, report([made.failure])
                yield job.recipe, made.content.decode()


def _filled(line: str, string: str, marks: str) -> str:
    if line == "§":
        return string.replace("\0", "")  # a file with NUL is no text; YAML can name it
    key = line.strip(" -").partition(":")[0]

    def fill(match: re.Match[str]) -> str:
        if match[1] in "!@":
            return strings.quoted(SPARE.get(key, "") if string == BENIGN or match[1] not in marks else string)
        text = string if "!" in marks else BENIGN
        return strings.quoted(f"{match[1][1:]} {text}" if match[1][0] == "^" else f"{text} {match[1]}")

    return FIELD.sub(fill, line)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    return Hostile(tmp_path_factory.mktemp("hostile"))


def check_shape(hostile: Hostile, string: str, languages: int = 2) -> None:
    planned, refused = hostile.plan(string)
    assert planned.shop is not None
    check_refusals(refused)
    found = [(recipe, dom.parsed(page)) for recipe, page in hostile.pages(planned, languages)]
    for (recipe, page), (expected, benign) in zip(found, hostile.shapes[languages], strict=True):
        assert recipe == expected
        assert list(dom.differences(dom.shape(page), benign)) == [], string
        assert dom.strangers(page) == []
        assert dom.bad_addresses(page) == []
    check_structured_data([page for _, page in found], planned.shop)
    check_xml(hostile, planned)


def check_refusals(refused: list[Diagnostic]) -> None:
    """Each is a known kind of error and has a hint; that they have a place was seen when it was used."""
    for error in refused:
        assert error.code in CODES, report([error])
        assert error.hint, report([error])


def check_structured_data(pages: list[dom.LexborHTMLParser], shop: Shop) -> None:
    """JSON-LD gives back the very texts of the shop."""
    product = shop.whole(shop.products["mugs/moss"])
    told = {text for page in pages for document in dom.structured(page) for text in dom.texts_in(document)}
    expected = {
        shop.settings.name,
        shop.settings.description["en"],
        shop.settings.organisation.legal_name,
        shop.settings.organisation.street,
        shop.categories["mugs"].texts["en"].title,
        shop.articles["2026-11-01-kiln"].texts["en"].title,
        *shop.articles["2026-11-01-kiln"].authors,
        product.texts["en"].title,
        product.brand,
        product.offer.sku,
        shop.whole(shop.products["mugs/plain"]).offer.mpn,
    }
    assert expected <= told


def check_xml(hostile: Hostile, planned: Planned) -> None:
    """Sitemap and feeds parse, and carry the texts that XML can carry."""
    assert planned.shop is not None
    article = planned.shop.articles["2026-11-01-kiln"]
    for recipe, content in hostile.made(planned, ".xml"):
        root = etree.fromstring(content.encode())
        titles = [element.text for element in root.iter("{*}title", "title")]
        if recipe in {"rss", "atom"}:
            assert xml_text(article.texts["en"].title) in titles
            terms = {category.get("term") or category.text for category in root.iter("{*}category", "category")}
            assert {xml_text(tag) for tag in article.tags} <= terms
        for address in root.iter("{*}loc", "{*}link"):
            parts = urlsplit(address.get("href") or address.text or "")
            assert (parts.scheme, parts.netloc) == ("https", "glinka.example")


@pytest.mark.parametrize("string", strings.OWN, ids=ascii)
def test_pages_keep_their_shape(hostile: Hostile, string: str) -> None:
    check_shape(hostile, string)


def test_texts_are_what_was_typed(hostile: Hostile) -> None:
    """Nothing is evaluated and nothing is lost but what no text may hold."""
    for string in strings.OWN:
        planned, refused = hostile.plan(string)
        if planned.shop is None or any(error.code == "yaml-syntax" for error in refused):
            continue
        title = planned.shop.products["mugs/moss"].texts["en"].title
        assert title == cleaning.isolate_bidi(cleaning.clean(f"{string} moss")).strip()
        assert planned.plan is not None
        path = next(job.path for job in planned.plan if job.recipe == "product")
        made = hostile.session.make(path, planned)
        assert made is not None
        heading = dom.parsed(made.content.decode()).css_first("h1")
        assert heading is not None
        assert heading.text(deep=True) == title


@pytest.mark.parametrize("string", strings.OWN, ids=ascii)
def test_addresses_lead_to_pages_only(hostile: Hostile, string: str) -> None:
    planned, refused = hostile.plan(string, "@")
    check_refusals(refused)
    for _, page in hostile.pages(planned):
        assert dom.bad_addresses(dom.parsed(page)) == []


def test_interface_texts_keep_the_shape_of_pages(hostile: Hostile) -> None:
    """They are compiled into every page, so each string costs all templates: one page has to do."""
    benign = next(shape for recipe, shape in hostile.shapes[1] if recipe == "not-found")
    for string in strings.OWN[::6]:
        hostile.files["locales/en.yaml"] = b"nav.all_products: \xc2\xa7message\n"
        planned, refused = hostile.plan(string)
        check_refusals(refused)
        made = hostile.session.make("404.html", planned)
        assert made is not None
        assert made.failure is None
        shape = dom.shape(dom.parsed(made.content.decode()))
        assert list(dom.differences(shape, benign)) == [], string
    del hostile.files["locales/en.yaml"]
    (hostile.root / "locales/en.yaml").unlink()


def test_pages_keep_their_shape_with_strings_of_others(hostile: Hostile, samples: Path) -> None:
    several = strings.of_samples(samples)
    chosen = several[:37] + several[37::2]
    assert len(chosen) + len(strings.OWN) >= 300
    for string in chosen:
        check_shape(hostile, string, languages=1)


@pytest.mark.nightly
def test_pages_keep_their_shape_with_all_strings_of_others(hostile: Hostile, samples: Path) -> None:
    for string in strings.of_samples(samples):
        check_shape(hostile, string)
        planned, refused = hostile.plan(string, "@")
        check_refusals(refused)
        for _, page in hostile.pages(planned):
            assert dom.bad_addresses(dom.parsed(page)) == []
