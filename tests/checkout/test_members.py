"""What holds for every way to buy, and for all of them together. A member of another package can run this suite too."""

from collections.abc import Sequence
from decimal import Decimal
from email.message import EmailMessage
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from shopgen.checkout.members import CHECKOUTS, combine, offer, offer_of, options_definitions
from shopgen.checkout.protocol import Checkout, Control, Item, Member, SiteFacts
from shopgen.core.diagnostics import Diagnostic, Field, Severity
from shopgen.core.failures import UsageFailure
from shopgen.core.paths import PathRefused
from shopgen.core.secrets import has_secret
from shopgen.model.money import Money

SITE = SiteFacts("Glinka", "https://glinka.example", "en")
OPTIONS: dict[str, dict[str, Any]] = {"payment-links": {}, "enquiry": {"email": "orders@glinka.example"}}
SECRET = "sk_" + "live_4eC39HqLyjWDarjtT1zdp7dc"
HOSTILE = [
    "Mug",
    "",
    '"><script>alert(1)</script>',
    "a\nbcc: x@evil.example",
    "a\r\nBcc: x@evil.example\r\n\r\nbody",
    "%0d%0aBcc:x@evil.example",
    "&bcc=x@evil.example&body=evil",
    "?cc=x#fragment",
    "\u202egum\u2066 \u2028two\u2029three\x85four",
    "\x00\x07\x1b[31m\x7f",
    "{price}{sku}{title}{url}",
    "{0}{title.__class__}%s$title",
    "🙂🏳️‍🌈 মগ كوب",
    "\ud800",
    "'; DROP TABLE--",
    "a" * 500,
]


def item(sku: str = "MUG-1", title: str = "Mug", variant: str = "", link: str = "https://buy.stripe.com/abc") -> Item:
    return Item(
        sku=sku,
        title=title,
        variant=variant,
        price=Money(Decimal("24.00"), "EUR"),
        price_text="€24.00",
        url="https://glinka.example/products/mug/",
        payment_link=link,
        place=Field("catalog/mug.yaml"),
    )


def given_by(name: str, *items: Item) -> Checkout:
    options = msgspec.convert(OPTIONS[name], options_definitions()[name])
    return offer({name: options}, items, SITE)


@pytest.fixture(params=list(CHECKOUTS.members))
def member(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_member_sells_what_it_is_asked_to(member: str) -> None:
    checkout = given_by(member, item("A"), item("B", variant="blue"))
    assert set(checkout.controls) == {"A", "B"}
    assert checkout.findings == ()


def test_a_member_has_options_that_refuse_what_they_do_not_know(member: str) -> None:
    definition = options_definitions()[member]
    assert issubclass(definition, Struct)
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.convert({**OPTIONS[member], "secret_key": "x"}, definition)


def test_a_member_says_what_each_option_is_for(member: str) -> None:
    schema = msgspec.json.schema(options_definitions()[member])
    properties = next(iter(schema["$defs"].values()))["properties"]
    assert all(field.get("description") for field in properties.values())


@pytest.mark.parametrize("title", HOSTILE, ids=ascii)
def test_a_member_gives_the_same_safe_addresses_whatever_the_words(member: str, title: str) -> None:
    items = (item("A", title), item("B", "Mug", title), item(title or "C"))
    checkout = given_by(member, *items)
    assert checkout == given_by(member, *items)
    assert len(checkout.controls) == 3
    for control in checkout.controls.values():
        assert control.kind == member
        assert urlsplit(control.url).scheme in {"https", "mailto"}
        assert control.url.isascii()
        assert control.url.isprintable()
        assert not set(" \"<>\\^`{|}'") & set(control.url)


def test_no_member_lets_a_secret_through(member: str) -> None:
    checkout = given_by(member, item("A", f"Mug {SECRET}", link=f"https://buy.example/{SECRET}"), item("B"))
    assert checkout.controls == {}
    assert [(found.code, found.place) for found in checkout.findings] == [("secret", Field("catalog/mug.yaml"))]
    assert not has_secret(repr(checkout))


class Publishing:
    """A member that publishes a file of its own."""

    Options = Struct

    def __init__(self, path: str, content: bytes, sku: str = "A", url: str = "https://x.example/") -> None:
        self._given = Checkout({sku: Control("publishing", url)}, {path: content}, {"script-src": ("'self'",)})

    def offer(self, options: Any, items: Sequence[Item], site: SiteFacts) -> Checkout:
        return self._given


def test_a_document_is_published_as_it_is() -> None:
    publishing: Member = Publishing("checkout/prices.json", b"{}")
    assert offer_of(publishing, None, [item("A")], SITE) == publishing.offer(None, [], SITE)


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "con"])
def test_a_document_cannot_lie_outside(path: str) -> None:
    with pytest.raises(PathRefused):
        offer_of(Publishing(path, b""), None, [], SITE)


