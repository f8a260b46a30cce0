"""What templates write: escaped unless it is ours, in the page's language, with addresses that exist."""

import json

import pytest

from support import dom
from support.stove import Stove

EN = {"hello": "Hello {name}", "cups.one": "{count} cup", "cups.other": "{count} cups", "plain": "a <b> & c"}
PL = {
    "cups.one": "{count} kubek",
    "cups.few": "{count} kubki",
    "cups.many": "{count} kubków",
    "cups.other": "{count} kubka",
}
MESSAGES = {"en": EN, "pl": PL}
PL_PRODUCT = "pl/products/moss/index.html"


def test_values_are_escaped_in_texts_and_attributes(stove: Stove) -> None:
    assert stove.text('<i title="{{ product.title }}">{{ product.title }}</i>{{ \'"\' }}{{ "\'" }}') == (
        '<i title="Moss &lt;mug&gt;">Moss &lt;mug&gt;</i>&#34;&#39;'
    )


@pytest.mark.parametrize(
    ("count", "english", "polish"),
    [
        ("0", "0 cups", "0 kubków"),
        ("1", "1 cup", "1 kubek"),
        ("2", "2 cups", "2 kubki"),
        ("5", "5 cups", "5 kubków"),
        ("12", "12 cups", "12 kubków"),
        ("22", "22 cups", "22 kubki"),
        ("1234", "1,234 cups", "1\u00a0234 kubki"),
        ("12345", "12,345 cups", "12\u00a0345 kubków"),
    ],
)
def test_messages_have_the_plural_form_of_their_language(stove: Stove, count: str, english: str, polish: str) -> None:
    template = f"{{{{ t('cups', count={count}) }}}}"

    assert stove.text(template, messages=MESSAGES) == english
    assert stove.text(template, messages=MESSAGES, path=PL_PRODUCT) == polish


def test_messages_and_their_values_are_escaped(stove: Stove) -> None:
    assert stove.text("{{ t('plain') }}", messages=MESSAGES) == "a &lt;b&gt; &amp; c"
    assert stove.text("{{ t('hello', name=product.title) }}", messages=MESSAGES) == "Hello Moss &lt;mug&gt;"
    assert stove.text("{{ t('hello', name='<i>x</i>' | safe) }}", messages=MESSAGES) == "Hello <i>x</i>"
    assert stove.text("{{ t('hello', name='{count} {name}') }}", messages=MESSAGES) == "Hello {count} {name}"


def test_a_message_that_a_language_lacks_is_that_of_the_default_language(stove: Stove) -> None:
    made = stove.make("{{ t('hello', name='Ola') }}", messages=MESSAGES, path=PL_PRODUCT)

    assert made.content == b"Hello Ola"
    assert made.trace is not None
    assert made.trace.diagnostics == ()
    assert made.trace.lookups["message:pl:hello"] is None


def test_a_message_that_no_language_has_is_its_key_and_a_warning(stove: Stove) -> None:
    made = stove.make("{{ t('<gone>') }}", messages=MESSAGES)

    assert made.content == b"&lt;gone&gt;"
    assert made.trace is not None
    (warning,) = made.trace.diagnostics
    assert (warning.severity, warning.code) == ("warning", "message-missing")
    assert warning.message == "the theme has no text for `<gone>` in `en`"
    assert warning.hint


def test_assets_have_the_address_that_was_planned(stove: Stove) -> None:
    made = stove.make("{{ asset('theme.css') }}")

    assert made.content == b"/assets/theme.css"
    assert made.trace is not None
    assert "asset:theme.css" in made.trace.lookups


def test_markdown_is_html_that_needs_no_escaping(stove: Stove) -> None:
    assert stove.text("{{ product.description | markdown }}").strip() == "<p>A <em>mug</em>.</p>"
    assert stove.text("{{ product.warnings | markdown }}") == ""


def test_numbers_and_addresses_are_those_of_the_page(stove: Stove) -> None:
    template = "{{ 1234567 | number }} {{ '/a/' | absolute }}"

    assert stove.text(template) == "1,234,567 https://glinka.example/a/"
    assert stove.text(template, path=PL_PRODUCT) == "1\u00a0234\u00a0567 https://glinka.example/a/"


def test_structured_data_cannot_end_its_script(stove: Stove) -> None:
    page = stove.text("{{ structured_data() }}")

    assert "Moss \\u003cmug\\u003e" in page
    assert "<mug>" not in page
    (product, *_) = dom.structured(dom.parsed(page))
    assert product["name"] == "Moss <mug>"
    assert json.loads(json.dumps(product)) == product


def test_every_template_escapes_whatever_its_name(stove: Stove) -> None:
    for name in ("part.html", "part.txt", "part.xml", "part"):
        assert stove.text(f"{{% include '{name}' %}}", others={name: "{{ product.title }}"}) == "Moss &lt;mug&gt;"
