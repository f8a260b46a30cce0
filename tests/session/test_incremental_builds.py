"""Only what changed is made again, and what comes out is what a build from nothing gives."""

import errno
import gc
import os
from datetime import timedelta
from pathlib import Path

import pytest

from shopgen.core.disk import Place
from support.failing_disk import CountingDisk
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
OPEN = Path("/proc/self/fd")


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


@pytest.mark.skipif(not OPEN.is_dir(), reason="only Linux lists what a process has open")
def test_builds_in_one_process_leave_no_file_open(workplace: Workplace) -> None:
    workplace.build()
    before = len(list(OPEN.iterdir()))
    gc.disable()
    try:
        for price in ("23.00", "22.00"):
            workplace.replace("catalog/mugs/moss.yaml", "price: ", f"price: {price} # ")
            workplace.build()
        assert len(list(OPEN.iterdir())) == before
    finally:
        gc.enable()


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
        "        `title`? (while making `about/index.html`)\n"
        "    the theme reference lists the names that each template may use\n"
        "    used here: themes/bare/templates/base.html:1:1\n"
        "    used here: themes/bare/templates/page.html:1:1\n"
        "    the page is made from this: content/pages/about.md:1:1\n"
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


def test_a_cache_that_has_no_room_for_the_pages_is_noticed_before_any_is_published(tmp_path: Path) -> None:
    class Full(CountingDisk):
        def before(self, verb: str, path: Path) -> None:
            super().before(verb, path)
            if len(self.named("append")) > 1:  # the first takes what was read
                raise OSError(errno.ENOSPC, "No space left on device", str(path))

    workplace = Workplace(tmp_path / "shop", "-- catalog/mugs/moss.yaml --\ntitle: Moss\nsku: M-1\nprice: 24.00\n")
    with pytest.raises(OSError, match="No space left"):
        workplace.session(Full()).build()
    assert not workplace.output.exists()


def test_facts_in_another_order_are_noticed_by_the_process_that_saw_them_before(workplace: Workplace) -> None:
    session = workplace.session()
    written = "title: Moss\nsku: M-1\nprice: 24.00\nattributes: {{{}}}\n"
    orders = []
    for facts in ("Clay: red, Height: 9 cm", "Height: 9 cm, Clay: red"):
        workplace.write("catalog/mugs/moss.yaml", written.format(facts))
        shop = session.plan().shop
        assert shop is not None
        orders.append(shop.whole(shop.products["mugs/moss"]).texts["en"].attributes)

    assert orders == [(("Clay", "red"), ("Height", "9 cm")), (("Height", "9 cm"), ("Clay", "red"))]


def test_an_edit_amid_a_build_is_not_remembered_as_what_it_replaced(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (workplace.root / "catalog/mugs/moss.yaml").read_text()

    class Editor(CountingDisk):
        def read(self, path: Place) -> bytes:
            if Path(path).name == "moss.yaml":
                workplace.write("catalog/mugs/moss.yaml", before.replace("24.00", "99.00"))
            return super().read(path)

    monkeypatch.setattr("shopgen.reading.sources.RACY_NS", 0)
    workplace.build()
    workplace.replace("shop.yaml", "currency: EUR", "currency: PLN")  # has all products read again
    told = lines(workplace.session(Editor()).build().findings)
    assert told.splitlines() == [
        "catalog/mugs/moss.yaml:1:1: error[file-unreadable]: the file was changed while the shop was read",
        "    run again",
    ]
    workplace.write("catalog/mugs/moss.yaml", before)
    workplace.build()
    assert b"24.00" in workplace.tree()["products/moss/index.html"]
