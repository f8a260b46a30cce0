"""The default theme in a real browser, from a host that sends a strict policy."""

import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from support.workplace import Workplace

pytestmark = pytest.mark.slow

POLICY = (
    "default-src 'self'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'"
)
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}

SHOP = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
theme: default
products_per_page: 4
countries: [PL]
shipping:
  - name: Courier
    countries: PL
    price: 4.90
    free_from: 80.00
    handling_days: {min: 1, max: 2}
    transit_days: {min: 1, max: 2}
checkout:
  payment-links: {}
  enquiry: {email: studio@glinka.example}
allowed_hosts: [pay.glinka.example]
menus:
  main:
    - title: {en: Ceramics, pl: Ceramika}
      link: /catalog/ceramics/_category.yaml
      entries:
        - {title: {en: Mugs, pl: Kubki}, link: /catalog/ceramics/mugs/_category.yaml}
    - title: {en: News, pl: Nowości}
      link: /news/
-- catalog/ceramics/_category.yaml --
title: Ceramics
-- catalog/ceramics/mugs/_category.yaml --
title: Mugs
-- catalog/images/mug.jpg: 800x1000 --
-- catalog/images/moss.jpg: 900x1000 --
-- catalog/ceramics/mugs/mug.yaml --
title: Mug
sku: MUG
price: 24.00
compare_at_price: 32.00
lowest_price_30d: 30.00
featured: true
summary: With a handle for three fingers.
tags: [stoneware]
images:
  - {src: mug.jpg, alt: A mug.}
  - {src: moss.jpg, alt: A green mug.}
options:
  - name: Glaze
    values: [Sand, Moss]
  - name: Size
    values: [Small, Large]
variants:
  - {sku: MUG-1, options: {Glaze: Sand, Size: Small}, image: mug.jpg, payment_link: "https://pay.glinka.example/1"}
  - {sku: MUG-2, options: {Glaze: Sand, Size: Large}, image: mug.jpg, payment_link: "https://pay.glinka.example/2"}
  - {sku: MUG-3, options: {Glaze: Moss, Size: Small}, image: moss.jpg, payment_link: "https://pay.glinka.example/3"}
  - {sku: MUG-4, options: {Glaze: Moss, Size: Large}, image: moss.jpg, stock: 0}
description: |
  | Size | Holds | High | Across | Weighs | Dishwasher | Microwave | Refrigerator |
  | --- | --- | --- | --- | --- | --- | --- | --- |
  | Small | 250 ml | 8 cm | 8.5 cm | 290 g | yes | yes | yes |
warnings: Not for the oven.
manufacturer: {name: Glinka, address: "ul. Przykładowa 14, Kraków", email: studio@glinka.example, country: PL}
translations:
  pl:
    title: Dziewięćdziesięciotrzyipółmililitrowykubekdoherbaty
    slug: kubek
-- catalog/ceramics/bowl.yaml --
title: Bowl
sku: BOWL
price: 40.00
availability: out_of_stock
-- catalog/ceramics/tray.yaml --
title: Tray
sku: TRAY
price: 90.00
availability: preorder
available_from: 2026-12-15
-- catalog/card.yaml --
title: Gift card
sku: CARD
price: 25.00
digital: true
-- catalog/plate.yaml --
title: Plate
sku: PLATE
price: 18.00
-- content/pages/about.md --
---
title: About
---
We *throw* mugs.
-- content/news/2026-11-19-kiln.md --
---
title: The kiln
date: 2026-11-19T09:00
summary: How hot it is.
tags: [kiln]
---
| Hour | Degrees |
| --- | --- |
| 1 | 100 |

