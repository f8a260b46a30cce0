"""A template decides the HTML of the site and nothing else: known ways out of Jinja lead nowhere."""

import os
import re
import subprocess
import sys

import pytest

from support.stove import Stove

CANARY = "canary-3f9a1c"

# each tries to reach Python, a file, the environment or the network; none may write anything
ESCAPES = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ [].__class__.__base__.__subclasses__() }}",
    "{{ {}['__class__']['__base__'] }}",
    "{{ ()|attr('__class__')|attr('__base__')|attr('__subclasses__')() }}",
    "{{ ''|attr('__cla'~'ss__') }}",
    "{{ ''['__cla' + 'ss__'] }}",
    "{{ ''|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ ['']|map(attribute='__class__')|list }}",
    "{{ ['']|map('attr', '__class__')|list }}",
    "{{ ['']|groupby('__class__')|list }}",
    "{{ ['', '']|sort(attribute='__class__.__name__') }}",
    "{{ ['']|sum(attribute='__class__', start='') }}",
    "{{ [t]|selectattr('__globals__')|list }}",
    "{{ ''|xmlattr }}{{ {'a': ''.__class__}|xmlattr }}",
    "{{ '{0.__class__}'.format('') }}",
    "{{ '{x.__class__.__mro__}'.format_map({'x': ''}) }}",
    "{{ ('{0.__class__}'|safe).format('') }}",
    "{{ ('{0.__init__.__globals__}'|escape).format(t) }}",
    "{{ ['{0.__class__}']|map('format', '')|list }}",
    "{{ '%s'|format(t.__class__) }}",
    "{{ '%r' % t }}",
    "{{ ''.format.__self__.__class__ }}",
    "{% set f = '{0.__class__}'.format %}{{ f('') }}",
    "{{ '{:>1000000000}'.format('x') }}",
    "{{ '{:>1000000000}'['format']('x') }}",
    "{{ ('{:>1000000000}'|attr('format'))('x') }}",
    "{{ ('{:>1000000000}'|safe).format('x') }}",
    "{{ ['{:>1000000000}'|attr('format')]|map('string')|list }}{{ '%999999999d' % 1 }}",
    "{{ ['{0.__class__}'.format][0]('') }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context.environment }}",
    "{{ self._TemplateReference__context }}",
    "{% block b %}{{ self.b.__func__.__globals__ }}{% endblock %}",
    "{{ t.__call__.__globals__ }}",
    "{{ t.__init__.__globals__['os'] }}",
    "{{ t._making.lookups }}",
    "{{ t._making._kitchen.bundle }}",
    "{{ asset.__globals__ }}",
    "{{ asset.__closure__[0].cell_contents }}",
    "{{ structured_data.__code__.co_consts }}",
    "{{ absolute.__defaults__ }}{{ absolute.__globals__ }}",
    "{{ range.__self__ }}",
    "{{ range.__func__.__globals__ }}",
    "{% macro m() %}{{ caller.__globals__ }}{% endmacro %}{% call m() %}x{% endcall %}",
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "{% macro m() %}{% endmacro %}{{ m._environment }}",
    "{% macro m() %}{{ varargs.__class__ }}{% endmacro %}{{ m(1) }}",
    "{% for x in [1] %}{{ loop.__class__.__init__.__globals__ }}{% endfor %}",
    "{% for x in [1] %}{{ loop._iterator.gi_frame.f_globals }}{% endfor %}",
    "{{ ([1]|map('string')).gi_frame.f_builtins }}",
    "{{ ([1]|map('string')).gi_code }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ cycler.__init__.__globals__.os.environ }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ namespace(a=1) }}",
    "{{ dict.__base__.__subclasses__() }}",
    "{{ config.items() }}",
    "{{ request.application.__globals__ }}",
    "{{ get_flashed_messages.__globals__ }}",
    "{{ url_for.__globals__ }}",
    "{{ environ['SHOPGEN_CANARY'] }}",
    "{{ os.environ }}",
    "{{ open('/etc/passwd').read() }}",
    "{{ __import__('os') }}",
    "{{ context.environment }}",
    "{{ environment.globals }}",
    "{{ undefined_name.__class__ }}",
    "{{ site.__class__.__module__ }}",
    "{{ site.__struct_fields__ }}",
    "{{ product['__class__'] }}",
    "{{ product|attr('__struct_config__') }}",
    "{{ product.offer.price.__init__.__globals__ }}",
    "{{ site.menus.__class__ }}",
    "{{ site.menus.update({'main': ()}) }}",
    "{{ site.menus.pop('main') }}",
    "{{ [1].append(2) }}",
    "{{ 'abc'.encode('utf-16') }}",
    "{{ (5).to_bytes(9, 'big') }}",
    "{{ (5).real.__class__ }}",
    "{% include '/etc/passwd' %}",
    "{% include '../../../../etc/passwd' %}",
    "{% include 'file:///etc/passwd' %}",
    "{% include ['/proc/self/environ', '../shop.yaml'] %}",
    "{% include '..\\\\..\\\\shop.yaml' %}",
    "{% import '../shop.yaml' as secrets %}{{ secrets }}",
    "{% from '/proc/self/environ' import a %}",
    "{% extends '../../shop.yaml' %}",
    "{% include product.key %}",
    "{% do site.menus.clear() %}",
    "{% debug %}",
    "{{ 1|tojson.__class__ }}",
    "{% set x = t %}{{ x.__class__ }}",
    "{% set self = 1 %}{{ self.__class__ }}",
    "{{ (1).__class__(2) }}",
    "{{ product.title.\uff46ormat }}",  # what Python takes for `format`, as it does the others here
    "{{ '{0.__class__}'.\uff46ormat(product) }}",
    "{{ product.a\uff3f\uff3fclass }}",
    "{{ product.\U0001d554lass }}",
    "{{ product.title.\U0001d41fornat }}{{ product.title._\uff3fclass_\uff3f }}",
    "{{ true.__class__.__base__ }}",
    "{{ none.__class__.__bases__ }}",
)
HARMLESS = r"[\[\](),]|&#39;|Undefined"
NAMES = ("t", "asset", "structured_data", "markdown", "number", "absolute", "range", "site", "product", "head", "self")
INSIDES = [
    "__class__",
    "__init__",
    "__globals__",
    "__self__",
    "__func__",
    "__code__",
    "__closure__",
    "__dict__",
    "__doc__",
    "__module__",
    "__call__",
    "__reduce_ex__",
    "__getattribute__",
    "__struct_fields__",
    "__subclasshook__",
    "_making",
    "_find",
    "mro",
    "func_globals",
    "gi_frame",
]


