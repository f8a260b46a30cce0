"""Templates that would never end, or fill the memory, end soon with a finding that names the template and the line."""

import time
import tracemalloc
from itertools import count

import pytest

from shopgen.making import limits
from support.stove import Stove, line

ENDLESS = {
    "loops in loops": "{% for a in range(9999) %}\n{% for b in range(9999) %}{% endfor %}{% endfor %}",
    "loops over a long text": (
        "{% set text = 'x' * 100000 %}\n{% for a in text %}{% for b in text %}{% endfor %}{% endfor %}"
    ),
    "loops over a list of its own": (
        "{% set items = [1] * 100000 %}\n{% for a in items if a %}{% for b in items if b > 1 %}{% endfor %}{% endfor %}"
    ),
    "loops over short tuples": (
        "{% set n = (1, 2, 3, 4, 5, 6, 7, 8) %}\n{% for a in n %}{% for b in n %}{% for c in n %}{% for d in n %}"
        "{% for e in n %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}"
    ),
    "a recursive loop": (
        "{% set n = [1, 1] %}\n{% for a in n recursive %}{% if loop.depth < 60 %}{{ loop(n) }}{% endif %}{% endfor %}"
    ),
    "a macro that calls itself twice": (
        "{% macro m(n) %}{% if n %}\n{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}"
    ),
    "a macro without an end": "{% macro m() %}\n{{ m() }}{% endmacro %}{{ m() }}",
    "a caller without an end": (
        "{% macro m() %}\n{{ caller() }}{{ caller() }}{% endmacro %}"
        "{% macro n(i) %}{% if i %}{% call m() %}{{ n(i - 1) }}{% endcall %}{% endif %}{% endmacro %}{{ n(60) }}"
    ),
    "a template that includes itself": "\n{% include 'product.html' %}",
    "a template that extends itself": "\n{% extends 'product.html' %}",
    "a template that imports itself": "\n{% import 'product.html' as me with context %}",
    "a block that contains itself": "\n{% block b %}{{ self.b() }}{% endblock %}",
}
HUGE = {
    "output": "{% for a in range(900000) %}{{ 'x' * 1000 }}{% endfor %}",
    "output of the template's own text": "{% for a in range(900000) %}" + "x" * 1000 + "{% endfor %}",
    "a kept block": (
        "{% set text %}{% for a in range(900000) %}" + "x" * 1000 + "{% endfor %}{% endset %}{{ text | length }}"
    ),
    "short texts in a kept block": (
        "{% set s = '<' * 200 %}{% set kept %}{% for a in range(900000) %}{{ s }}{{ s }}{% endfor %}{% endset %}"
    ),
    "short texts in a macro": (
        "{% macro m(s) %}{% for a in range(900000) %}{{ s }}{{ s }}{% endfor %}{% endmacro %}{{ m('<' * 200) }}"
    ),
    "a text doubled with ~": "{% set s = 'x' * 999999 %}" + "{% set s = s ~ s %}" * 40,
    "a text doubled with +": "{% set s = 'x' * 999999 %}" + "{% set s = s + s %}" * 40,
    "a list doubled with +": "{% set s = [0] * 999999 %}" + "{% set s = s + s %}" * 40,
    "a text doubled in blocks": "{% set s = 'x' * 999999 %}" + "{% set s %}{{ s }}{{ s }}{% endset %}" * 40,
    "a text doubled in a macro": (
        "{% macro m(s) %}{{ s }}{{ s }}{% endmacro %}{% set s = 'x' * 999999 %}" + "{% set s = m(s) %}" * 40
    ),
    "a text doubled in a filter block": (
        "{% set s = 'x' * 999999 %}" + "{% set s %}{% filter upper %}{{ s }}{{ s }}{% endfilter %}{% endset %}" * 40
    ),
    "a text times a number": "{{ 'x' * 1000000000 }}",
    "a number times a text": "{{ 1000000000 * 'x' }}",
    "a list times a number": "{{ ([0] * 1000000000) | length }}",
    "a width as filter": "{{ 'x' | center(1000000000) }}",
    "a width as method": "{{ 'x'.center(1000000000) }}",
    "a width to the left": "{{ 'x'.ljust(1000000000) }}",
    "a width to the right": "{{ 'x'.rjust(width=1000000000) }}",
    "an indent": "{{ 'x\ny' | indent(1000000000) }}",
    "an indent in JSON": "{{ [1] | tojson(indent=1000000000) }}",
    "a replacement": "{{ ('a' * 900000) | replace('a', 'b' * 900000) | length }}",
    "a replacement as method": "{{ ('a' * 900000).replace('a', 'b' * 900000) | length }}",
    "a separator": "{{ ([0] * 900000) | join('b' * 900000) | length }}",
    "a separator as method": "{{ ('b' * 900000).join(['a'] * 900000) | length }}",
    "wrapped words": "{{ ('a b ' * 200000) | wordwrap(1, wrapstring='b' * 900000) | length }}",
    "a range": "{{ range(1000000000000) | list | length }}",
    "a batch": "{{ [1] | batch(1000000000, 0) | list | length }}",
    "a slice": "{{ [1] | slice(1000000000) | list | length }}",
    "a power": "{{ 9 ** (9 ** 9) }}",
    "a number squared again and again": "{% set n = 2 ** 64 %}" + "{% set n = n * n %}" * 40 + "{{ n }}",
}
MEASURED = (
    "a text doubled with ~",
    "a text doubled in blocks",
    "a replacement",
    "a kept block",
    "short texts in a kept block",
    "short texts in a macro",
)


