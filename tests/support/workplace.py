"""A shop in a folder that is built again and again, as a person would."""

from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree

from shopgen.core.disk import Disk
from shopgen.planned import Planned
from shopgen.publishing.published import MANIFEST
from shopgen.session import BuildReport, Options, Session
from support import inline

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

BARE_THEME = """\
-- themes/bare/theme.yaml --
name: bare
-- themes/bare/locales/en.yaml --
nav.home: Home
nav.all_products: All products
news.title: News
not_found.title: Not found
not_found.text: Nothing here
-- themes/bare/assets/theme.css --
body { color: black }
-- themes/bare/templates/partials/card.html --
{% macro card(product) %}<li><a href="{{ product.url }}">{{ product.title }}</a> {{ product.offer.price.text }}</li>
{% endmacro %}
-- themes/bare/templates/base.html --
<title>{{ head.title }}</title><link href="{{ asset("theme.css") }}"><h1>{% block title %}{% endblock %}</h1>
{% for link in site.categories %}<a href="{{ link.url }}">{{ link.title }}</a>{% endfor %}
{% block content %}{% endblock %}
-- themes/bare/templates/home.html --
{% extends "base.html" %}
{% from "partials/card.html" import card with context %}
{% block title %}{{ site.name }}{% endblock %}
{% block content %}{% for product in featured %}{{ card(product) }}{% endfor %}{% endblock %}
-- themes/bare/templates/product.html --
{% extends "base.html" %}
{% from "partials/card.html" import card with context %}
{% block title %}{{ product.title }}{% endblock %}
{% block content %}{{ product.offer.price.text }}{{ product.description | markdown }}
{% for other in related %}{{ card(other) }}{% endfor %}{% endblock %}
-- themes/bare/templates/listing.html --
{% extends "base.html" %}
{% from "partials/card.html" import card with context %}
{% block title %}{{ listing.title }}{% endblock %}
{% block content %}{% for product in products %}{{ card(product) }}{% endfor %}{% endblock %}
-- themes/bare/templates/news.html --
{% extends "base.html" %}
{% block content %}{% for article in articles %}{{ article.title }} {{ article.date }}{% endfor %}{% endblock %}
-- themes/bare/templates/article.html --
{% extends "base.html" %}
{% block title %}{{ article.title }}{% endblock %}
{% block content %}{{ article.body | markdown }}{% endblock %}
-- themes/bare/templates/page.html --
{% extends "base.html" %}
{% block title %}{{ page.title }}{% endblock %}
{% block content %}{{ page.body | markdown }}{% endblock %}
-- themes/bare/templates/404.html --
{% extends "base.html" %}
-- themes/bare/templates/redirect.html --
<link rel="canonical" href="{{ target }}">
"""

SETTINGS = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
theme: bare
"""


class Workplace:
    """`text` is a shop as `support.inline` writes it; it gets the bare theme and its settings where it has none."""

    def __init__(self, root: Path, text: str = "") -> None:
        self.root = root
        self.output = root / "public"
        self.cache = root / ".shopgen"
        for path, content in inline.files(SETTINGS + BARE_THEME + text).items():
            if not path.startswith("themes/default/"):
                self.write(path, content)

    def write(self, path: str, content: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    def replace(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text()
        assert old in text
        self.write(path, text.replace(old, new))

    def remove(self, path: str) -> None:
        file = self.root / path
        if file.is_dir():
            rmtree(file)
        else:
            file.unlink()

    def session(self, disk: Disk | None = None, **options: object) -> Session:
        usual = {"root": self.root, "output": self.output, "cache": self.cache, "clock": NOON}
        return Session(Options(**{**usual, **options}), disk)  # type: ignore[arg-type]

    def plan(self, **options: object) -> Planned:
        return self.session(**options).plan()

    def build(self, **options: object) -> BuildReport:
        return self.session(**options).build()

    def tree(self, output: Path | None = None) -> dict[str, bytes]:
        """All published files but shopgen's own list of them."""
        folder = output or self.output
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != MANIFEST
        }

    def page(self, path: str) -> str:
        return (self.output / path).read_text()

    def clean_tree(self, scratch: Path, **options: object) -> dict[str, bytes]:
        """What a build with an empty memory gives."""
        output, cache = scratch / "public", scratch / "cache"
        rmtree(scratch, ignore_errors=True)
        report = self.build(output=output, cache=cache, **options)
        assert not report.has_errors, inline.report(report.findings)
        return self.tree(output)