def test_secrets_in_documents_and_unknown_items_are_found() -> None:
    hint = "remove it, make a new key at the provider, and give secrets in environment variables only"
    settings = Field("shop.yaml", ("checkout",))
    found = offer_of(Publishing("x.json", SECRET.encode(), "?", f"https://x.example/{SECRET}"), None, [], SITE)
    assert found == Checkout(
        {},
        findings=tuple(
            Diagnostic(Severity.ERROR, "secret", f"{what} holds what looks like a secret key", settings, hint)
            for what in ("the payment address of `?`", "`x.json`, which the checkout publishes,")
        ),
    )


def test_the_first_member_that_can_sell_an_item_does() -> None:
    chosen = {name: msgspec.convert(OPTIONS[name], definition) for name, definition in options_definitions().items()}
    items = (item("A"), item("B", link=""))
    controls = offer(chosen, items, SITE).controls
    assert {sku: control.kind for sku, control in controls.items()} == {"A": "payment-links", "B": "enquiry"}
    turned = offer(dict(reversed(chosen.items())), items, SITE).controls
    assert {sku: control.kind for sku, control in turned.items()} == {"A": "enquiry", "B": "enquiry"}


def test_checkouts_combine_in_their_order() -> None:
    warning = Diagnostic(Severity.WARNING, "checkout-options", "x")
    first = Checkout({"A": Control("one", "a")}, {"x": b"1"}, {"script-src": ("a", "b")}, (warning,))
    second = Checkout(
        {"A": Control("two", "b"), "B": Control("two", "b")}, {"x": b"2", "y": b"2"}, {"script-src": ("b", "c")}
    )
    assert combine([first, second]) == Checkout(
        {"A": Control("one", "a"), "B": Control("two", "b")},
        {"x": b"1", "y": b"2"},
        {"script-src": ("a", "b", "c")},
        (warning,),
    )
    assert combine([]) == Checkout({})


def test_an_unknown_member_is_refused() -> None:
    with pytest.raises(UsageFailure) as refused:
        options_definitions(["paypal"])
    assert refused.value.hint == "known are: enquiry, payment-links"


def mail(url: str) -> tuple[str, dict[str, str]]:
    """The address and the headers of a mailto link (RFC 6068)."""
    parts = urlsplit(url)
    assert (parts.scheme, parts.netloc, parts.fragment) == ("mailto", "", "")
    fields = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True, errors="strict")
    assert len(dict(fields)) == len(fields)
    return unquote(parts.path), dict(fields)


def enquiry(one: Item, language: str = "en", **options: Any) -> Checkout:
    chosen = msgspec.convert({**OPTIONS["enquiry"], **options}, options_definitions()["enquiry"])
    return offer({"enquiry": chosen}, [one], SiteFacts("Glinka", "https://glinka.example", language))


def test_an_enquiry_has_the_item_written_in_it() -> None:
    control = enquiry(item(variant="blue")).controls["MUG-1"]
    assert control == Control(
        "enquiry",
        "mailto:orders@glinka.example?subject=Order%3A%20Mug%20%28blue%29&body=Hello%2C%0D%0A%0D%0AI%20would%20like%20to"
        "%20order%3A%0D%0A%0D%0A1%20%C3%97%20Mug%20%28blue%29%0D%0AMUG-1%20%C2%B7%20%E2%82%AC24.00%0D%0A"
        "https%3A%2F%2Fglinka.example%2Fproducts%2Fmug%2F%0D%0A%0D%0AMy%20name%20and%20address%3A%0D%0A",
    )


@pytest.mark.parametrize("language", ["en", "pl", "fil", "bn", "ha"])
def test_an_enquiry_speaks_the_languages_of_the_shop(language: str) -> None:
    address, fields = mail(enquiry(item(), language).controls["MUG-1"].url)
    assert address == "orders@glinka.example"
    assert "Mug" in fields["subject"]
    assert all(
        value in fields["body"] for value in ("1 × Mug", "MUG-1", "€24.00", "https://glinka.example/products/mug/")
    )


def test_an_enquiry_in_an_unknown_language_is_in_english() -> None:
    assert enquiry(item(), "de") == enquiry(item(), "en")
    own = enquiry(item(), "de", subjects={"de": "Bestellung\n{sku}"}, texts={"de": "{title}\n{title}"})
    assert mail(own.controls["MUG-1"].url)[1] == {"subject": "Bestellung MUG-1", "body": "Mug\r\nMug"}


@given(st.text() | st.sampled_from(HOSTILE), st.text() | st.sampled_from(HOSTILE))
def test_no_words_add_a_header_or_a_line_to_the_mail(title: str, variant: str) -> None:
    plain = mail(enquiry(item(variant="x")).controls["MUG-1"].url)[1]
    address, fields = mail(enquiry(item(title=title, variant=variant)).controls["MUG-1"].url)
    assert (address, list(fields)) == ("orders@glinka.example", ["subject", "body"])
    assert len(fields["subject"].splitlines()) == 1
    assert len(fields["body"].splitlines()) == len(plain["body"].splitlines())
    assert fields["body"].count("\r\n") == fields["body"].count("\n") == fields["body"].count("\r")
    message = EmailMessage()
    message["Subject"] = fields["subject"].encode("utf-8", "replace").decode()
    assert message.keys() == ["Subject"]


