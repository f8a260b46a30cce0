"""What a session tells: every mistake once, and no mistake that is only the shadow of another."""

from pathlib import Path

from support.inline import report as lines
from support.workplace import Workplace


def test_a_broken_product_is_the_only_error(tmp_path: Path) -> None:
    workplace = Workplace(tmp_path)
    workplace.write("catalog/mugs/moss.yaml", "title: Moss\nsku: M-1\nprice: cheap\n")
    workplace.write(
        "content/pages/about.md",
        "---\ntitle: About\n---\n[one](/products/moss/) [two](../../catalog/mugs/moss.yaml)\n",
    )

    assert [finding.code for finding in workplace.plan().findings] == ["bad-amount"]


def test_a_link_to_nothing_is_told_with_its_place(tmp_path: Path) -> None:
    workplace = Workplace(tmp_path)
    workplace.write("catalog/mugs/moss.yaml", "title: Moss\nsku: M-1\nprice: 9.00\ndescription: Green.\n")
    workplace.write("content/pages/about.md", "---\ntitle: About\n---\nSee [the mug](/products/mos/).\n")

    assert lines(workplace.plan().findings) == (
        "content/pages/about.md:4:15: error[link-missing]: `/products/mos/` leads to nothing in the shop\n"
        "    did you mean `/products/moss/`?\n"
    )


def test_with_strict_a_warning_is_an_error(tmp_path: Path) -> None:
    workplace = Workplace(tmp_path)
    workplace.write("catalog/mugs/moss.yaml", "title: Moss\nsku: M-1\nprice: 9.00\n")

    assert not workplace.build().has_errors
    assert workplace.build(strict=True).has_errors


def test_foreign_files_are_kept_and_told(tmp_path: Path) -> None:
    workplace = Workplace(tmp_path)
    workplace.write("catalog/mugs/moss.yaml", "title: Moss\nsku: M-1\nprice: 9.00\ndescription: Green.\n")
    workplace.build()
    workplace.write("public/notes.txt", "mine")

    report = workplace.build()

    assert [finding.code for finding in report.findings] == ["foreign-files"]
    assert (workplace.output / "notes.txt").read_text() == "mine"


def test_a_broken_template_is_told_once_however_many_pages_it_breaks(tmp_path: Path) -> None:
    workplace = Workplace(tmp_path)
    for name in ("moss", "ink", "sand"):
        text = f"title: {name}\nsku: {name}\nprice: 9.00\ndescription: A mug.\n"
        workplace.write(f"catalog/mugs/{name}.yaml", text)
    workplace.write("templates/product.html", "{{ product.titel }}")

    assert lines(workplace.build().findings) == (
        "templates/product.html:1:1: error[template-failed]: ProductDetail has no `titel`; "
        "did you mean `title`? (while\n"
        "        making `products/ink/index.html`), and 2 more times\n"
        "    the theme reference lists the names that each template may use\n"
        "    the page is made from this: catalog/mugs/ink.yaml:1:1\n"
    )
