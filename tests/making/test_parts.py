"""Parts of pages: templates that see the site and what they are given, and are made once for all pages."""

from pathlib import Path

from support.inline import report as lines
from support.workplace import Workplace

SHOP = """\
-- catalog/mugs/moss.yaml --
title: Moss
sku: M-1
price: 9.00
description: Green.
-- catalog/mugs/ink.yaml --
title: Ink
sku: M-2
price: 8.00
description: Blue.
-- templates/product.html --
{{ product.title }}: {% for other in related %}{{ part("partials/link.html", other=other) }}{% endfor %}
-- templates/listing.html --
{% for product in products %}{{ part("partials/link.html", other=product) }}{% endfor %}
-- templates/partials/link.html --
<a href="{{ other.url }}">{{ other.title }} of {{ site.name }}</a>
"""


def test_a_part_sees_the_site_and_what_it_is_given(tmp_path: Path) -> None:
    workplace = Workplace(tmp_path, SHOP)
    workplace.build()

    assert workplace.page("products/ink/index.html") == 'Ink: <a href="/products/moss/">Moss of Glinka</a>'


def test_a_part_sees_nothing_else_of_the_page(tmp_path: Path) -> None:
    workplace = Workplace(tmp_path, SHOP)
    workplace.write("templates/partials/link.html", "\n{{ head.title }}")

    first = lines(workplace.build().findings).splitlines()[0]

    assert first.startswith("templates/partials/link.html:2:1: error[template-failed]: there is no `head` here")


def test_a_change_of_a_part_reaches_every_page_that_shows_it(tmp_path: Path) -> None:
    workplace = Workplace(tmp_path, SHOP)
    workplace.build()
    workplace.write("templates/partials/link.html", "{{ other.title }}!")

    assert sorted(workplace.build().made) == [
        "catalog/mugs/index.html",
        "products/index.html",
        "products/ink/index.html",
        "products/moss/index.html",
    ]
    assert workplace.page("products/moss/index.html") == "Moss: Ink!"


def test_a_part_may_show_another(tmp_path: Path) -> None:
    workplace = Workplace(tmp_path, SHOP)
    workplace.write("templates/partials/link.html", '{{ part("partials/name.html", name=other.title) }}')
    workplace.write("templates/partials/name.html", "<b>{{ name }}</b>")
    workplace.build()

    assert workplace.page("products/moss/index.html") == "Moss: <b>Ink</b>"


def test_parts_of_values_that_only_look_alike_are_different_parts(tmp_path: Path) -> None:
    values = ("1", "true", "'1'", "none", "'None'", "['1']", "[1]")
    workplace = Workplace(tmp_path, SHOP)
    workplace.write(
        "templates/product.html", "".join(f'{{{{ part("partials/kind.html", a={each}) }}}}' for each in values)
    )
    workplace.write("templates/partials/kind.html", "{{ a | tojson }} ")
    workplace.build()

    assert workplace.page("products/moss/index.html") == '1 true "1" null "None" ["1"] [1] '
