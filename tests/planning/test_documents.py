"""Sitemaps, robots, files of hosts, assets, static files, layouts."""

import pytest

from shopgen.checkout.protocol import Checkout
from support.planned import Plan

SHOP = "-- catalog/moss.yaml --\ntitle: Moss\nsku: M\nprice: 24.00\naliases: /old/\n"


def settings(more: str) -> str:
    return f"-- shop.yaml --\nname: Glinka\nbase_url: https://glinka.example/\ncurrency: EUR\n{more}\n"


def test_robots_say_where_the_sitemap_is(sound: Plan) -> None:
    assert sound(SHOP).view("robots.txt", "text") == (
        "User-agent: *\nAllow: /\n\nSitemap: https://glinka.example/sitemap.xml\n"
    )


def test_a_long_sitemap_is_parted(sound: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopgen.feeds.sitemap.URLS_PER_FILE", 2)
    plan = sound(SHOP)
    assert plan.view("sitemap.xml", "urls") == (
        "https://glinka.example/sitemaps/1.xml",
        "https://glinka.example/sitemaps/2.xml",
    )
    parts = [plan.view(f"sitemaps/{number}.xml", "entries") for number in (1, 2)]
    assert [[entry.url for entry in part] for part in parts] == [
        ["https://glinka.example/", "https://glinka.example/products/"],
        ["https://glinka.example/products/moss/"],
    ]


@pytest.mark.parametrize(
    ("host", "files"),
    [
        ("plain", ["old/index.html"]),
        ("s3", ["old/index.html"]),
        ("github", [".nojekyll", "CNAME", "old/index.html"]),
        ("netlify", ["_headers", "_redirects"]),
        ("cloudflare", ["_headers", "_redirects"]),
    ],
)
def test_each_host_gets_what_it_needs(sound: Plan, host: str, files: list[str]) -> None:
    plan = sound(settings(f"host: {host}") + SHOP)
    usual = {"404.html", "index.html", "products/index.html", "products/moss/index.html", "robots.txt", "sitemap.xml"}
    assert sorted(set(plan.jobs) - usual) == files
    if "_redirects" in files:
        assert plan.view("_redirects", "text") == "/old/ /products/moss/ 301\n" or "/old" in plan.view(
            "_redirects", "text"
        )
        assert "default-src 'self'" in plan.view("_headers", "text")


def test_what_a_host_does_not_take_is_a_warning(plan: Plan) -> None:
    aliases = "".join(f"  - /old-{number}/\n" for number in range(2001))
    found = plan(settings("host: cloudflare") + SHOP.replace(" /old/\n", f"\n{aliases}"))
    assert "warning[redirect-refused]" in found.report


def test_assets_are_named_by_their_content_and_static_files_are_not(sound: Plan) -> None:
    theme = "-- themes/default/assets/css/a.b.css --\nbody {}\n"
    files = "-- static/.well-known/x.txt --\nx\n-- static/fav icon.svg --\n<svg/>\n"
    plan = sound(settings("").replace("example/", "example/b/") + SHOP + theme + files)
    (asset,) = [path for path in plan.of("copy") if path.startswith("assets/")]
    assert plan.planning.assets == {"css/a.b.css": f"/b/{asset}"}
    assert asset.startswith("assets/css/a.b.")
    assert asset.endswith(".css")
    assert [path for path in plan.of("copy") if path != asset] == [".well-known/x.txt", "fav icon.svg"]
    changed = sound(SHOP + theme.replace("{}", "{ color: red }"))
    assert asset not in changed.jobs


def test_a_static_file_does_not_replace_what_shopgen_writes(plan: Plan) -> None:
    report = plan(SHOP + "-- static/robots.txt --\nmine\n").report
    assert "`static/robots.txt` and by `shop.yaml`" in " ".join(report.split())


PAGE = "-- content/pages/about.md --\n---\ntitle: About\nlayout: wide.html\n---\n"


def test_a_page_may_have_a_layout(sound: Plan) -> None:
    plan = sound(SHOP + PAGE + "-- templates/wide.html --\nx\n")
    assert plan.view("about/index.html", "layout") == "wide.html"


def test_a_layout_that_there_is_not_is_an_error(plan: Plan) -> None:
    assert plan(SHOP + PAGE + "-- templates/wider.html --\nx\n").report == (
        "content/pages/about.md:3:9: error[template-missing]: there is no template `wide.html`\n"
        "    did you mean `wider.html`?\n"
    )


SITE = """\
organisation: {legal_name: Glinka sp. z o.o., country: PL}
countries: [PL, DE]
shipping:
  - {name: {en: Courier, pl: Kurier}, countries: [PL], price: 12.00, free_from: 200.00}
returns: {days: 30, page: /content/pages/about.md}
tax: {note: {en: incl. VAT, pl: z VAT}}
theme_options: {colour: green}
languages: [en, pl]
"""


def test_what_every_page_of_a_language_shares(sound: Plan) -> None:
    text = settings(SITE) + SHOP + "-- content/pages/about.md --\n---\ntitle: About\n---\n"
    text += "-- themes/default/theme.yaml --\nname: default\noptions: {colour: red, size: small}\n"
    site = sound(text).view("pl/index.html", "site")
    (rate,) = site.shipping
    assert (rate.name, rate.countries, rate.price, rate.free_from, rate.free_from_amount) == (
        "Kurier",
        ("Polska",),
        "12,00\u00a0€",
        "200,00\u00a0€",
        "200.00",
    )
    assert (site.returns.days, site.returns.country_codes, site.returns.url) == (30, ("PL", "DE"), "/about/")
    assert (site.organisation.country_name, site.tax_note, site.options) == (
        "Polska",
        "z VAT",
        {"colour": "green", "size": "small"},
    )
    assert (site.base_url, site.origin, site.home_url) == ("https://glinka.example",) * 2 + ("/pl/",)


def test_the_page_of_returns_must_exist(plan: Plan) -> None:
    assert plan(settings("returns:\n  page: /no/") + SHOP).report == (
        "shop.yaml:5:9: error[link-missing]: `/no/` leads to nothing in the shop\n"
        "    link to a file of the shop or to an address in it\n"
    )


def test_the_page_of_returns_may_be_elsewhere(sound: Plan) -> None:
    site = sound(settings("returns: {page: 'https://x.example/r'}") + SHOP).view("index.html", "site")
    assert site.returns.url == "https://x.example/r"


def test_a_product_names_its_maker_with_the_country_in_words(sound: Plan) -> None:
    text = f"{SHOP}manufacturer: {{name: A, url: 'https://a.example/', country: PL}}\n"
    detail = sound(text).view("products/moss/index.html", "product")
    assert (detail.manufacturer.url, detail.manufacturer.country) == ("https://a.example/", "Poland")
    assert detail.responsible_person is None


def test_a_checkout_may_publish_files_and_widen_the_policy(sound: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    given = Checkout({}, {"cart.json": b"{}"}, {"form-action": ("https://pay.example",), "frame-src": ("'self'",)})
    monkeypatch.setattr("shopgen.planning.buying.offer", lambda *told: given)
    plan = sound(settings("host: netlify\nlanguages: [en, pl]\ncheckout:\n  payment-links: {}") + SHOP)
    assert plan.view("cart.json", "text") == "{}"
    policy = plan.view("_headers", "text")
    assert "form-action 'self' https://pay.example; frame-ancestors 'none'; frame-src 'self'" in policy


def test_a_link_among_the_themes_options_must_lead_somewhere(plan: Plan) -> None:
    theme = "-- themes/default/theme.yaml --\nname: default\noptions: {hero_link: ''}\n"
    report = plan(settings("theme_options:\n  hero_link: javascript:x") + SHOP + theme).report
    assert report.startswith("shop.yaml:5:14: error[link-refused]: `javascript:x` is not an address")
