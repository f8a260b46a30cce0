"""Only what changed is made again, and what comes out is what a build from nothing gives."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shopgen.glance import glance
from support.inline import report as lines
from support.workplace import NOON, Workplace

SHOP = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
theme: bare
missing_links: warning
-- catalog/mugs/moss.yaml --
title: Moss mug
sku: M-1
price: 24.00
description: A *mug*.
-- catalog/mugs/ink.yaml --
title: Ink mug
sku: M-2
price: 26.00
description: Dark.
-- catalog/bowls/rice.yaml --
title: Rice bowl
sku: B-1
price: 22.00
description: For rice.
-- content/news/2026-11-01-kiln.md --
---
title: Kiln
---
See [the mug](/products/moss/).
-- content/pages/about.md --
---
title: About
---
Hello.
"""


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path, SHOP)


def test_a_second_build_makes_and_writes_nothing(workplace: Workplace) -> None:
    first = workplace.build()
    second = workplace.build()

    assert len(first.made) == len(first.manifest) > 10
    assert second.made == {}
    assert second.published is not None
    assert second.published.written == second.published.removed == ()


def test_a_description_edit_leaves_listings_alone(workplace: Workplace) -> None:
    workplace.build()
    workplace.replace("catalog/mugs/moss.yaml", "A *mug*.", "A *green* mug.")

    assert list(workplace.build().made) == ["products/moss/index.html"]


def test_another_engine_makes_the_pages_that_show_markdown_again(workplace: Workplace) -> None:
    workplace.replace("catalog/mugs/moss.yaml", "A *mug*.", "|\n  A *mug*:\n  - of clay")
    workplace.build()
    assert "<p>A <em>mug</em>:\n- of clay</p>" in workplace.page("products/moss/index.html")

    workplace.write("shop.yaml", (workplace.root / "shop.yaml").read_text() + "markdown: {engine: gfm}\n")
    made = workplace.build().made
    assert "<p>A <em>mug</em>:</p>\n<ul>\n<li>of clay</li>\n</ul>" in workplace.page("products/moss/index.html")
    texts = {"news/kiln/index.html", "about/index.html"}
    assert set(made) >= {"products/moss/index.html", "products/ink/index.html", *texts}
    assert "sitemap.xml" not in made


def test_a_price_edit_makes_only_the_pages_that_show_it(workplace: Workplace) -> None:
    workplace.build()
    workplace.replace("catalog/mugs/moss.yaml", "24.00", "23.00")

    assert sorted(workplace.build().made) == [
        "catalog/mugs/index.html",
        "index.html",
        "products/index.html",
        "products/ink/index.html",
        "products/moss/index.html",
    ]


def test_a_revert_costs_nothing(workplace: Workplace) -> None:
    workplace.build()
    before = workplace.tree()
    workplace.replace("catalog/mugs/moss.yaml", "24.00", "23.00")
    workplace.build()
    workplace.replace("catalog/mugs/moss.yaml", "23.00", "24.00")

    report = workplace.build()

    assert report.made == {}
    assert workplace.tree() == before


def test_a_touched_file_costs_nothing(workplace: Workplace) -> None:
    workplace.build()
    (workplace.root / "catalog/mugs/moss.yaml").touch()

    assert workplace.build().made == {}


def test_the_same_size_and_time_with_other_content_is_noticed(workplace: Workplace) -> None:
    workplace.build()
    file = workplace.root / "catalog/mugs/moss.yaml"
    status = file.stat()
    workplace.replace("catalog/mugs/moss.yaml", "24.00", "25.00")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert "products/moss/index.html" in workplace.build().made


def test_a_template_edit_makes_every_page_that_used_it(workplace: Workplace) -> None:
    workplace.build()
    workplace.replace("themes/bare/templates/partials/card.html", "<li>", "<li class=card>")

    made = set(workplace.build().made)

    assert "catalog/mugs/index.html" in made
    assert "about/index.html" not in made


def test_an_override_that_appears_is_used(workplace: Workplace) -> None:
    workplace.build()
    workplace.write("templates/page.html", "{{ page.title }} by the shop")

    report = workplace.build()

    assert list(report.made) == ["about/index.html"]
    assert workplace.page("about/index.html") == "About by the shop"


def test_an_asset_edit_reaches_every_page_under_a_new_name(workplace: Workplace) -> None:
    workplace.build()
    old = {path for path in workplace.tree() if path.startswith("assets/")}
    workplace.write("themes/bare/assets/theme.css", "body { color: green }")
    workplace.build()

    new = {path for path in workplace.tree() if path.startswith("assets/")}

    assert len(old) == len(new) == 1
    assert old != new
    assert next(iter(new)) in workplace.page("about/index.html")


