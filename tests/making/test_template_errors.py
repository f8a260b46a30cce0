"""What is wrong in a template is told with its file, its line and what was being made."""

import pytest

from support.stove import Stove, line

FOR = "(while making `products/moss/index.html`)"
PARTIAL = "{% macro price(p) %}\n{{ p.offer.price.txt }}\n{% endmacro %}"

ERRORS = {
    "a name that is not there": ("\n{{ prodct.title }}", "2: template-failed: there is no `prodct` here"),
    "a field that is not there": (
        "<p>\n\n{{ product.titel }}",
        "3: template-failed: ProductDetail has no `titel`; did you mean `title`?",
    ),
    "a field of nothing": ("{{ product.selected.title }}", "1: template-failed: 'None' has no attribute 'title'"),
    "a key that is not there": (
        "\n{{ site.options['color'] }}",
        "2: template-failed: 'dict object' has no attribute 'color'",
    ),
    "a key that is no text": (
        "\n{{ product.offer.price[[1]] }}",
        "2: template-failed: PriceView has no `[1]`; it has text, amount, currency",
    ),
    "a tag that is not closed": (
        "\n{% if product %}",
        "2: template-syntax: Unexpected end of template. Jinja was looking for the following tags: 'elif' or 'else' or"
        " 'endif'. The innermost block that needs to be closed is 'if'.",
    ),
    "a tag that does not exist": ("\n\n{% frobnicate %}", "3: template-syntax: Encountered unknown tag 'frobnicate'."),
    "an expression that is none": ("{{ 1 + }}", "1: template-syntax: unexpected 'end of print statement'"),
    "a filter that does not exist": ("\n{{ 1 | frob }}", "2: template-syntax: No filter named 'frob'."),
    "a test that does not exist": ("\n{{ 1 is frob }}", "2: template-syntax: No test named 'frob'."),
    "a division by zero": ("\n{{ 1 / 0 }}", "2: template-failed: division by zero"),
    "a filter with too many arguments": (
        "\n{{ 'a' | upper(1) }}",
        "2: template-failed: do_upper() takes 1 positional argument but 2 were given",
    ),
    "a sum of a number and a text": (
        "\n{{ 1 + 'a' }}",
        "2: template-failed: unsupported operand type(s) for +: 'int' and 'str'",
    ),
    "a number for a list": ("\n{% for a in 5 %}{% endfor %}", "2: template-failed: 'int' object is not iterable"),
    "a text that is no Markdown": (
        "\n{{ product.title | markdown }}",
        "2: template-failed: `markdown` takes a text of a view, such as `product.description`, not `str`",
    ),
    "a text that is no number": ("\n{{ 'a' | number }}", "2: template-failed: `a` is not a number"),
    "a value that cannot be called": ("\n{{ product.title() }}", "2: template-failed: 'str' object is not callable"),
    "a template that is missing": (
        "\n\n{% include 'gone.html' %}",
        "3: template-missing: there is no template `gone.html`",
    ),
    "a parent that is missing": ("{% extends 'gone.html' %}", "1: template-missing: there is no template `gone.html`"),
    "an asset that is missing": (
        "\n{{ asset('theme.cs') }}",
        "2: template-failed: the theme has no asset `theme.cs`",
    ),
    "an undefined value for a message": ("\n{{ t('a', n=prodct) }}", "2: template-failed: there is no `prodct` here"),
    "half a character": (
        r"{{ '\ud83d' }}",
        "1: template-failed: the page holds half of a character, `\\ud83d`",
    ),
    "loops nested too deep": (
        "{% for a in 'a' %}" * 25 + "{% endfor %}" * 25,
        "1: template-syntax: the template cannot be used: too many statically nested blocks",
    ),
    "a number of too many digits": (
        "{{ " + "9" * 5000 + " }}",
        "1: template-syntax: the template cannot be used: Exceeds the limit (4300 digits) for integer string"
        " conversion: value has 5000 digits; use sys.set_int_max_str_digits() to increase the limit",
    ),
    "parentheses nested too deep": (
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "1: template-limit: the templates of the page are nested too deep, or use each other without an end",
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_names_the_template_the_line_and_the_product(stove: Stove, name: str) -> None:
    template, expected = ERRORS[name]

    failure = stove.failure(template, messages={"en": {"a": "{n}"}})

    assert line(failure) == f"templates/product.html:{expected} {FOR}"


def test_an_error_in_an_included_template_names_that_one(stove: Stove) -> None:
    failure = stove.failure("\n\n{% include 'part.html' %}", others={"part.html": "\n{{ product.titel }}"})

    assert line(failure).startswith("templates/part.html:2: template-failed: ProductDetail has no `titel`")


def test_an_error_in_a_macro_of_another_template_names_that_one(stove: Stove) -> None:
    template = "{% from 'part.html' import price with context %}\n\n{{ price(product) }}"

    failure = stove.failure(template, others={"part.html": PARTIAL})

    assert line(failure) == (
        f"templates/part.html:2: template-failed: PriceView has no `txt`; did you mean `text`? {FOR}"
    )


def test_an_error_in_a_parent_names_that_one(stove: Stove) -> None:
    template = "{% extends 'base.html' %}{% block b %}{% endblock %}"

    failure = stove.failure(template, others={"base.html": "\n{% block b %}{% endblock %}{{ 1 / 0 }}"})

    assert line(failure) == f"templates/base.html:2: template-failed: division by zero {FOR}"


def test_an_error_in_a_block_names_the_template_of_the_block(stove: Stove) -> None:
    template = "{% extends 'base.html' %}\n{% block b %}{{ 1 / 0 }}{% endblock %}"

    failure = stove.failure(template, others={"base.html": "{% block b %}{% endblock %}"})

    assert line(failure) == f"templates/product.html:2: template-failed: division by zero {FOR}"


def test_a_syntax_error_in_an_included_template_names_that_one(stove: Stove) -> None:
    failure = stove.failure("{% include 'part.html' %}", others={"part.html": "a\nb\n{% if %}"})

    assert line(failure).startswith("templates/part.html:3: template-syntax: ")


def test_a_page_without_its_template_says_so(stove: Stove) -> None:
    failure = stove.failure("", name="unused.html")

    assert line(failure) == f"product.html:1: template-missing: there is no template `product.html` {FOR}"


def test_a_message_of_python_stays_on_one_line(stove: Stove) -> None:
    failure = stove.failure("{{ ['a\nb' * 400][product.title] }}{{ {}['a\nb'] }}")

    assert "\n" not in failure.message
    assert len(failure.message) < 500