> Hot.
"""

PAGES = [
    "/",
    "/pl/",
    "/products/",
    "/products/page/2/",
    "/catalog/ceramics/",
    "/catalog/ceramics/mugs/",
    "/products/mug/",
    "/products/mug/moss-small/",
    "/pl/products/kubek/",
    "/products/bowl/",
    "/products/tray/",
    "/products/card/",
    "/tags/stoneware/",
    "/news/",
    "/news/tags/kiln/",
    "/news/kiln/",
    "/about/",
    "/404.html",
]

WATCH = """
window.broken = [];
addEventListener("securitypolicyviolation", (event) => broken.push(`${event.violatedDirective} ${event.blockedURI}`));
window.shifted = 0;
const count = (entries) => { for (const entry of entries) shifted += entry.value; };
const shifts = new PerformanceObserver((list) => count(list.getEntries()));
shifts.observe({ type: "layout-shift", buffered: true });
window.frame = () => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
window.shiftedSoFar = async () => {
  await frame();
  await frame();
  count(shifts.takeRecords());
  return shifted;
};
"""


class Host(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    shop = Workplace(tmp_path_factory.mktemp("shop"), SHOP)
    report = shop.build()
    assert not report.has_errors, report.findings
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(shop.output))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def visit(browser, address: str):
    """Opens a page; what goes wrong there is in its `problems`."""
    contexts = []

    def open_page(path: str, viewport: dict[str, int] = DESKTOP, **options: object):
        context = browser.new_context(base_url=address, viewport=viewport, **options)
        contexts.append(context)
        if options.get("java_script_enabled", True):
            context.add_init_script(WATCH)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.problems = []
        page.on("console", lambda said: page.problems.append(said.text))
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("requestfailed", lambda request: page.problems.append(request.url))
        page.on("request", lambda request: request.url.startswith(address) or page.problems.append(request.url))
        page.on("response", lambda answer: answer.status < 400 or page.problems.append(answer.url))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_quiet_and_fits_a_phone(visit, path: str) -> None:
    page = visit(path, PHONE)
    page.evaluate("document.querySelectorAll('img').forEach((image) => (image.loading = 'eager'))")
    page.wait_for_function("() => [...document.images].every((image) => image.complete)")
    assert page.problems == []
    assert page.evaluate("broken") == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert page.evaluate("shiftedSoFar()") < 0.01


@pytest.mark.parametrize("path", ["/", "/products/", "/products/mug/"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_moves_when_pictures_are_late(browser, address: str, path: str, viewport: dict[str, int]) -> None:
    with browser.new_context(base_url=address, viewport=viewport, device_scale_factor=2) as context:
        context.add_init_script(WATCH)
        page, late = context.new_page(), []
        page.route("**/images/**", lambda request: late.append(request))
        page.goto(path, wait_until="commit")
        page.wait_for_load_state("domcontentloaded")
        shifted = page.evaluate("shiftedSoFar()")  # while the page itself came in pieces, on a machine with much to do
        before = page.evaluate(
            "[...document.querySelectorAll('main img')].map((it) => it.getBoundingClientRect().height)"
        )
        page.route("**/images/**", lambda request: request.continue_())
        for request in late:
            request.continue_()
        page.wait_for_load_state("load")
        after = page.evaluate(
            "[...document.querySelectorAll('main img')].map((it) => it.getBoundingClientRect().height)"
        )
        assert late
        assert after == before
        assert page.evaluate("shiftedSoFar()") == shifted < 0.01


def test_the_menu_opens_and_closes_by_keyboard(visit) -> None:
    page = visit("/")
    summary = page.locator(".site-menu summary")
    link = page.get_by_role("link", name="Mugs", exact=True)
    assert not link.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    summary.focus()
    page.keyboard.press("Enter")
    assert link.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not link.is_visible()
    assert summary.evaluate("element => element === document.activeElement")


def test_the_menu_opens_on_a_phone_without_a_script(visit) -> None:
    page = visit("/", PHONE, java_script_enabled=False)
    news = page.get_by_role("navigation", name="Main menu").get_by_role("link", name="News")
    assert not news.is_visible()
    page.get_by_role("button", name="Menu").press("Enter")
    news.click()
    page.get_by_role("heading", level=1, name="News").wait_for()


def test_a_variant_is_chosen_without_a_script(visit) -> None:
    page = visit("/products/mug/", java_script_enabled=False)
    assert (
        page.get_by_role("link", name=re.compile("Buy now ?: Sand, Small")).get_attribute("href")
        == "https://pay.glinka.example/1"
    )
    page.get_by_role("group", name="Glaze: Sand").get_by_role("link", name="Moss").click()
    assert (
        page.get_by_role("link", name=re.compile("Buy now ?: Moss, Small")).get_attribute("href")
        == "https://pay.glinka.example/3"
    )
    page.get_by_role("link", name="Large (not available)").click()
    page.wait_for_url("**/moss-large/")
    assert page.locator(".buy").inner_text().strip() == "Sold out"


def test_choosing_a_variant_keeps_the_place_and_the_focus(visit) -> None:
    page = visit("/products/mug/", PHONE, reduced_motion="reduce")
    page.evaluate("scrollTo(0, 180)")
    page.get_by_role("link", name="Moss").focus()
    before = page.evaluate("scrollY")
    assert before >= 180
    page.keyboard.press("Enter")
    page.wait_for_url("**/moss-small/")
    page.wait_for_function("() => scrollY > 0")
    assert page.evaluate("scrollY") == before
    assert page.evaluate("document.activeElement.title") == "Moss"
    page.goto("/products/mug/moss-small/")
    assert page.evaluate("scrollY") == 0


def test_the_price_and_the_button_are_on_the_first_screen_of_a_phone(visit) -> None:
    page = visit("/products/mug/", PHONE)
    for seen in (page.locator(".chosen strong"), page.get_by_role("link", name="Buy now")):
        box = seen.bounding_box()
        assert box["y"] + box["height"] <= PHONE["height"]


def test_a_picture_is_chosen_by_keyboard(visit) -> None:
    page = visit("/products/mug/")
    second = page.get_by_role("link", name="Picture 2 of 2")
    second.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('.gallery-thumbs a')[1].ariaCurrent === 'true'")
    assert page.url.endswith("/products/mug/")


def test_the_language_is_changed_on_the_page_of_the_same_product(visit) -> None:
    page = visit("/products/mug/")
    page.locator(".languages summary").press("Enter")
    page.get_by_role("link", name="polski").press("Enter")
    page.wait_for_url("**/pl/products/kubek/")
    assert page.get_attribute("html", "lang") == "pl"


def test_a_table_that_is_too_wide_is_reached_by_keyboard(visit) -> None:
    page = visit("/products/mug/", PHONE)
    assert page.locator(".prose table").get_attribute("tabindex") == "0"