def test_a_deleted_product_leaves_nothing_behind(workplace: Workplace) -> None:
    workplace.build()
    workplace.remove("catalog/bowls/rice.yaml")
    workplace.build()

    assert [path for path in workplace.tree() if "rice" in path or "bowls" in path] == []


def test_errors_leave_the_output_as_it_was(workplace: Workplace) -> None:
    workplace.build()
    before = workplace.tree()
    workplace.replace("catalog/mugs/moss.yaml", "24.00", "cheap")

    report = workplace.build()

    assert report.has_errors
    assert report.published is None
    assert workplace.tree() == before


def test_a_failing_template_leaves_the_output_as_it_was(workplace: Workplace) -> None:
    workplace.build()
    before = workplace.tree()
    workplace.replace("themes/bare/templates/page.html", "{{ page.title }}", "{{ page.titel }}")

    report = workplace.build()

    assert lines(report.findings) == (
        "themes/bare/templates/page.html:2:1: error[template-failed]: ArticleDetail has no `titel`; did you mean\n"
        "        `title`? (while making `about/index.html` from `content/pages/about.md`)\n"
        "    the theme reference lists the names that each template may use\n"
    )
    assert workplace.tree() == before


def test_a_scheduled_post_appears_at_its_time_though_no_file_changed(workplace: Workplace) -> None:
    workplace.write("content/news/2026-11-22-later.md", "---\ntitle: Later\ndate: 2026-11-22T12:00:01Z\n---\nText\n")
    report = workplace.build()
    assert report.next_change == NOON + timedelta(seconds=1)
    assert "news/later/index.html" not in report.manifest

    assert "news/later/index.html" in workplace.build(clock=NOON + timedelta(seconds=1)).manifest


def test_a_lost_memory_costs_only_time(workplace: Workplace) -> None:
    workplace.build()
    before = workplace.tree()
    workplace.remove(".shopgen")

    report = workplace.build()

    assert len(report.made) == len(report.manifest)
    assert report.published is not None
    assert report.published.written == ()
    assert workplace.tree() == before


def test_one_and_two_processes_give_the_same_bytes(workplace: Workplace, tmp_path: Path) -> None:
    for number in range(12):
        workplace.write(f"catalog/cups/c{number}.yaml", f"title: Cup {number}\nsku: C-{number}\nprice: 9.00\n")
    workplace.build(jobs=2)

    assert workplace.tree() == workplace.clean_tree(tmp_path / "alone", jobs=1)


def test_facts_in_another_order_are_noticed_by_the_process_that_saw_them_before(workplace: Workplace) -> None:
    session = workplace.session()
    written = "title: Moss\nsku: M-1\nprice: 24.00\nattributes: {{{}}}\n"
    orders = []
    for facts in ("Clay: red, Height: 9 cm", "Height: 9 cm, Clay: red"):
        workplace.write("catalog/mugs/moss.yaml", written.format(facts))
        shop = session.plan().shop
        assert shop is not None
        orders.append(shop.products["mugs/moss"].texts["en"].attributes)

    assert orders == [(("Clay", "red"), ("Height", "9 cm")), (("Height", "9 cm"), ("Clay", "red"))]


