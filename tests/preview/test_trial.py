"""A checkout that is tried: buttons that lead to what would be sent."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopgen.checkout import payment_links
from shopgen.checkout.protocol import Checkout
from shopgen.core.disk import Disk
from shopgen.edits.resuming import Resuming
from shopgen.engine.memory import Memory
from shopgen.preview.buying import Sent, Sold, sent, with_trials
from shopgen.views.product import BuyControl, OfferView, PriceView

LINK = "https://pay.example/l/1?amount=24.00&sku=B&note=a+b%26c"
PRICE = PriceView("€24.00", "24.00", "EUR")
SOLD = Sold(
    "Mug",
    "",
    OfferView("B", PRICE, "in_stock", True, buy=BuyControl("links", LINK, True)),
    BuyControl("links", LINK, True),
)
TRIAL = "/_shopgen/checkout?page=/products/m%25C3%25B3g/&amp;sku=B"

SHOP_WITH_LINKS = """\
name: Glinka
base_url: https://glinka.example/
currency: EUR
checkout:
  payment-links: {}
  enquiry: {email: studio@glinka.example}
"""


@pytest.mark.parametrize(
    ("page", "served"),
    [
        ('<a href="{}">', '<a href="{}">'),
        ("<a class=b href='{}'>", '<a class=b href="{}">'),
        ("<form ACTION = {}>", '<form ACTION = "{}">'),
        ('<button formaction="{}">', '<button formaction="{}">'),
    ],
)
def test_every_way_to_buy_leads_to_its_trial(page: str, served: str) -> None:
    link = LINK.replace("&", "&amp;")
    tried = with_trials(page.format(link).encode(), {LINK: SOLD}, "/products/móg/")
    assert tried.decode() == served.format(TRIAL)


@pytest.mark.parametrize(
    "page", ['<a href="https://pay.example/l/2">', f"<p>{LINK}</p>", '<a href="">', "<a href>", "<a href=''"]
)
def test_nothing_else_is_touched(page: str) -> None:
    assert with_trials(page.encode(), {LINK: SOLD}, "/").decode() == page


def test_a_request_is_told_as_it_goes_out() -> None:
    assert sent(LINK) == Sent(
        scheme="https",
        target="pay.example",
        request="GET /l/1?amount=24.00&sku=B&note=a+b%26c HTTP/1.1\nHost: pay.example",
        fields=(("amount", "24.00"), ("sku", "B"), ("note", "a b&c")),
        can_be_followed=True,
    )


def test_a_letter_is_told_as_it_would_be_written() -> None:
    letter = "mailto:studio@glinka.example?subject=Order%3A%20A%2BB&body=1%20%C3%97%20Mug%0D%0A1+1"
    assert sent(letter) == Sent(
        scheme="mailto",
        target="studio@glinka.example",
        request=letter,
        fields=(("subject", "Order: A+B"), ("body", "1 × Mug\n1+1")),
        can_be_followed=True,
    )


def test_an_address_that_could_act_is_only_told() -> None:
    assert not sent("javascript:alert(1)").can_be_followed
    assert not sent("data:text/html,<script>").can_be_followed


def test_what_is_told_may_stand_anywhere() -> None:
    assert sent(LINK).tells("24.00")
    assert sent("https://pay.example/MUG%201").tells("MUG 1")
    assert not sent("https://pay.example/").tells("MUG 1")


@pytest.fixture
def shop(root: Path) -> Path:
    (root / "shop.yaml").write_text(SHOP_WITH_LINKS, "utf-8")
    (root / "catalog/mugs/red.yaml").write_text(
        'title: "<b>Red</b> mug"\nsku: "R&<1>"\nprice: 31.50\npayment_link: https://pay.example/l/red?x=1&y=2\n',
        "utf-8",
    )
    return root


def test_the_page_of_a_trial_shows_what_would_be_sent(serve, shop: Path) -> None:
    preview = serve()
    page = preview.get("/products/red/").body
    address = "/_shopgen/checkout?page=/products/red/&amp;sku=R%26%3C1%3E"
    assert f'href="{address}"' in page
    assert "pay.example" not in page
    reply = preview.get(address.replace("&amp;", "&"))
    assert reply.status == 200
    body = reply.body
    for told in (
        "Preview · no money moves",
        "Nothing was sent, and nothing was ordered.",
        "leads straight to <strong>pay.example</strong>",
        "<strong>&lt;b&gt;Red&lt;/b&gt; mug</strong>",
        "<dt>SKU</dt><dd><code>R&amp;&lt;1&gt;</code></dd>",
        "<dt>Quantity</dt><dd>1</dd>",
        "<dt>Amount</dt><dd><code>31.50</code></dd>",
        "<dt>Currency</dt><dd><code>EUR</code></dd>",
        "GET /l/red?x=1&amp;y=2 HTTP/1.1\nHost: pay.example</pre>",
        "<dt>x</dt><dd>1</dd>",
        "The other side decides what is charged.",
        'href="https://pay.example/l/red?x=1&amp;y=2" rel="noopener noreferrer"',
    ):
        assert told in body
    assert "<b>Red" not in body


def test_it_works_with_whatever_is_configured(serve, shop: Path) -> None:
    preview = serve()
    assert 'href="/_shopgen/checkout?page=/products/blue/&amp;sku=MUG-BLUE"' in preview.get("/products/blue/").body
    body = preview.get("/_shopgen/checkout?page=/products/blue/&sku=MUG-BLUE").body
    assert "a letter to\n      <strong>studio@glinka.example</strong>" in body
    assert "<dt>subject</dt><dd>Order: Blue mug</dd>" in body
    assert "the SKU, MUG-BLUE" in body


def test_files_for_the_provider_are_told_with_whether_they_name_the_sku(serve, shop: Path, monkeypatch) -> None:
    links = payment_links.offer

    def offer(options, items, site) -> Checkout:
        documents = {"checkout/prices.json": b'{"MUG-BLUE": "24.00"}', "checkout/other.json": b"{}"}
        return Checkout(links(options, items, site).controls, documents)

    monkeypatch.setattr(payment_links, "offer", offer)
    body = serve().get("/_shopgen/checkout?page=/products/blue/&sku=MUG-BLUE").body
    assert '<a href="/checkout/prices.json">checkout/prices.json</a> names this SKU' in " ".join(body.split())
    assert '<a href="/checkout/other.json">checkout/other.json</a> does not name this SKU' in " ".join(body.split())


def test_files_for_the_provider_may_be_lost_with_the_last_plan(serve, shop: Path, monkeypatch) -> None:
    def offer(options, items, site) -> Checkout:
        return Checkout(links(options, items, site).controls, {"checkout/prices.json": b"MUG-BLUE, for the provider"})

    links = payment_links.offer
    monkeypatch.setattr(payment_links, "offer", offer)
    first = serve()
    first.get("/products/blue/")
    first.answers.save(60)
    memory = Memory(Disk(), shop / ".shopgen")
    kept = Resuming(Disk(), memory.folder / "preview", first.session.options).kept()
    memory.store.collect([name for name in kept if b"for the provider" not in (memory.store.get(name) or b"")])
    second = serve()
    assert "checkout/prices.json" in second.get("/_shopgen/checkout?page=/products/blue/&sku=MUG-BLUE").body
    assert second.crashes == []


def test_what_is_not_sold_there_has_no_trial(serve, shop: Path) -> None:
    preview = serve()
    for query in (
        "",
        "?page=/products/blue/",
        "?page=/products/blue/&sku=<b>",
        "?page=/sitemap.xml&sku=MUG-BLUE",
    ):
        reply = preview.get(f"/_shopgen/checkout{query}")
        assert reply.status == 404
        assert "Nothing is sold here" in reply.body
        assert "<b>" not in reply.body


def test_a_trial_leads_back_into_the_shop_alone(serve, shop: Path) -> None:
    (shop / "templates").mkdir()
    (shop / "templates/404.html").write_text("<p>Lost</p>", "utf-8")
    assert 'href="//' not in serve().get("/_shopgen/checkout?page=//evil.example/&sku=MUG-BLUE").body


def test_what_is_built_leads_to_the_provider(shop: Path, tmp_path: Path) -> None:
    from shopgen.options import Options
    from shopgen.session import Session

    output = tmp_path / "public"
    clock = datetime(2026, 11, 22, tzinfo=UTC)
    report = Session(Options(root=shop, output=output, cache=tmp_path / "cache", clock=clock)).build()
    assert not report.has_errors
    page = (output / "products/red/index.html").read_text("utf-8")
    assert 'href="https://pay.example/l/red?x=1&amp;y=2"' in page
    assert "_shopgen" not in page