@pytest.mark.parametrize(
    "email",
    [
        "",
        "orders",
        "@glinka.example",
        "a@b",
        "a@b.c?bcc=d@e.f",
        "a@b.c,d@e.f",
        "a@b.c\nBcc: d@e.f",
        "a b@c.de",
        "<a@b.c>",
    ],
)
def test_an_address_that_is_none_is_an_error_at_its_place(email: str) -> None:
    checkout = enquiry(item(), email=email)
    assert checkout == Checkout(
        {},
        findings=(
            Diagnostic(
                Severity.ERROR,
                "checkout-options",
                f"`{email}` is not an e-mail address",
                Field("shop.yaml", ("checkout", "enquiry", "email")),
                "write it like orders@example.com",
            ),
        ),
    )


@pytest.mark.parametrize("key", ["subjects", "texts"])
def test_an_unknown_name_in_a_text_is_an_error_at_its_place(key: str) -> None:
    checkout = enquiry(item(), **{key: {"en": "{title} {titel}", "pl": "{cena}"}})
    assert checkout.controls == {}
    assert [(found.message, found.place, found.hint) for found in checkout.findings] == [
        (
            f"`{{{name}}}` is not known here",
            Field("shop.yaml", ("checkout", "enquiry", key, language)),
            "known are `{title}`, `{sku}`, `{price}`, `{url}`",
        )
        for name, language in (("titel", "en"), ("cena", "pl"))
    ]


LINKS = [
    ("javascript:alert(1)", "does not begin with https:// and a host"),
    ("JavaScript://x.example/%0aalert(1)", "does not begin with https:// and a host"),
    ("data:text/html,x", "does not begin with https:// and a host"),
    ("http://buy.stripe.com/abc", "does not begin with https:// and a host"),
    ("//buy.stripe.com/abc", "does not begin with https:// and a host"),
    ("/buy", "does not begin with https:// and a host"),
    ("buy.stripe.com/abc", "does not begin with https:// and a host"),
    ("https:///abc", "does not begin with https:// and a host"),
    ("https://", "does not begin with https:// and a host"),
    ("https:buy.stripe.com", "does not begin with https:// and a host"),
    ("https://user:password@buy.stripe.com/", "has a user name or password in it"),
    ("https://@buy.stripe.com/", "has a user name or password in it"),
    ("https://buy.stripe.com@evil.example/", "has a user name or password in it"),
    ("https://[::1/", "is not an address"),
    ("https://buy.stripe.com:99999/", "is not an address"),
    ("https://buy.stripe.com:port/", "is not an address"),
    ("https://evil.example/", "leads to `evil.example`, which is not among the `hosts` of the checkout"),
    (
        "https://buy.stripe.com.evil.example/",
        "leads to `buy.stripe.com.evil.example`, which is not among the `hosts` of the checkout",
    ),
]
ODD = [
    "https://a b",
    "https://a\nb",
    "https://a\\@b",
    'https://x.example/"onclick=',
    "https://x.example/<s>",
    "https://x/\u202e",
]
ODD_TEXT = "has a blank, a quotation mark, a backslash or another character that addresses cannot have"


@pytest.mark.parametrize(("link", "problem"), [*LINKS, *((link, ODD_TEXT) for link in ODD)], ids=ascii)
def test_a_payment_link_that_does_not_lead_to_a_payment_page_is_an_error_at_its_place(link: str, problem: str) -> None:
    options = msgspec.convert({"hosts": ["Buy.Stripe.com"]}, options_definitions()["payment-links"])
    assert offer({"payment-links": options}, [item(link=link)], SITE) == Checkout(
        {},
        findings=(
            Diagnostic(
                Severity.ERROR,
                "checkout-address",
                f"the payment link of `MUG-1` {problem}",
                Field("catalog/mug.yaml", ("payment_link",)),
                "copy the address of the payment page as your provider shows it, beginning with https://",
            ),
        ),
    )


def test_a_payment_link_is_used_as_it_is_typed() -> None:
    options = msgspec.convert({"hosts": ["buy.stripe.com"]}, options_definitions()["payment-links"])
    links = {"A": "https://buy.stripe.com/abc?x=1&y=2#z", "B": "HTTPS://BUY.STRIPE.COM:443/abc", "C": ""}
    checkout = offer({"payment-links": options}, [item(sku, link=link) for sku, link in links.items()], SITE)
    assert checkout == Checkout(
        {sku: Control("payment-links", link, is_external=True) for sku, link in links.items() if link}
    )