class RandomEdits(RuleBasedStateMachine):
    """A shop that is edited at random and built in between is what a build from nothing gives, byte for byte."""

    def __init__(self) -> None:
        super().__init__()
        self._temporary = TemporaryDirectory()
        self.folder = Path(self._temporary.name)
        self.number = 0
        self.old: dict[str, bytes] = {}

    @initialize()
    def begin(self) -> None:
        self.workplace = Workplace(self.folder / "shop", SHOP)

    def teardown(self) -> None:
        self._temporary.cleanup()

    def products(self) -> list[Path]:
        return sorted((self.folder / "shop/catalog").rglob("*.yaml"))

    def some(self, data: st.DataObject) -> Path:
        return data.draw(st.sampled_from(self.products()))

    @rule(category=st.sampled_from(["mugs", "bowls", "cups/small"]), price=st.integers(1, 99))
    def add_product(self, category: str, price: int) -> None:
        self.number += 1
        text = f"title: New {self.number}\nsku: N-{self.number}\nprice: {price}.50\ntags: [new]\nbrand: Glinka\n"
        self.workplace.write(f"catalog/{category}/new{self.number}.yaml", text)

    @precondition(lambda self: len(self.products()) > 1)
    @rule(data=st.data())
    def remove_product(self, data: st.DataObject) -> None:
        path = self.some(data)
        self.old[path.name] = path.read_bytes()
        path.unlink()

    @precondition(lambda self: self.old)
    @rule(data=st.data())
    def restore_product(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.old)))
        if name not in {path.name for path in self.products()}:
            self.workplace.write(f"catalog/mugs/{name}", self.old.pop(name))

    @rule(data=st.data(), price=st.integers(1, 99))
    def change_price(self, data: st.DataObject, price: int) -> None:
        self._change(self.some(data), "price: ", f"price: {price}.00")

    @rule(data=st.data(), word=st.sampled_from(["Moss", "Ink", "Żółta filiżanka", "<b>"]))
    def change_title(self, data: st.DataObject, word: str) -> None:
        self._change(self.some(data), "title: ", f'title: "{word}"')

    @rule(data=st.data(), word=st.sampled_from(["Dark *clay*.", "See [all](/products/).", ""]))
    def change_description(self, data: st.DataObject, word: str) -> None:
        self._change(self.some(data), "description: ", f'description: "{word}"')

    @rule(data=st.data(), stock=st.sampled_from([0, 3]))
    def change_stock(self, data: st.DataObject, stock: int) -> None:
        self._change(self.some(data), "stock: ", f"stock: {stock}")

    @rule(data=st.data(), folder=st.sampled_from(["mugs", "bowls", "cups"]))
    def move_product(self, data: st.DataObject, folder: str) -> None:
        path = self.some(data)
        target = self.folder / "shop/catalog" / folder / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)

    @rule(data=st.data())
    def swap_two_names(self, data: st.DataObject) -> None:
        one, other = self.some(data), self.some(data)
        first, second = one.read_bytes(), other.read_bytes()
        one.write_bytes(second)
        other.write_bytes(first)

    @rule(mark=st.sampled_from(["<i>", "<b>", "<em>"]))
    def change_template(self, mark: str) -> None:
        self.workplace.write("templates/page.html", f"{mark}{{{{ page.title }}}}")

    @rule(word=st.sampled_from(["Alles", "Everything"]))
    def change_message(self, word: str) -> None:
        self.workplace.write("locales/en.yaml", f"nav.all_products: {word}\n")

    @rule(color=st.sampled_from(["red", "blue"]))
    def change_asset(self, color: str) -> None:
        self.workplace.write("assets/theme.css", f"body {{ color: {color} }}")

    @rule(base=st.sampled_from(["https://glinka.example/", "https://glinka.example/shop/"]))
    def change_base_url(self, base: str) -> None:
        self._change(self.folder / "shop/shop.yaml", "base_url: ", f"base_url: {base}")

    @rule(languages=st.sampled_from(["[en]", "[en, pl]"]))
    def change_languages(self, languages: str) -> None:
        self._change(self.folder / "shop/shop.yaml", "languages: ", f"languages: {languages}")

    @rule(size=st.sampled_from([1, 2, 24]))
    def change_page_size(self, size: int) -> None:
        self._change(self.folder / "shop/shop.yaml", "products_per_page: ", f"products_per_page: {size}")

    @rule(text=st.sampled_from(["one", "two"]))
    def change_static(self, text: str) -> None:
        self.workplace.write("static/hello.txt", text)

    @rule(number=st.integers(1, 3))
    def write_post(self, number: int) -> None:
        text = f"---\ntitle: Post {number}\ndate: 2026-10-0{number}\ntags: [news]\n---\nText {self.number}\n"
        self.workplace.write(f"content/news/post{number}.md", text)

    @rule()
    def build_in_between(self) -> None:
        self.workplace.build()

    @rule(data=st.data(), act=st.sampled_from([Path.unlink, Path.touch, lambda path: path.write_bytes(b"x")]))
    def disturb_the_output(self, data: st.DataObject, act: Callable[[Path], object]) -> None:
        pages = sorted((self.folder / "shop/public").rglob("*.html"))
        if pages:
            act(data.draw(st.sampled_from(pages)))

    def _change(self, path: Path, key: str, line: str) -> None:
        lines = [each for each in path.read_text().splitlines() if not each.startswith(key)]
        path.write_text("\n".join([*lines, line]) + "\n")

    @invariant()
    def equals_a_clean_build(self) -> None:
        if not hasattr(self, "workplace"):
            return
        seen = glance(self.workplace.session().options)
        report = self.workplace.build()
        if seen is not None:
            assert (seen.findings, report.made) == (report.findings, {})
            assert seen.published == report.published
        if report.has_errors:
            return
        assert self.workplace.tree() == self.workplace.clean_tree(self.folder / "clean")


RandomEdits.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
test_incremental_equals_clean = pytest.mark.slow(RandomEdits.TestCase)