@pytest.fixture
def _low(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lower limits, so that many tests take little time; the real ones are tried below."""
    monkeypatch.setattr(limits, "STEPS", 20_000)


@pytest.mark.usefixtures("_low")
@pytest.mark.parametrize("name", ENDLESS)
def test_what_never_ends_is_ended(stove: Stove, name: str) -> None:
    began = time.thread_time()

    failure = stove.failure(ENDLESS[name])

    assert failure.code == "template-limit"
    assert line(failure).startswith("templates/product.html:2: ")
    assert "(while making `products/moss/index.html`)" in failure.message
    assert time.thread_time() - began < 5


@pytest.mark.parametrize("name", HUGE)
def test_what_would_fill_the_memory_is_ended(stove: Stove, name: str) -> None:
    failure = stove.failure(HUGE[name])

    assert failure.code == "template-limit"
    assert line(failure).startswith("templates/product.html:1: " if name != "an indent" else "templates/product.html:")


def test_texts_are_measured_before_they_are_made(stove: Stove) -> None:
    tracemalloc.start()
    for name in MEASURED:
        stove.failure(HUGE[name])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 150_000_000


def test_the_real_limit_of_steps_is_reached_in_time(stove: Stove) -> None:
    began = time.thread_time()

    failure = stove.failure("{% for a in range(1000000) %}{% for b in range(9) %}{% endfor %}{% endfor %}")

    assert failure.message.startswith(("the loops of the page take more than 1,000,000 steps", "the page took longer"))
    assert time.thread_time() - began < 6


def test_a_page_within_the_limits_is_made(stove: Stove) -> None:
    assert stove.text("{% for a in range(100000) %}{% endfor %}done") == "done"
    assert len(stove.text("{{ 'x' * 1000000 }}")) == 1_000_000


def test_slow_filters_are_ended_by_the_clock(stove: Stove, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.3)
    template = "{% set items = range(900000) | list %}" + "\n{% set n = items | sort(reverse=true) | list %}" * 200

    failure = stove.failure(template)

    assert failure.code == "template-limit"
    assert failure.message.startswith("the page took longer than ")


def test_slow_output_is_ended_by_the_clock(stove: Stove, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.1)

    failure = stove.failure("\n\n{% for a in range(999999) %}{{ a }}{% endfor %}")

    assert line(failure).startswith("templates/product.html:3: template-limit: the page took longer than ")


def test_a_page_does_not_pay_for_what_others_do(stove: Stove, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine has other work, or sleeps: meanwhile the clock goes on."""
    moments = count(step=100.0)
    monkeypatch.setattr("shopgen.making.limits.time.monotonic", lambda: next(moments))

    assert stove.text("{% for a in range(2000) %}{% endfor %}done") == "done"


def test_one_page_does_not_pay_for_another(stove: Stove, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "STEPS", 100)
    for _ in range(3):
        assert stove.text("{% for a in range(90) %}{% endfor %}fine") == "fine"


def test_loops_know_their_length_though_they_are_counted(stove: Stove) -> None:
    template = "{% for a in 'abc' %}{{ loop.index }}/{{ loop.length }}{{ '.' if loop.last else ',' }}{% endfor %}"

    assert stove.text(template) == "1/3,2/3,3/3."
    assert stove.text("{% for a in [] %}{% else %}none{% endfor %}") == "none"
    assert stove.text("{% for a in range(9) if a is odd %}{{ a }}{{ loop.revindex }} {% endfor %}") == "14 33 52 71 "
    nested = "{% for a in [1, [2, [3]]] recursive %}{{ loop(a) if a is iterable else a }}{% endfor %}"
    assert stove.text(nested) == "123"


def test_joined_texts_are_escaped_as_ever(stove: Stove) -> None:
    assert stove.text("{{ '<' ~ 1 ~ '>' }}") == "&lt;1&gt;"
    assert stove.text("{{ ('<b>' | safe) ~ product.title }}") == "<b>Moss &lt;mug&gt;"
    assert stove.text("{{ [1] ~ none }}") == "[1]None"