@pytest.mark.parametrize("template", ESCAPES)
def test_a_known_escape_fails_and_tells_nothing(stove: Stove, template: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPGEN_CANARY", CANARY)

    made = stove.make(template)

    assert made.failure is not None or re.sub(HARMLESS, "", made.content.decode()).strip() == ""
    told = made.failure.message + made.failure.hint if made.failure else ""
    assert CANARY not in told
    assert "root:" not in told
    assert os.fspath(sys.prefix) not in told
    assert " at 0x" not in told


def test_the_list_of_escapes_is_long_enough() -> None:
    assert len(set(ESCAPES)) == len(ESCAPES) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_a_template_sees_shows_its_insides(stove: Stove, name: str) -> None:
    wanted = f"{INSIDES!r}"
    template = f"""
        {{% for inside in {wanted} %}}
        {{% if {name}[inside] is defined or ({name} | attr(inside)) is defined %}}{{{{ inside }}}}{{% endif %}}
        {{% endfor %}}
        {"".join(f"{{% if {name}.{inside} is defined %}}{inside}{{% endif %}}" for inside in INSIDES)}
    """

    assert stove.text(template).split() == []


def test_only_the_functions_of_the_contract_are_there(stove: Stove) -> None:
    """Jinja's own globals are away but `range`: what an imported module keeps would be wrong on the next page."""
    for name in ("lipsum", "cycler", "joiner", "namespace", "dict", "gettext", "_", "config", "request", "env"):
        assert stove.text(f"{{{{ {name} is defined }}}}") == "False"
    for name in ("range", "t", "asset", "structured_data", "markdown", "number", "absolute"):
        assert stove.text(f"{{{{ {name} is defined }}}}") == "True"


def test_each_page_sees_only_the_fields_of_its_view(stove: Stove) -> None:
    names = "site head product listing article page content title pager related children categories products tag target"
    template = "".join(f"{{% if {name} is defined %}}{name} {{% endif %}}" for name in names.split())

    assert stove.text(template).split() == ["site", "head", "product", "related"]
    for path, name, fields in (
        ("index.html", "home.html", "site head content categories"),
        ("404.html", "404.html", "site head categories"),
        ("about/index.html", "page.html", "site head page"),
        ("products/index.html", "listing.html", "site head listing children products"),
    ):
        assert stove.text(template, path=path, name=name).split() == fields.split()


def test_a_template_cannot_change_what_the_next_page_sees(stove: Stove) -> None:
    module = "{% set seen = product.title %}{% macro title() %}{{ product.title }}{% endmacro %}"
    template = "{% import 'module.html' as module with context %}{{ module.title() }}|{{ module.seen }}"
    for path, title in (("products/moss/index.html", "Moss &lt;mug&gt;"), ("products/ink/index.html", "Ink mug")):
        assert stove.text(template, others={"module.html": module}, path=path) == f"{title}|{title}"


def test_all_ways_to_a_template_go_through_one_door(stove: Stove) -> None:
    """Loud on purpose: `_load_template` is private to Jinja. When this fails, find its new name before anything else:
    pages would no longer be made again when a partial changes."""
    others = {f"{name}.html": "{% macro m() %}{% endmacro %}" for name in "abcdefg"}
    template = """
        {% extends "a.html" %}
        {% import "c.html" as c with context %}
        {% from "d.html" import m with context %}
        {% block b %}{% include "b.html" %}{% include ["no.html", "e.html"] %}{% include "gone.html" ignore missing %}
        {% include ["f", "g"] | map("string") | map("replace", "f", "f.html") | list %}{% endblock %}
    """
    made = stove.make(template, others={**others, "a.html": "{% block b %}{% endblock %}"})

    assert made.trace is not None
    seen = {name for name in made.trace.lookups if name.startswith("template:")}
    names = ["a.html", "b.html", "c.html", "d.html", "e.html", "f.html", "gone.html", "no.html", "product.html"]
    assert seen == {f"template:{name}" for name in names}
    assert made.trace.lookups["template:gone.html"] is None


def test_no_network_no_process_no_file_is_opened_while_a_page_is_made(stove: Stove) -> None:
    """Python's own audit of everything that leaves the process, in a process of its own, because hooks stay."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tempfile import TemporaryDirectory\n"
        "from support.stove import SHOP, Stove\n"
        "from support.workplace import Workplace\n"
        "with TemporaryDirectory() as folder:\n"
        "    stove = Stove(Workplace(Path(folder), SHOP).plan())\n"
        "    template = '{{ t(\"a\") }}{{ product.description | markdown }}{{ structured_data() }}{{ site.name }}'\n"
        "    stove.text(template)\n"
        "    seen = []\n"
        "    sys.addaudithook(lambda event, told: seen.append(event))\n"
        "    stove.text(template)\n"
        "    bad = {each for each in seen if each.split('.')[0] in {'open', 'os', 'socket', 'subprocess', 'import'}}\n"
        "print(sorted(bad - {'os.listdir', 'os.scandir'}))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60, env=_env()
    )

    assert ran.stdout == "[]\n"


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
